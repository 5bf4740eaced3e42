"""The documents of a git repository as they are at the newest commit of a branch, read without git and its hooks.

Only that commit is fetched, into a folder that goes again: nothing of the repository is ever run or checked out.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from bot.documents.corpus.listing import BESIDE_ENDINGS, UNSHOWABLE, is_hidden
from bot.documents.faults import Faulty
from bot.documents.readers.registry import kind_of
from bot.documents.web.addresses import Network, may_connect

if TYPE_CHECKING:
    from dulwich.client import GitClient
    from dulwich.objects import ObjectID
    from dulwich.refs import Ref
    from dulwich.repo import BaseRepo, Repo

LACKING = "cannot be read without dulwich"
REGULAR_FILES = (0o100644, 0o100755, 0o100664)
LARGE_FILE_STORAGE = b"version https://git-lfs.github.com/spec/v1"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository: its address or path, a branch ("" for its own choice), a folder in it, and a name and password."""

    place: str
    branch: str = ""
    path: str = ""
    credentials: tuple[str, str] | None = None

    @property
    def folder(self) -> Path | None:
        """Where it lies, if it is on this machine."""
        parts = urlsplit(self.place)
        return Path(unquote(parts.path)) if parts.scheme in ("", "file") else None


@dataclass(frozen=True, slots=True)
class RepositoryLimits:
    """How far a look may go: `seconds` in all, `size` in bytes as sent, `files` and `content` in bytes of documents."""

    seconds: float = 600.0
    size: int = 500_000_000
    files: int = 10_000
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
def newest(repository: Repository, known: str = "", limits: RepositoryLimits = LIMITS) -> Iterator[Tree | None]:
    """The documents at the newest commit, as long as the context lasts; None if that commit is the `known` one.

    Raises Faulty.
    """
    try:
        import dulwich  # noqa: F401, PLC0415  # an extra
    except ImportError as error:
        raise Faulty(0, LACKING, "install it: pip install 'policybot[git]'") from error
    with TemporaryDirectory(prefix="policybot-") as folder, _told():
        if repository.folder is not None:
            from dulwich.repo import Repo  # noqa: PLC0415

            with Repo(str(repository.folder)) as repo:
                commit = _chosen(repo.get_refs(), repository.branch)
                yield None if commit.decode() == known else _tree(repo, commit, repository, limits)
            return
        from dulwich.repo import Repo  # noqa: PLC0415

        with Repo.init_bare(folder) as copy:
            fetched = _fetched(copy, known, repository, limits)
            yield _tree(copy, fetched, repository, limits) if fetched else None


def _fetched(copy: "Repo", known: str, repository: Repository, limits: RepositoryLimits) -> "ObjectID | None":
    """The newest commit, with all that belongs to it, in a copy; None if it is the known one."""
    with _client(repository, limits) as client:
        path = urlsplit(repository.place).path
        commit = _chosen(client.get_refs(path.encode()).refs, repository.branch)
        if commit.decode() == known:
            return None
        client.fetch(path, copy, determine_wants=lambda refs, depth=None: [commit], depth=1)
        return commit


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong, as a fault. The words of an error are left out: parts of them come from the server."""
    from dulwich import errors  # noqa: PLC0415
    from dulwich.client import HTTPUnauthorized  # noqa: PLC0415
    from urllib3.exceptions import HTTPError, NewConnectionError, ResponseError  # noqa: PLC0415

    try:
        yield
    except Faulty:
        raise
    except Exception as error:  # whatever a server may send
        chain = list(_causes(error))
        refused = next((each.ip for each in chain if isinstance(each, _RefusedError)), "")
        kinds = (
            (HTTPUnauthorized, "wants a name and a password", "name a file with them in `credentials`"),
            (
                errors.NotGitRepository,
                "is no git repository, or shows none to us",
                "check the address and its credentials",
            ),
            (ResponseError, "leads elsewhere", "write the address at which it ends"),
            (NewConnectionError, "cannot be reached", "check the address and the network; policybot uses no proxy"),
            ((HTTPError, OSError, errors.HangupException), "breaks off before all of it is there", "try again later"),
        )
        if refused:
            mend = "if it is meant, add its network to fetching.allow in the settings"
            raise Faulty(0, f"leads to {refused}, inside a private network", mend) from error
        for kind, what, mend in kinds:
            if any(isinstance(each, kind) for each in chain):
                raise Faulty(0, what, mend) from error
        raise Faulty(0, "does not speak git as we know it", "see whether `git clone` takes it") from error


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error, and all that it came of, as Python and urllib3 tell it."""
    waiting: list[object] = [error]
    while waiting:
        found = waiting.pop()
        if isinstance(found, BaseException):
            yield found
            waiting += [getattr(found, "reason", None), found.__cause__ or found.__context__, *found.args]


def _chosen(refs: "Mapping[Ref, ObjectID | None]", branch: str) -> "ObjectID":
    names = [f"refs/heads/{branch}", f"refs/tags/{branch}"] if branch else ["HEAD", "refs/heads/main"]
    by_name = {bytes(name).decode("utf-8", "replace"): commit for name, commit in refs.items()}
    found = next((commit for name in names if (commit := by_name.get(name))), None)
    if found is None:
        what = f"has no branch {branch}" if branch else "has no commit yet"
        raise Faulty(0, what, "name one of its branches in `branch`")
    return found


def _tree(repo: "BaseRepo", commit: "ObjectID", repository: Repository, limits: RepositoryLimits) -> Tree:
    from dulwich.object_store import iter_tree_contents, tree_lookup_path  # noqa: PLC0415
    from dulwich.objects import Commit, Tag  # noqa: PLC0415

    store = repo.object_store
    head = store[commit]
    while isinstance(head, Tag):
        head = store[head.object[1]]
    if not isinstance(head, Commit):
        raise Faulty(0, "has no commit there", "name a branch of it")
    root, folder = head.tree, repository.path.strip("/")
    if folder:
        try:
            _, root = tree_lookup_path(store.__getitem__, root, folder.encode())
        except KeyError as error:
            raise Faulty(0, f"has no folder {folder}", "correct `path` in the settings") from error
    found, unread, blobs = dict[str, str](), list[str](), dict[str, "ObjectID"]()
    for entry in iter_tree_contents(store, root):
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


def _is_fit(path: str) -> bool:
    """Whether a path may be written below a folder of ours, and is read there."""
    parts = path.split("/")
    return not UNSHOWABLE.search(path) and all(part not in ("", ".", "..") and not is_hidden(part) for part in parts)


class _RefusedError(OSError):
    """An address that may not be connected to."""

    def __init__(self, ip: str) -> None:
        super().__init__("refused")
        self.ip = ip


@contextmanager
def _client(repository: Repository, limits: RepositoryLimits) -> "Iterator[GitClient]":
    """A client that connects to allowed addresses alone, follows no redirect, and takes no more than it may."""
    import urllib3  # noqa: PLC0415
    from dulwich.client import Urllib3HttpGitClient  # noqa: PLC0415
    from urllib3.connection import HTTPConnection, HTTPSConnection  # noqa: PLC0415

    def judged(made: Any) -> Any:
        ip = str(made.getpeername()[0])
        if not may_connect(ip, limits.allowed):
            made.close()
            raise _RefusedError(ip)
        return made

    # The address is judged as it was connected to, and before a byte is sent.
    class Plain(HTTPConnection):
        def _new_conn(self) -> Any:
            return judged(super()._new_conn())

    class Secure(HTTPSConnection):
        def _new_conn(self) -> Any:
            return judged(super()._new_conn())

    class PlainPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Secure

    class Pools(urllib3.PoolManager):
        def urlopen(self, *arguments: Any, **options: Any) -> Any:
            response = super().urlopen(*arguments, **options)
            responses.append(response)
            return response

    until = time.monotonic() + limits.seconds
    spent, responses = 0, list[Any]()

    class Client(Urllib3HttpGitClient):
        def _http_request(self, *arguments: Any, **options: Any) -> Any:
            response, read = super()._http_request(*arguments, **options)

            def bounded(size: int) -> bytes:
                nonlocal spent
                data: bytes = read(size)
                spent += len(data)
                if spent > limits.size:
                    raise Faulty(0, f"sends more than {limits.size // 1_000_000:,} MB", "follow a smaller repository")
                if time.monotonic() > until:
                    raise Faulty(0, f"takes longer than {limits.seconds:g} seconds", "try again later", passing=True)
                return data

            return response, bounded

    pools = Pools(retries=urllib3.Retry(total=0), timeout=max(1.0, min(60.0, limits.seconds)))
    pools.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    parts = urlsplit(repository.place)
    name, password = repository.credentials or (None, None)
    try:
        yield Client(
            f"{parts.scheme}://{parts.netloc}", pool_manager=pools, username=name, password=password, quiet=True
        )
    finally:
        for response in responses:
            response.close()
        pools.clear()
