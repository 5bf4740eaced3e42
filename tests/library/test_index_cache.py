"""What is kept of an index is used as far as it fits the articles, and only what has changed is read again."""

import os
from dataclasses import replace
from pathlib import Path

from bot.core.model import Outcome, Query
from bot.documents.corpus.catalogue import Stamp
from bot.documents.corpus.roots import Root, Roots
from bot.library.engine import MANY, Indexer
from bot.library.index_cache import IndexCache
from bot.library.library import Library
from bot.library.refreshing import CorpusRefresher
from tests.library.libraries import QUESTION, SYNONYMS, afresh, answer, kept, later, ranker, read, told, write


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


def test_an_index_that_is_made_in_steps_is_the_same(corpus: Path, state: Path) -> None:
    indexer = Indexer(Roots.of(corpus), "postings")
    indexer.step = 2
    library = Library(CorpusRefresher(indexer, IndexCache(state, Roots.of(corpus)), clock=later), SYNONYMS)
    assert told(library, QUESTION) == told(afresh(corpus), QUESTION)
    assert library.snapshot.corpus.revision == afresh(corpus).snapshot.corpus.revision
    assert read(corpus, state) == 0


def test_what_no_stamp_shows_is_not_quoted_all_the_same(corpus: Path, state: Path) -> None:
    library = kept(corpus, state)
    file = corpus / "leave-3.md"
    file.write_text(file.read_text().replace("13 weeks", "99 weeks"))
    stamp = file.stat()
    known = library.snapshot.inventory
    # As if the file system had shown nothing of it.
    shown = Stamp(stamp.st_size, stamp.st_mtime_ns, stamp.st_ctime_ns)
    values = replace(known.entries["leave-3.md"], stamp=shown)
    forged = replace(known, entries={**known.entries, "leave-3.md": values})
    holdings = library.snapshot.indexed
    assert holdings is not None
    assert IndexCache(state, Roots.of(corpus)).save(holdings, forged)
    fooled = kept(corpus, state)
    assert fooled.refresher.files_read == 0
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
    assert library.refresher.files_read == 0
    assert told(library, QUESTION) == told(afresh(corpus), QUESTION)


def test_few_passages_are_not_kept_and_many_that_become_few_no_longer(tmp_path: Path, state: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write(corpus, "short", "Parents get ten weeks.")
    assert not kept(corpus, state, "auto").refresher.saved
    assert not (state / "index").exists()
    long = write(corpus, "long", *(f"Rule {number} of many." for number in range(MANY)))
    library = kept(corpus, state, "auto")
    assert kept(corpus, state, "auto").refresher.files_read == 0
    long.unlink()
    assert library.refresh()
    assert library.refresher.saved is None
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
    before = library.refresher.saved
    write(corpus, "leave-007", "Changed.")
    assert library.refresh()
    assert library.refresher.saved is before
    assert kept(corpus, state).refresher.files_read == 1
    for number in range(10, 20):
        write(corpus, f"leave-{number:03}", "Changed.")
    assert library.refresh()
    assert library.refresher.saved is not before
    assert kept(corpus, state).refresher.files_read == 0


def test_two_corpora_share_a_state_folder_without_getting_in_each_others_way(
    corpus: Path, state: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write(other, "travel", "Travel is paid for.")
    assert (read(corpus, state), read(other, state)) == (5, 1)
    assert (read(corpus, state), read(other, state)) == (0, 0)


def test_readers_keep_what_they_have_while_the_articles_change(corpus: Path, state: Path) -> None:
    library = kept(corpus, state)
    now = library.snapshot
    article = now.corpus.article("leave-3")
    hits = ranker(now).search(question_terms(), 9)
    for file in corpus.iterdir():
        file.unlink()
    write(corpus, "another", "Something else.")
    library.refresh()
    library.refresher.save(at_once=True)
    assert now.corpus.article("leave-3") == article
    assert ranker(now).search(question_terms(), 9) == hits
    assert [each.id for each in library.snapshot.corpus.articles] == ["another"]


def question_terms() -> Query:
    return Query(("week", "parent"), (1.0, 1.0))


def test_what_the_settings_say_of_documents_holds_though_an_index_is_saved(corpus: Path, state: Path) -> None:
    def opened(collection: str) -> set[str | None]:
        roots = Roots((Root(corpus, collections={"": collection}),))
        refresher = CorpusRefresher(Indexer(roots, "postings"), IndexCache(state, roots), clock=later)
        return {known.collection for known in refresher.snapshot.corpus.attributions}

    assert opened("open") == {"open"}
    assert opened("hr") == {"hr"}
