"""Faulty files are told of once each, whatever crashes, and however many replicas look."""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.curation.problems import (
    MOST_FLAWS,
    MOST_NAMED,
    Effect,
    FileProblem,
    Problem,
    ProblemReport,
)
from bot.core.errors import StoreError
from bot.core.requests import AnyRequest, Kind
from bot.service.problem_reports import GRACE, ProblemReporter
from tests.store.memory_store import MemoryFileProblems, MemoryInbox

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FAULT = FileProblem(Effect.AS_IT_WAS, (Problem(3, "`published` is no date", "write 2020-06-10"),))
OTHER = FileProblem(Effect.AS_IT_WAS, (Problem(0, "is empty", "write something"),))
LEFT_OUT = FileProblem(Effect.LEFT_OUT, FAULT.flaws)


@dataclass
class Clumsy:
    """When a process dies: before these methods. `writes` counts the calls of all of them."""

    dies_before: set[str] = field(default_factory=set)
    writes: int = 0

    def may_die(self, method: str) -> None:
        self.writes += 1
        if method in self.dies_before:
            raise StoreError("killed")


@dataclass
class ClumsyInbox(MemoryInbox):
    clumsy: Clumsy = field(default_factory=Clumsy)

    def accept(self, request: AnyRequest, keys: Collection[str], kept: Callable[[], None] | None = None) -> bool:
        self.clumsy.may_die("accept")
        return super().accept(request, keys, kept)


@dataclass
class ClumsyProblems(MemoryFileProblems):
    clumsy: Clumsy = field(default_factory=Clumsy)

    def note(self, changes: Mapping[str, FileProblem | None], name: str, now: datetime) -> None:
        self.clumsy.may_die("note")
        super().note(changes, name, now)

    def end(self, name: str) -> None:
        self.clumsy.may_die("end")
        super().end(name)


@dataclass
class Replica:
    """A process, with the faults in its own folder by the files' paths."""

    world: "World"
    faults: dict[str, FileProblem] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.reporting = ProblemReporter(self.world.problems, self.world.inbox, self.world.channel)
        self.look()

    def look(self) -> bool:
        return self.reporting.look(self.faults, self.world.now)

    def now_has(self, **faults: FileProblem) -> None:
        """What is wrong in its folder from now on, by the files' names without their ending."""
        self.faults = {f"{name}.md": fault for name, fault in faults.items()}
        self.look()


@dataclass
class World:
    """Replicas on one store. `told` is what was handed in: the notice's number, and what is told of it."""

    clumsy: Clumsy = field(default_factory=Clumsy)
    channel: str = "C1"
    now: datetime = NOON
    replicas: list[Replica] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.inbox, self.problems = ClumsyInbox(clumsy=self.clumsy), ClumsyProblems(clumsy=self.clumsy)

    def replica(self, **faults: FileProblem) -> Replica:
        self.replicas.append(Replica(self, {f"{name}.md": fault for name, fault in faults.items()}))
        return self.replicas[-1]

    def settle(self) -> None:
        """Time goes by, and every replica looks."""
        self.now += GRACE
        for replica in self.replicas:
            replica.look()

    @property
    def told(self) -> list[tuple[int, ProblemReport]]:
        subjects: dict[str, int] = {}
        return [
            (subjects.setdefault(each.request.subject, len(subjects) + 1), each.request.payload)
            for each in self.inbox.kept
        ]

    @property
    def posts(self) -> list[tuple[int, dict[str, FileProblem], tuple[str, ...]]]:
        """What stands in the channel once all is handled: a notice's number, what is faulty, and what is mended."""
        last = dict(self.told)
        return [(number, dict(each.faulty), each.mended) for number, each in last.items()]


@pytest.fixture
def world() -> World:
    return World()


def test_a_fault_that_stands_is_told_of_once(world: World) -> None:
    replica = world.replica(leave=FAULT)
    world.settle()
    world.settle()
    assert world.told == [(1, ProblemReport(1, {"leave.md": FAULT}))]
    (kept,) = world.inbox.kept
    assert (kept.request.kind, kept.request.place, kept.request.received) == (Kind.FAULT, "C1", NOON + GRACE)
    assert not replica.look()


def test_a_look_says_whether_there_is_something_new_to_do(world: World) -> None:
    replica = world.replica(leave=FAULT)
    assert not replica.look()
    world.now += GRACE
    assert replica.look()
    assert not replica.look()


def test_what_an_editor_leaves_half_written_for_a_moment_is_not_told(world: World) -> None:
    replica = world.replica(leave=FAULT)
    world.now += GRACE - SECOND
    replica.look()
    replica.now_has()
    world.settle()
    assert world.told == []


def test_a_file_that_changes_all_the_time_is_told_of_when_it_rests(world: World) -> None:
    replica = world.replica(leave=FAULT)
    for fault in (OTHER, FAULT, OTHER):
        world.now += GRACE - SECOND
        replica.now_has(leave=fault)
    assert world.told == []
    world.settle()
    assert world.posts == [(1, {"leave.md": OTHER}, ())]


def test_a_file_that_is_whole_only_for_a_moment_is_not_called_mended(world: World) -> None:
    replica = world.replica(leave=FAULT)
    world.settle()
    replica.now_has()
    world.now += GRACE - SECOND
    replica.now_has(leave=FAULT)
    world.settle()
    assert len(world.told) == 1


def test_another_fault_in_the_same_file_changes_the_same_post(world: World) -> None:
    replica = world.replica(leave=FAULT)
    world.settle()
    replica.now_has(leave=OTHER)
    world.settle()
    assert world.told == [(1, ProblemReport(1, {"leave.md": FAULT})), (1, ProblemReport(2, {"leave.md": OTHER}))]


def test_a_mended_file_is_told_of_and_forgotten(world: World) -> None:
    replica = world.replica(leave=FAULT)
    world.settle()
    replica.now_has()
    world.settle()
    assert world.posts == [(1, {}, ("leave.md",))]
    assert world.problems.notices() == []


@pytest.mark.parametrize("folder", ["", "hr", "hr/old"])
def test_what_lies_in_a_folder_that_cannot_be_read_is_not_called_mended(world: World, folder: str) -> None:
    replica = world.replica()
    replica.faults = {"hr/old/leave.md": FAULT, "hr.md": FAULT}
    replica.look()
    world.settle()
    replica.faults = {folder: OTHER} if folder == "" else {folder: OTHER, "hr.md": FAULT}
    replica.look()
    world.settle()
    assert world.posts == [(1, {"hr.md": FAULT, "hr/old/leave.md": FAULT}, ()), (2, {folder: OTHER}, ())]
    replica.now_has()
    world.settle()
    assert world.posts == [(1, {}, ("hr.md", "hr/old/leave.md")), (2, {}, (folder,))]


def test_the_same_fault_after_it_was_mended_is_a_new_post(world: World) -> None:
    replica = world.replica(leave=FAULT)
    world.settle()
    replica.now_has()
    world.settle()
    replica.now_has(leave=FAULT)
    world.settle()
    assert world.posts == [(1, {}, ("leave.md",)), (2, {"leave.md": FAULT}, ())]


def test_a_bad_commit_of_many_files_is_one_post_that_names_some_and_counts_the_rest(world: World) -> None:
    files = {f"file{number:02}": FAULT for number in range(40)}
    replica = world.replica(**files)
    world.settle()
    ((_, bulletin),) = world.told
    assert list(bulletin.faulty) == [f"file{number:02}.md" for number in range(MOST_NAMED)]
    assert bulletin.more_faulty == 40 - MOST_NAMED
    replica.now_has(file05=FAULT)
    world.settle()
    assert [(each.more_faulty, len(each.mended), each.more_mended) for _, each in world.told[1:]] == [(0, 10, 29)]
    assert world.posts[0][1] == {"file05.md": FAULT}
    replica.now_has()
    world.settle()
    assert [(number, each.faulty) for number, each in world.told[2:]] == [(1, {})]


def test_what_is_handed_in_is_not_written_again_at_every_look(world: World) -> None:
    replica = world.replica(leave=FAULT)
    world.settle()
    before = world.clumsy.writes
    for _ in range(5):
        world.now += GRACE
        replica.look()
    assert world.clumsy.writes == before


def test_without_a_channel_nothing_is_kept_and_nobody_told(world: World) -> None:
    world.channel = ""
    world.replica(leave=FAULT)
    world.settle()
    assert (world.told, world.problems.notices(), world.clumsy.writes) == ([], [], 0)


def test_who_starts_again_says_nothing_of_what_was_told_before(world: World) -> None:
    replica = world.replica(leave=FAULT)
    world.settle()
    replica.restart()
    world.settle()
    assert len(world.told) == 1


def test_who_starts_again_when_all_is_mended_says_so(world: World) -> None:
    replica = world.replica(leave=FAULT)
    world.settle()
    replica.faults = {}
    replica.restart()
    world.settle()
    assert world.posts == [(1, {}, ("leave.md",))]
    assert world.problems.notices() == []


def test_an_article_that_stayed_as_it_was_until_the_restart_is_told_to_be_left_out_now(world: World) -> None:
    replica = world.replica(leave=FAULT)
    world.settle()
    replica.faults = {"leave.md": LEFT_OUT}
    replica.restart()
    world.settle()
    assert world.posts == [(1, {"leave.md": LEFT_OUT}, ())]


@pytest.mark.parametrize("step", ["note", "accept"])
@pytest.mark.parametrize("who", ["same", "restarted", "other"])
def test_a_fault_is_told_once_though_the_process_dies_before_any_step(world: World, step: str, who: str) -> None:
    replica = world.replica(leave=FAULT)
    broken_off(world, step)
    go_on(world, replica, who)
    assert world.posts == [(1, {"leave.md": FAULT}, ())]
    assert len(world.told) == 1


@pytest.mark.parametrize("step", ["note", "accept", "end"])
@pytest.mark.parametrize("who", ["same", "restarted", "other"])
def test_a_mending_is_told_once_though_the_process_dies_before_any_step(world: World, step: str, who: str) -> None:
    replica = world.replica(leave=FAULT)
    world.settle()
    replica.now_has()
    broken_off(world, step)
    go_on(world, replica, who)
    assert world.posts == [(1, {}, ("leave.md",))]
    assert len(world.told) == 2
    assert world.problems.notices() == []


def broken_off(world: World, step: str) -> None:
    """A look that dies before this step."""
    world.clumsy.dies_before = {step}
    with pytest.raises(StoreError):
        world.settle()
    world.clumsy.dies_before = set()


def go_on(world: World, replica: Replica, who: str) -> None:
    """The same process looks on, or one that starts in its place with the same folder, or one beside it."""
    if who == "restarted":
        replica.restart()
    elif who == "other":
        world.replicas.clear()
        world.replica().faults = replica.faults
    world.settle()
    world.settle()


def test_what_two_replicas_see_at_once_is_told_once(world: World) -> None:
    first, second = world.replica(leave=FAULT), world.replica(leave=FAULT)
    world.settle()
    first.now_has()
    second.now_has()
    world.settle()
    world.settle()
    assert [number for number, _ in world.told] == [1, 1]
    assert world.posts == [(1, {}, ("leave.md",))]


def test_a_replica_that_never_saw_the_fault_does_not_call_it_mended(world: World) -> None:
    world.replica(leave=FAULT)
    world.replica()
    for _ in range(3):
        world.settle()
    assert world.posts == [(1, {"leave.md": FAULT}, ())]


def dance(world: World, *steps: Callable[[], object]) -> None:
    """One step after another, with time enough for every replica to look twice."""
    for step in steps:
        step()
        world.settle()
        world.settle()


def test_replicas_that_mend_one_after_the_other_tell_of_it_once(world: World) -> None:
    first, second = world.replica(), world.replica()
    dance(
        world,
        lambda: first.now_has(leave=FAULT),
        lambda: second.now_has(leave=FAULT),
        second.now_has,
        first.now_has,
    )
    assert [number for number, _ in world.told] == [1, 1]
    assert world.posts == [(1, {}, ("leave.md",))]


def test_replicas_that_see_different_faults_in_a_file_do_not_take_turns_for_ever(world: World) -> None:
    first, second = world.replica(), world.replica()
    dance(
        world,
        lambda: first.now_has(leave=FAULT),
        lambda: second.now_has(leave=FAULT),
        lambda: second.now_has(leave=OTHER),
    )
    assert world.posts == [(1, {"leave.md": OTHER}, ())]
    dance(world, lambda: first.now_has(leave=OTHER), first.now_has, second.now_has)
    assert [number for number, _ in world.told] == [1, 1, 1]
    assert world.posts == [(1, {}, ("leave.md",))]


def test_a_replica_that_starts_with_a_mended_folder_ends_what_is_older_and_nobody_begins_it_again(
    world: World,
) -> None:
    behind, ahead = world.replica(leave=FAULT), world.replica()
    dance(world, ahead.restart, world.settle, behind.now_has)
    assert [number for number, _ in world.told] == [1, 1]
    assert world.posts == [(1, {}, ("leave.md",))]


FOLDERS = st.dictionaries(st.sampled_from(["leave.md", "pay.md"]), st.sampled_from([FAULT, OTHER, LEFT_OUT]))
STEPS = st.tuples(st.sampled_from([0, 1]), FOLDERS, st.sampled_from(["look", "restart", "accept", "end"]))


@settings(max_examples=60)
@given(st.lists(st.tuples(STEPS, st.booleans()), max_size=12))
def test_whatever_happens_on_the_way_it_comes_to_rest_and_in_the_end_all_is_told_as_it_is(
    steps: list[tuple[tuple[int, dict[str, FileProblem], str], bool]],
) -> None:
    world = World()
    replicas = [world.replica(), world.replica()]
    for (who, folder, what), is_slow in steps:
        replicas[who].faults = folder
        world.clumsy.dies_before = {what}
        with suppress(StoreError):
            replicas[who].look()
            if is_slow:
                world.settle()
        world.clumsy.dies_before = set()
        if what != "look":
            replicas[who].restart()
    world.settle()
    world.settle()
    before = world.clumsy.writes
    world.settle()
    assert world.clumsy.writes == before
    for replica in replicas:
        replica.now_has()
    world.settle()
    assert world.problems.notices() == []
    assert [faulty for _, faulty, _ in world.posts if faulty] == []
    for replica in replicas:
        replica.now_has(leave=FAULT)
    world.settle()
    assert [faulty for _, faulty, _ in world.posts if faulty] == [{"leave.md": FAULT}]


def test_only_as_much_of_a_faulty_file_is_kept_as_is_told() -> None:
    flaws = [Problem(number, "x" * 10_000, "y" * 10_000) for number in range(100)]
    trouble = FileProblem.of(Effect.LEFT_OUT, flaws)
    assert (len(trouble.flaws), trouble.more) == (MOST_FLAWS, 100 - MOST_FLAWS)
    assert len(str(trouble)) < 2_000
    assert FileProblem.of(Effect.LEFT_OUT, FAULT.flaws) == LEFT_OUT
