"""What is printed for programs and spreadsheets stays words for a terminal, too."""

import json

import pytest

from bot.terminal.json_text import json_text
from bot.terminal.spreadsheet import literal_cell

EVIL = "\x1b[31m\x07red\x9b31m \u202etxt.exe\u202c\u2028 é 🙂"


def test_json_moves_no_cursor_and_is_read_back_as_what_it_was() -> None:
    shown = json_text({EVIL: [EVIL]}, indent=2)
    assert json.loads(shown) == {EVIL: [EVIL]}
    assert not set("\x1b\x07\x9b\u202e\u202c\u2028") & set(shown)
    assert "é 🙂" in shown


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t=", "\n=", " =", "\uff1d", "\uff0b", "\u00a0@"])
def test_no_cell_is_a_formula(begins: str) -> None:
    assert literal_cell(f"{begins}HYPERLINK(1)").startswith("'")


def test_a_cell_has_no_controls_and_otherwise_its_words() -> None:
    assert not set("\x1b\x07\x9b\u202e") & set(literal_cell(EVIL))
    assert literal_cell("a = 1 - 2") == "a = 1 - 2"
