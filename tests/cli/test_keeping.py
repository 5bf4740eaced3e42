"""`policybot backup`, `restore` and `forget`."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.core.requests import Request
from bot.store.sql import open_store
from bot.wiring.state import DATABASE
from tests.conftest import Run
from tests.small_requests import QUESTION

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def ask(state: Path, *people: str) -> None:
    with closing(open_store(state / DATABASE)) as store:
        for number, person in enumerate(people):
            store.inbox.accept(Request(f"r{number}", QUESTION, f"s{number}", NOON, person, "C1"), {str(number)})


def waiting(state: Path) -> int:
    with closing(open_store(state / DATABASE)) as store:
        return store.inbox.waiting()


def test_what_was_backed_up_comes_back_in_another_folder(run: Run, tmp_path: Path) -> None:
    ask(tmp_path / "state", "U0AMIRA", "U0BEN")
    file = tmp_path / "backup"
    saved = run("backup", str(file))
    assert (saved.code, saved.err) == (0, "")
    restored = run("restore", str(file), POLICYBOT_STATE=str(tmp_path / "elsewhere"))
    assert (restored.code, restored.err) == (0, "")
    assert waiting(tmp_path / "elsewhere") == 2


def test_nothing_is_overwritten_unless_asked_for(run: Run, tmp_path: Path) -> None:
    ask(tmp_path / "state", "U0AMIRA")
    file = tmp_path / "backup"
    run("backup", str(file))
    refused = run("restore", str(file))
    assert refused.code == 2
    assert "--replace" in refused.err
    assert run("restore", str(file), "--replace").code == 0


def test_a_file_that_is_no_backup_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "shopping"
    file.write_text("a shopping list " * 100)
    refused = run("restore", str(file))
    assert refused.code == 2
    assert "Traceback" not in refused.err


def test_what_a_person_asked_is_removed_and_the_rest_stays(run: Run, tmp_path: Path) -> None:
    ask(tmp_path / "state", "U0AMIRA", "U0BEN", "U0AMIRA")
    gone = run("forget", "U0AMIRA")
    assert (gone.code, gone.err) == (0, "")
    assert "2 requests" in gone.out
    assert waiting(tmp_path / "state") == 1


def test_a_name_instead_of_an_id_is_refused_with_where_to_find_it(run: Run) -> None:
    refused = run("forget", "amira")
    assert refused.code == 2
    assert "Copy member ID" in refused.err


def test_the_check_tells_of_what_was_given_up(run: Run, tmp_path: Path) -> None:
    ask(tmp_path / "state", "U0AMIRA")
    with closing(open_store(tmp_path / "state" / DATABASE)) as store:
        claim = store.inbox.claim("worker", NOON, NOON)
        assert claim is not None
        store.inbox.dead_letter(claim, NOON, "channel_not_found")
    assert "channel_not_found" in run("doctor").out
