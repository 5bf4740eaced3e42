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
