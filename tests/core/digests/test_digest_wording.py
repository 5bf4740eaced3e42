"""What digests and subscriptions say of themselves, in a few plain words."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.changes.redlines import compare
from bot.core.digests import digest_wording
from bot.core.digests.digest import Digest, Replaced, Review
from bot.core.digests.subscriptions import Cadence, Schedule, Subscription
from bot.core.question_log import Frequent
from tests.small_articles import attribution, quotation

UNTIL = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)  # a Tuesday
EMPTY = Digest(UNTIL - timedelta(days=1), (), UNTIL)
DAILY = Subscription("C1", "U1", Schedule(Cadence.DAILY, time(9), "Europe/Berlin"), UNTIL)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "since 08:30"),
        (1, "since Monday"),
        (6, "since Wednesday"),
        (7, "since 24 March 2026"),
        (400, "since 24 February 2025"),
    ],
)
def test_a_digest_says_since_when_it_tells(days: int, words: str) -> None:
    digest = replace(EMPTY, since=UNTIL - timedelta(days=days, minutes=30))
    assert digest_wording.headline(digest) == f"Policy digest {words}"


def test_a_watch_says_what_it_is_about() -> None:
    assert digest_wording.headline(replace(EMPTY, about="body  cameras")).startswith(
        "Policy digest about “body cameras”"
    )
    assert len(digest_wording.headline(replace(EMPTY, about="x" * 5_000))) < 120


def test_what_there_is_is_counted_and_what_there_is_not_is_not() -> None:
    assert digest_wording.counts(EMPTY) == "Nothing to tell."
    some = replace(EMPTY, leads=(quotation("Dogs may come."),), asked=(Frequent("Who?", 3), Frequent("What?", 2)))
    assert digest_wording.counts(some) == "1 new · 2 asked often"


def test_a_replacement_says_what_and_from_when() -> None:
    known = attribution()
    assert digest_wording.replaced(Replaced(known, 3, known, date(2026, 3, 30))) == " ¶ 3, from 30 March 2026 on"
    assert digest_wording.replaced(Replaced(known, None, known, None)) == ""


def test_a_review_says_when_and_whose() -> None:
    review = Review(attribution(), "Anna", date(2026, 3, 30))
    assert digest_wording.review(review) == "due for review on 30 March 2026, owner: Anna"


def test_a_changed_paragraph_says_where_it_stands_and_stood() -> None:
    before = ["Parents get twelve weeks.", "Gone is this.", "Dogs may come on Fridays."]
    after = ["Quite another thing stands here now, in other words.", "Dogs may come on Mondays.", "Staff may vote."]
    assert [digest_wording.paragraph(line) for line in compare(before, after)] == [
        "¶ 1, written anew",
        "Removed: what was ¶ 2",
        "¶ 2, was ¶ 3",
        "New ¶ 3",
    ]


def test_a_subscription_says_when_it_comes_and_about_what() -> None:
    assert digest_wording.rhythm(DAILY) == "daily at 09:00 (Europe/Berlin)"
    weekly = Schedule(Cadence.WEEKLY, time(17, 30), "Asia/Tokyo", 4)
    told = digest_wording.rhythm(replace(DAILY, rhythm=weekly, about="cars", paused_until=date(2026, 8, 1)))
    assert told == "every Friday at 17:30 (Asia/Tokyo), about “cars”; paused until 1 August 2026"


def test_the_next_time_is_told_by_the_clocks_of_its_zone() -> None:
    berlin, today = ZoneInfo("Europe/Berlin"), date(2026, 3, 28)
    moment = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert digest_wording.when(moment, berlin, today) == "tomorrow, Sunday 29 March 2026, at 03:00"
    assert digest_wording.when(moment, berlin, date(2026, 3, 29)) == "today, Sunday 29 March 2026, at 03:00"
    assert digest_wording.when(moment, berlin, date(2026, 3, 1)) == "Sunday 29 March 2026, at 03:00"


def test_long_texts_are_cut_between_words() -> None:
    assert digest_wording.shortened("one two\nthree four", 12) == "one two…"
    assert digest_wording.shortened("x" * 50, 10) == "x" * 9 + "…"
    assert digest_wording.shortened("short", 10) == "short"
