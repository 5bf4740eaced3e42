"""Curators see one post for each notice, with what is wrong now, and no file can make it say anything else."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.curation.problems import (
    MOST_NAMED,
    Effect,
    FileProblem,
    Notice,
    Problem,
    ProblemReport,
)
from bot.core.errors import DeliveryError
from bot.core.requests import Request
from bot.slack.api.clocks import SlackClock
from bot.slack.api.delivery import Delivery
from bot.slack.api.pacing import Pace
from bot.slack.curation.problem_blocks import problem_message
from bot.slack.curation.problem_reports import ProblemDesk
from bot.store.payloads import payload_as_json, payload_from_json
from slack_playground.shapes.checking import checked_blocks
from tests.hostile_texts import LONE_SURROGATE, anything
from tests.slack.fake_slack import FakeSlack, refusal
from tests.store.memory_store import MemoryStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FAULT = FileProblem(Effect.LEFT_OUT, (Problem(1_203, "`published` is no date", "write 2020-06-10"),))
OTHER = FileProblem(
    Effect.AS_IT_WAS, (Problem(0, "is empty", "write something"), Problem(2, "has no end", "end it")), 1
)
FAULTY = ProblemReport(1, {"hr/leave.md": FAULT})
WORSE = ProblemReport(2, {"hr/leave.md": OTHER})
MENDED = ProblemReport(3, {}, mended=("hr/leave.md",))
HOSTILE = "<!channel> *bold* <https://evil.example|here> &amp; @here"


@dataclass
class Office:
    """A desk with all that it needs; `now` is also when requests come."""

    slack: FakeSlack = field(default_factory=FakeSlack)
    store: MemoryStore = field(default_factory=MemoryStore)
    now: datetime = NOON

    def __post_init__(self) -> None:
        self.slack.clock = self.seconds
        clock = SlackClock(lambda: self.now, self.seconds)
        self.delivery = Delivery(self.slack, self.store.posts, Pace(lambda: 0.0), clock)

    def seconds(self) -> float:
        return self.now.timestamp()

    def tell(self, bulletin: ProblemReport, name: str = "a") -> str:
        """Handles a request that tells this of a notice."""
        request = Request("1", bulletin, f"fault:{name}", self.now, place="C1")
        return ProblemDesk(self.delivery).handle(request).outcome

    @property
    def shown(self) -> list[list[str]]:
        """The lines of each post."""
        return [in_words(message["blocks"]).splitlines() for message in self.slack.messages]


def in_words(blocks: object) -> str:
    """What is read in some blocks, a line for each section."""
    if isinstance(blocks, list):
        return "".join(map(in_words, blocks))
    assert isinstance(blocks, dict)
    below = str(blocks.get("text", "")) + in_words(blocks.get("elements", []))
    return f"{below}\n" if blocks["type"] == "rich_text_section" else below


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_fault_is_posted_once_with_its_place_its_mend_and_what_becomes_of_the_article(office: Office) -> None:
    assert (office.tell(FAULTY), office.tell(FAULTY)) == ("told", "told")
    lines = [
        "There is a problem with a document:",
        "hr/leave.md · left out until it is fixed",
        "line 1,203: published is no date; write 2020-06-10",
    ]
    assert office.shown == [lines]
    assert (office.slack.messages[0]["channel"], office.slack.messages[0]["thread_ts"]) == ("C1", None)
    assert office.slack.messages[0]["text"] == "There is a problem with a document: hr/leave.md"


def test_the_post_changes_with_the_file_until_it_is_mended(office: Office) -> None:
    office.tell(FAULTY)
    office.tell(WORSE)
    lines = [
        "There is a problem with a document:",
        "hr/leave.md · still quoted as it was before, until it is fixed",
        "is empty; write something",
        "line 2: has no end; end it",
        "and 1 more in this file",
    ]
    assert office.shown == [lines]
    assert office.tell(MENDED) == "told that it is mended"
    assert office.shown == [["Fixed or removed: hr/leave.md."]]
    assert office.slack.messages[0]["text"] == "Fixed or removed: hr/leave.md"


def test_what_is_handled_late_does_not_undo_what_is_newer_whatever_the_clocks_say(office: Office) -> None:
    office.tell(MENDED)
    office.now += timedelta(hours=1)
    office.tell(FAULTY)
    office.tell(WORSE)
    assert office.shown == [["Fixed or removed: hr/leave.md."]]


def test_each_notice_has_a_post_of_its_own(office: Office) -> None:
    office.tell(MENDED)
    office.tell(FAULTY, "b")
    assert [lines[0] for lines in office.shown] == [
        "Fixed or removed: hr/leave.md.",
        "There is a problem with a document:",
    ]


def test_what_was_broken_off_anywhere_is_done_again_and_comes_to_the_same(office: Office) -> None:
    office.slack.after = [ConnectionResetError()]
    with pytest.raises(DeliveryError):
        office.tell(FAULTY)
    office.now += timedelta(minutes=1)
    office.slack.before = [refusal("ratelimited", 429, **{"Retry-After": "1"})]
    with pytest.raises(DeliveryError):
        office.tell(WORSE)
    office.tell(WORSE)
    office.slack.after = [ConnectionResetError()]
    with pytest.raises(DeliveryError):
        office.tell(MENDED)
    office.tell(MENDED)
    assert office.shown == [["Fixed or removed: hr/leave.md."]]


def test_of_several_files_those_that_stay_as_they_were_come_first_each_with_one_fault_and_the_rest_counted() -> None:
    sound = FileProblem(Effect.IN_FORCE, FAULT.flaws)
    faulty = {f"{number}.md": OTHER if number == 1 else sound for number in range(12)}
    notice = Notice("a", NOON, 4, faulty, tuple(f"old{number}.md" for number in range(MOST_NAMED + 1_000)))
    message = problem_message(ProblemReport.of(notice))
    lines = in_words(list(message.blocks)).splitlines()
    assert lines[:6] == [
        "There are problems with 12 documents:",
        "1.md · still quoted as it was before, until it is fixed",
        "is empty; write something",
        "and 2 more in this file",
        "0.md · still quoted",
        "line 1,203: published is no date; write 2020-06-10",
    ]
    assert "9.md" in lines[-4]
    assert lines[-2] == "And 2 more; policybot doctor lists them all."
    assert lines[-1].startswith("Fixed or removed: old0.md, old1.md,")
    assert lines[-1].endswith("old9.md and 1,000 more.")
    assert message.text == "There are problems with 12 documents: 1.md and 11 more"


def test_a_name_that_cannot_be_shown_is_told_in_codes() -> None:
    message = problem_message(ProblemReport(1, {"a\u202egnp.md": FAULT, "b\udcff\n.md": FAULT, "": FAULT}))
    words = in_words(list(message.blocks))
    assert "a\\u202egnp.md ·" in words
    assert "b\\udcff\\n.md ·" in words
    assert "the corpus folder\n" in words


@settings(max_examples=50)
@given(st.lists(anything, min_size=1, max_size=3), anything, st.sampled_from(Effect))
@example([HOSTILE * 200], HOSTILE * 200, Effect.LEFT_OUT)
@example([LONE_SURROGATE], LONE_SURROGATE, Effect.LEFT_OUT)
@example([f"{number}{chr(0x10FFFF) * 5_000}" for number in range(40)], "\u202e" * 5_000, Effect.LEFT_OUT)
@example([""], "", Effect.LEFT_OUT)
@example([" "], " ", Effect.LEFT_OUT)
def test_whatever_a_file_is_called_or_holds_slack_takes_the_post_and_nobody_is_called(
    paths: list[str], words: str, effect: Effect
) -> None:
    trouble = FileProblem.of(effect, [Problem(number, words, words) for number in range(5)])
    faulty = dict.fromkeys(paths, trouble)
    for notice in (Notice("a", NOON, 1, faulty), Notice("a", NOON, 2, faulty, tuple(paths))):
        for told in (ProblemReport.of(notice), ProblemReport.of(notice.after(dict.fromkeys(paths)))):
            assert payload_from_json(told.kind, payload_as_json(told)) == told
            message = problem_message(told)
            checked_blocks(list(message.blocks))
            assert "<" not in message.text
            assert len(message.text.encode()) < 4_000
            assert {element["type"] for block in message.blocks for element in block["elements"]} <= {
                "rich_text_section",
                "rich_text_list",
            }


def test_what_stands_in_backticks_is_shown_as_code_and_a_stray_one_is_literal() -> None:
    stray = FileProblem(Effect.LEFT_OUT, (Problem(0, "has a ` in its name", "rename it"),))
    message = problem_message(ProblemReport(1, {"a.md": FAULT, "b.md": stray}))
    assert "'text': 'published', 'style': {'code': True}" in str(message.blocks)
    assert "has a ` in its name" in in_words(list(message.blocks))
