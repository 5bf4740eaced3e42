"""The corpus that is found from what is known equals the one that is read afresh."""

import time
from collections.abc import Callable
from pathlib import Path

from bot.articles.inventory import NOTHING_KNOWN, Inventory, Taken, take
from bot.articles.loading import load
from bot.core.model import Article

Put = Callable[[str, str | bytes], Path]
SOUND = "---\ntitle: T\n---\n\nOne year of leave.\n"
EXAMPLE = "---\ntitle: T\nstanding: example\n---\n\nAn example.\n"


def later() -> int:
    return time.time_ns() + 10**10


def taken(folder: Path, known: Inventory = NOTHING_KNOWN) -> Taken:
    """As it must be: the same articles and faults as when everything is read."""
    found = take(folder, known, clock=later)
    loaded = load(folder)
    before = [folder / path for path in known.paths]
    for each, article in zip(found.articles, loaded.articles, strict=True):
        if isinstance(each, int):
            assert before[each] == loaded.files[article.id]
        else:
            assert each == article
    assert [folder / path for path in found.inventory.paths] == list(loaded.files.values())
    assert found.inventory.faulty + found.inventory.faults == loaded.faults
    assert found.inventory.passages == sum(len(article.passages) for article in loaded.articles)
    return found


def fresh(found: Taken) -> list[str]:
    return [each.id for each in found.articles if isinstance(each, Article)]


def test_articles_that_are_unchanged_are_named_by_their_old_number(tmp_path: Path, put: Put) -> None:
    for name in ("a.md", "c.md", "d.md"):
        put(name, SOUND)
    first = taken(tmp_path)
    put("b.md", SOUND)
    (tmp_path / "c.md").unlink()
    second = taken(tmp_path, first.inventory)
    assert [each if isinstance(each, int) else each.id for each in second.articles] == [0, "b", 2]
    assert second.read == 1


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
    put("part/leave.md", SOUND.replace("One", "Two"))
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


def test_a_file_is_found_by_the_name_of_its_article(tmp_path: Path, put: Put) -> None:
    put("part/leave.v2.md", SOUND)
    inventory = taken(tmp_path).inventory
    assert inventory.file_of("leave.v2") == "part/leave.v2.md"
    assert inventory.file_of("leave") is None


def test_a_text_is_what_was_read_to_the_last_character_or_it_is_not(tmp_path: Path, put: Put) -> None:
    put("leave.md", SOUND)
    inventory = taken(tmp_path).inventory
    assert inventory.has("leave.md", SOUND)
    assert not inventory.has("leave.md", SOUND.replace("year", "Year"))
