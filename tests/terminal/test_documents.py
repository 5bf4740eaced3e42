"""What is known of documents, as a terminal shows it, however narrow."""

import io

import pytest
from rich.console import Console

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
