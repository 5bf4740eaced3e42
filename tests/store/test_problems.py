"""What every FileProblems promises: faults that come together are one notice, and each file is in one at most."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.curation.problems import Effect, FileProblem, FileProblems, Notice, Problem
from tests.hostile_texts import WITH_WORDS
from tests.store.test_feed_candidates import all_at_once

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TROUBLE = FileProblem(
    Effect.LEFT_OUT, (Problem(3, "`published` is no date", "write 2020-06-10"), Problem(0, "a", "b")), 2
)
OTHER = FileProblem(Effect.AS_IT_WAS, (Problem(0, "is empty", "write something"),))


def note(problems: FileProblems, name: str, now: datetime = NOON, **changes: FileProblem | None) -> None:
    """Notes changes of files that are named without their ending."""
    problems.note({f"{file}.md": trouble for file, trouble in changes.items()}, name, now)


def only(notices: Iterable[Notice]) -> Notice:
    (notice,) = notices
    return notice


def test_a_fresh_store_knows_of_no_trouble(problems: FileProblems) -> None:
    assert list(problems.notices()) == []


def test_what_became_faulty_together_is_one_notice_and_comes_back_as_it_was(problems: FileProblems) -> None:
    note(problems, "n", leave=TROUBLE, pay=OTHER)
    assert only(problems.notices()) == Notice("n", NOON, 1, {"leave.md": TROUBLE, "pay.md": OTHER})


def test_notices_come_the_oldest_first(problems: FileProblems) -> None:
    note(problems, "a", NOON + MINUTE, leave=TROUBLE)
    note(problems, "b", NOON, pay=TROUBLE)
    assert [notice.id for notice in problems.notices()] == ["b", "a"]


@pytest.mark.parametrize("words", WITH_WORDS.values(), ids=WITH_WORDS)
def test_whatever_a_file_is_called_or_holds_can_be_kept(problems: FileProblems, words: str) -> None:
    trouble = FileProblem(Effect.LEFT_OUT, (Problem(1, words, words),))
    problems.note({words: trouble, "mended": trouble}, "n", NOON)
    problems.note({"mended": None}, "m", NOON)
    assert only(problems.notices()) == Notice("n", NOON, 2, {words: trouble}, ("mended",))


def test_what_is_known_already_changes_nothing(problems: FileProblems) -> None:
    note(problems, "n", leave=TROUBLE)
    note(problems, "m", NOON + MINUTE, leave=TROUBLE, unheard_of=None)
    assert only(problems.notices()) == Notice("n", NOON, 1, {"leave.md": TROUBLE})


def test_of_several_who_note_the_same_at_once_one_makes_the_notice(problems: FileProblems) -> None:
    names = iter("abcd")
    all_at_once(lambda: note(problems, next(names), leave=TROUBLE, pay=OTHER))
    assert only(problems.notices()).version == 1


def test_another_fault_in_the_same_file_changes_its_notice_and_not_since_when_it_is(problems: FileProblems) -> None:
    note(problems, "n", leave=TROUBLE, pay=TROUBLE)
    note(problems, "m", NOON + MINUTE, leave=OTHER)
    assert only(problems.notices()) == Notice("n", NOON, 2, {"leave.md": OTHER, "pay.md": TROUBLE})


def test_what_is_faulty_besides_is_a_notice_of_its_own(problems: FileProblems) -> None:
    note(problems, "n", leave=TROUBLE)
    note(problems, "m", NOON + MINUTE, leave=OTHER, pay=TROUBLE)
    assert list(problems.notices()) == [
        Notice("n", NOON, 2, {"leave.md": OTHER}),
        Notice("m", NOON + MINUTE, 1, {"pay.md": TROUBLE}),
    ]


def test_a_mended_file_is_told_apart_from_those_that_are_faulty_still(problems: FileProblems) -> None:
    note(problems, "n", leave=TROUBLE, pay=TROUBLE)
    note(problems, "m", pay=None)
    assert only(problems.notices()) == Notice("n", NOON, 2, {"leave.md": TROUBLE}, ("pay.md",))


def test_a_mended_file_that_is_faulty_again_is_another_notice(problems: FileProblems) -> None:
    note(problems, "n", leave=TROUBLE, pay=TROUBLE)
    note(problems, "x", pay=None)
    note(problems, "m", NOON + MINUTE, pay=TROUBLE)
    assert list(problems.notices()) == [
        Notice("n", NOON, 2, {"leave.md": TROUBLE}, ("pay.md",)),
        Notice("m", NOON + MINUTE, 1, {"pay.md": TROUBLE}),
    ]


def test_a_notice_ends_only_when_none_of_its_files_is_faulty(problems: FileProblems) -> None:
    note(problems, "n", leave=TROUBLE)
    problems.end("n")
    problems.end("unheard of")
    assert only(problems.notices()).id == "n"
    note(problems, "m", leave=None)
    assert only(problems.notices()) == Notice("n", NOON, 2, {}, ("leave.md",))
    problems.end("n")
    assert list(problems.notices()) == []


def test_several_who_mend_different_files_at_once_lose_none_of_it(problems: FileProblems) -> None:
    note(problems, "n", a=TROUBLE, b=TROUBLE, c=TROUBLE, d=TROUBLE)
    files = iter("abcd")
    all_at_once(lambda: problems.note({f"{next(files)}.md": None}, "m", NOON))
    mended = only(problems.notices())
    assert (mended.version, mended.faulty, sorted(mended.mended)) == (5, {}, ["a.md", "b.md", "c.md", "d.md"])
