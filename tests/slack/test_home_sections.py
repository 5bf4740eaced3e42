"""The sections of a home: what they tell, and that people's words stay words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.core.corpus import Corpus
from bot.core.requests import AnswerCommand, Answered, Request
from bot.slack.home.sections import MOST_RECENT, asking_section, known_section, recent_section
from slack_playground.shapes.checking import checked_view
from slack_playground.visible import visible_buttons, visible_text
from tests.small_articles import article, corpus
from tests.small_requests import question

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = NOON.date()


def asked(words: str, place: str | None = "C1", outcome: str = "answered", *, private: bool = False) -> Answered:
    payload = AnswerCommand(words, "https://r.test") if private else question(words)
    return Answered(Request("r", payload, "s", NOON, "U1", place, private), outcome)


def test_how_to_ask_names_the_command_and_opens_the_form() -> None:
    blocks = asking_section("/rules")
    checked_view({"type": "home", "blocks": blocks})
    assert "/rules and a question" in visible_text(blocks)
    assert visible_buttons(blocks) == ["Ask a question"]


def test_a_recent_question_tells_when_where_and_what_came_of_it_and_can_be_asked_again() -> None:
    blocks = recent_section([asked("who?"), asked("where?", "D1", "not covered"), asked("when?", private=True)])
    checked_view({"type": "home", "blocks": blocks})
    lines = [block["elements"][0]["text"] for block in blocks if block["type"] == "context"]
    moment = f"<!date^{int(NOON.timestamp())}^{{date_pretty}} at {{time}}|02 March 2026, 12:00 UTC>"
    assert lines == [
        f"{moment} · in <#C1> · answered",
        f"{moment} · in a direct message · no answer found",
        f"{moment} · privately · answered",
    ]
    assert [block["accessory"]["value"] for block in blocks if block["type"] == "section"] == [
        "who?",
        "where?",
        "when?",
    ]


def test_any_question_fits_and_stays_text() -> None:
    blocks = recent_section([asked(f"{number} <!channel> *x* " * 300) for number in range(MOST_RECENT + 3)])
    checked_view({"type": "home", "blocks": blocks})
    assert len([block for block in blocks if block["type"] == "section"]) == MOST_RECENT
    assert {block["text"]["type"] for block in blocks if block["type"] == "section"} == {"plain_text"}


def test_what_was_asked_twice_is_shown_once() -> None:
    blocks = recent_section([asked("Who?"), asked("who?", "D1")])
    assert len([block for block in blocks if block["type"] == "section"]) == 1


def test_who_has_asked_nothing_has_no_such_section() -> None:
    assert recent_section([]) == []


def test_what_is_known_names_reviews_that_are_due_or_soon_will_be() -> None:
    due = [
        replace(article(name, "Words.", title=name.title()), review_by=TODAY + timedelta(days=days))
        for name, days in (("late", -10), ("soon", 10), ("far", 90))
    ]
    told = visible_text(known_section(corpus(*due), lambda _: {each.id for each in due}, TODAY))
    assert "3 documents" in told
    assert "Late · since 20 February 2026" in told
    assert "Soon · on 12 March 2026" in told
    assert "Far · " not in told.split("Due for review:")[1]


def test_without_documents_it_says_so() -> None:
    assert "There are no documents here yet." in visible_text(known_section(Corpus(()), lambda _: (), date(2026, 3, 2)))
