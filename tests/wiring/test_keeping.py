"""What is kept of an index is used as far as it fits, and never trusted further; and nothing that goes wrong with it
holds up an answer.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core.model import Outcome, Query
from bot.search import files
from bot.search.files import MANIFEST
from bot.wiring.engine import MANY
from bot.wiring.keeping import BOT, MADE_BY, Keeping
from tests.conftest import ROOT
from tests.wiring.libraries import afresh, answer, kept, told

QUESTION = "How many weeks do parents get?"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(5):
        write(
            folder, f"leave-{number}", f"Parents get {number + 10} weeks of leave in case {number}.", f"Case {number}."
        )
    return folder


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def write(folder: Path, name: str, *paragraphs: str) -> Path:
    file = folder / f"{name}.md"
    body = "\n\n".join(paragraphs)
    file.write_text(f"---\ntitle: {name}\n---\n\n{body}\n")
    return file


def place(state: Path) -> Path:
    (found,) = (folder for folder in (state / "index").iterdir() if folder.is_dir())
    return found


def read(corpus: Path, state: Path) -> int:
    """How many files a start reads; its answers are right, and the next start reads none."""
    library = kept(corpus, state)
    assert told(library, QUESTION) == told(afresh(corpus), QUESTION)
    library.upkeep.keep(at_once=True)
    again = kept(corpus, state)
    assert told(again, QUESTION) == told(library, QUESTION)
    assert again.upkeep.read == 0
    return library.upkeep.read


def test_the_second_start_reads_no_article_but_those_it_quotes(corpus: Path, state: Path) -> None:
    assert read(corpus, state) == 5
    assert read(corpus, state) == 0


def test_only_what_has_changed_is_read_again(corpus: Path, state: Path) -> None:
    read(corpus, state)
    write(corpus, "leave-3", "Parents get eighty weeks.")
    write(corpus, "new", "Parents of twins get more weeks.")
    assert read(corpus, state) == 2
    (corpus / "leave-2.md").unlink()
    assert read(corpus, state) == 0
    (corpus / "new.md").rename(corpus / "newer.md")
    assert read(corpus, state) == 1


def test_a_file_that_was_only_touched_is_not_indexed_again(corpus: Path, state: Path) -> None:
    read(corpus, state)
    for file in corpus.iterdir():
        os.utime(file, (1, 1))
    assert read(corpus, state) == 0


def test_other_content_of_the_same_size_and_time_is_seen_by_the_time_of_change(corpus: Path, state: Path) -> None:
    read(corpus, state)
    file = corpus / "leave-3.md"
    before = file.stat()
    file.write_text(file.read_text().replace("13 weeks", "99 weeks"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert read(corpus, state) == 1
    assert "99 weeks" in told(kept(corpus, state), "How many weeks in case 3?")


def test_the_same_time_but_another_size_is_seen(corpus: Path, state: Path) -> None:
    read(corpus, state)
    file = corpus / "leave-3.md"
    before = file.stat()
    file.write_text(file.read_text().replace("13 weeks", "999 weeks"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert read(corpus, state) == 1


def test_what_no_stamp_shows_is_not_quoted_all_the_same(corpus: Path, state: Path) -> None:
    library = kept(corpus, state)
    file = corpus / "leave-3.md"
    file.write_text(file.read_text().replace("13 weeks", "99 weeks"))
    stamp = file.stat()
    forged = library.snapshot.inventory
    values = forged.entries["leave-3.md"]
    # As if the file system had shown nothing of it.
    values[:3] = [stamp.st_size, stamp.st_mtime_ns, stamp.st_ctime_ns]
    holdings = library.snapshot.holdings
    assert holdings is not None
    assert Keeping(state, corpus).save(holdings, forged)
    fooled = kept(corpus, state)
    assert fooled.upkeep.read == 0
    stale = fooled.snapshot.corpus.article("leave-3")
    assert stale is not None
    assert "13 weeks" in stale.passages[0].text
    quoted = answer(fooled, "How many weeks do parents get in case 3?").quotations
    assert quoted
    assert "leave-3" not in {each.attribution.article for each in quoted}


def test_an_empty_corpus_is_said_to_be_empty_and_what_was_kept_of_it_serves_when_it_comes_back(
    corpus: Path, state: Path, tmp_path: Path
) -> None:
    read(corpus, state)
    library = kept(corpus, state)
    corpus.rename(tmp_path / "out of reach")
    corpus.mkdir()
    assert library.refresh()
    assert answer(library, QUESTION).outcome is Outcome.NO_ARTICLES
    assert answer(kept(corpus, state), QUESTION).outcome is Outcome.NO_ARTICLES
    corpus.rmdir()
    (tmp_path / "out of reach").rename(corpus)
    assert library.refresh()
    assert library.upkeep.read == 0
    assert told(library, QUESTION) == told(afresh(corpus), QUESTION)


def test_few_passages_are_not_kept_and_many_that_become_few_no_longer(tmp_path: Path, state: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write(corpus, "short", "Parents get ten weeks.")
    assert not kept(corpus, state, "auto").upkeep.kept
    assert not (state / "index").exists()
    long = write(corpus, "long", *(f"Rule {number} of many." for number in range(MANY)))
    library = kept(corpus, state, "auto")
    assert kept(corpus, state, "auto").upkeep.read == 0
    long.unlink()
    assert library.refresh()
    assert library.upkeep.kept is None
    assert list((state / "index").iterdir()) == []
    assert told(library, QUESTION) == told(afresh(corpus), QUESTION)


def test_an_index_may_lag_behind_by_a_few_files_and_is_written_anew_when_they_are_many(
    tmp_path: Path, state: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(200):
        write(corpus, f"leave-{number:03}", f"Case {number}.")
    library = kept(corpus, state)
    before = library.upkeep.kept
    write(corpus, "leave-007", "Changed.")
    assert library.refresh()
    assert library.upkeep.kept is before
    assert kept(corpus, state).upkeep.read == 1
    for number in range(10, 20):
        write(corpus, f"leave-{number:03}", "Changed.")
    assert library.refresh()
    assert library.upkeep.kept is not before
    assert kept(corpus, state).upkeep.read == 0


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
        lambda state: other_facts(state, folder="/somewhere/else"),
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
    arrays, facts = files.load(place(state))
    files.save(place(state), arrays, facts | changes)


def test_all_that_decides_how_an_index_comes_out_is_in_what_it_is_made_by() -> None:
    loads = "import bot.articles.inventory, bot.articles.format, bot.search.holdings, bot.core.corpus, sys"
    shown = f"{loads}; print(*(name for name in sys.modules if name.startswith('bot.')))"
    loaded = subprocess.run([sys.executable, "-c", shown], cwd=ROOT, capture_output=True, text=True, check=True)
    made_by = {file.relative_to(BOT.parent).as_posix() for pattern in MADE_BY for file in BOT.glob(pattern)}
    rooms = [name for name in loaded.stdout.split() if name.startswith(("bot.articles.", "bot.search."))]
    assert len(rooms) > 15
    assert {f"{name.replace('.', '/')}.py" for name in rooms} <= made_by


def test_two_corpora_share_a_state_folder_without_getting_in_each_others_way(
    corpus: Path, state: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write(other, "travel", "Travel is paid for.")
    assert (read(corpus, state), read(other, state)) == (5, 1)
    assert (read(corpus, state), read(other, state)) == (0, 0)


def test_a_state_folder_that_cannot_be_written_to_holds_up_no_answer(corpus: Path, state: Path) -> None:
    state.write_text("a file where the folder should be")
    library = kept(corpus, state)
    assert told(library, QUESTION) == told(afresh(corpus), QUESTION)
    assert library.upkeep.kept is None
    assert "cannot be saved" in str(library.upkeep.trouble)
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
from pathlib import Path
import numpy as np
from bot.search import files

for number in range(60):
    files.save(Path(sys.argv[1]), {"all": np.full(50_000, number)}, {"number": number})
"""


def test_who_reads_while_another_process_writes_gets_a_whole_index(tmp_path: Path) -> None:
    files.save(tmp_path, {}, {"number": -1})
    with subprocess.Popen([sys.executable, "-c", SAVING, tmp_path], cwd=ROOT) as writing:
        seen = set()
        while writing.poll() is None:
            arrays, facts = files.load(tmp_path)
            seen.add(facts["number"])
            assert facts["number"] == -1 or set(arrays["all"].tolist()) == {facts["number"]}
    assert writing.returncode == 0
    assert files.load(tmp_path)[1] == {"number": 59}
    assert len(seen) > 1


def test_two_processes_that_build_at_once_do_no_harm(corpus: Path, state: Path) -> None:
    environment = os.environ | {"POLICYBOT_STATE": str(state), "POLICYBOT_SEARCH__ENGINE": "postings"}
    call = [sys.executable, "-m", "bot", "ask", "--corpus", str(corpus), QUESTION]
    both = [subprocess.Popen(call, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [each.wait(60) for each in both] == [0, 0]
    # Their clock is the real one: files as young as these are read once more.
    assert told(kept(corpus, state), QUESTION) == told(afresh(corpus), QUESTION)


def test_readers_keep_what_they_have_while_the_articles_change(corpus: Path, state: Path) -> None:
    library = kept(corpus, state)
    now = library.snapshot
    article = now.corpus.article("leave-3")
    hits = now.index.search(question_terms(), 9)
    for file in corpus.iterdir():
        file.unlink()
    write(corpus, "another", "Something else.")
    library.refresh()
    library.upkeep.keep(at_once=True)
    assert now.corpus.article("leave-3") == article
    assert now.index.search(question_terms(), 9) == hits
    assert [each.id for each in library.snapshot.corpus.articles] == ["another"]


def question_terms() -> Query:
    return Query(("week", "parent"), (1.0, 1.0))
