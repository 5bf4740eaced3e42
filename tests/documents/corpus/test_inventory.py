"""The corpus that is found from what is known equals the one that is read afresh."""

import time
from collections.abc import Callable
from pathlib import Path

from bot.documents.corpus.catalogue import look
from bot.documents.corpus.document import Written
from bot.documents.corpus.inventory import NOTHING_KNOWN, Inventory, Taken, take
from bot.documents.corpus.loading import load
from bot.documents.corpus.roots import Roots

Put = Callable[[str, str | bytes], Path]
SOUND = "---\ntitle: T\n---\n\nOne year of leave.\n"
EXAMPLE = "---\ntitle: T\nstanding: example\n---\n\nAn example.\n"


def later() -> int:
    return time.time_ns() + 10**10


def hash_of(text: str) -> str:
    return Written(text.encode()).hash


def taken(folder: Path, known: Inventory = NOTHING_KNOWN) -> Taken:
    """As it must be: the same articles and faults as when everything is read."""
    found = take(look(Roots.of(folder)), known, clock=later)
    loaded = load(Roots.of(folder))
    before = [folder / path for path in known.paths]
    for each, article in zip(found.order, loaded.articles, strict=True):
        if isinstance(each, int):
            assert before[each] == loaded.files[article.id]
        else:
            assert found.article(each) == article
    assert [folder / path for path in found.inventory.paths] == list(loaded.files.values())
    assert found.inventory.faulty + found.inventory.faults == loaded.faults
    assert found.inventory.passages == sum(len(article.passages) for article in loaded.articles)
    return found


def fresh(found: Taken) -> list[str]:
    return [each.id for each in found.fresh]


def test_articles_that_are_unchanged_are_named_by_their_old_number(tmp_path: Path, put: Put) -> None:
    for name in ("a.md", "c.md", "d.md"):
        put(name, SOUND)
    first = taken(tmp_path)
    put("b.md", SOUND)
    (tmp_path / "c.md").unlink()
    second = taken(tmp_path, first.inventory)
    assert [each if isinstance(each, int) else second.article(each).id for each in second.order] == [0, "b", 2]
    assert len(second.read) == 1


def test_examples_step_aside_for_an_own_article_and_come_back_without_it(tmp_path: Path, put: Put) -> None:
    put("example.md", EXAMPLE)
    first = taken(tmp_path)
    own = put("own.md", SOUND)
    second = taken(tmp_path, first.inventory)
    assert fresh(second) == ["own"]
    own.unlink()
    third = taken(tmp_path, second.inventory)
    assert fresh(third) == ["example"]
    assert fresh(taken(tmp_path, third.inventory)) == []


def test_of_two_files_of_one_name_the_second_takes_over_when_the_first_goes(tmp_path: Path, put: Put) -> None:
    one = put("leave.md", SOUND)
    put("examples/leave.md", SOUND.replace("One", "Two"))
    first = taken(tmp_path)
    assert len(first.inventory.faults) == 1
    one.unlink()
    assert fresh(taken(tmp_path, first.inventory)) == ["leave"]


def test_a_link_that_leads_nowhere_is_a_fault_until_it_leads_somewhere(tmp_path: Path, put: Put) -> None:
    put("new.md", "---\ntitle: T\nsupersedes: [old#2]\n---\n\nNew.\n")
    put("old.md", SOUND)
    first = taken(tmp_path)
    assert [fault.line for fault in first.inventory.faults] == [3]
    put("old.md", f"{SOUND}\nTwo.\n")
    assert taken(tmp_path, first.inventory).inventory.faults == ()


def test_an_article_whose_file_becomes_faulty_keeps_its_place_and_its_number(tmp_path: Path, put: Put) -> None:
    for name in ("a.md", "b.md", "c.md"):
        put(name, SOUND)
    first = taken(tmp_path)
    put("b.md", "---\nstanding: old\n---\nText.")
    put("c.md", SOUND.replace("One", "Two"))
    put("faulty-from-the-start.md", "---\nstanding: old\n---\nText.")
    second = take(look(Roots.of(tmp_path)), first.inventory, clock=later, keep_faulty=True)
    assert [each if isinstance(each, int) else second.article(each).id for each in second.order] == [0, 1, "c"]
    assert second.inventory.retained == {"b.md"}
    assert [fault.file.name for fault in second.inventory.faulty] == ["b.md", "faulty-from-the-start.md"]
    assert second.inventory.has("b.md", hash_of(SOUND))
    assert not second.inventory.has("b.md", hash_of("---\nstanding: old\n---\nText."))
    # Whoever starts from here on has nothing of it.
    assert taken(tmp_path, second.inventory).order == [0, 2]


def test_of_two_files_of_one_name_the_first_stays_when_it_becomes_faulty(tmp_path: Path, put: Put) -> None:
    put("leave.md", SOUND)
    put("examples/leave.md", SOUND.replace("One", "Two"))
    first = taken(tmp_path)
    put("leave.md", "---\nstanding: old\n---\nText.")
    second = take(look(Roots.of(tmp_path)), first.inventory, clock=later, keep_faulty=True)
    assert (second.order, second.inventory.paths) == ([0], ["leave.md"])
    (tmp_path / "leave.md").unlink()
    third = take(look(Roots.of(tmp_path)), second.inventory, clock=later, keep_faulty=True)
    assert (fresh(third), third.inventory.paths) == (["leave"], ["examples/leave.md"])


def test_an_example_that_is_faulty_stays_until_it_steps_aside_and_does_not_come_back(tmp_path: Path, put: Put) -> None:
    put("example.md", EXAMPLE)
    put("other.md", EXAMPLE)
    first = taken(tmp_path)
    put("example.md", "---\nstanding: old\n---\nText.")
    second = take(look(Roots.of(tmp_path)), first.inventory, clock=later, keep_faulty=True)
    assert second.inventory.paths == ["example.md", "other.md"]
    own = put("own.md", SOUND)
    third = take(look(Roots.of(tmp_path)), second.inventory, clock=later, keep_faulty=True)
    assert (third.inventory.paths, third.inventory.retained) == (["own.md"], frozenset())
    own.unlink()
    fourth = take(look(Roots.of(tmp_path)), third.inventory, clock=later, keep_faulty=True)
    assert (fourth.inventory.paths, fourth.inventory.retained) == (["other.md"], frozenset())


def test_many_files_that_become_faulty_at_once_all_stay(tmp_path: Path, put: Put) -> None:
    for number in range(100):
        put(f"{number:03}.md", SOUND)
    first = take(look(Roots.of(tmp_path)), clock=later)
    for number in range(100):
        put(f"{number:03}.md", "")
    second = take(look(Roots.of(tmp_path)), first.inventory, clock=later, keep_faulty=True)
    assert list(second.order) == list(range(100))
    assert len(second.inventory.retained) == len(second.inventory.faulty) == 100


def test_a_file_is_found_by_the_name_of_its_article(tmp_path: Path, put: Put) -> None:
    put("part/leave.v2.md", SOUND)
    inventory = taken(tmp_path).inventory
    assert inventory.file_of("part/leave.v2") == "part/leave.v2.md"
    assert inventory.file_of("leave.v2") is None


def test_a_text_is_what_was_read_to_the_last_character_or_it_is_not(tmp_path: Path, put: Put) -> None:
    put("leave.md", SOUND)
    inventory = taken(tmp_path).inventory
    assert inventory.has("leave.md", hash_of(SOUND))
    assert not inventory.has("leave.md", hash_of(SOUND.replace("year", "Year")))
