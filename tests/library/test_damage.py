"""A damaged, foreign or half-written index is never trusted, and nothing that goes wrong with it holds up an answer."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.library.index_cache import BOT, MADE_BY
from bot.search import files
from bot.search.files import MANIFEST
from tests.conftest import ROOT
from tests.library.libraries import QUESTION, afresh, kept, place, read, told, write


def data(state: Path) -> Path:
    (found,) = place(state).glob("*.arrays")
    return found


def flip(file: Path, at: int) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)


def another_format(state: Path) -> None:
    text = (place(state) / MANIFEST).read_bytes().partition(b"\n")[2]
    older = text.replace(f'"version": {files.VERSION}'.encode(), b'"version": 1')
    assert older != text
    (place(state) / MANIFEST).write_bytes(files.signed(older))


@pytest.mark.parametrize(
    "harm",
    [
        lambda state: data(state).unlink(),
        lambda state: data(state).write_bytes(b""),
        lambda state: data(state).write_bytes(data(state).read_bytes()[:-100]),
        lambda state: data(state).write_bytes(data(state).read_bytes() + b"more"),
        lambda state: flip(data(state), 0),
        lambda state: flip(data(state), -70),
        lambda state: flip(data(state), len(data(state).read_bytes()) // 2),
        lambda state: (place(state) / MANIFEST).unlink(),
        lambda state: (place(state) / MANIFEST).write_bytes(b""),
        lambda state: (place(state) / MANIFEST).write_bytes((place(state) / MANIFEST).read_bytes()[:-50]),
        lambda state: (place(state) / MANIFEST).write_bytes(b"\xff\xfe{}"),
        lambda state: (place(state) / MANIFEST).write_text('{"format": "another program\'s"}\n'),
        lambda state: flip(place(state) / MANIFEST, 3),
        lambda state: flip(place(state) / MANIFEST, 300),
        lambda state: shutil.rmtree(place(state)),
        another_format,
        lambda state: other_facts(state, made_by="an older program"),
        lambda state: other_facts(state, folders="/somewhere/else"),
    ],
    ids=[
        "no arrays", "empty arrays", "truncated arrays", "longer arrays", "first bit", "last bit", "a middle bit",
        "no manifest", "empty manifest", "truncated manifest", "no text", "another program's", "its signature",
        "a bit of the manifest", "no folder", "an older format", "an older program", "another corpus",
    ],
)  # fmt: skip
def test_a_damaged_or_foreign_index_is_recognised_and_built_anew(
    corpus: Path, state: Path, harm: Callable[[Path], object]
) -> None:
    read(corpus, state)
    harm(state)
    assert read(corpus, state) == 5


def other_facts(state: Path, **changes: str) -> None:
    arrays, facts, _ = files.load(place(state))
    files.save(place(state), arrays, facts | changes)


def test_all_that_decides_how_an_index_comes_out_is_in_what_it_is_made_by() -> None:
    loads = "import bot.documents.corpus.inventory, bot.documents.corpus.format, bot.search.indexed_corpus, sys"
    shown = f"{loads}; print(*(name for name in sys.modules if name.startswith('bot.')))"
    loaded = subprocess.run([sys.executable, "-c", shown], cwd=ROOT, capture_output=True, text=True, check=True)
    made_by = {file.relative_to(BOT.parent).as_posix() for pattern in MADE_BY for file in BOT.glob(pattern)}
    rooms = [name for name in loaded.stdout.split() if name.startswith(("bot.documents.corpus.", "bot.search."))]
    assert len(rooms) > 15
    assert {f"{name.replace('.', '/')}.py" for name in rooms} <= made_by


def test_a_state_folder_that_cannot_be_written_to_holds_up_no_answer(corpus: Path, state: Path) -> None:
    state.write_text("a file where the folder should be")
    library = kept(corpus, state)
    assert told(library, QUESTION) == told(afresh(corpus), QUESTION)
    assert library.refresher.saved is None
    assert "cannot be saved" in str(library.refresher.why_not_saved)
    write(corpus, "leave-3", "Parents get eighty weeks.")
    assert library.refresh()
    assert told(library, QUESTION) == told(afresh(corpus), QUESTION)


KILLED = """
import os, signal, sys
from pathlib import Path
import numpy as np
from bot.search import files

class Arrays(dict):
    def items(self):
        for number, item in enumerate(super().items()):
            if number == 1:
                os.kill(os.getpid(), signal.SIGKILL)
            yield item

files.save(Path(sys.argv[1]), Arrays(one=np.arange(100_000), other=np.arange(9)), {})
"""


def test_a_process_that_is_killed_while_it_saves_leaves_the_old_index_and_no_lock(corpus: Path, state: Path) -> None:
    read(corpus, state)
    before = {file.name for file in place(state).iterdir()}
    ended = subprocess.run([sys.executable, "-c", KILLED, place(state)], cwd=ROOT, check=False)
    assert ended.returncode == -9
    assert {file.name for file in place(state).iterdir()} > before
    assert read(corpus, state) == 0
    write(corpus, "leave-3", "Parents get eighty weeks.")
    assert read(corpus, state) == 1
    assert len(list(place(state).iterdir())) == len(before)


SAVING = """
import sys
from itertools import count
from pathlib import Path
import numpy as np
from bot.search import files

for number in count():
    files.save(Path(sys.argv[1]), {"all": np.full(50_000, number)}, {"number": number})
"""


def test_who_reads_while_another_process_writes_gets_a_whole_index(tmp_path: Path) -> None:
    files.save(tmp_path, {}, {"number": -1})
    with subprocess.Popen([sys.executable, "-c", SAVING, tmp_path], cwd=ROOT) as writing:
        seen = set[int]()
        try:
            while len(seen) < 20:
                arrays, facts, _ = files.load(tmp_path)
                seen.add(facts["number"])
                assert facts["number"] == -1 or set(arrays["all"].tolist()) == {facts["number"]}
                assert writing.poll() is None
        finally:
            writing.kill()


def test_two_processes_that_build_at_once_do_no_harm(corpus: Path, state: Path) -> None:
    environment = os.environ | {"POLICYBOT_STATE": str(state), "POLICYBOT_SEARCH__ENGINE": "postings"}
    call = [sys.executable, "-m", "bot", "ask", "--corpus", str(corpus), QUESTION]
    both = [subprocess.Popen(call, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [each.wait(60) for each in both] == [0, 0]
    # Their clock is the real one: files as young as these are read once more.
    assert told(kept(corpus, state), QUESTION) == told(afresh(corpus), QUESTION)
