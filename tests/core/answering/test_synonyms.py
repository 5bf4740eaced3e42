"""The synonyms file, and what is searched for beside the asker's words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answering import synonyms
from bot.core.answering.synonyms import CANDIDATES, Synonyms
from bot.core.text import analysis
from tests.conftest import ROOT
from tests.hostile_texts import anything


def rules(*lines: str) -> Synonyms:
    known, faults = synonyms.parse("\n".join(lines))
    assert faults == ()
    return known


def shown(known: Synonyms, question: str, *exact: str) -> list[str]:
    return [each.surface for each in known.expansions(analysis.tokens(question), exact)]


def test_words_in_a_row_stand_for_each_other() -> None:
    known = rules("ban, moratorium, pause")
    assert shown(known, "Is there a ban?") == ["moratorium", "pause"]
    assert shown(known, "When does the pause end?") == ["ban", "moratorium"]


def test_an_arrow_goes_one_way_and_the_askers_word_stays() -> None:
    known = rules("AWS, EC2 => Amazon")
    assert shown(known, "Does AWS ban it?") == ["Amazon"]
    assert shown(known, "Does Amazon ban it?") == []


def test_an_expansion_says_what_it_adds_and_what_it_stands_for() -> None:
    (found,) = rules("WFH, working from home").expansions(analysis.tokens("May staff work from home?"))
    assert (found.surface, found.terms, found.of) == ("WFH", ("wfh",), ("work", "home"))


def test_what_both_have_in_common_is_neither_added_nor_stood_for() -> None:
    (found,) = rules("facial recognition, face recognition").expansions(analysis.tokens("facial recognition"))
    assert (found.terms, found.of) == (("face",), ("facial",))


def test_endings_and_capitals_do_not_matter() -> None:
    assert shown(rules("employee, Staff"), "EMPLOYEES") == ["Staff"]


def test_several_words_are_met_only_in_a_row() -> None:
    known = rules("annual leave, vacation")
    assert shown(known, "How much annual leave?") == ["vacation"]
    assert shown(known, "annual report on leave") == []
    assert shown(known, "leave annual") == []


def test_the_longest_is_met_first_and_its_words_are_not_met_again() -> None:
    known = rules("law enforcement, police", "law => statute", "enforcement => execution")
    assert shown(known, "Which law enforcement uses it?") == ["police"]
    assert shown(known, "law of enforcement and law") == ["police", "statute"]


def test_what_is_exact_is_not_expanded_not_even_within_a_row() -> None:
    known = rules("ban, pause", "annual leave, vacation", "leave => absence")
    assert shown(known, "ban on annual leave", "ban") == ["vacation"]
    assert shown(known, "ban on annual leave", *analysis.terms("annual")) == ["pause", "absence"]


def test_an_exact_term_is_not_added_either() -> None:
    assert shown(rules("ban, moratorium, pause"), "ban", *analysis.terms("pause")) == ["moratorium"]


def test_what_the_asker_wrote_is_not_added() -> None:
    assert shown(rules("ban, moratorium, pause"), "Is the moratorium a ban?") == ["pause"]


def test_every_word_has_its_first_expansion_before_any_has_its_second() -> None:
    letters = ", ".join(f"b{number}" for number in range(2 * CANDIDATES))
    found = shown(rules(f"ban, {letters}", "police, sheriff"), "police ban")
    assert found[:3] == ["sheriff", "b0", "b1"]
    assert len(found) == CANDIDATES


def test_lines_add_up_in_their_order() -> None:
    assert shown(rules("ban => pause", "ban, halt", "ban, pause"), "ban") == ["pause", "halt"]


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("criticised", "criticized"),
        ("organization", "organisation"),
        ("Analyse", "Analyze"),
        ("PRIORITISING", "PRIORITIZING"),
    ],
)
def test_british_and_american_spellings_of_ise_need_no_line(asked: str, other: str) -> None:
    assert synonyms.respelt(asked) == other
    assert shown(Synonyms(), asked) == [other]
    assert shown(Synonyms(), asked, *analysis.terms(asked)) == []


@pytest.mark.parametrize(
    "word", ["rise", "size", "prize", "raised", "noises", "seize", "wise", "polices", "visa", "z" * 900 + "ise"]
)
def test_words_that_only_look_like_it_keep_their_spelling(word: str) -> None:
    assert synonyms.respelt(word) is None


def test_escaped_signs_are_themselves() -> None:
    assert shown(rules(r"goods\, services, wares"), "wares") == ["goods, services"]
    assert shown(rules(r"input \=> output, pipeline"), "pipeline") == ["input => output"]
    assert shown(rules(r"path\\name, folder"), "folder") == [r"path\name"]


def test_comments_blank_lines_and_line_ends_of_any_kind_are_fine() -> None:
    known, faults = synonyms.parse("\ufeff# words\r\n\r\n  # more\r\n  ban ,  a   long   moratorium \r\n")
    assert (shown(known, "ban"), faults) == (["a long moratorium"], ())


@pytest.mark.parametrize(
    "line",
    ["ban", "ban,", "ban,,pause", "=> ban", "ban =>", "a => ban => pause", "the, ban", "who => it", "sick of it, ill",
     "employee, employees", ", ,", "=>"],
)  # fmt: skip
def test_a_faulty_line_is_named_with_its_mend_and_the_others_hold(line: str) -> None:
    known, (fault,) = synonyms.parse(f"# one\n{line}\npolice, sheriff\n")
    assert fault.line == 2
    assert fault.what
    assert fault.mend
    assert shown(known, "police sick ban employee") == ["sheriff"]


def test_no_synonyms_no_expansions() -> None:
    assert shown(Synonyms(), "Is there a ban?") == []


words = st.sampled_from("ban pause leave annual police law enforcement sick home organise organize a of".split())
lines = st.lists(st.lists(words, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4)
files = st.lists(st.tuples(lines, st.sampled_from([", ", " => "])), max_size=6).map(
    lambda rows: "\n".join(sign.join(entries) for entries, sign in rows)
)


@settings(max_examples=80)
@given(files, st.lists(words, max_size=8).map(" ".join), st.sets(words))
def test_expansions_never_hold_the_askers_own_terms_nor_exact_ones(file: str, question: str, exact: set[str]) -> None:
    known, _ = synonyms.parse(file)
    tokens = analysis.tokens(question)
    kept = {term for word in exact for term in analysis.terms(word)}
    found = known.expansions(tokens, kept)
    own = [token.term for token in tokens]
    assert len(found) <= CANDIDATES
    assert len({each.terms for each in found}) == len(found)
    for each in found:
        assert each.terms
        assert not (kept | set(own)) & set(each.terms)
        assert set(each.of) <= set(own)
        assert not kept & set(each.of)
    assert found == synonyms.parse(file)[0].expansions(tokens, kept)


@settings(max_examples=100)
@given(anything | st.text(st.sampled_from("ab,\\=># \n")))
def test_any_text_is_read_or_faulted(text: str) -> None:
    known, faults = synonyms.parse(text)
    assert all(1 <= fault.line <= len(text.splitlines()) for fault in faults)
    known.expansions(analysis.tokens(text))


def test_the_synonyms_that_ship_are_in_order() -> None:
    known, faults = synonyms.parse((ROOT / "config/synonyms.txt").read_text(encoding="utf-8"))
    assert faults == ()
    assert "moratorium" in shown(known, "Is there a ban?")
    assert "Amazon" in shown(known, "AWS")
    assert "AWS" not in shown(known, "Amazon")
    assert "American Civil Liberties Union" in shown(known, "the ACLU")
    assert "remote work" in shown(known, "working from home")
