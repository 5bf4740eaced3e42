"""A quote check says what is true of the words besides that they stand there: struck out, replaced, with a note."""

from dataclasses import replace
from datetime import date

import pytest

from bot.core.model import Article, Context, Mark, Passage, Validity
from bot.core.quote_check.remarks import STRUCK, remarks
from bot.core.quote_check.verdicts import Finding, Kind, Match, Verdict, sentences
from bot.core.quote_check.verifying import verify
from tests.small_articles import article, attribution, corpus


def marked(text: str, *marks: Mark, name: str = "hotel") -> Article:
    known = attribution(name)
    return Article(known, (Passage(known, 1, "Ask first."), Passage(known, 2, text, marks=marks)))


def struck(text: str, at: str, words: str) -> Article:
    """An article that strikes these words out before `at`."""
    return marked(text, Mark("struck", text.index(at), words))


def best(verdict: Verdict) -> Match:
    return verdict.matches[0]


CAP = struck("The cap is 180 euros a night.", "180", "150 euros")
DOGS = struck("Dogs must not enter the lab.", "must not", "may")
LEAVE = marked("Leave is booked in the portal.", Mark("struck", 30, "It is granted by fax."))


@pytest.mark.parametrize(
    ("typed", "there", "shown"),
    [
        ("The cap is 150 euros", CAP, "The cap is 150 euros 180 euros a night."),
        ("Dogs may must not enter the lab.", DOGS, "Dogs may must not enter the lab."),
        ("It is granted by fax.", LEAVE, "It is granted by fax."),
        ("in the portal. It is granted", LEAVE, "Leave is booked in the portal. It is granted by fax."),
    ],
)
def test_what_is_struck_out_is_not_exact_and_is_said_to_be_struck_out(typed: str, there: Article, shown: str) -> None:
    verdict = verify(typed, corpus(there))
    assert (verdict.finding, remarks(best(verdict)), best(verdict).text) == (Finding.DIFFERS, [STRUCK], shown)
    assert sentences(verdict) == ["Found in these words, but struck out, in one place."]
    assert len(verdict.matches) == 1


def test_the_struck_words_are_marked_apart_from_what_is_still_said() -> None:
    diff = best(verify("Dogs may must not enter", corpus(DOGS))).diff
    assert [(op.kind, op.text.strip()) for op in diff] == [
        (Kind.SAME, "Dogs"),
        (Kind.STRUCK, "may"),
        (Kind.SAME, "must not enter"),
        (Kind.AROUND, "the lab."),
    ]


def test_what_is_still_said_elsewhere_is_exact_there() -> None:
    verdict = verify("The cap is 150 euros", corpus(CAP, article("new", "The cap is 150 euros a day.")))
    assert verdict.finding is Finding.EXACT
    assert best(verdict).passage.reference.article == "new"


def test_letters_struck_out_inside_a_word_are_put_back_into_it() -> None:
    there = struck("The organization decides on its own.", "zation", "s")
    assert verify("The organization decides", corpus(there)).finding is Finding.EXACT
    assert remarks(best(verify("The organiszation decides on", corpus(there)))) == [STRUCK]


def test_words_quoted_in_place_of_those_that_replaced_them_are_known() -> None:
    verdict = verify("The cap is 150 euros a night.", corpus(struck("The cap is 180 a night.", "180", "150 euros")))
    assert remarks(best(verdict)) == ["“150 euros” stands there, but struck out."]


@pytest.mark.parametrize(
    ("typed", "finding", "said"),
    [
        ("A claim is filed within 30 days", Finding.EXACT, "A note is marked there: “1”."),
        ("A claim is filed within 301 days", Finding.DIFFERS, "“301” is “30” with the mark of a note, “1”."),
    ],
)
def test_a_note_mark_is_named_and_told_from_a_digit(typed: str, finding: Finding, said: str) -> None:
    text = "A claim is filed within 30 days."
    verdict = verify(typed, corpus(marked(text, Mark("note", text.index(" days"), "1"))))
    assert (verdict.finding, remarks(best(verdict))) == (finding, [said])


def test_a_replaced_word_says_since_when_and_by_what() -> None:
    later = Validity(replaced_by=attribution("new", title="New rules"), replaced_on=date(2021, 5, 1))
    verdict = verify("The cap is 180 euros a night.", corpus(article("old", "The cap is 180 euros a night.")))
    assert remarks(best(verdict)) == []
    verdict = verify("The cap is 180 euros", corpus(article("old", "The cap is 180 euros.")), standing=lambda _: later)
    assert remarks(best(verdict)) == ["Replaced on 1 May 2021 by “New rules”."]


def clauses(*labelled: tuple[str, str]) -> Article:
    whole = article("rules", *(text for _, text in labelled))
    contexts = (Context(label=label) for label, _ in labelled)
    passages = tuple(replace(each, context=context) for each, context in zip(whole.passages, contexts, strict=True))
    return replace(whole, passages=passages)


CLAUSES = clauses(("4.2.1", "Backups are encrypted."), ("4.2.1 (a)", "Keys are kept elsewhere."), ("4.3", "Logs go."))


@pytest.mark.parametrize(
    "typed",
    [
        "4.2.1 Backups are encrypted.",
        "(a) Keys are kept elsewhere.",
        "4.2.1 (a) Keys are kept elsewhere",
        "4.2.1 Backups are encrypted. (a) Keys are kept elsewhere.",
        "Backups are encrypted. 4.2.1 (a) Keys are kept elsewhere. 4.3 Logs go.",
        "Backups are encrypted.",
    ],
)
def test_a_clause_may_be_quoted_with_its_number(typed: str) -> None:
    assert verify(typed, corpus(CLAUSES)).finding is Finding.EXACT


@pytest.mark.parametrize("typed", ["4.2.2 Backups are encrypted.", "(b) Keys are kept elsewhere."])
def test_a_wrong_number_of_a_clause_is_a_difference(typed: str) -> None:
    assert verify(typed, corpus(CLAUSES)).finding is Finding.DIFFERS


def test_the_number_of_a_clause_is_told_from_its_words() -> None:
    match = best(verify("4.2.1 Backups are encrypted.", corpus(CLAUSES)))
    assert [(op.kind, op.text) for op in match.diff[:2]] == [
        (Kind.LABEL, "4.2.1 "),
        (Kind.SAME, "Backups are encrypted"),
    ]
    assert match.text == "Backups are encrypted."


def test_the_number_of_a_clause_is_no_difference_where_others_are() -> None:
    match = best(verify("4.2.1 Backups are always encrypted.", corpus(CLAUSES)))
    assert [op.text.strip() for op in match.diff if op.kind is Kind.ADDED] == ["always"]
