"""A source that loses much at once keeps it until a curator confirms; a little, or what only moved, goes by itself."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.documents.corpus.catalogue import look
from bot.documents.corpus.inventory import Inventory, take
from bot.documents.corpus.roots import Root, Roots
from bot.documents.corpus.withholding import A_FIFTH, Withheld, withheld

Put = Callable[[str, str | bytes], Path]


@pytest.mark.parametrize(("gone", "total", "stays"), [(1, 4, False), (2, 10, False), (3, 10, True), (1, 1, True)])
def test_more_than_a_fifth_at_once_stays_but_one_of_several_may_always_go(gone: int, total: int, stays: bool) -> None:
    assert bool(withheld("handbook", [f"{n}.md" for n in range(gone)], total, A_FIFTH)) is stays


def test_a_source_that_is_not_trusted_loses_nothing_by_itself_and_the_corpus_folder_everything() -> None:
    assert withheld("handbook", ["a.md"], 100, 0)
    assert not withheld("", ["a.md", "b.md"], 2, 1)


def test_what_a_curator_confirmed_may_go_and_one_more_is_another_question() -> None:
    asked = withheld("handbook", ["b.md", "a.md"], 3, A_FIFTH)
    assert asked is not None
    assert asked == Withheld("handbook", ("a.md", "b.md"), 3)
    assert not withheld("handbook", ["a.md", "b.md"], 3, A_FIFTH, lambda name: name == asked.id)
    assert withheld("handbook", ["a.md", "b.md", "c.md"], 3, A_FIFTH, lambda name: name == asked.id)


@pytest.fixture
def roots(put: Put, tmp_path: Path) -> Roots:
    """A source of four documents."""
    for name in "abcd":
        put(f"handbook/{name}.md", f"Rule {name} holds for everybody.\n")
    return Roots((Root(tmp_path / "corpus", may_lack=True), Root(tmp_path / "handbook", "handbook", may_lose=A_FIFTH)))


def took(roots: Roots, known: Inventory) -> Inventory:
    return take(look(roots), known, keep_faulty=True).inventory


def test_documents_that_are_gone_stay_until_it_is_confirmed(roots: Roots, tmp_path: Path) -> None:
    before = take(look(roots)).inventory
    for name in "ab":
        (tmp_path / f"handbook/{name}.md").unlink()
    held = took(roots, before)
    assert held.paths == before.paths
    assert held.withheld == (Withheld("handbook", ("handbook//a.md", "handbook//b.md"), 4),)
    assert held.withholds("handbook//a.md")
    assert took(roots, held).withheld == held.withheld
    confirmed = replace(roots, confirmed=lambda name: name == held.withheld[0].id)
    after = took(confirmed, held)
    assert (list(after.paths), after.withheld) == (["handbook//c.md", "handbook//d.md"], ())


def test_what_comes_back_is_no_longer_asked_about(roots: Roots, tmp_path: Path) -> None:
    before = take(look(roots)).inventory
    words = {name: (tmp_path / f"handbook/{name}.md").read_bytes() for name in "ab"}
    for name in words:
        (tmp_path / f"handbook/{name}.md").unlink()
    held = took(roots, before)
    for name, content in words.items():
        (tmp_path / f"handbook/{name}.md").write_bytes(content)
    assert took(roots, held).withheld == ()


def test_a_folder_that_is_out_of_reach_loses_nothing_and_nobody_is_asked(roots: Roots, tmp_path: Path) -> None:
    before = take(look(roots)).inventory
    (tmp_path / "handbook").rename(tmp_path / "elsewhere")
    away = took(roots, before)
    assert (away.paths, away.withheld) == (before.paths, ())
    assert away.retained == set(before.paths)


def test_documents_that_moved_within_their_source_are_not_gone(roots: Roots, tmp_path: Path) -> None:
    before = take(look(roots)).inventory
    (tmp_path / "handbook/rules").mkdir()
    for name in "abc":
        (tmp_path / f"handbook/{name}.md").rename(tmp_path / f"handbook/rules/{name}.md")
    moved = took(roots, before)
    assert moved.withheld == ()
    assert len(moved.paths) == 4
