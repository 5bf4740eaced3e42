"""Hostile files are read in processes apart: whatever becomes of them, ours goes on and says what was wrong."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.documents.blocks import from_json
from bot.documents.corpus.reading import read_file
from bot.documents.faults import Faulty
from bot.documents.following.arriving import read_feed
from bot.documents.readers import feed, html, pdf, sandbox
from bot.documents.readers.sandbox import Bounds, Workers, call
from bot.documents.web.fetched import Fetched
from tests.documents.small_pdfs import assemble, pdf_file, set_paragraphs

BAD = "tests.documents.bad_reader"
PAGE = "<title>Leave – für alle</title><p>One year of leave for everybody who has a child.</p>".encode()
FEED = b"<rss version='2.0'><channel><item><title>Leave</title><link>/leave</link></item></channel></rss>"
ONE_SECOND = Bounds(seconds=1)


@pytest.fixture
def workers() -> Iterator[Workers]:
    """One worker, which misbehaves as it is told."""
    workers = Workers(1, BAD)
    yield workers
    workers.close()


def refused(workers: Workers, kind: str, bounds: Bounds = ONE_SECOND, **options: str) -> Faulty:
    with pytest.raises(Faulty) as caught:
        workers.call(kind, b"", options, bounds)
    assert caught.value.mend
    assert caught.value.what.isprintable()
    return caught.value


def test_a_page_read_apart_is_what_it_would_be_here() -> None:
    options = {"charset": "utf-8", "address": "https://example.org/leave"}
    assert from_json(call("html", PAGE, options)) == html.read(PAGE, **options)


def test_a_pdf_read_apart_is_what_it_would_be_here() -> None:
    data = pdf_file([set_paragraphs([["One year of leave."]])], {"Title": "Leave"})
    assert read_file("leave.pdf", data) == pdf.read(data)


def test_a_feed_read_apart_is_what_it_would_be_here() -> None:
    got = Fetched("https://example.org/feed", FEED, "application/rss+xml", "utf-8")
    assert read_feed(got) == feed.read(FEED, address=got.url)


def test_a_fault_comes_back_as_the_fault_that_it_was() -> None:
    with pytest.raises(Faulty) as apart:
        read_file("leave.pdf", b"")
    with pytest.raises(Faulty) as here:
        pdf.read(b"")
    assert (apart.value.what, apart.value.mend) == (here.value.what, here.value.mend)


def test_a_bomb_that_fits_no_memory_is_a_fault() -> None:
    data = assemble([b"BT /F1 11 Tf (a) Tj ET " + b" " * 70_000_000], pack=True)
    with pytest.raises(Faulty):
        call("pdf", data, {}, Bounds(memory=150_000_000))


def test_a_reader_that_takes_too_long_is_ended(workers: Workers) -> None:
    assert refused(workers, "spin").what == "takes longer than 1 seconds to read"


def test_a_reader_that_waits_for_nothing_is_ended(workers: Workers) -> None:
    assert refused(workers, "wait", Bounds(patience=0.3)).what == "takes longer than 0.3 seconds to read"


def test_a_reader_that_takes_too_much_memory_is_ended(workers: Workers) -> None:
    assert refused(workers, "eat", Bounds(memory=300_000_000)).mend == sandbox.SIMPLER


@pytest.mark.parametrize("kind", ["crash", "rubbish", "odd", "silent", "write"])
def test_a_reader_that_breaks_down_is_a_fault_of_that_file_alone(kind: str, workers: Workers, tmp_path: Path) -> None:
    fault = refused(workers, kind, Bounds(patience=20), file=str(tmp_path / "written"))
    assert fault.what == "brings down the program that reads it"
    assert not (tmp_path / "written").exists() or (tmp_path / "written").stat().st_size == 0
    assert workers.call("tell", b"", {})


def test_a_reader_is_told_no_secrets_and_finds_no_foreign_modules(workers: Workers) -> None:
    told = workers.call("tell", b"", {})
    assert set(told["environment"]) <= {"PYTHONPATH", "PATH", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PYTHONHOME"}
    assert told["folder"] == str(sandbox.ROOT)


def test_one_worker_reads_many_files_and_is_replaced_after_its_turns() -> None:
    workers = Workers(1, BAD, turns=3)
    processes = [workers.call("tell", b"x" * 100_000, {})["process"] for _ in range(6)]
    workers.close()
    assert processes[:3] == processes[:1] * 3
    assert processes[3:] == processes[3:4] * 3
    assert processes[0] != processes[3]


def test_many_threads_share_a_few_workers() -> None:
    workers = Workers(2, BAD)
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: workers.call("tell", b"", {})["process"], range(30)))
    workers.close()
    assert len(told) == 30
    assert len(set(told)) <= 2


def test_what_took_too_long_by_the_clock_may_be_tried_again_and_what_took_too_much_work_not(workers: Workers) -> None:
    assert refused(workers, "wait", Bounds(patience=0.3)).passing
    assert not refused(workers, "spin").passing
