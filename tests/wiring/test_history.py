"""Questions about an earlier day, answered in the words of that day; and what their receipts hold."""

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.changes.history import Past
from bot.core.changes.revisions import sightings
from bot.core.changes.withdrawals import SourceDocument
from bot.core.model import Question
from bot.library.engine import Engine
from bot.library.library import open_library, policy_of
from bot.library.receipts import asking_on_record, replay
from bot.settings import Search, Settings
from bot.wiring.history import history_of
from bot.wiring.state import open_state

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
THEN, LATER = date(2026, 3, 4), date(2026, 3, 9)
WORDS = "How many weeks of leave do parents get?"


def write(folder: Path, weeks: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in (("leave", f"Parents get {weeks} weeks of leave."), ("canteen", "The canteen opens at noon.")):
        (folder / f"{name}.md").write_text(f"---\ntitle: {name}\npublished: 2026-01-05\n---\n\n{text}\n")


@pytest.mark.parametrize("engine", ["okapi", "postings"])
def test_an_earlier_day_has_its_own_words_and_a_receipt_that_plays_again(engine: Engine, tmp_path: Path) -> None:
    settings = Settings(corpus=tmp_path / "corpus", state=tmp_path / "state", search=Search(engine=engine))
    with closing(open_state(settings)) as store:
        for number, weeks in enumerate(("twelve", "sixteen")):
            write(settings.corpus, weeks)
            corpus = open_library(settings).snapshot.corpus
            store.changes.note_revisions(
                sightings(corpus.articles, store.changes.hashes(), {}), NOON + number * timedelta(days=5)
            )
        library = open_library(settings)
        ask = asking_on_record(library, settings, store.receipts, history_of(settings))
        then, now = (ask(Question(WORDS, as_of=day)) for day in (THEN, LATER))
        assert [each.quotations[0].text for each in (then, now)] == [
            "Parents get twelve weeks of leave.",
            "Parents get sixteen weeks of leave.",
        ]
        assert then.revision != now.revision
        receipts = [store.receipts.find(each.receipt) for each in (then, now)]
        # No file says any more what was quoted of the earlier day.
        assert [set(each.articles) if each else None for each in receipts] == [set(), {"leave"}]
        for receipt in filter(None, receipts):
            assert replay(receipt, library, policy_of(settings), store.receipts, history_of(settings)).again.same


def test_without_a_store_the_words_of_today_are_all_there_is(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file, no folder")
    settings = Settings(corpus=tmp_path / "corpus", state=tmp_path / "state")
    assert history_of(settings)(NOON) == Past()


@pytest.mark.parametrize("engine", ["okapi", "postings"])
def test_what_was_withdrawn_since_is_quoted_as_of_a_day_before_and_marked(engine: Engine, tmp_path: Path) -> None:
    settings = Settings(corpus=tmp_path / "corpus", state=tmp_path / "state", search=Search(engine=engine))
    with closing(open_state(settings)) as store:
        write(settings.corpus, "twelve")
        corpus = open_library(settings).snapshot.corpus
        store.changes.note_revisions(sightings(corpus.articles, {}, {}), NOON)
        gone = next(each for each in corpus.attributions if each.article == "leave")
        (settings.corpus / "leave.md").unlink()
        store.changes.withdraw([SourceDocument.of("", "leave.md", gone)], NOON + timedelta(days=5))
        library = open_library(settings)
        ask = asking_on_record(library, settings, store.receipts, history_of(settings))
        then, now = (ask(Question(WORDS, as_of=day)) for day in (THEN, LATER))
        (quoted,) = then.quotations
        assert (quoted.text, quoted.validity.withdrawn) == ("Parents get twelve weeks of leave.", date(2026, 3, 7))
        assert any("withdrawn on 7 March 2026" in note for note in then.notes)
        assert now.quotations == ()
        receipt = store.receipts.find(then.receipt)
        assert receipt
        assert replay(receipt, library, policy_of(settings), store.receipts, history_of(settings)).again.same
