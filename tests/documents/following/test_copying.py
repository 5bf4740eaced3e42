"""A copy of a repository becomes what the repository is, file by file, and loses much only when a curator confirms."""

from pathlib import Path

import pytest

from bot.documents.corpus.withholding import A_FIFTH
from bot.documents.following.copying import FILES, Copied, bring_up_to_date, read_state
from bot.documents.following.repository import Repository, newest
from tests.documents.following.small_repositories import SmallRepository

RULES: dict[str, str | bytes] = {f"hr/{name}.md": f"Rule {name}.\n" for name in "abcdefghij"}


@pytest.fixture
def small(tmp_path: Path) -> SmallRepository:
    return SmallRepository(tmp_path / "rules.git")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "copy"


def copied(small: SmallRepository, place: Path, may_lose: float = A_FIFTH, confirmed: str = "") -> Copied:
    with newest(Repository(str(small.folder))) as tree:
        assert tree is not None
        return bring_up_to_date(tree, "rules", place, may_lose, lambda name: name == confirmed)


def there(place: Path) -> list[str]:
    folder = place / FILES
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def test_documents_come_change_and_go_with_the_commits(small: SmallRepository, place: Path) -> None:
    small.commit(RULES)
    assert str(copied(small, place)) == "10 new"
    small.commit({**RULES, "hr/a.md": "Rule a, anew.\n", "pay.md": "Pay.\n"})
    assert str(copied(small, place)) == "1 new, 1 changed"
    assert (place / FILES / "hr/a.md").read_text() == "Rule a, anew.\n"
    small.commit({**RULES, "hr/a.md": "Rule a, anew.\n"})
    assert str(copied(small, place)) == "1 withdrawn"
    assert there(place) == sorted(RULES)


def test_each_file_is_known_by_the_commit_with_which_its_words_came(small: SmallRepository, place: Path) -> None:
    first = small.commit(RULES)
    copied(small, place)
    second = small.commit({**RULES, "hr/a.md": "Another.\n"})
    copied(small, place)
    state = read_state(place)
    assert (state.commit, state.files["hr/a.md"], state.files["hr/b.md"]) == (second, second, first)


def test_what_is_said_beside_a_document_comes_and_goes_with_it(small: SmallRepository, place: Path) -> None:
    small.commit({**RULES, "hr/a.yaml": "owner: Ada\n", "deploy.yaml": "x: y\n"})
    copied(small, place)
    assert "hr/a.yaml" in there(place)
    assert "deploy.yaml" not in there(place)


def test_much_that_is_gone_at_once_stays_until_it_is_confirmed(small: SmallRepository, place: Path) -> None:
    small.commit(RULES)
    copied(small, place)
    small.commit({name: RULES[name] for name in list(RULES)[3:]})
    held = copied(small, place)
    assert held.withheld is not None
    assert str(held) == "nothing new; 3 are gone and wait for a curator"
    assert there(place) == sorted(RULES)
    assert read_state(place).commit == ""
    done = copied(small, place, confirmed=held.withheld.id)
    assert str(done) == "3 withdrawn"
    assert len(there(place)) == 7


def test_documents_that_move_are_not_gone(small: SmallRepository, place: Path) -> None:
    small.commit(RULES)
    copied(small, place)
    small.commit({name.replace("hr/", "people/"): content for name, content in RULES.items()})
    assert str(copied(small, place)) == "10 new"
    assert not (place / FILES / "hr").exists()


def test_what_was_broken_off_or_changed_by_hand_is_made_right(small: SmallRepository, place: Path) -> None:
    small.commit(RULES)
    copied(small, place)
    (place / FILES / "hr/a.md").write_text("Forged.\n")
    (place / FILES / "hr/b.md").unlink()
    copied(small, place)
    assert (place / FILES / "hr/a.md").read_text() == "Rule a.\n"
    assert there(place) == sorted(RULES)


def test_a_pointer_to_a_large_file_is_named_and_no_document(small: SmallRepository, place: Path) -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n"
    small.commit({"scan.pdf": pointer, "a.md": "A.\n", "b.xyz": "x"})
    assert str(copied(small, place)).endswith("2 not read (.pdf, .xyz)")
    assert there(place) == ["a.md"]
