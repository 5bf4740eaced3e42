"""What `policybot doctor` says of documents."""

from datetime import date, timedelta
from pathlib import Path

from bot.core.access import NoDirectory
from bot.doctor.corpus import MOST_NAMED, check_corpus
from bot.doctor.finding import Finding
from bot.library.library import open_library
from bot.settings import Settings
from bot.wiring.access import access_of

TODAY = date(2026, 3, 2)


def found(folder: Path) -> dict[str, Finding]:
    settings = Settings(corpus=folder, state=folder / "state")
    checked = check_corpus(open_library(settings).snapshot, settings, access_of(settings, NoDirectory()), TODAY)
    return {each.subject: each for each in checked}


def write(folder: Path, name: str, review_by: date, owner: str = "") -> None:
    known = f"review_by: {review_by.isoformat()}\n" + (f"owner: {owner}\n" if owner else "")
    (folder / f"{name}.md").write_text(f"---\ntitle: {name}\n{known}---\n\nEverybody waits.\n", encoding="utf-8")


def test_reviews_that_are_overdue_are_named_the_oldest_first(tmp_path: Path) -> None:
    write(tmp_path, "leave", TODAY - timedelta(days=1))
    write(tmp_path, "pay", date(2025, 1, 31), owner="Ann")
    write(tmp_path, "travel", TODAY)
    says = found(tmp_path)["reviews"].says
    assert says == "2 past the day of their review: pay (2025-01-31, Ann), leave (2026-03-01)"
    assert found(tmp_path)["reviews"].sound


def test_of_many_only_some_are_named(tmp_path: Path) -> None:
    for number in range(MOST_NAMED + 3):
        write(tmp_path, f"rule-{number:02}", date(2025, 1, 1) + timedelta(days=number))
    says = found(tmp_path)["reviews"].says
    assert says.startswith(f"{MOST_NAMED + 3} past")
    assert says.endswith("and 3 more")


def test_what_ranks_is_told_and_no_review_where_none_is_due(tmp_path: Path) -> None:
    write(tmp_path, "leave", TODAY)
    told = found(tmp_path)
    assert told["engine"].says == "okapi ranks the passages (search.engine = auto)"
    assert "reviews" not in told
