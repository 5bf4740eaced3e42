"""A change of the corpus is seen at once, whatever becomes of its folder, and watching never harms the bot."""

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from bot.documents.corpus.listing import documents
from bot.documents.corpus.watching import Pace, concerns, watch

QUICK = Pace(quiet=5, longest=100, check=10, retry=10)
PATIENCE = 20.0  # seconds, for a machine that has much else to do
SILENCE = 0.1  # seconds: many times as long as a change takes to be told

Seen = dict[str, str]


class Looking:
    """Looks at a folder when told to, and keeps what it saw: the texts of all corpus files, by path."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.looks, self.fails = folder, 0, False
        self.seen: asyncio.Queue[Seen] = asyncio.Queue()
        self.told: asyncio.Queue[str] = asyncio.Queue()
        self.stop = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._one_at_a_time = threading.Semaphore()

    def changed(self) -> None:
        assert self._one_at_a_time.acquire(blocking=False)
        self.looks += 1
        try:
            if self.fails:
                raise RuntimeError("the store is out of reach")
            files = [Path(each.file.path) for each in documents(self.folder)]
            seen = {file.relative_to(self.folder).as_posix(): file.read_text() for file in files}
        finally:
            self._one_at_a_time.release()
        self._loop.call_soon_threadsafe(self.seen.put_nowait, seen)

    def tell(self, event: str, /, **facts: object) -> None:
        told = f"{event}: {facts.get('reason', 'see the traceback')}; {facts.get('mend', '')}"
        self._loop.call_soon_threadsafe(self.told.put_nowait, told)

    async def sees(self, *expected: str, **texts: str) -> None:
        """Waits until a look shows these files, and no others."""
        async with asyncio.timeout(PATIENCE):
            while True:
                seen = await self.seen.get()
                if sorted(seen) == sorted(expected) and all(text in seen.values() for text in texts.values()):
                    return


@asynccontextmanager
async def watching(folder: Path) -> AsyncIterator[Looking]:
    """Watches a folder; it ends by itself as soon as it is told to stop, and nothing untold went wrong."""
    looking = Looking(folder)
    task = asyncio.create_task(watch(folder, looking.changed, looking.tell, looking.stop, QUICK))
    try:
        yield looking
    finally:
        looking.stop.set()
        async with asyncio.timeout(PATIENCE):
            await task
    assert looking.told.empty()


async def as_it_changes(folder: Path) -> None:
    (folder / "part").mkdir(parents=True)
    (folder / "a.md").write_text("One.")
    async with watching(folder) as looking:
        await looking.sees("a.md", text="One.")
        (folder / "a.md").write_text("Two.")
        await looking.sees("a.md", text="Two.")
        (folder / "part" / "b.md").write_text("New.")
        await looking.sees("a.md", "part/b.md")
        (folder / "a.md").unlink()
        await looking.sees("part/b.md")
        (folder / "part").rename(folder / "renamed")
        await looking.sees("renamed/b.md")
        (folder / "renamed" / "b.md").write_text("In a renamed folder.")
        await looking.sees("renamed/b.md", text="In a renamed folder.")
        (folder / "new" / "deep").mkdir(parents=True)
        (folder / "new" / "deep" / "c.md").write_text("In a new folder.")
        await looking.sees("renamed/b.md", "new/deep/c.md")
        (folder / "new" / "deep" / "c.md").write_text("And changed.")
        await looking.sees("renamed/b.md", "new/deep/c.md", text="And changed.")
        shutil.rmtree(folder / "renamed")
        await looking.sees("new/deep/c.md")


def test_what_changes_comes_goes_or_is_renamed_is_seen_in_folders_too(tmp_path: Path) -> None:
    asyncio.run(as_it_changes(tmp_path / "corpus"))


def renamed_away(folder: Path) -> None:
    folder.rename(folder.with_name("old"))
    shutil.copytree(folder.with_name("old"), folder)


def made_anew(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "a.md").write_text("One.")


def exchanged(folder: Path) -> None:
    shutil.copytree(folder, folder.with_name("next"))
    folder.rename(folder.with_name("old"))
    folder.with_name("next").rename(folder)


async def with_another_folder(folder: Path, replace: Callable[[Path], None]) -> None:
    async with watching(folder) as looking:
        await looking.sees("a.md")
        replace(folder)
        # Written to before, or after, the new folder is watched: seen either way.
        (folder / "b.md").write_text("In the new folder.")
        await looking.sees("a.md", "b.md")
        (folder / "a.md").write_text("Two.")
        await looking.sees("a.md", "b.md", text="Two.")
        while not looking.told.empty():  # it may have met the moment in which there was none
            assert "make the folder" in looking.told.get_nowait()


@pytest.mark.parametrize("replace", [renamed_away, made_anew, exchanged])
def test_a_folder_that_takes_the_place_of_the_one_that_is_watched_is_watched(
    tmp_path: Path, replace: Callable[[Path], None]
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text("One.")
    asyncio.run(with_another_folder(tmp_path / "corpus", replace))


async def through_a_link(link: Path, releases: Path) -> None:
    async with watching(link) as looking:
        await looking.sees("a.md", text="one")
        (releases / "next").symlink_to(releases / "two")
        (releases / "next").rename(link)
        await looking.sees("a.md", text="two")
        (releases / "two" / "a.md").write_text("changed")
        await looking.sees("a.md", text="changed")


def test_a_link_that_is_turned_to_another_folder_is_followed(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text(name)
    (tmp_path / "corpus").symlink_to(tmp_path / "one")
    asyncio.run(through_a_link(tmp_path / "corpus", tmp_path))


async def in_a_volume(volume: Path) -> None:
    async with watching(volume) as looking:
        await looking.sees("a.md", text="one")
        (volume / "..data_tmp").symlink_to("..two")
        (volume / "..data_tmp").rename(volume / "..data")
        await looking.sees("a.md", text="two")


def test_the_files_of_a_kubernetes_volume_that_are_swapped_at_once_are_seen(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"..{name}").mkdir()
        (tmp_path / f"..{name}" / "a.md").write_text(name)
    (tmp_path / "..data").symlink_to("..one")
    (tmp_path / "a.md").symlink_to("..data/a.md")
    asyncio.run(in_a_volume(tmp_path))


async def not_there_yet(folder: Path) -> None:
    async with watching(folder) as looking:
        told = await asyncio.wait_for(looking.told.get(), PATIENCE)
        assert "make the folder" in told
        folder.mkdir()
        await looking.sees()
        (folder / "a.md").write_text("One.")
        await looking.sees("a.md")
        assert looking.told.empty(), "told once"
        shutil.rmtree(folder)
        assert await asyncio.wait_for(looking.told.get(), PATIENCE) == told


def test_a_folder_that_is_not_there_is_told_once_and_watched_as_soon_as_it_is_there(tmp_path: Path) -> None:
    asyncio.run(not_there_yet(tmp_path / "corpus"))


async def with_a_failing_look(folder: Path) -> None:
    async with watching(folder) as looking:
        await looking.sees()
        looking.fails = True
        (folder / "a.md").write_text("One.")
        assert "failed" in await asyncio.wait_for(looking.told.get(), PATIENCE)
        looking.fails = False
        (folder / "b.md").write_text("Two.")
        await looking.sees("a.md", "b.md")
        while not looking.told.empty():
            looking.told.get_nowait()


def test_a_look_that_fails_is_told_and_the_next_change_is_seen(tmp_path: Path) -> None:
    asyncio.run(with_a_failing_look(tmp_path))


async def with_much_at_once(folder: Path) -> None:
    async with watching(folder) as looking:
        await looking.sees()
        names = [f"{number % 20}/{number}.md" for number in range(300)]
        for name in names:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text("New.")
        await looking.sees(*names)
        assert looking.looks < 30


def test_hundreds_of_files_at_once_are_a_few_looks(tmp_path: Path) -> None:
    asyncio.run(with_much_at_once(tmp_path))


async def without_concern(folder: Path, outside: Path) -> None:
    async with watching(folder) as looking:
        await looking.sees("a.md")
        for name in (".hidden.md", "picture.png", ".git/c.md"):
            (folder / name).write_text("No article.")
        (outside / "b.md").write_text("Nor is this: links to folders are not followed.")
        (folder / "picture.png").unlink()
        (folder / "a.md").read_text()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(looking.seen.get(), SILENCE)


def test_what_is_no_article_is_not_looked_at_nor_what_is_only_read(tmp_path: Path) -> None:
    folder, outside = tmp_path / "corpus", tmp_path / "outside"
    for each in (folder, outside, folder / ".git"):
        each.mkdir()
    (folder / "a.md").write_text("One.")
    (folder / "link").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    asyncio.run(without_concern(folder, outside))


@pytest.mark.parametrize("name", ["a.md", "B.MD", "leave.v2.md", "..data"])
def test_a_file_that_is_read_concerns_the_corpus(name: str) -> None:
    assert concerns(name)


@pytest.mark.parametrize("name", [".a.md", "a.png", "md", ".md", "a.md~", "..2026_01_01"])
def test_a_file_that_is_not_read_does_not_concern_the_corpus(name: str) -> None:
    assert not concerns(name)


async def cancelled(folder: Path) -> None:
    looking = Looking(folder)
    joined = partial(watch, folder, looking.changed, looking.tell, pace=QUICK)
    task = asyncio.create_task(joined(looking.stop))
    await looking.sees()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, PATIENCE)


def test_watching_ends_also_when_it_is_cancelled(tmp_path: Path) -> None:
    asyncio.run(cancelled(tmp_path))


async def with_names_that_are_no_text(folder: Path) -> None:
    async with watching(folder) as looking:
        assert "rename" in await asyncio.wait_for(looking.told.get(), PATIENCE)
        for _ in range(3):  # it is looked at whenever watching is tried again
            await looking.sees("caf\udce9.md")
        (folder / "caf\udce9.md").rename(folder / "café.md")
        await looking.sees("café.md")
        (folder / "café.md").write_text("Changed.")
        await looking.sees("café.md", text="Changed.")
        assert looking.told.empty(), "told once"


def test_a_name_that_is_no_text_is_told_and_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "caf\udce9.md").write_text("One.")
    asyncio.run(with_names_that_are_no_text(tmp_path))
