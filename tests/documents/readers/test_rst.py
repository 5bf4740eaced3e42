"""reStructuredText → blocks."""

import pytest

from bot.core.model import Mark
from bot.documents.blocks import BlockKind, Reading
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
    assert (text.text, text.marks) == ("Within 30 days:", (Mark("note", 9, "1"),))
    assert (item.kind, item.label, item.text) == (BlockKind.ITEM, "1.", "Ask early.")
    assert (heading.level, heading.text) == (2, "Pay")
    assert (row.heads, row.cells) == (("Grade", "Days"), ("A", "28"))
    assert (note.kind, note.label, note.text) == (BlockKind.NOTE, "1", "Of work.")


def test_an_empty_text_says_so() -> None:
    with pytest.raises(Faulty):
        rst.read(b"")


def read(text: str) -> Reading:
    return rst.read(text.encode())


@pytest.mark.parametrize("name", ["note", "versionadded", "tab-item", "only", "made-up"])
def test_the_words_of_a_directive_that_nobody_knows_are_said(name: str) -> None:
    assert "Ask early." in [
        each.text for each in read(f"Leave\n\n.. {name}::\n   :class: big\n\n   Ask early.\n").blocks
    ]


def test_the_title_of_a_box_is_what_its_words_answer() -> None:
    (block,) = read(".. tab:: Germany\n\n   28 euros.\n").blocks
    assert (block.question, block.text) == ("Germany", "28 euros.")


def test_the_words_of_a_role_are_said_whoever_knows_it() -> None:
    (block,) = read("See :ref:`the meals <meals>`, :term:`core hours`, :pep:`tier 1 <11#tier>` and :pep:`8`.\n").blocks
    assert block.text == "See the meals, core hours, tier 1 and PEP 8."


def test_what_holds_no_words_is_not_said() -> None:
    assert [each.text for each in read("Leave\n\n.. toctree::\n   :maxdepth: 2\n\n   a\n   b\n").blocks] == ["Leave"]


@pytest.mark.parametrize(
    "text",
    [
        ":Author: Jo Lind\n\nLeave\n=====\n\nAsk.\n",
        "Leave\n=====\n\n:Author: Jo Lind\n\nAsk.\n",
        "Author: Jo Lind\nTitle: Leave\n\nLeave\n=====\n\nAsk.\n",
    ],
)
def test_fields_at_the_top_are_what_is_known_of_the_text(text: str) -> None:
    reading = read(text)
    assert reading.known == {"author": "Jo Lind", "title": "Leave"}
    assert [each.text for each in reading.blocks] == ["Leave", "Ask."]


def test_topics_are_boxes_and_classifiers_stay_apart_from_their_term() -> None:
    topic, term = read(".. topic:: Scope\n\n   All staff.\n\nBand : grade\n  Several jobs.\n").blocks
    assert (topic.question, topic.text) == ("Scope", "All staff.")
    assert (term.question, term.text) == ("Band : grade", "Several jobs.")


def test_the_only_section_below_the_title_is_a_heading_above_its_own() -> None:
    text = b"IT\n==\n\nPasswords\n---------\n\nThey are long.\n\nLength\n~~~~~~\n\nAt least 14 characters.\n"
    assert [(block.kind, block.level, block.text) for block in rst.read(text).blocks] == [
        (BlockKind.HEADING, 1, "IT"),
        (BlockKind.HEADING, 2, "Passwords"),
        (BlockKind.PARAGRAPH, 0, "They are long."),
        (BlockKind.HEADING, 3, "Length"),
        (BlockKind.PARAGRAPH, 0, "At least 14 characters."),
    ]


def test_a_word_of_thousands_of_characters_is_read_as_any_other() -> None:
    word = "/" * 9_900  # to look for a web address in it took seconds
    assert [block.text for block in rst.read(f"Ask\n\n{word}b".encode()).blocks] == ["Ask", f"{word}b"]


def test_a_line_that_is_too_long_is_named_and_not_passed_over_with_all_the_rest() -> None:
    with pytest.raises(Faulty) as fault:
        rst.read(f":Author: Jo\n\nAsk\n\n{'early ' * 2_000}\n".encode())
    assert (fault.value.line, fault.value.what) == (5, "has a line of 12,000 characters")
