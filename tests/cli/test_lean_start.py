"""A question in a terminal waits for nothing that is not needed to answer it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

# What is loaded at the moment when the answer is printed.
LOADED = """
import sys

class Out:
    def __getattr__(self, name):
        return getattr(sys.__stdout__, name)

    def write(self, text):
        if text.strip() and "modules" not in globals():
            globals()["modules"] = sorted(sys.modules)
        return sys.__stdout__.write(text)

sys.stdout = Out()
sys.argv[0] = "policybot"
from bot.__main__ import main
try:
    main()
finally:
    print("loaded:", *modules)
"""
NEEDED_BY_NO_ANSWER = {
    "alembic", "slack_bolt", "slack_sdk", "sqlalchemy", "starlette", "structlog", "uvicorn", "numba", "rich.progress",
    "bot.core.quote_check.verifying", "onnxruntime", "tokenizers", "huggingface_hub", "bot.search.semantic",
}  # fmt: skip


def loaded(folder: Path, engine: str) -> set[str]:
    """What a question loads until its answer is there."""
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    (corpus / "leave.md").write_text("---\ntitle: Leave\n---\n\nParents get twelve weeks of leave.\n")
    state = {"POLICYBOT_STATE": str(folder / "state"), "POLICYBOT_SEARCH__ENGINE": engine}
    call = [sys.executable, "-c", LOADED, "ask", "--corpus", str(corpus), "How many weeks of leave do parents get?"]
    ended = subprocess.run(call, cwd=ROOT, env=os.environ | state, capture_output=True, text=True, check=True)
    assert "twelve weeks" in ended.stdout
    return set(ended.stdout.rpartition("loaded:")[2].split())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What is loaded for a small corpus."""
    return loaded(tmp_path_factory.mktemp("small"), "auto")


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str]]:
    """What is loaded for a corpus with posting lists, without an index and with one that was kept."""
    folder = tmp_path_factory.mktemp("listed")
    return loaded(folder, "postings"), loaded(folder, "postings")


def test_what_no_answer_needs_is_not_loaded_before_the_answer(
    small: set[str], listed: tuple[set[str], set[str]]
) -> None:
    for each in (small, *listed):
        assert each & NEEDED_BY_NO_ANSWER == set()


def test_a_small_corpus_loads_no_posting_lists(small: set[str]) -> None:
    needed = {f"bot.search.{name}" for name in ("okapi", "weighing", "embedded", "field_terms", "attributions")}
    assert {name for name in small if name.startswith("bot.search.")} == needed


def test_a_kept_index_loads_neither_rank_bm25_nor_what_parses_articles(listed: tuple[set[str], set[str]]) -> None:
    assert listed[1] & {"rank_bm25", "bot.search.okapi", "yaml", "bot.documents.corpus.format"} == set()
