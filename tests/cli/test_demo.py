"""`make demo`, as its reader meets it."""

import socket
from pathlib import Path

from tests.conftest import Run


def test_the_demo_asks_answers_and_lets_the_reader_ask_on(run: Run) -> None:
    shown = run("demo", stdin="What did IBM announce?\n/policy Who is exempt?\n\n")
    assert shown.code == 0
    assert "now lasts until further notice" in shown.out
    assert "IBM" in shown.out
    assert "Only visible to you" in shown.out
    assert shown.err == ""


def test_the_demo_ends_by_itself_where_nobody_can_type(run: Run) -> None:
    assert run("demo").code == 0


def test_listening_beyond_loopback_comes_with_a_warning(run: Run) -> None:
    shown = run("demo", "--host", "0.0.0.0")  # noqa: S104  # that is what is warned of
    assert shown.code == 0
    assert "anyone who can reach this machine there can use it" in shown.out


def test_without_a_desktop_the_demo_says_what_to_open(run: Run) -> None:
    assert "Open it in a browser: http://127.0.0.1:" in run("demo", DISPLAY="", WAYLAND_DISPLAY="").out


def test_the_demo_shows_other_documents_with_questions_taken_from_them(run: Run, tmp_path: Path) -> None:
    handbook = "# Handbook\n\n## Who books trains?\n\nThe travel desk books all trains, two weeks ahead.\n"
    (tmp_path / "handbook.md").write_text(handbook, encoding="utf-8")
    shown = run("demo", "--corpus", str(tmp_path))
    assert shown.code == 0
    assert "Who books trains?" in shown.out
    assert "The travel desk books all trains" in shown.out
    assert "Amazon" not in shown.out


def test_the_demo_of_an_empty_folder_says_that_it_has_no_documents(run: Run, tmp_path: Path) -> None:
    shown = run("demo", "--corpus", str(tmp_path))
    assert shown.code == 0
    assert "I have no documents yet." in shown.out


def test_a_port_that_is_taken_is_named_in_a_sentence(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        shown = run("demo", "--port", str(taken.getsockname()[1]))
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith("policybot: cannot listen on 127.0.0.1:")
