"""A digest fits what Slack takes and what a phone shows, whatever it tells, and pings nobody."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.changes.redlines import Changed, compare
from bot.core.digests.digest import Digest, Replaced, Review
from bot.core.model import Attribution, Passage, Quotation, Standing
from bot.core.question_log import DemandedTopic, Frequent
from bot.core.text.sentences import LONGEST
from bot.slack.api.kit import Block
from bot.slack.api.message import READABLE, Message
from bot.slack.digests.blocks import IN_THREAD, MOST_BLOCKS, MOST_MESSAGES, digest_messages, preview_message
from slack_playground.shapes.checking import checked_blocks
from slack_playground.visible import visible_text

UNTIL = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=4)
PINGS = "<!channel> <@U1> @here *bold* _x_ `y` &amp; <https://evil.example|click>"
BEFORE, AFTER = "Parents get twelve weeks of paid leave.", "Parents get sixteen weeks of paid leave."


def attribution(name: str = "leave", title: str | None = "Leave", url: str | None = None, **told: str) -> Attribution:
    publisher = told.get("publisher", "Example Ltd")
    return Attribution(name, "Parents get", title, publisher, None, date(2024, 3, 1), url, Standing.ORIGINAL)


def quotation(text: str = "Parents get twelve weeks.", of: Attribution | None = None, number: int = 1) -> Quotation:
    return Quotation(Passage(of or attribution(), number, text), 0, len(text))


def changed(before: str = BEFORE, after: str = AFTER, of: Attribution | None = None) -> Changed:
    return Changed(of or attribution(), compare([before], [after]))


def everything(many: int, of: Attribution | None = None, text: str = "Parents get twelve weeks.") -> Digest:
    known = of or attribution(url="https://example.com/leave")
    change = Changed(known, compare([f"{text} {n}" for n in range(many)], [f"{n} anew {text}" for n in range(many)]))
    return Digest(
        SINCE,
        (quotation(text, known),) * many,
        UNTIL,
        watched=(quotation(text, known, 7),) * many,
        changed=(change,) * many,
        replaced=(Replaced(known, 3, known, date(2026, 3, 30)),) * many,
        reviews=(Review(known, "Anna", date(2026, 3, 30)),) * many,
        asked=(Frequent(f"Who {text}?", 3, ("https://example.slack.com/p1", "https://example.slack.com/p2")),) * many,
        gaps=(DemandedTopic(("parental", "leave"), 3),) * many,
        asked_in_private=(DemandedTopic(("sick", "leave"), 4),) * many,
    )


def words(message: Message) -> str:
    return visible_text(list(message.blocks))


def leaves(value: object) -> list[Block]:
    """Every element that holds text."""
    if isinstance(value, list | tuple):
        return [leaf for each in value for leaf in leaves(each)]
    if not isinstance(value, dict):
        return []
    own = [value] if isinstance(value.get("text"), str) else []
    return own + [leaf for each in value.values() for leaf in leaves(each)]


def assert_fits(messages: tuple[Message, ...]) -> None:
    assert 1 <= len(messages) <= 1 + MOST_MESSAGES
    assert len(words(messages[0])) <= READABLE + 90  # bullets and ends of lines are none of ours
    for message in messages:
        checked_blocks(list(message.blocks))
        assert len(message.blocks) <= MOST_BLOCKS + 10
        assert sum(len(leaf["text"]) for leaf in leaves(message.blocks)) <= 9_000
        assert 0 < len(message.text) <= 4_000
        assert "<" not in message.text
        assert {block["type"] for block in message.blocks} == {"rich_text"}
        assert not {"user", "broadcast", "usergroup", "channel", "mrkdwn"} & {
            leaf["type"] for leaf in leaves(message.blocks)
        }


def test_a_small_digest_is_told_in_one_message() -> None:
    (message,) = digest_messages(Digest(SINCE, (quotation(),), UNTIL, changed=(changed(),)))
    assert_fits((message,))
    told = words(message)
    assert told.startswith("Policy digest since Friday\nNew\nParents get twelve weeks.\nLeave · Example Ltd")
    assert IN_THREAD not in told
    assert message.text.startswith("Policy digest since Friday: 1 new · 1 changed. New “Parents get twelve weeks.”")
    assert "[struck out: " in message.text


def test_what_was_removed_is_struck_and_what_was_added_is_bold_among_the_same_words() -> None:
    (message,) = digest_messages(Digest(SINCE, (), UNTIL, changed=(changed(),)))
    quote = message.blocks[2]["elements"][-1]
    assert quote["type"] == "rich_text_quote"
    assert [(each["text"], each.get("style")) for each in quote["elements"]] == [
        ("Parents get ", None),
        ("twelve", {"strike": True}),
        (" sixteen", {"bold": True}),
        (" weeks of paid leave.", None),
    ]
    assert "Struck through: removed. Bold: new." in words(message)


def test_a_long_digest_has_a_head_for_a_phone_and_goes_on_in_its_thread() -> None:
    messages = digest_messages(everything(5))
    assert_fits(messages)
    head = words(messages[0])
    assert head.endswith(IN_THREAD)
    assert "New: 5" in head
    assert "Asked without an answer: 5" in head
    assert len(messages) > 1
    assert sum(words(message).count("Parents get twelve weeks.") for message in messages[1:]) >= 10


@pytest.mark.parametrize("many", [1, 3, 20, 300])
def test_however_much_there_is_slack_takes_it(many: int) -> None:
    assert_fits(digest_messages(everything(many)))
    checked_blocks(list(preview_message(everything(many)).blocks))


def test_what_is_left_out_of_the_longest_threads_is_counted() -> None:
    messages = digest_messages(everything(300))
    assert len(messages) == 1 + MOST_MESSAGES
    assert "Left out here: " in words(messages[-1])


def test_the_longest_names_that_are_possible_still_fit() -> None:
    huge = attribution("n" * 250, "t" * 2_000, "https://example.com/" + "u" * 1_900, publisher="p" * 2_000)
    assert_fits(digest_messages(everything(30, huge, "x" * LONGEST)))
    assert_fits(digest_messages(everything(2, attribution(title=None, url="https://e.com/" + "u" * 9_000))))


def test_a_paragraph_that_is_a_book_is_shown_by_its_changes() -> None:
    book = "It was a long day in the office. " * 500
    messages = digest_messages(
        Digest(SINCE, (), UNTIL, changed=(changed(f"{book}{BEFORE}{book}", f"{book}{AFTER}{book}"),))
    )
    assert_fits(messages)
    assert "twelve sixteen weeks" in words(messages[-1])
    assert_fits(digest_messages(Digest(SINCE, (), UNTIL, changed=(changed(book, "No. " * 4_000),))))


def test_words_of_others_stay_words_and_ping_nobody() -> None:
    known = attribution(title=PINGS)
    digest = Digest(
        SINCE,
        (quotation(PINGS, known),),
        UNTIL,
        PINGS,
        changed=(changed(f"{PINGS} twelve", f"{PINGS} sixteen", known),),
        asked=(Frequent(PINGS, 3),),
    )
    messages = digest_messages(digest)
    assert_fits(messages)
    assert any(PINGS in words(message) for message in messages)


def test_a_digest_without_news_says_so() -> None:
    (message,) = digest_messages(Digest(SINCE, (), UNTIL))
    assert words(message) == "Policy digest since Friday\nNothing to tell."


def test_questions_link_to_where_they_were_asked() -> None:
    asked = Frequent("Who is exempt?", 3, ("https://example.slack.com/p1", "https://example.slack.com/" + "p" * 3_000))
    (message,) = digest_messages(Digest(SINCE, (), UNTIL, asked=(asked,)))
    assert "“Who is exempt?” · 3 times · see 1" in words(message)
    assert json.dumps(message.blocks).count('"link"') == 1


def test_a_name_never_stands_at_the_end_of_a_message() -> None:
    for many in (7, 13, 39, 41):
        for message in digest_messages(everything(many))[1:]:
            assert words(message).splitlines()[-1] not in {"New", "Changed", "Replaced", "Leave · Example Ltd"}


def test_a_preview_is_one_message_with_as_much_as_that_takes() -> None:
    small, large = Digest(SINCE, (quotation(),), UNTIL), everything(12)
    assert preview_message(small) == digest_messages(small)[0]
    told = words(preview_message(large))
    assert IN_THREAD not in told
    assert "Parents get twelve weeks." in told
    assert "more messages in the thread" in told


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=LONGEST)


@settings(max_examples=50)
@given(text=ANY_TEXT, other=ANY_TEXT, title=ANY_TEXT, many=st.integers(1, 12))
def test_whatever_articles_and_people_say_slack_takes_the_messages(
    text: str, other: str, title: str, many: int
) -> None:
    known = attribution(title=title)
    digest = Digest(
        SINCE,
        (quotation(text, known),) * many,
        UNTIL,
        about=other,
        changed=(Changed(known, compare([text, other], [other, f"{other} {text} anew"])),) * many,
        asked=(Frequent(text, 2),) * many,
        gaps=(DemandedTopic((other, text), 3),),
    )
    assert_fits(digest_messages(digest))
    checked_blocks(list(preview_message(digest).blocks))
