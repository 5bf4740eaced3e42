"""[[sources]]: what is followed."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, model_validator

from bot.settings.sections import Section

KINDS_OF_SOURCE = ("folder", "git", "pages", "sitemap", "feed")
# How many entries of a feed, or pages of a site, are taken at a time where nobody says so.
MOST_ENTRIES, MOST_PAGES = 20, 500
# As git knows them: ssh://name@host:port/path, and name@host:path.
BY_SSH = re.compile(
    r"ssh://(?:[A-Za-z0-9_][\w.-]*@)?[A-Za-z0-9][\w.-]*(?::\d{1,5})?/[^\s?#]+|[A-Za-z0-9_][\w.-]*@[A-Za-z0-9][\w.-]*:[^\s/:][^\s:]*"
)
Address = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=2_000)]
Link = Annotated[str, Field(pattern=r"^(https?://\S+)?$", max_length=2_000)]


def _interval(value: object) -> object:
    match = re.fullmatch(r"([1-9]\d{0,5})\s*([mhd])", value) if isinstance(value, str) else None
    if not match:
        raise ValueError("not a length of time; write 30m, 1h or 2d")
    return timedelta(**{{"m": "minutes", "h": "hours", "d": "days"}[match[2]]: int(match[1])})


class SourceSettings(Section):
    """A source that is followed: a folder, a git repository, web pages by name or by a sitemap, or a feed.

    What comes from it has its collection, publisher and topics, and the web address that `link` makes of its path.
    `path` is the part of the source that is meant. `trusted`: what is new, changed or gone needs no curator.
    """

    name: Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9-]{0,39})?$")] = ""
    folder: Path | None = None
    git: Annotated[str, Field(max_length=2_000)] = ""
    pages: tuple[Address, ...] = ()
    sitemap: Address | None = None
    feed: Address | None = None
    path: str = ""
    branch: str = ""
    credentials: Path | None = None
    key: Path | None = None
    known_hosts: Path | None = None
    collection: str | None = None
    publisher: str | None = None
    topics: tuple[str, ...] = ()
    link: Link = ""
    trusted: bool | None = None
    every: Annotated[timedelta, BeforeValidator(_interval)] = timedelta(hours=1)
    most: Annotated[int, Field(ge=1, le=10_000)] | None = None

    @property
    def kind(self) -> str:
        """One of KINDS_OF_SOURCE."""
        return next(kind for kind in KINDS_OF_SOURCE if getattr(self, kind))

    @property
    def place(self) -> str:
        """Where it is: a folder, or an address."""
        return self.pages[0] if self.pages else str(self.folder or self.git or self.sitemap or self.feed)

    @property
    def is_by_ssh(self) -> bool:
        """Whether it is a repository that is reached by SSH."""
        return bool(BY_SSH.fullmatch(self.git))

    @property
    def called(self) -> str:
        """Its name: the one that it was given, or else one made of its place."""
        if self.name:
            return self.name
        parts = urlsplit(self.place)
        is_site = self.kind in ("pages", "sitemap", "feed")
        words = str(parts.hostname) if is_site else parts.path.rstrip("/").rpartition("/")[2].removesuffix(".git")
        return re.sub(r"[^a-z0-9]+", "-", words.casefold())[:40].strip("-") or self.kind

    @property
    def belongs_to(self) -> str:
        """The collection of what comes from it: the one that it was given, or else one of its own."""
        return self.collection or self.called

    @property
    def is_trusted(self) -> bool:
        """Whether it needs no curator: unless somebody says otherwise, folders and repositories do not."""
        return self.kind in ("folder", "git") if self.trusted is None else self.trusted

    @model_validator(mode="after")
    def _fits(self) -> "SourceSettings":
        given = [kind for kind in KINDS_OF_SOURCE if getattr(self, kind)]
        if len(given) != 1:
            named = " and ".join(given) or "none of them"
            raise ValueError(f"a source has one of {', '.join(KINDS_OF_SOURCE)}, and this one has {named}")
        if self.git and not self.is_by_ssh and not re.match(r"https?://[^\s@]+$|file:///|/", self.git):
            raise ValueError(
                "git is an address with https://, without a name in it, one with ssh:// or like git@host:path, or the "
                "path of a repository here"
            )
        if self.is_by_ssh and self.credentials:
            raise ValueError("a repository is reached by SSH with a `key`, and without `credentials`")
        if not self.is_by_ssh and (self.key or self.known_hosts):
            raise ValueError("`key` and `known_hosts` are for repositories that are reached by SSH")
        for key, kinds in (("branch", "git"), ("credentials", "git"), ("path", "git sitemap"), ("link", "folder git")):
            if getattr(self, key) and given[0] not in kinds.split():
                raise ValueError(f"`{key}` means nothing for a source of kind {given[0]}")
        return self


def named_apart(sources: tuple[SourceSettings, ...]) -> tuple[SourceSettings, ...]:
    """The sources themselves, if no two have the same name. Raises ValueError."""
    names = [source.called for source in sources]
    if "written-answers" in names:
        raise ValueError("what curators write is called written-answers; give the source another name")
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f'two sources are called {twice}; give each a `name = "…"` of its own')
    return sources
