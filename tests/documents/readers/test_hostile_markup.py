"""Markup that nobody would write, found by `python -m tests.fuzz`, is read like any other, and at once."""

import time

import pytest

from bot.documents.readers.markdown import read_text
from bot.documents.readers.markup import words_of


@pytest.mark.parametrize(
    "text", ["<!--<![--", "word <![x", "<![ [", "`a``b```" * 400, "`" + "``a" * 2_000, "term\n: <!--<!--<![--"]
)
def test_what_is_broken_is_read_in_no_time(text: str) -> None:
    began = time.process_time()  # not by the clock: the machine may have much else to do
    read_text(text)
    words_of(text)
    assert time.process_time() - began < 5
