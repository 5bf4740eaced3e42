"""A git repository is read at its newest commit, within limits, and never run."""

import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.documents.faults import Faulty
from bot.documents.following.repository import LIMITS, Repository, RepositoryLimits, newest
from bot.documents.following.ssh_address import SshAddress, SshKeys, ssh_address
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


@pytest.mark.parametrize(("number", "depth"), [(10, 10), (1, 3_000)])
def test_folders_in_folders_without_end_are_a_fault(small: SmallRepository, number: int, depth: int) -> None:
    small.commit_folders(number, depth)
    limits = replace(LOOPBACK, entries=5_000)
    assert "folders" in fault(Repository(str(small.folder)), limits)


def test_machines_around_us_are_reached_only_where_that_is_allowed(small: SmallRepository) -> None:
    small.commit(FILES)
    with served(small) as url:
        assert fault(Repository(url), LIMITS) == "leads to 127.0.0.1, inside a private network"


def test_a_server_that_is_away_is_a_fault() -> None:
    assert fault(Repository("http://127.0.0.1:1/rules")) == "cannot be reached"


SSH = """import shlex, sys
from dulwich.server import FileSystemBackend, UploadPackHandler, serve_command
with open({log!r}, "a") as log:
    print(*sys.argv[1:], file=log)
if {said!r}:
    sys.exit({said!r})
serve_command(UploadPackHandler, shlex.split(sys.argv[-1]), FileSystemBackend("/"))
"""


def ssh_that(folder: Path, said: str = "") -> tuple[str, Path]:
    """A program that does what ssh would, on this machine, or fails with words; and its log of how it was called."""
    program, script, log = folder / "ssh", folder / "ssh.py", folder / "ssh.log"
    script.write_text(SSH.format(log=str(log), said=said))
    # No path of Python's own: a first line "#!" takes none with a blank in it.
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {shlex.quote(str(script))} "$@"\n')
    program.chmod(0o700)
    return str(program), log


def test_a_repository_is_had_by_ssh_from_a_known_host_with_its_own_key(small: SmallRepository, tmp_path: Path) -> None:
    commit = small.commit(FILES)
    program, log = ssh_that(tmp_path)
    keys = SshKeys(tmp_path / "id_rules", tmp_path / "known hosts")
    place = f"ssh://ada@127.0.0.1:2222{small.folder}"
    with newest(Repository(place, keys=keys), limits=LOOPBACK, ssh=program) as tree:
        assert tree is not None
        assert (tree.commit, set(tree.files)) == (commit, {"README.md", "docs/leave.md", "docs/leave.yaml"})
        assert tree.read("README.md") == b"# Rules\n"
    called = log.read_text()
    for wanted in ("StrictHostKeyChecking=yes", "BatchMode=yes", "-F none", "HostKeyAlias=[127.0.0.1]:2222", "-p 2222"):
        assert wanted in called
    assert f"-i {keys.own} " in called
    assert f'UserKnownHostsFile="{keys.hosts}"' in called
    assert " -- ada@127.0.0.1 git-upload-pack " in called


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("Host key verification failed.", "is on a host whose key is not known"),
        ("ada@127.0.0.1: Permission denied (publickey).", "lets nobody in with this key"),
        ("fatal: something else", "breaks off before all of it is there"),
    ],
)
def test_what_ssh_says_is_told_as_a_fault(small: SmallRepository, tmp_path: Path, said: str, what: str) -> None:
    small.commit(FILES)
    program, _ = ssh_that(tmp_path, said)
    with pytest.raises(Faulty) as caught, newest(Repository("ada@127.0.0.1:rules"), limits=LOOPBACK, ssh=program):
        pass
    assert caught.value.what == what


def test_machines_around_us_are_not_reached_by_ssh_either(tmp_path: Path) -> None:
    program, log = ssh_that(tmp_path)
    with pytest.raises(Faulty) as caught, newest(Repository("ssh://127.0.0.1/rules"), ssh=program):
        pass
    assert "inside a private network" in caught.value.what
    assert not log.exists()


def test_without_ssh_a_fault_says_what_to_install(tmp_path: Path) -> None:
    with (
        pytest.raises(Faulty) as caught,
        newest(Repository("git@127.0.0.1:rules"), "", LOOPBACK, str(tmp_path / "none")),
    ):
        pass
    assert "openssh-client" in caught.value.mend


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("ssh://git@example.org/a/b.git", SshAddress("example.org", "/a/b.git", "git")),
        ("ssh://example.org:2222/a", SshAddress("example.org", "/a", None, 2222)),
        ("git@example.org:a/b.git", SshAddress("example.org", "a/b.git", "git")),
        ("ssh://-oProxyCommand=x/a", None),
        ("git@-oProxyCommand=x:a", None),
        ("https://example.org/a", None),
        ("/srv/rules", None),
    ],
)
def test_an_address_by_ssh_names_a_host_and_never_an_option(place: str, found: SshAddress | None) -> None:
    assert ssh_address(place) == found
