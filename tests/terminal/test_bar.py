"""A progress bar shows itself to people who wait, and to nobody else."""

from io import StringIO

from rich.console import Console

from bot.terminal.bar import Bar


def shown(*, terminal: bool, patience: float) -> str:
    screen = StringIO()
    with Bar(Console(file=screen, force_terminal=terminal, width=80), patience) as bar:
        for done in range(3):
            bar.told("reading", done + 1, 3)
        bar.told("indexing", 1, 2)
    return screen.getvalue()


def test_what_takes_a_while_is_shown_on_a_terminal() -> None:
    told = shown(terminal=True, patience=0)
    assert "reading" in told
    assert "indexing" in told


def test_what_takes_no_time_is_not_shown() -> None:
    assert shown(terminal=True, patience=60) == ""


def test_a_pipe_or_a_file_gets_no_bar() -> None:
    assert shown(terminal=False, patience=0) == ""
