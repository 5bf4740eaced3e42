"""`make demo`, as its reader meets it."""

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
