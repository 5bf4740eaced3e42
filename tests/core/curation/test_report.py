"""What curators look at: questions by week, and documents that want a look."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.core.curation.report import Given, lacking, overdue, stale, weeks
from bot.core.model import Outcome, Reference, Standing
from bot.core.question_log import LoggedQuestion
from tests.small_articles import article, attribution, corpus

TODAY = date(2026, 5, 14)  # a Thursday
DAY = timedelta(days=1)
NOON = datetime(2026, 5, 14, 12, tzinfo=UTC)
ASKED = LoggedQuestion("How long?", "U1", "C1", False, Outcome.ANSWERED, NOON)


def test_weeks_count_questions_from_monday_on_and_weigh_what_is_known_of_their_answers() -> None:
    asked = [
        (ASKED, "a"),
        (replace(ASKED, at=NOON - 3 * DAY), "b"),
        (replace(ASKED, outcome=Outcome.NOT_COVERED), ""),
        (replace(ASKED, outcome=Outcome.SMALL_TALK), ""),
        (replace(ASKED, at=NOON - 14 * DAY), "gone"),
        (replace(ASKED, at=NOON - 90 * DAY), "a"),
    ]
    given = {"a": Given(0.5, True, ("x",)), "b": Given(0.7, False, ("x",))}
    first, empty, last = weeks(asked, given, TODAY - 14 * DAY, TODAY)
    assert (last.begins, last.questions, last.answered, last.weak) == (date(2026, 5, 11), 3, 2, 1)
    assert last.confidence == 0.6
    assert last.share == 2 / 3
    assert (empty.questions, empty.share, empty.confidence) == (0, None, None)
    assert (first.questions, first.confidence) == (1, None)


def test_what_is_quoted_and_over_replaced_or_due_is_told_the_most_quoted_first() -> None:
    over = replace(article("over", "x"), in_force_until=TODAY - DAY)
    due = replace(article("due", "x"), review_by=TODAY - DAY)
    old, new = article("old", "x"), article("new", "y", supersedes=[Reference("old", 1)])
    answers = [Given(1, False, ("due", "fine")), Given(1, False, ("due", "over", "old", "gone"))]
    found = stale(answers, corpus(over, due, old, new, article("fine", "x")), TODAY)
    assert [(each.article, each.quoted) for each in found] == [("due", 2), ("over", 1), ("old", 1)]
    assert [each.why.split(" ")[0] for each in found] == ["review", "no", "replaced,"]
    assert [each.article for each in overdue(corpus(over, due), TODAY)] == ["due"]


def test_documents_lack_titles_dates_and_owners_but_examples_lack_nothing() -> None:
    whole = replace(article("whole", "x", title="Whole", published=TODAY), owner="U1")
    bare = article("bare", "x")
    example = replace(article("e", "x"), attribution=attribution("e", standing=Standing.EXAMPLE))
    nobodys = article("nobodys", "x", title="Nobody's", published=TODAY)
    found = lacking(corpus(whole, nobodys, bare, example))
    every = ("title", "date", "owner")
    assert [(each.article, each.lacks) for each in found] == [("bare", every), ("nobodys", ("owner",))]
