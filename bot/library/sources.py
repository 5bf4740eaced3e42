"""The sources that are followed, as the settings name them: their folders, their feeds, and what is known of them."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bot.documents.corpus.metadata import Metadata
from bot.documents.corpus.roots import Root, no_commit
from bot.documents.corpus.withholding import A_FIFTH
from bot.documents.following.polling import Feed
from bot.documents.following.ssh_address import ssh_address
from bot.settings import MOST_ENTRIES, Settings, SourceSettings

# What the well-known places that keep repositories call a file at a commit.
HOSTS: Mapping[str, str] = {
    "github": "/blob/{commit}/{path}",
    "gitlab": "/-/blob/{commit}/{path}",
    "bitbucket": "/src/{commit}/{path}",
    "codeberg": "/src/commit/{commit}/{path}",
    "gitea": "/src/commit/{commit}/{path}",
    "forgejo": "/src/commit/{commit}/{path}",
}
COMMITS = "commits.json"


def source_roots(settings: Settings) -> Iterator[Root]:
    """The folder of each source that has one: its own, or the copy of a repository in the state folder."""
    for source in settings.sources:
        if source.folder:
            may_lose = A_FIFTH if source.is_trusted else 0.0
            yield Root(source.folder, source.called, given_by(source), source.link, may_lose=may_lose)
        elif source.git:
            place = place_of_copy(settings, source)
            below = f"{source.path.strip('/')}/" if source.path.strip("/") else ""
            link, commit_of = source.link or link_into(source.git), commits_in(place / COMMITS)
            yield Root(
                place / "files", source.called, given_by(source), link, below, commit_of, may_lack=True
            )  # fmt: skip


def feed_of(source: SourceSettings) -> Feed:
    """A source as one that documents arrive from; its address names it in the store, or else its name."""
    return Feed(
        source.feed or source.called,
        source.publisher,
        source.topics,
        source.is_trusted,
        source.every,
        source.most or MOST_ENTRIES,
        source.called,
        source.belongs_to,
        by_path=not source.feed,
    )


def place_of_copy(settings: Settings, source: SourceSettings) -> Path:
    """Where the copy of a repository lies, with what is known of it."""
    return settings.state / "sources" / source.called


def given_by(source: SourceSettings) -> Metadata:
    """What is known of all documents of a source that say nothing themselves."""
    given: dict[str, object] = {"collection": source.belongs_to}
    if source.publisher:
        given["publisher"] = source.publisher
    if source.topics:
        given["topics"] = source.topics
    return Metadata.model_validate(given)


def link_into(repository: str) -> str:
    """The pattern of links to the files of a repository, where its host is one of those that we know; else ""."""
    by_ssh = ssh_address(repository)
    if by_ssh:
        repository = f"https://{by_ssh.host}/{by_ssh.path.lstrip('/')}"
    parts = urlsplit(repository)
    pattern = next((pattern for name, pattern in HOSTS.items() if name in (parts.hostname or "")), "")
    is_web = parts.scheme in ("http", "https")
    return f"{repository.rstrip('/').removesuffix('.git')}{pattern}" if pattern and is_web else ""


def commits_in(file: Path) -> Callable[[str], str]:
    """Tells of a path the commit with which its file came, as it is written down; the file is read when it changes."""
    known: dict[str, str] = {}
    seen: tuple[int, int] = (0, 0)

    def commit_of(path: str) -> str:
        nonlocal known, seen
        try:
            found = file.stat()
            if (found.st_mtime_ns, found.st_ino) != seen:
                known = json.loads(file.read_bytes())["files"]
                seen = (found.st_mtime_ns, found.st_ino)
        except (OSError, ValueError, KeyError):
            return no_commit(path)
        return known.get(path, "")

    return commit_of
