"""Which article a name means: articles are named by their path, and known by the end of it where that is enough."""

from collections.abc import Container, Iterable, Mapping


def short_names(names: Iterable[str]) -> dict[str, str | None]:
    """The names by their last part; None for a part that several have."""
    found: dict[str, str | None] = {}
    for name in names:
        last = name.rpartition("/")[2]
        found[last] = None if last in found else name
    return found


def resolved(name: str, known: Container[str], short: Mapping[str, str | None]) -> str | None:
    """The article that is meant: the one of this name, or else the only one whose name ends in it."""
    return name if name in known else short.get(name)
