"""What is asked about one earlier day again and again is indexed once."""

from pathlib import Path

import pytest

from bot.library.earlier import MOST
from bot.library.engine import Engine
from tests.library.libraries import kept, write
from tests.small_articles import article


@pytest.mark.parametrize("engine", ["okapi", "postings"])
def test_a_day_that_is_asked_about_again_is_not_indexed_again(corpus: Path, state: Path, engine: Engine) -> None:
    refresher = kept(corpus, state, engine).refresher
    then = {"leave-1": article("leave-1", "Parents got two weeks.")}
    first = refresher.otherwise(refresher.snapshot, then)
    assert refresher.otherwise(refresher.snapshot, dict(then)) is first
    assert first.corpus.article("leave-1") == then["leave-1"]
    other = {"leave-1": article("leave-1", "Parents got one week.")}
    assert refresher.otherwise(refresher.snapshot, other).corpus.article("leave-1") == other["leave-1"]
    write(corpus, "more", "Parents get no more weeks of leave.")
    refresher.refresh()
    assert refresher.otherwise(refresher.snapshot, then).corpus.article("more") is not None


def test_the_days_that_were_not_asked_about_the_longest_are_forgotten(corpus: Path, state: Path) -> None:
    refresher = kept(corpus, state).refresher
    days = [{"leave-1": article("leave-1", f"Parents got {number} weeks.")} for number in range(MOST + 1)]
    first, *_, last = [refresher.otherwise(refresher.snapshot, each) for each in days]
    assert refresher.otherwise(refresher.snapshot, days[-1]) is last
    assert refresher.otherwise(refresher.snapshot, days[0]) is not first
