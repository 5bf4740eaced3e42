"""What is known of documents, as a terminal shows it, however narrow."""

import io

import pytest
from rich.console import Console

from bot.core.model import Attribution, Mark, Passage, Standing
from bot.terminal.added import as_quoted
from bot.terminal.documents import KnownTable

FACTS = {"title": ("Rules for business travel abroad", "heading"), "date": ("2026-03-01", "file name")}
KNOWN = KnownTable([("handbook/travel-abroad", FACTS, ("publisher", "link"))], ("title", "date", "publisher"))


def shown(width: int) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=width).print(KNOWN)
    return [line.rstrip() for line in out.getvalue().splitlines() if line.strip()]


def test_what_is_known_of_a_document_stands_in_a_row_where_there_is_room() -> None:
    row = " ".join(shown(140)[-1].split())

    assert row == (
        "handbook/travel-abroad Rules for business travel abroad (heading) 2026-03-01 (file name) – publisher, link"
    )


@pytest.mark.parametrize("width", [60, 80])
def test_a_narrow_terminal_gets_a_line_for_each_fact_and_breaks_no_word(width: int) -> None:
    assert shown(width) == [
        "handbook/travel-abroad",
        "  title: Rules for business travel abroad (heading)",
        "  date: 2026-03-01 (file name)",
        "  to add: publisher, link",
    ]


def test_what_is_struck_out_is_not_shown_as_if_it_were_said() -> None:
    about = Attribution("a", "", None, None, None, None, None, Standing.UNKNOWN)
    assert (
        as_quoted(Passage(about, 1, "Book early.", marks=(Mark("struck", 5, "late or"),))) == "Book ~~late or~~ early."
    )
