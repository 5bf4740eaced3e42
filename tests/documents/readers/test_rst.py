"""reStructuredText → blocks."""

import pytest

from bot.core.model import Mark
from bot.documents.blocks import BlockKind
from bot.documents.faults import Faulty
from bot.documents.readers import rst

TEXT = b"""=====
Leave
=====

Within 30 [1]_ days:

1. Ask *early*.

Pay
---

===== ====
Grade Days
===== ====
A     28
===== ====

.. [1] Of work.
.. include:: /etc/hostname
"""


def test_its_parts_keep_their_form_and_nothing_is_included() -> None:
    reading = rst.read(TEXT)
    title, text, item, heading, row, note = reading.blocks
    assert (title.kind, title.level, reading.known["title"]) == (BlockKind.HEADING, 1, "Leave")
    assert (text.text, text.marks) == ("Within 30 days:", (Mark("note", 10, "1"),))
    assert (item.kind, item.label, item.text) == (BlockKind.ITEM, "1.", "Ask early.")
    assert (heading.level, heading.text) == (2, "Pay")
    assert (row.heads, row.cells) == (("Grade", "Days"), ("A", "28"))
    assert (note.kind, note.label, note.text) == (BlockKind.NOTE, "1", "Of work.")


def test_an_empty_text_says_so() -> None:
    with pytest.raises(Faulty):
        rst.read(b"")
