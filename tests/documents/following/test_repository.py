"""A git repository is read at its newest commit, within limits, and never run."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.documents.faults import Faulty
from bot.documents.following.repository import LIMITS, Repository, RepositoryLimits, newest
from bot.documents.web.addresses import networks
from tests.documents.following.small_repositories import SmallRepository, served

FILES: dict[str, str | bytes] = {
    "README.md": "# Rules\n",
    "docs/leave.md": "Parents get leave.\n",
    "docs/leave.yaml": "owner: Ada\n",
    "docs/plan.xyz": "x",
    "docs/.hidden/secret.md": "Nobody reads this.\n",
}
LOOPBACK = replace(LIMITS, allowed=networks(["127.0.0.1"]))


@pytest.fixture
def small(tmp_path: Path) -> SmallRepository:
    return SmallRepository(tmp_path / "rules.git")


@pytest.fixture(params=["folder", "file address", "http"])
def place(request: pytest.FixtureRequest, small: SmallRepository) -> Iterator[Callable[[], str]]:
    """The repository by its path, or as a server has it; asked for once there is something in it."""
    if request.param == "http":
        with served(small) as url:
            yield lambda: url
    else:
        yield lambda: str(small.folder) if request.param == "folder" else small.folder.as_uri()


def seen(repository: Repository, limits: RepositoryLimits = LOOPBACK) -> dict[str, bytes]:
    with newest(repository, limits=limits) as tree:
        assert tree is not None
        return {path: tree.read(path) for path in tree.files}


def fault(repository: Repository, limits: RepositoryLimits = LOOPBACK) -> str:
    with pytest.raises(Faulty) as caught:
        seen(repository, limits)
    assert caught.value.mend
    return caught.value.what


def test_the_documents_of_the_newest_commit_are_had_with_what_is_said_beside_them(
    small: SmallRepository, place: Callable[[], str]
) -> None:
    small.commit({"old.md": "Gone since.\n"})
    commit = small.commit(FILES)
    with newest(Repository(place()), limits=LOOPBACK) as tree:
        assert tree is not None
        assert (tree.commit, tree.unread) == (commit, ["docs/plan.xyz"])
        assert sorted(tree.files) == ["README.md", "docs/leave.md", "docs/leave.yaml"]
        assert tree.read("docs/leave.md") == b"Parents get leave.\n"


def test_what_is_known_is_not_fetched_again(small: SmallRepository, place: Callable[[], str]) -> None:
    commit = small.commit(FILES)
    with newest(Repository(place()), commit, LOOPBACK) as tree:
        assert tree is None


def test_a_branch_and_a_folder_may_be_chosen(small: SmallRepository, place: Callable[[], str]) -> None:
    small.commit(FILES)
    small.commit({"docs/pay.md": "Pay.\n"}, branch="next")
    assert list(seen(Repository(place(), "next", "docs"))) == ["pay.md"]
    assert list(seen(Repository(place(), path="/docs/"))) == ["leave.md", "leave.yaml"]
    assert fault(Repository(place(), "never")) == "has no branch never"
    assert fault(Repository(place(), path="never")) == "has no folder never"


def test_an_empty_repository_and_none_at_all_are_faults(place: Callable[[], str]) -> None:
    assert fault(Repository(place())) == "has no commit yet"
    assert "git" in fault(Repository(f"{place()}-not-there"))


def test_links_and_paths_that_lead_elsewhere_are_no_documents(small: SmallRepository) -> None:
    small.commit({"link.md": "/etc/passwd"}, mode=0o120000)
    assert seen(Repository(str(small.folder))) == {}


def test_more_than_is_allowed_is_a_fault(small: SmallRepository) -> None:
    small.commit({f"{n}.md": f"Rule {n}.\n" * 50 for n in range(5)})
    local = Repository(str(small.folder))
    assert "more than 4 documents" in fault(local, replace(LIMITS, files=4))
    assert "holds more than 0 MB" in fault(local, replace(LIMITS, content=1_000))
    with served(small) as url:
        assert "sends more than 0 MB" in fault(Repository(url), replace(LOOPBACK, size=100))
        assert "takes longer than 0 seconds" in fault(Repository(url), replace(LOOPBACK, seconds=0))


def test_machines_around_us_are_reached_only_where_that_is_allowed(small: SmallRepository) -> None:
    small.commit(FILES)
    with served(small) as url:
        assert fault(Repository(url), LIMITS) == "leads to 127.0.0.1, inside a private network"


def test_a_server_that_is_away_is_a_fault() -> None:
    assert fault(Repository("http://127.0.0.1:1/rules")) == "cannot be reached"
