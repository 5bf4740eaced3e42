"""A verdict in Slack: differences struck and bold inside the source's words, and always what Slack takes."""

from typing import Any

import pytest
from hypothesis import given, settings

from bot.core.corpus import Corpus
from bot.core.model import Article, Mark, Passage, Validity
from bot.core.quote_check.verdicts import Finding, Kind, Match, Op, Verdict
from bot.core.quote_check.verifying import verify
from bot.slack.answers.verdicts import verdict_message
from slack_playground.shapes.checking import checked_blocks
from slack_playground.visible import visible_text
from tests.hostile_texts import anything
from tests.small_articles import article, attribution

RULE = "Parents get twelve weeks of paid leave, and nobody has to ask twice for it."
CORPUS = Corpus([article("leave", RULE, title="Leave", publisher="Example Ltd")])


def blocks_of(verdict: Verdict) -> list[dict[str, Any]]:
    blocks = list(verdict_message(verdict).blocks)
    checked_blocks(blocks)
    return blocks


def quoted(blocks: list[dict[str, Any]]) -> list[tuple[str, dict[str, bool]]]:
    return [
        (element["text"], element.get("style", {}))
        for block in blocks
        for part in block["elements"]
        if part["type"] == "rich_text_quote"
        for element in part["elements"]
    ]


def test_a_difference_is_struck_and_bold_and_a_legend_says_so() -> None:
    blocks = blocks_of(verify("Parents get fourteen weeks of paid leave", CORPUS))
    assert quoted(blocks) == [
        ("Parents get", {}),
        (" twelve", {"strike": True}),
        (" fourteen", {"bold": True}),
        (" weeks of paid leave", {}),
        (", and nobody has to ask twice for it.", {"italic": True}),
    ]
    words = visible_text(blocks)
    assert (
        "Struck through: only in the source; Bold: only in what you typed; Italic: the rest of the source's sentence."
        in words
    )
    assert "86 % alike" in words


def test_a_difference_is_said_to_who_does_not_see_it() -> None:
    assert verdict_message(verify("Parents get fourteen weeks of paid leave", CORPUS)).text == (
        "No document has it word for word. Found with differences in one place. "
        "“Parents get [only in the source: twelve] [only in what you typed: fourteen] weeks of paid leave, "
        "and nobody has to ask twice for it.” — Leave, 86 % alike."
    )


def test_what_is_struck_out_in_the_source_is_struck_and_said_to_be() -> None:
    known = attribution("hotel", title="Hotels")
    passage = Passage(known, 1, "The cap is 180 euros a night.", marks=(Mark("struck", 11, "150 euros"),))
    blocks = blocks_of(verify("The cap is 150 euros", Corpus([Article(known, (passage,))])))
    assert quoted(blocks)[1:] == [
        ("150 euros ", {"strike": True, "italic": True}),
        ("180 euros a night.", {"italic": True}),
    ]
    assert "In these words, but struck out." in visible_text(blocks)


def test_what_is_found_word_for_word_needs_no_legend_and_names_its_source() -> None:
    words = visible_text(blocks_of(verify(RULE, CORPUS)))
    assert words.startswith("Found word for word in one place.")
    assert "Example Ltd" in words
    assert "Struck" not in words


def test_words_between_parts_are_italic_and_long_ones_are_shortened() -> None:
    long = Corpus([article("leave", f"Parents get twelve weeks {'of paid leave ' * 60}and nobody asks twice.")])
    blocks = blocks_of(verify("Parents get twelve weeks … and nobody asks twice", long))
    between, around = [text for text, style in quoted(blocks) if style == {"italic": True}]
    assert around == "."
    assert " … " in between
    assert len(between) < 200


@pytest.mark.parametrize("typed", ["no such words here", "?", "two words", "leave " * 1_000])
def test_what_is_not_found_or_not_checked_says_so(typed: str) -> None:
    verdict = verify(typed, CORPUS)
    assert visible_text(blocks_of(verdict)).startswith(("Not found", "Not checked", "Give me"))
    assert verdict_message(verdict).text


def test_a_replaced_passage_carries_its_banner() -> None:
    later = attribution("new", title="New rules")
    verdict = verify("Parents get twelve weeks", CORPUS, standing=lambda _: Validity(replaced_by=later))
    assert "Replaced by “New rules”" in visible_text(blocks_of(verdict))


def test_many_long_matches_stay_within_one_message_and_are_counted() -> None:
    text = " ".join(f"Rule {number}: parents get {number} weeks of paid leave." for number in range(60))
    verdict = verify(text, Corpus([article(f"leave-{n}", text.replace("paid", "long")) for n in range(9)]))
    assert len(verdict.matches) > 1
    blocks = blocks_of(verdict)
    assert f"and {len(verdict.matches) - 1} more" in visible_text(blocks)
    assert len(visible_text(blocks)) < 12_000


@settings(max_examples=30)
# Neither files nor people's words reach it with half a character in them.
@given(anything.map(lambda text: text.encode("utf-8", "replace").decode()).filter(str.strip))
def test_whatever_articles_and_people_say_slack_takes_the_message(text: str) -> None:
    known = attribution(title=text.strip())
    passage = Passage(known, 1, text)
    match = Match(passage, 0, len(text), 0.5, (Op(Kind.MISSING, text), Op(Kind.ADDED, "<!channel> & *x*")))
    message = verdict_message(Verdict(text, Finding.DIFFERS, (match,)))
    checked_blocks(list(message.blocks))
    assert "<" not in message.text.replace("&lt;", "")


def test_articles_of_any_length_fit() -> None:
    known = attribution(title="t" * 2_000, url="https://example.com/" + "u" * 1_900)
    verdict = verify(RULE, Corpus([Article(known, (Passage(known, 1, f"{'x ' * 100_000}{RULE}{' y' * 100_000}"),))]))
    assert verdict.finding is Finding.EXACT
    blocks_of(verdict)
