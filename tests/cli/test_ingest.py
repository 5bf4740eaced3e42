"""`policybot add` with pages, PDFs, web addresses and feeds, as a program, from a web server on loopback."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tests.documents import hostile_server as hostile
from tests.documents.hostile_server import HostileServer
from tests.documents.small_pdfs import pdf_file, set_paragraphs
from tests.program import Outcome

ALLOWED = {"POLICYBOT_FETCHING__ALLOW": '["127.0.0.1"]', "POLICYBOT_FETCHING__MEGABYTES": "1"}
SENTENCES = [
    "Each parent may take up to sixteen weeks of paid leave in the first two years after a child arrives.",
    "Tell your manager ten weeks before the leave begins, in writing, and tell your team as soon as you like.",
    "Every parent who comes back after leave finds the same job, or one like it, at the same pay as before.",
]
TRAVEL = [
    "Whoever travels for work books the train first, and a flight only where the train takes more than six hours.",
    "Keep the receipts of each trip, and hand them in within a month of the day on which you came home.",
    "Meals are paid by the day, at the rate of the country in which most of that day was spent by you.",
]


def page(title: str, sentences: list[str]) -> bytes:
    text = "".join(f"<p>{each}</p>" for each in sentences)
    return f"<html><head><title>{title}</title></head><body><article>{text}</article></body></html>".encode()


FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><title>Leave</title><link>/leave</link><guid>1</guid></item>
<item><title>Travel</title><link>/travel</link><guid>2</guid></item>
<item><title>Gone</title><link>/gone</link><guid>3</guid></item>
</channel></rss>"""


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    behaviours = {
        "/leave": hostile.page(page("Parental leave", SENTENCES)),
        "/moved": hostile.redirect("/leave"),
        "/travel": hostile.page(page("Travel", TRAVEL)),
        "/feed": hostile.page(FEED, "application/rss+xml"),
        "/empty-feed": hostile.page(b'<rss version="2.0"><channel><title>x</title></channel></rss>'),
        "/endless": hostile.endless,
        "/bomb": hostile.packed(hostile.gzip_bomb(20), "gzip"),
        "/inside": hostile.redirect("http://169.254.169.254/latest/meta-data/"),
        "/latin": hostile.page("<title>Caf\xe9</title><p>Un caf\xe9 a day is paid.</p>".encode("latin-1")),
    }
    with hostile.serving(behaviours) as running:
        yield running


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return tmp_path / "corpus"


def names(corpus: Path) -> list[str]:
    return sorted(file.name for file in corpus.glob("*") if file.suffix != ".yaml")


def test_a_file_a_page_a_pdf_and_an_address_are_added_in_one_go(
    run: Run, server: HostileServer, tmp_path: Path, corpus: Path
) -> None:
    text, html, paper = (tmp_path / name for name in ("pets.txt", "travel.html", "desk.pdf"))
    text.write_text("Dogs may come to the office on Fridays.\n")
    html.write_bytes(page("Travel", TRAVEL))
    paper.write_bytes(pdf_file([set_paragraphs([["Desks are shared by those who come in on two days or fewer."]])], {}))
    given = (str(text), str(html), str(paper), server.url("/leave"))
    added = run("add", *given, "--corpus", str(corpus), **ALLOWED)
    assert (added.code, added.err) == (0, "")
    assert names(corpus) == ["desk.pdf", "parental-leave.html", "pets.txt", "travel.html"]
    assert server.url("/leave") in (corpus / "parental-leave.html.yaml").read_text()
    answer = json.loads(run("ask", "--json", "How many weeks of paid leave?", "--corpus", str(corpus)).out)
    assert answer["quotations"][0]["text"] in SENTENCES[0]
    assert answer["quotations"][0]["url"] == server.url("/leave")


def test_a_page_that_is_there_already_is_linked_and_not_added_twice(
    run: Run, server: HostileServer, corpus: Path
) -> None:
    run("add", server.url("/leave"), "--corpus", str(corpus), **ALLOWED)
    again = run("add", server.url("/moved"), "--corpus", str(corpus), **ALLOWED)
    assert again.code == 0
    assert "1 unchanged" in again.out
    assert names(corpus) == ["parental-leave.html"]  # one address, one document


def test_the_same_text_from_elsewhere_is_added_and_told(run: Run, tmp_path: Path, corpus: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("\n\n".join(SENTENCES))
    run("add", str(tmp_path / "one.txt"), "--corpus", str(corpus))
    assert "the same text as one; both are kept" in run("add", str(tmp_path / "two.txt"), "--corpus", str(corpus)).out
    assert names(corpus) == ["one.txt", "two.txt"]


def test_a_dry_run_says_what_would_be_and_writes_nothing(run: Run, tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "one.txt").write_text("Dogs may come on Fridays.\n")
    shown = run("add", str(tmp_path / "one.txt"), "--dry-run", "--corpus", str(corpus))
    assert shown.code == 0
    assert "would be added: " in shown.out
    assert "1 would be added, 0 not read" in shown.out
    assert not corpus.exists()


def test_the_latest_entries_of_a_feed_become_articles_and_each_trouble_is_told(
    run: Run, server: HostileServer, corpus: Path
) -> None:
    shown = run("add", "--feed", server.url("/feed"), "--topic", "people", "--corpus", str(corpus), **ALLOWED)
    assert shown.code == 1
    assert f"{server.url('/gone')}: is refused by its server (404, Not Found)" in shown.err
    assert names(corpus) == ["parental-leave.html", "travel.html"]
    assert "people" in (corpus / "travel.html.yaml").read_text()
    again = run("add", "--feed", server.url("/feed"), "--corpus", str(corpus), "--most-files", "2", **ALLOWED)
    assert "2 unchanged" in again.out


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/endless", "is longer than 1,000,000 bytes"),
        ("/bomb", "is longer than 1,000,000 bytes"),
        ("/inside", "inside a private network"),
        ("/gone", "404"),
    ],
)
def test_a_hostile_address_costs_a_sentence(
    run: Run, server: HostileServer, corpus: Path, path: str, what: str
) -> None:
    shown = run("add", server.url(path), "--corpus", str(corpus), **ALLOWED)
    assert (shown.code, shown.out) == (1, "")
    assert what in shown.err
    assert not names(corpus)


def test_a_page_in_an_old_encoding_keeps_its_letters(run: Run, server: HostileServer, corpus: Path) -> None:
    shown = run("add", server.url("/latin"), "--corpus", str(corpus), **ALLOWED)
    assert shown.code == 0
    answer = json.loads(run("ask", "--json", "Who pays for a café a day?", "--corpus", str(corpus)).out)
    assert answer["quotations"][0]["text"] == "Un café a day is paid."


def test_machines_around_us_are_reached_only_where_that_is_allowed(
    run: Run, server: HostileServer, corpus: Path
) -> None:
    refused = run("add", server.url("/leave"), "--corpus", str(corpus))
    assert refused.code == 1
    assert "127.0.0.1, inside a private network; if it is meant, add its network to fetching.allow" in refused.err
    assert server.asked == [] or all(asked.path != "/leave?" for asked in server.asked)


def test_bad_calls_end_with_2_and_say_how_to_mend_them(run: Run, server: HostileServer, corpus: Path) -> None:
    for arguments, environment, hint in (
        ((), {}, "say what to add"),
        (("--feed", server.url("/feed"), "--title", "T"), ALLOWED, "need a single text"),
        (("--feed", server.url("/empty-feed")), ALLOWED, "no document to add"),
        ((server.url("/leave"),), {"POLICYBOT_FETCHING__ALLOW": '["intranet"]'}, "10.0.0.0/8"),
    ):
        shown = run("add", *arguments, "--corpus", str(corpus), **environment)
        assert shown.code == 2
        assert hint in " ".join(shown.err.split())


def test_more_files_than_usual_are_added_where_somebody_says_so(run: Run, tmp_path: Path, corpus: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(4):
        (raw / f"{number}.txt").write_text(f"Room number {number} seats {number + 7} people.\n")
    shown = run("add", str(raw), "--most-files", "3", "--corpus", str(corpus))
    assert shown.code == 1
    assert "allow more with --most-files" in shown.err
    assert run("add", str(raw), "--most-files", "4", "--corpus", str(corpus)).code == 0
    assert len(names(corpus)) == 4


def test_a_missing_package_is_told_once_with_what_to_install(tmp_path: Path, corpus: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.html").write_bytes(page(name, SENTENCES))
    lean = (
        "from bot.documents.readers.sandbox import Workers\n"
        "Workers.__init__.__defaults__ = (1, 'tests.cli.lean_reader', 9)\n"
    )
    shown = as_program(tmp_path, lean, *(str(tmp_path / f"{name}.html") for name in "abc"), "--corpus", str(corpus))
    assert shown.code == 1
    assert shown.err.count("pip install 'policybot[documents]'") == 1
    assert "3 sources cannot be read without lxml" in shown.err


def test_a_bar_shows_long_work_on_a_terminal_and_only_there(tmp_path: Path, corpus: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number}.txt").write_text(f"Room number {number} seats {number + 7} people.\n")
    at_once = "import bot.terminal.bar as bar; bar.Bar.__init__.__defaults__ = (0.0,)\n"
    arguments = [str(tmp_path / f"{number}.txt") for number in range(12)]
    piped = as_program(tmp_path, at_once, *arguments, "--corpus", str(corpus))
    assert (piped.code, piped.err) == (0, "")
    ours, theirs = pty.openpty()
    shown = as_program(tmp_path, at_once, *arguments, "--corpus", str(corpus), stderr=theirs)
    os.close(theirs)
    assert "12 unchanged" in shown.out
    assert b"adding" in os.read(ours, 100_000)
    os.close(ours)


def as_program(folder: Path, first: str, *arguments: str, stderr: int = subprocess.PIPE) -> Outcome:
    """Runs `policybot add` after some lines of Python, as somebody's own start-up file would."""
    start = f"{first}import sys; sys.argv = ['policybot', 'add', *sys.argv[1:]]\nfrom bot.__main__ import main; main()"
    environment = {"PATH": os.defpath, "POLICYBOT_STATE": str(folder / "state"), "COLUMNS": "200", "TERM": "xterm"}
    command = [sys.executable, "-c", start, *arguments]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=stderr, cwd=ROOT, env=environment, check=False)
    return Outcome(ended.returncode, ended.stdout.decode(), (ended.stderr or b"").decode())
