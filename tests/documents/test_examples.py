"""The corpus that ships: sound, marked as examples, honest about its sources, and in its own words."""

import re
from pathlib import Path

import pytest

from bot.core.model import Reference, Standing
from bot.documents.corpus.loading import Loaded, load
from bot.documents.corpus.roots import Roots
from bot.documents.faults import read_text

FOLDER = Path(__file__).parents[2] / "corpus"
IN_A_ROW = 9


@pytest.fixture(scope="module")
def shipped() -> Loaded:
    return load(Roots.of(FOLDER / "examples"))


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold().replace("’", "'").replace("'", ""))
    return {tuple(words[start : start + IN_A_ROW]) for start in range(len(words) - IN_A_ROW + 1)}


def test_the_examples_load_without_a_fault(shipped: Loaded) -> None:
    assert shipped.faults == ()
    assert len(shipped.articles) >= 8
    assert len(shipped.articles) == len(list((FOLDER / "examples").glob("*.md")))


def test_every_example_says_that_it_is_one_and_what_it_rests_on(shipped: Loaded) -> None:
    for article in shipped.articles:
        known = article.attribution
        assert known.standing is Standing.EXAMPLE
        assert known.title
        assert known.publisher
        assert known.publisher.startswith("Example text, based on ")
        assert article.based_on
        for source in article.based_on:
            assert source in known.publisher
        assert known.published
        assert known.author is None
        assert known.url is None


def test_the_extension_supersedes_one_statement_and_not_the_article(shipped: Loaded) -> None:
    replacing = {article.id: article.supersedes for article in shipped.articles if article.supersedes}
    assert replacing == {"amazon-extension-2021": (Reference("amazon-pause-2020", 2),)}
    (pause,) = (article for article in shipped.articles if article.id == "amazon-pause-2020")
    replaced = pause.passage(2)
    assert replaced
    assert "one year" in replaced.text
    assert [passage.number for passage in pause.passages if "one year" in passage.text] == [2]
    assert any("28 lawmakers" in passage.text for passage in pause.passages if passage.number != 2)


def test_every_example_passage_is_short_enough_to_be_read_at_a_glance(shipped: Loaded) -> None:
    for article in shipped.articles:
        for passage in article.passages:
            assert len(passage.text) <= 500


def test_no_example_holds_nine_words_in_a_row_of_a_seed(shipped: Loaded, outside: Path) -> None:
    seeds = sorted((outside / "seeds").glob("*.txt"))
    if not seeds:
        pytest.skip(f"no seeds in {outside}")
    theirs = set[tuple[str, ...]]().union(*(runs(read_text(seed, limit=1_000_000)) for seed in seeds))
    for article in shipped.articles:
        for passage in article.passages:
            assert runs(passage.text).isdisjoint(theirs), str(passage.reference)
