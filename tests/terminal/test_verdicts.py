"""A verdict in a terminal marks every difference; as JSON it is what programs rely on."""

import json
from datetime import date
from io import StringIO

import pytest
from hypothesis import given, settings
from rich.console import Console

from bot.core.corpus import Corpus
from bot.core.model import Article, Mark, Passage, Validity
from bot.core.quote_check.verdicts import Finding, Kind, Match, Op, Verdict
from bot.core.quote_check.verifying import verify
from bot.terminal.verdicts import show_verdict, verdict_as_json
from tests.hostile_texts import anything
from tests.small_articles import article, attribution

KNOWN = attribution("leave", title="Leave", publisher="Example Ltd", published=date(2020, 6, 10), url="https://x.org/l")
RULE = "Parents get twelve weeks of paid leave, and nobody has to ask twice for it."
CORPUS = Corpus([Article(KNOWN, (Passage(KNOWN, 1, "Leave is a right."), Passage(KNOWN, 2, RULE)))])


def printed(verdict: Verdict) -> str:
    console = Console(file=StringIO(), width=500, highlight=False, color_system=None)
    console.print(show_verdict(verdict))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def shown(typed: str) -> str:
    return printed(verify(typed, CORPUS))


def test_what_is_found_word_for_word_is_shown_with_its_source() -> None:
    said = shown("Parents get twelve weeks")
    for part in ("Found word for word in one place.", "Leave", "Example Ltd", "10 June 2020", "¶ 2", "https://x.org/l"):
        assert part in said
    assert "struck" not in said


def test_a_difference_is_marked_with_signs_that_need_no_colour_and_explained() -> None:
    said = shown("Parents get fourteen weeks of paid leave")
    assert "No document has it word for word." in said
    assert "Parents get[- twelve-]{+ fourteen+} weeks of paid leave" in said
    assert "[-struck-]: only in the source; {+bold+}: only in what you typed" in said
    assert "86 % alike" in said


def test_words_between_parts_are_marked_apart_and_explained() -> None:
    said = shown("Parents get twelve weeks … and nobody has to ask twice")
    assert "weeks< of paid leave,> and nobody" in said
    assert "<dim>: the rest of the source's sentence and the words between the parts" in said


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Something that no article has ever said", "That is no proof that nobody said it."),
        ("other words", "fewer than 3 words"),
        ("?!", "Give me a quotation"),
        ("leave " * 1_000, "6,000 characters"),
    ],
)
def test_what_is_not_found_or_not_checked_says_so(typed: str, says: str) -> None:
    assert says in shown(typed)


def test_a_replaced_passage_carries_its_banner() -> None:
    later = attribution("new", title="New rules")
    verdict = verify("Parents get twelve weeks", CORPUS, standing=lambda _: Validity(replaced_by=later))
    assert "Replaced by “New rules”" in printed(verdict)
    assert verdict_as_json(verdict)["matches"][0]["superseded_by"] == "new"


def test_remarks_stand_over_the_words_and_in_json() -> None:
    later = attribution("new", title="New rules")
    standing = Validity(replaced_by=later, replaced_on=date(2021, 5, 1))
    passage = Passage(KNOWN, 1, "The cap is 180 euros a night.", marks=(Mark("struck", 11, "150 euros"),))
    verdict = verify("The cap is 150 euros", Corpus([Article(KNOWN, (passage,))]), standing=lambda _: standing)
    remarks = ["Replaced on 1 May 2021 by “New rules”.", "In these words, but struck out."]
    assert verdict_as_json(verdict)["verdict"] == "differs"
    assert verdict_as_json(verdict)["matches"][0]["remarks"] == remarks
    said = printed(verdict)
    for part in (*remarks, "The cap is ~150 euros ~<180 euros a night.>", "~struck~: struck out in the source"):
        assert part in said


def test_json_has_every_key_and_the_words_as_they_stand() -> None:
    read = json.loads(json.dumps(verdict_as_json(verify("Parents get fourteen weeks", CORPUS))))
    assert (read["text"], read["verdict"], read["reason"]) == ("Parents get fourteen weeks", "differs", None)
    assert read["matches"] == [
        {
            "article": "leave",
            "title": "Leave",
            "publisher": "Example Ltd",
            "author": None,
            "published": "2020-06-10",
            "url": "https://x.org/l",
            "standing": "unknown",
            "paragraph": 2,
            "paragraphs": [2],
            "start": 0,
            "end": 75,
            "text": RULE,
            "similarity": 0.75,
            "exact": False,
            "in_parts": False,
            "remarks": [],
            "diff": [
                {"kind": "same", "text": "Parents get"},
                {"kind": "missing", "text": " twelve"},
                {"kind": "added", "text": " fourteen"},
                {"kind": "same", "text": " weeks"},
                {"kind": "around", "text": " of paid leave, and nobody has to ask twice for it."},
            ],
            "superseded_by": None,
            "in_force": None,
        }
    ]


@pytest.mark.parametrize(
    ("typed", "verdict", "reason"),
    [("no such words here", "absent", None), ("?", "absent", "no words"), (RULE, "exact", None)],
)
def test_json_tells_the_verdict_and_why(typed: str, verdict: str, reason: str | None) -> None:
    read = verdict_as_json(verify(typed, CORPUS))
    assert (read["verdict"], read["reason"]) == (verdict, reason)


def test_a_match_over_two_paragraphs_names_both_in_json() -> None:
    both = Corpus([article("leave", "Leave is a right.", RULE)])
    (match,) = verdict_as_json(verify("Leave is a right. Parents get twelve weeks", both))["matches"]
    assert (match["paragraph"], match["paragraphs"]) == (1, [1, 2])
    assert match["text"] == f"Leave is a right.\n\n{RULE}"


@settings(max_examples=30)
@given(anything.filter(bool))
def test_no_text_is_read_as_markup_or_obeyed_by_a_terminal(text: str) -> None:
    passage = Passage(attribution(), 1, text)
    match = Match(passage, 0, len(text), 0.5, (Op(Kind.MISSING, text), Op(Kind.ADDED, "[bold]x[/bold]")))
    said = printed(Verdict(text, Finding.DIFFERS, (match,)))
    assert "{+[bold]x[/bold]+}" in said
    assert not any(ord(character) < 0x20 and character != "\n" for character in said)
