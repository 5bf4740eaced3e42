"""What a person reads of a text that was added: where it is now, what was left out of it, what stands in its way."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

from rich.console import Console, RenderableType

from bot.documents.adding.corpus_writer import Added, Fate
from bot.documents.adding.duplicates import Kind, Likeness
from bot.documents.readers.text import Paragraph
from bot.terminal.added import show_added

URL = "https://example.org/leave"
MARKUP = "[bold]Leave[/bold] :smile: [/]"
ADDED = Added(Path("leave.txt"), Path("corpus/leave.md"), Fate.ADDED, 2, (), ())


def printed(shown: RenderableType) -> str:
    console = Console(file=StringIO(), width=500, highlight=False, color_system=None)
    console.print(shown)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_every_dropped_paragraph_is_shown_with_its_place_in_the_source() -> None:
    dropped = (Paragraph("Donate now!", 4), Paragraph(MARKUP, 9))
    shown = printed(show_added(replace(ADDED, dropped=dropped, unknown=("author", "published"), unit="block")))
    for part in ("added: corpus/leave.md, 2 paragraphs", "author, published", "block 4: Donate now!", f"9: {MARKUP}"):
        assert part in shown


def test_one_paragraph_is_not_called_paragraphs() -> None:
    assert printed(show_added(replace(ADDED, kept=1))).endswith("1 paragraph\n")


def test_what_comes_from_an_address_is_shown_with_it_and_with_what_was_done_to_its_text() -> None:
    shown = printed(show_added(replace(ADDED, source=URL, notes=("hyphens at line ends were taken out: 3",))))
    assert f"from {URL}" in shown
    assert "hyphens at line ends were taken out: 3" in shown


def test_a_duplicate_is_shown_with_what_it_is_like_and_the_ways_to_add_it_all_the_same() -> None:
    like = Likeness("old-leave", Kind.ALIKE, 0.87, 0.9)
    twin = replace(ADDED, source=URL, fate=Fate.DUPLICATE, duplicate_of=like, written=False)
    shown = printed(show_added(twin))
    for part in ("there already: ", URL, "87% the same", "--force", "--supersedes old-leave", "--replace"):
        assert part in shown


def test_what_shares_much_with_others_is_linked_to_them() -> None:
    shown = printed(show_added(replace(ADDED, linked=(Likeness("handbook", Kind.PARTLY, 0.1, 0.7),))))
    assert "partly the same text as handbook (70% of the shorter)" in shown


def test_nothing_is_said_to_be_done_that_only_would_be() -> None:
    for fate, says in ((Fate.ADDED, "would be added: "), (Fate.REPLACED, "would be replaced: ")):
        assert printed(show_added(replace(ADDED, fate=fate, written=False), dry=True)).startswith(says)
    unchanged = replace(ADDED, fate=Fate.UNCHANGED, written=False)
    assert printed(show_added(unchanged, dry=True)).startswith("unchanged: ")
