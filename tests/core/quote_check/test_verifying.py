"""A quote check tells word for word from nearly so and from not at all, and shows every difference."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.corpus import Corpus
from bot.core.model import Article, Scope, Validity
from bot.core.quote_check.verdicts import LONGEST, Finding, Kind, Match, Reason, Verdict
from bot.core.quote_check.verifying import verify
from bot.core.text.quote_tokens import pieces
from tests.hostile_texts import WITH_WORDS, WITHOUT_WORDS, anything, prose
from tests.small_articles import article, corpus

RULE = "Parents of a newborn child get twelve weeks of paid leave, and the board may grant four more on request."
STATEMENT = (
    "“Every tool was audited before the first of May,” the director told reporters. “We publish the results in full.”"
)
OTHERS = (
    article("leave", "Leave is a right.", RULE, "Nobody loses pay for asking."),
    article("audit", STATEMENT, "The union’s lawyers read them with care."),
)


def check(text: str, *articles: Article) -> Verdict:
    return verify(text, corpus(*(articles or OTHERS)))


def only(verdict: Verdict) -> Match:
    (match,) = verdict.matches
    return match


def ops(match: Match, *kinds: Kind) -> str:
    return "".join(op.text for op in match.diff if op.kind in kinds)


def keys(text: str) -> list[str]:
    return [piece.key for piece in pieces(text)]


def test_what_stands_there_word_for_word_is_found_with_its_place() -> None:
    verdict = check("twelve weeks of paid leave")
    match = only(verdict)
    assert (verdict.finding, match.similarity, str(match.passage.reference)) == (Finding.EXACT, 1.0, "leave#2")
    assert ops(match, Kind.SAME) == "twelve weeks of paid leave"


@pytest.mark.parametrize(
    ("typed", "before", "after"),
    [
        ("Visitors may use the lab", "", ", but not without a guide."),
        ("may never use the lab", "Visitors ", ", but not without a guide."),
        ("Guides are paid by the hour", "", "."),
        ("are paid by the hour.", "Guides ", "."),
    ],
)
def test_the_source_is_shown_to_the_ends_of_its_sentence(typed: str, before: str, after: str) -> None:
    lab = article("lab", "Ask first. Visitors may use the lab, but not without a guide. Guides are paid by the hour.")
    match = only(check(typed, lab))
    assert [op.text for op in match.diff if op.kind is Kind.AROUND] == [part for part in (before, after) if part]
    assert match.text.startswith(("Visitors", "Guides"))
    assert match.text.endswith(".")
    assert match.text == lab.passages[0].text[match.start : match.end]


def test_a_wrapped_line_does_not_end_the_sentence_that_is_shown() -> None:
    wrapped = article("lab", "Visitors may use the lab\nonly with a guide.")
    assert only(check("Visitors may use the lab", wrapped)).text == "Visitors may use the lab\nonly with a guide."


def test_a_sentence_that_holds_the_words_twice_is_shown_once() -> None:
    twice = article("lab", "First the guide opens the door, then the guide opens the window.")
    assert only(check("the guide opens the", twice)).text == twice.passages[0].text


def test_a_sentence_too_long_to_be_read_is_shown_only_where_the_words_stand() -> None:
    endless = article("lab", f"{'so and ' * 2_000} the guide opens the door {'and so ' * 2_000}")
    assert only(check("the guide opens the door", endless)).text == "the guide opens the door"


@pytest.mark.parametrize(
    "typed",
    [
        "“Parents of a newborn child get twelve weeks of paid leave.”",
        "parents of a newborn child",
        "…get twelve   weeks\nof paid leave, and…",
        "The union's lawyers read them with care!"[:-1],
        "the union’s lawyers read them with care;",
        "'the union's lawyers'",
        "[G]et twelve weeks … [P]aid leave, and the board",
        "twelve weeks of paid leave , and the board",
        "twelve we\u00adeks of paid\u00a0leave",
    ],
)
def test_how_a_quotation_is_set_is_no_difference(typed: str) -> None:
    assert check(typed).finding is Finding.EXACT


@pytest.mark.parametrize(
    ("typed", "missing", "added"),
    [
        ("get twelve weeks of unpaid leave, and the board may grant", "paid", "unpaid"),
        ("the board may grant four more on written request", "", "written"),
        ("twelve weeks of leave, and the board may grant four more", "paid", ""),
        ("get twelve weeks of paid leave and the board may grant four more", ",", ""),
        ("get twelve weeks of paid leave, and the Board may grant four more", "board", "Board"),
        ("of a newborn child get 12 weeks of paid leave", "twelve", "12"),
        ("the board may grant four more on request?", ".", "?"),
    ],
)
def test_a_word_a_mark_or_a_capital_is_a_difference_and_is_shown(typed: str, missing: str, added: str) -> None:
    verdict = check(typed)
    match = only(verdict)
    assert (verdict.finding, match.exact) == (Finding.DIFFERS, False)
    assert (ops(match, Kind.MISSING).strip(), ops(match, Kind.ADDED).strip()) == (missing, added)
    assert match.similarity < 1


def test_similarity_is_one_less_the_words_that_differ_over_the_words_of_the_longer() -> None:
    match = only(check("the board may grant forty more on request"))
    assert match.similarity == 1 - 1 / 8
    assert only(check("the board may grant four More on request")).similarity == round(1 - 0.25 / 8, 4)


def test_numbers_are_words_of_their_own() -> None:
    rate = article("rate", "The rate was 3.5 per cent in the first year.")
    assert check("The rate was 3.5 per cent", rate).finding is Finding.EXACT
    for other in ("The rate was 35 per cent", "The rate was 3. 5 per cent", "The rate was 3,5 per cent"):
        assert check(other, rate).finding is Finding.DIFFERS


@pytest.mark.parametrize("mark", ["¹", "²³", "[1]", "†"])
def test_the_mark_of_a_note_is_no_word_and_no_digit(mark: str) -> None:
    claims = article("claims", f"A claim must be filed within 30{mark} days of the trip{mark}.")
    for typed in ("within 30 days of the trip", f"within 30{mark} days of the trip", "within 30³ days of the trip."):
        assert check(typed, claims).finding is Finding.EXACT
    for typed in ("within 301 days of the trip", "within 3023 days of the trip", "within 30 1 days of the trip"):
        assert check(typed, claims).finding is Finding.DIFFERS


@pytest.mark.parametrize(
    ("source", "typed", "finding"),
    [
        ("No gifts from any sup-\npliers are ever kept.", "No gifts from any suppliers are ever kept.", Finding.EXACT),
        ("No gifts from any sup- pliers are ever kept.", "No gifts from any suppliers are ever kept.", Finding.EXACT),
        ("Rules for all self-\nemployed guests here.", "Rules for all self-employed guests here.", Finding.EXACT),
        ("Pay for 30-\n60 days of leave here.", "Pay for 3060 days of leave here.", Finding.DIFFERS),
        ("Rules for pre-tax and co-op pay here.", "Rules for pretax and co-op pay here.", Finding.DIFFERS),
    ],
)
def test_a_word_that_the_end_of_a_line_parts_is_that_word(source: str, typed: str, finding: Finding) -> None:
    assert check(typed, article("a", source)).finding is finding


def test_the_exponent_of_a_unit_is_no_mark_of_a_note() -> None:
    room = article("room", "Each desk has 8 m² of its own.")
    assert check("has 8 m2 of its own", room).finding is Finding.EXACT
    assert check("has 8 m of its own", room).finding is Finding.DIFFERS


@pytest.mark.parametrize("mark", ["…", "...", "[...]", "[…]", "(…)", ". . ."])
def test_an_omission_that_is_marked_matches_if_its_parts_stand_in_order(mark: str) -> None:
    verdict = check(f"Parents of a newborn child get {mark} paid leave, and the board may grant")
    match = only(verdict)
    assert (verdict.finding, match.in_parts, ops(match, Kind.BETWEEN)) == (Finding.EXACT, True, " twelve weeks of")
    assert check(f"the board may grant four more {mark} Parents of a newborn child").finding is not Finding.EXACT


def test_an_omission_never_reaches_into_another_passage() -> None:
    assert check("Leave is a right … Parents of a newborn child get").finding is not Finding.EXACT


def test_words_that_interrupt_a_quotation_are_seen_as_what_they_are() -> None:
    verdict = check("Every tool was audited before the first of May. We publish the results in full.")
    match = only(verdict)
    assert (verdict.finding, match.exact, match.in_parts) == (Finding.EXACT, True, True)
    assert ops(match, Kind.BETWEEN) == ",” the director told reporters. “"


def test_another_interruption_than_the_sources_is_a_difference() -> None:
    match = only(
        check("“Every tool was audited before the first of May,” she wrote. “We publish the results in full.”")
    )
    assert (match.exact, match.in_parts) == (False, False)
    assert ops(match, Kind.ADDED).split() == ["she", "wrote"]


def test_words_that_nobody_quotes_do_not_interrupt() -> None:
    plain = article("plain", "Every tool was audited, the director told reporters, and we publish the results in full.")
    assert check("Every tool was audited and we publish the results in full", plain).finding is Finding.DIFFERS


def test_a_quotation_may_run_over_neighbouring_passages() -> None:
    verdict = check("and the board may grant four more on request. Nobody loses pay for asking.")
    match = only(verdict)
    assert verdict.finding is Finding.EXACT
    assert [part.passage.number for part in match.quotations] == [2, 3]
    assert [part.text for part in match.quotations] == [RULE, "Nobody loses pay for asking."]
    assert keys(match.text) == keys(ops(match, Kind.AROUND, Kind.SAME))


def test_the_nearest_stands_first_and_ties_keep_the_order_of_the_corpus() -> None:
    texts = {"far": "Parents of a child get ten weeks of leave", "same": RULE, "near": RULE.replace("twelve", "ten")}
    verdict = check(RULE[:58], *(article(name, text) for name, text in [*texts.items(), ("twin", RULE)]))
    assert [match.passage.attribution.article for match in verdict.matches] == ["same", "twin", "near", "far"]
    assert verdict.finding is Finding.EXACT


def test_a_paraphrase_is_not_found() -> None:
    for said in (
        "Whoever has a baby may stay at home for three months without losing salary.",
        "The board can extend the paid leave of parents by a month if they ask.",
    ):
        assert check(said) == Verdict(said, Finding.ABSENT)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("paid holidays", Reason.TOO_SHORT),
        ("newborn child", Reason.TOO_SHORT),
        ("“leave”", Reason.TOO_SHORT),
        ("the 30¹", Reason.TOO_SHORT),
        ("", Reason.NO_WORDS),
        ("“…”", Reason.NO_WORDS),
        ("leave " * LONGEST, Reason.TOO_LONG),
    ],
)
def test_what_cannot_be_checked_says_why(text: str, reason: Reason) -> None:
    assert check(text) == Verdict(text, Finding.ABSENT, reason=reason)
    assert verify(text, Corpus([])).finding is Finding.ABSENT


def test_three_words_are_enough_to_be_checked() -> None:
    assert check("a newborn child").finding is Finding.EXACT


def test_without_articles_nothing_is_claimed() -> None:
    assert verify(RULE, Corpus([])).reason is Reason.NO_ARTICLES
    assert verify(RULE, corpus(*OTHERS), scope=Scope(collections=frozenset({"hr"}))).reason is Reason.NO_ARTICLES


def test_a_match_tells_how_its_passage_stands() -> None:
    verdict = verify(RULE, corpus(*OTHERS), standing=lambda passage: Validity(in_force=passage.number == 1))
    assert only(verdict).validity == Validity(in_force=False)


def test_languages_without_blanks_are_compared_by_character() -> None:
    law = article("law", "本法所称个人信息，是以电子方式记录的各种信息。")
    assert check("个人信息，是以电子方式", law).finding is Finding.EXACT
    assert check("个人信息，是以其他方式记录的", law).finding is Finding.DIFFERS


def test_decomposed_and_composed_letters_are_the_same() -> None:
    verdict = check("Zölle über Gärten", article("x", "Die Zo\u0308lle u\u0308ber Ga\u0308rten sind alt."))
    assert verdict.finding is Finding.EXACT
    assert ops(only(verdict), Kind.SAME) == "Zo\u0308lle u\u0308ber Ga\u0308rten"


WORDS = [f"{head}{tail}" for head in "bcdfglmnprst" for tail in ("arol", "enik", "ist", "omp", "ulver", "yst")]
sources = st.lists(st.sampled_from(WORDS), min_size=8, max_size=80, unique=False).map(" ".join) | prose


@settings(max_examples=60)
@given(sources, st.data())
def test_an_unaltered_stretch_of_a_passage_is_always_found_word_for_word(text: str, data: st.DataObject) -> None:
    words = [piece for piece in pieces(text) if piece.is_word]
    assume(len(words) >= 5)
    first = data.draw(st.integers(0, len(words) - 5))
    last = data.draw(st.integers(first + 4, len(words) - 1))
    quoted = text[words[first].start : words[last].end]
    assume("…" not in quoted and not quoted.isspace())
    verdict = check(quoted, *OTHERS, article("it", "Before it.", text, "After it."))
    best = verdict.matches[0]
    assert (verdict.finding, best.similarity, best.passage.reference.article) == (Finding.EXACT, 1.0, "it")
    assert keys(ops(best, Kind.SAME))[1:] == keys(quoted)[1:]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(WORDS), min_size=5, max_size=60, unique=True), st.data())
def test_one_changed_word_is_found_and_shown(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words) - 1))
    typed = " ".join([*words[:at], "zebra", *words[at + 1 :]])
    verdict = check(typed, article("it", f"Before it. {' '.join(words)} after it."))
    match = only(verdict)
    assert verdict.finding is Finding.DIFFERS
    assert ops(match, Kind.ADDED).strip() == "zebra"
    assert at in (0, len(words) - 1) or ops(match, Kind.MISSING).strip() == words[at]


@settings(max_examples=60)
@given(prose | sources, st.data())
def test_a_diff_rebuilds_both_the_source_and_what_was_typed(text: str, data: st.DataObject) -> None:
    words = text.split()
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(words)))
        words[at : at + data.draw(st.integers(0, 2))] = data.draw(st.sampled_from([[], ["zebra"], ["(new)", "words,"]]))
    typed = " ".join(words).replace("…", "")
    for match in check(typed, article("it", text or "x", "After it.")).matches:
        assert ops(match, Kind.AROUND, Kind.SAME, Kind.MISSING, Kind.BETWEEN) == match.text
        if not match.in_parts:
            rebuilt, wanted = keys(ops(match, Kind.SAME, Kind.ADDED)), keys(typed)
            begins = next(at for at in range(len(wanted)) if wanted[at].casefold() == rebuilt[0].casefold())
            assert wanted[begins:][1 : len(rebuilt)] == rebuilt[1:]


@settings(max_examples=60)
@given(anything, anything)
def test_nothing_that_people_type_and_articles_hold_breaks_it(typed: str, text: str) -> None:
    verdict = check(typed, article("it", text or "x", text or "y"))
    assert (verdict.finding is Finding.ABSENT) == (not verdict.matches)
    assert all(match.text for match in verdict.matches)


@pytest.mark.parametrize("text", [*WITH_WORDS.values(), *WITHOUT_WORDS.values()], ids=[*WITH_WORDS, *WITHOUT_WORDS])
def test_hostile_texts_are_checked_like_any_other(text: str) -> None:
    assert check(text).finding is Finding.ABSENT
    assert check(text, article("it", f"So it says: {text} and no more.")).finding in (Finding.EXACT, Finding.ABSENT)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("policy " * 100_000, "policy " * 100),
        ("policy " * 400, "policy " * 150_000),
        ("a b " * 700, "b a " * 250_000),
        ("a … b … " * 350, "a b c " * 100_000),
        ("x" * 3_000, "x" * 1_000_000),
        ('," he said. "Well' * 170, "“So,” he said. “Well,” " * 40_000),
        ("... " * 700, "... " * 250_000),
    ],
    ids=["repeated", "repeated everywhere", "alternating", "omissions", "one word", "interruptions", "points"],
)
def test_no_text_is_slow(typed: str, text: str) -> None:
    check(typed, article("it", text))  # a slow one takes so long that pytest-timeout ends it


def statement(seeds: Corpus) -> str:
    """The public statement as the first article prints it: two sentences without an interruption."""
    passage = next(each.text for each in seeds.articles[0].passages if "advocated" in each.text)
    return passage[passage.index("advocated") - len("We’ve ") : passage.rindex("”") + 1]


def articles_of(verdict: Verdict) -> list[str]:
    return [match.passage.attribution.article[:3] for match in verdict.matches]


def test_one_public_statement_is_found_in_all_five_seeds_the_nearest_first(seeds: Corpus) -> None:
    verdict = verify(statement(seeds), seeds)
    assert articles_of(verdict) == ["000", "001", "002", "004", "003"]
    assert [match.exact for match in verdict.matches] == [True, True, True, False, False]
    assert [match.in_parts for match in verdict.matches] == [False, True, True, False, False]
    assert [len(match.on) for match in verdict.matches] == [0, 0, 0, 0, 1]


def test_each_of_its_sentences_is_found_in_all_five(seeds: Corpus) -> None:
    first, second = statement(seeds).split(". ")
    for sentence, order in ((first, ["004", "003"]), (second, ["003", "004"])):
        verdict = verify(sentence, seeds)
        assert verdict.finding is Finding.EXACT
        assert articles_of(verdict) == ["000", "001", "002", *order]
        assert [match.exact for match in verdict.matches] == [True, True, True, False, False]


def test_the_wording_without_quotation_marks_is_found_too(seeds: Corpus) -> None:
    wording = next(each.text for each in seeds.articles[4].passages if each.text.startswith("We have argued"))
    verdict = verify(wording, seeds)
    assert articles_of(verdict)[0] == "004"
    assert [match.exact for match in verdict.matches] == [True, False, False, False, False]


def test_what_the_seeds_say_in_other_words_is_not_found(seeds: Corpus) -> None:
    for said in (
        "Amazon will stop selling its face matching product to law enforcement for twelve months.",
        "The company wants lawmakers to write tougher rules about how such software may be used.",
        "Microsoft followed a day later and will keep its own software away from police departments.",
    ):
        assert verify(said, seeds) == Verdict(said, Finding.ABSENT)
