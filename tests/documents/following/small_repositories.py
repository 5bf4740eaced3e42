"""Small git repositories to follow, in a folder or over HTTP on loopback."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from wsgiref.simple_server import WSGIRequestHandler, make_server

from dulwich.objects import Blob, Commit, ObjectID, Tree
from dulwich.repo import Repo
from dulwich.server import BackendRepo, DictBackend
from dulwich.web import make_wsgi_chain


class SmallRepository:
    """A bare repository with a commit for each call of `commit`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder, self._repo = folder, Repo.init_bare(str(folder))

    def commit(self, files: dict[str, str | bytes], branch: str = "master", mode: int = 0o100644) -> str:
        """Commits exactly these files, by path; returns the commit."""
        store = self._repo.object_store

        def tree_of(named: dict[str, str | bytes]) -> ObjectID:
            tree, below = Tree(), dict[str, dict[str, str | bytes]]()
            for path, content in named.items():
                first, slash, rest = path.partition("/")
                if slash:
                    below.setdefault(first, {})[rest] = content
                    continue
                blob = Blob.from_string(content if isinstance(content, bytes) else content.encode())
                store.add_object(blob)
                tree.add(first.encode(), mode, blob.id)
            for name, inside in below.items():
                tree.add(name.encode(), 0o040000, tree_of(inside))
            store.add_object(tree)
            return tree.id

        return self._commit(tree_of(files), branch)

    def commit_folders(self, number: int, depth: int) -> str:
        """Commits so many folders, each with as many in it, so deep: they are all the same but for their names."""
        inside = Tree()
        self._repo.object_store.add_object(inside)
        for _ in range(depth):
            tree = Tree()
            for name in range(number):
                tree.add(b"%d" % name, 0o040000, inside.id)
            self._repo.object_store.add_object(tree)
            inside = tree
        return self._commit(inside.id, "master")

    def _commit(self, tree: ObjectID, branch: str) -> str:
        made = Commit()
        made.tree = tree
        ref = f"refs/heads/{branch}".encode()
        with contextlib.suppress(KeyError):
            made.parents = [self._repo.refs[ref]]  # type: ignore[index]  # the same
        made.author = made.committer = b"Ada <ada@example.org>"
        made.author_time = made.commit_time = 1_700_000_000
        made.author_timezone = made.commit_timezone = 0
        made.message = b"Change the rules"
        self._repo.object_store.add_object(made)
        self._repo.refs[ref] = made.id  # type: ignore[index]  # the same
        return made.id.decode()


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # as it is called there
        """Says nothing."""


@contextlib.contextmanager
def served(repository: SmallRepository) -> Iterator[str]:
    """Serves a repository over HTTP; gives its address."""
    repo = Repo(str(repository.folder))
    backend = DictBackend({"/rules": cast("BackendRepo", repo)})
    server = make_server("127.0.0.1", 0, make_wsgi_chain(backend), handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/rules"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        repo.close()
