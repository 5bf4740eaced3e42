"""A collection that nobody on this project wrote is read, and measured with a system that counts words."""

import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from bot.evaluation.collection import Collection
from bot.evaluation.measuring import measure
from bot.evaluation.reading import read
from tests.evaluation.overlap_system import OverlapSystem

# What these collections are laid out as, and how they are measured, is tried on small ones beside this.
pytestmark = pytest.mark.long

NAMES = ("doc2dial_val", "obliqa_dev", "scifact", "squad2_dev", "wikiqa_test")


def unpack(outside: Path, name: str, into: Path) -> Path:
    archive = outside / "data" / f"{name}.tar.xz"
    if not archive.is_file():
        pytest.skip(f"no test collection in {archive}")
    with tarfile.open(archive) as packed:
        packed.extractall(into, filter="data")
    return into / name


@pytest.fixture(scope="module")
def doc2dial(outside: Path, tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return read(unpack(outside, "doc2dial_val", tmp_path_factory.mktemp("outside")))


def test_government_pages_are_read_whole(doc2dial: Collection) -> None:
    assert (len(doc2dial.passages), len(doc2dial.questions), len(doc2dial.hidden)) == (1890, 660, 90)
    assert all(question.is_judged for question in doc2dial.questions)
    assert all(article.attribution.title for article in doc2dial.articles)


def test_the_first_questions_about_government_pages_are_measured(doc2dial: Collection) -> None:
    # Half from where nothing is hidden, half from where something is, so that both have questions.
    gone = [question for question in doc2dial.questions if doc2dial.articles_of(question) <= doc2dial.hidden]
    still = [question for question in doc2dial.questions if question not in gone]
    sample = replace(doc2dial, questions=(*still[:30], *gone[:30]))
    report = measure(sample, OverlapSystem(sample.articles))
    assert report.ranking.questions == 60
    assert report.ranking.mean.recall_100 > 0.7
    assert report.marking
    assert report.marking.questions == 60
    assert 0.1 < report.marking.hit_1 < 1  # it likes headings, which answer nothing
    assert report.hidden
    assert (report.hidden.answerable, report.hidden.unanswerable) == (30, 30)
    assert report.near_misses is None


@pytest.mark.parametrize("name", NAMES[1:])
def test_every_layout_that_is_handed_out_is_read(outside: Path, tmp_path: Path, name: str) -> None:
    collection = read(unpack(outside, name, tmp_path))
    assert sum(len(article.passages) for article in collection.articles) == len(collection.passages)
    assert any(question.is_judged for question in collection.questions)
