"""The documents of a git repository as they are at the newest commit of a branch, read without git and its hooks.

Only that commit is fetched, into a folder that goes again: nothing of the repository is ever run or checked out.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bot.documents.corpus.listing import BESIDE_ENDINGS, UNSHOWABLE, holds_templates, is_hidden
from bot.documents.faults import Faulty
from bot.documents.following.ssh_address import SshKeys, ssh_address
from bot.documents.readers.registry import kind_of
from bot.documents.web.addresses import Network

if TYPE_CHECKING:
    from dulwich.objects import ObjectID
    from dulwich.refs import Ref
    from dulwich.repo import BaseRepo, Repo

LACKING = "cannot be read without dulwich"
NO_KEYS = SshKeys()
REGULAR_FILES = (0o100644, 0o100755, 0o100664)
LONGEST_PATH = 4_096
LARGE_FILE_STORAGE = b"version https://git-lfs.github.com/spec/v1"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository: its address or path, a branch ("" for its own choice), a folder in it, and a name and password, or
    the keys by which it is reached through SSH.
    """

    place: str
    branch: str = ""
    path: str = ""
    credentials: tuple[str, str] | None = None
    keys: SshKeys = NO_KEYS

    @property
    def folder(self) -> Path | None:
        """Where it lies, if it is on this machine."""
        if ssh_address(self.place):
            return None
        parts = urlsplit(self.place)
        return Path(unquote(parts.path)) if parts.scheme in ("", "file") else None


@dataclass(frozen=True, slots=True)
class RepositoryLimits:
    """How far a look may go: `seconds` in all, `size` in bytes as sent, `files` and `content` in bytes of documents.

    `entries` are all files and folders.
    """

    seconds: float = 600.0
    size: int = 500_000_000
    files: int = 10_000
    entries: int = 500_000
    content: int = 1_000_000_000
    allowed: tuple[Network, ...] = ()


LIMITS = RepositoryLimits()


@dataclass(frozen=True, slots=True)
class Tree:
    """The documents at a commit, by path: a hash of each, and how its bytes are had.

    `unread` are the paths of files that nobody reads.
    """

    commit: str
    files: dict[str, str]
    read: Callable[[str], bytes]
    unread: list[str] = field(default_factory=list)


@contextmanager
def newest(
    repository: Repository, known: str = "", limits: RepositoryLimits = LIMITS, ssh: str = "ssh"
) -> Iterator[Tree | None]:
    """The documents at the newest commit, as long as the context lasts; None if that commit is the `known` one.

    `ssh` is the program that reaches other machines by SSH. Raises Faulty.
    """
    try:
        import dulwich  # noqa: F401, PLC0415  # an extra
    except ImportError as error:
        raise Faulty(0, LACKING, "install it: pip install 'policybot[git]'") from error
    from dulwich.repo import Repo  # noqa: PLC0415

    from bot.documents.following.git_client import told_as_faults  # noqa: PLC0415

    with TemporaryDirectory(prefix="policybot-") as folder, told_as_faults():
        if repository.folder is not None:
            with Repo(str(repository.folder)) as repo:
                commit = _chosen(repo.get_refs(), repository.branch)
                yield None if commit.decode() == known else _tree(repo, commit, repository, limits)
            return
        with Repo.init_bare(folder) as copy:
            fetched = _fetched(copy, known, repository, limits, ssh)
            yield _tree(copy, fetched, repository, limits) if fetched else None


def _fetched(copy: "Repo", known: str, repository: Repository, limits: RepositoryLimits, ssh: str) -> "ObjectID | None":
    """The newest commit, with all that belongs to it, in a copy; None if it is the known one."""
    from bot.documents.following.git_client import Bounds, connected  # noqa: PLC0415
    from bot.documents.following.ssh_client import connected_by_ssh  # noqa: PLC0415

    bounds, address = Bounds(limits.size, limits.seconds), ssh_address(repository.place)
    with (
        connected_by_ssh(address, repository.keys, bounds, limits.allowed, ssh)
        if address
        else connected(repository.place, repository.credentials, bounds, limits.allowed)
    ) as client:
        path = address.path if address else urlsplit(repository.place).path
        commit = _chosen(client.get_refs(path.encode()).refs, repository.branch)
        if commit.decode() == known:
            return None
        client.fetch(path, copy, determine_wants=lambda refs, depth=None: [commit], depth=1)
        return commit


def _chosen(refs: "Mapping[Ref, ObjectID | None]", branch: str) -> "ObjectID":
    names = [f"refs/heads/{branch}", f"refs/tags/{branch}"] if branch else ["HEAD", "refs/heads/main"]
    by_name = {bytes(name).decode("utf-8", "replace"): commit for name, commit in refs.items()}
    found = next((commit for name in names if (commit := by_name.get(name))), None)
    if found is None:
        what = f"has no branch {branch}" if branch else "has no commit yet"
        raise Faulty(0, what, "name one of its branches in `branch`")
    return found


def _tree(repo: "BaseRepo", commit: "ObjectID", repository: Repository, limits: RepositoryLimits) -> Tree:
    from dulwich.object_store import iter_tree_contents  # noqa: PLC0415

    store, root = repo.object_store, _root(repo, commit, repository.path.strip("/"))
    found, unread, blobs = dict[str, str](), list[str](), dict[str, "ObjectID"]()
    # A few kilobytes can describe more folders in folders than anybody could walk through.
    for number, entry in enumerate(iter_tree_contents(store, root, include_trees=True)):
        if number > limits.entries or len(entry.path or b"") > LONGEST_PATH:
            what = f"holds more than {limits.entries:,} files and folders, or folders too deep in each other"
            raise Faulty(0, what, "name a folder of it in `path`")
        path = (entry.path or b"").decode("utf-8", "surrogateescape")
        if entry.mode not in REGULAR_FILES or not _is_fit(path):
            continue
        if kind_of(path) is None and not path.endswith(BESIDE_ENDINGS):
            unread.append(path)
        elif entry.sha is not None:
            blobs[path], found[path] = entry.sha, entry.sha.decode()
        if len(found) > limits.files:
            raise Faulty(0, f"holds more than {limits.files:,} documents", "name a folder of it in `path`")
    spent = 0

    def read(path: str) -> bytes:
        nonlocal spent
        data: bytes = store[blobs[path]].as_raw_string()
        spent += len(data)
        if spent > limits.content:
            raise Faulty(0, f"holds more than {limits.content // 1_000_000:,} MB", "name a folder of it in `path`")
        return data

    return Tree(commit.decode(), found, read, unread)


def _root(repo: "BaseRepo", commit: "ObjectID", folder: str) -> "ObjectID":
    """What names the tree of a folder at a commit. Raises Faulty."""
    from dulwich.object_store import tree_lookup_path  # noqa: PLC0415
    from dulwich.objects import Commit, Tag  # noqa: PLC0415

    store = repo.object_store
    head = store[commit]
    while isinstance(head, Tag):
        head = store[head.object[1]]
    if not isinstance(head, Commit):
        raise Faulty(0, "has no commit there", "name a branch of it")
    root: ObjectID = head.tree
    if folder:
        try:
            _, root = tree_lookup_path(store.__getitem__, root, folder.encode())
        except KeyError as error:
            raise Faulty(0, f"has no folder {folder}", "correct `path` in the settings") from error
    return root


def _is_fit(path: str) -> bool:
    """Whether a path may be written below a folder of ours, and is read there."""
    parts = path.split("/")
    if UNSHOWABLE.search(path) or any(map(holds_templates, parts[:-1])):
        return False
    return all(part not in ("", ".", "..") and not is_hidden(part) for part in parts)
