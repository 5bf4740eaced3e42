"""The extra `fast` changes no answer, whether it is installed, missing or broken."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.documents.corpus.roots import Roots
from bot.library.engine import Indexer
from bot.library.index_cache import IndexCache
from bot.library.library import Library
from bot.library.refreshing import CorpusRefresher
from tests.conftest import ROOT
from tests.library.libraries import QUESTION, SYNONYMS, afresh, later, refresher, told, write


def test_a_bot_that_goes_on_takes_the_compiled_loops_into_use_and_answers_the_same(corpus: Path, state: Path) -> None:
    library = Library(
        CorpusRefresher(Indexer(Roots.of(corpus), "postings"), IndexCache(state, Roots.of(corpus)), clock=later),
        SYNONYMS,
    )
    before = library.snapshot.index
    assert not refresher(library).refresh(fast=1)
    assert library.snapshot.index is not before
    for number in range(3):
        assert told(library, QUESTION) == told(afresh(corpus), QUESTION)
        write(corpus, f"more-{number}", "Parents of twins get more weeks.")
        refresher(library).refresh(fast=1)
        library.refresher.save(at_once=True)


def test_who_starts_to_ask_once_loads_no_compiler(corpus: Path, state: Path) -> None:
    CorpusRefresher(Indexer(Roots.of(corpus), "postings"), IndexCache(state, Roots.of(corpus)), clock=later)
    assert not (state / "index" / "compiled").exists()


ANSWERED = """
import sys
from pathlib import Path
from tests.library.libraries import QUESTION, SYNONYMS, refresher, told
from bot.library.engine import Indexer
from bot.library.library import Library
from bot.documents.corpus.roots import Roots
from bot.library.refreshing import CorpusRefresher

library = Library(CorpusRefresher(Indexer(Roots.of(Path(sys.argv[1])), "postings")), SYNONYMS)
refresher(library).refresh(fast=1)
print(told(library, QUESTION))
"""


@pytest.mark.parametrize("error", ["ImportError", "RuntimeError"])
def test_a_numba_that_does_not_work_is_said_and_done_without(corpus: Path, tmp_path: Path, error: str) -> None:
    (tmp_path / "broken" / "numba").mkdir(parents=True)
    (tmp_path / "broken" / "numba" / "__init__.py").write_text(f"raise {error}('needs another NumPy')\n")
    path = os.pathsep.join([str(tmp_path / "broken"), str(ROOT)])
    call = [sys.executable, "-c", ANSWERED, str(corpus)]
    ended = subprocess.run(
        call, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == told(afresh(corpus), QUESTION)
    assert "needs another NumPy" in ended.stderr
