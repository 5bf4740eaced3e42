"""What documents are called: their path within their folder, without the ending."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from bot.documents.readers.registry import kind_of, named

# Between the name of a source and the path of a file in it. No path of a file has it.
OF_SOURCE = "//"
# What ships with the program is called by its bare name, so that a first question reads well.
EXAMPLES = "examples/"


def names_of(paths: Iterable[str]) -> Mapping[str, str]:
    """The name of each path, in the same order.

    Where several files of a folder differ by their ending alone, the first of them has the name, Markdown before all
    others, and the rest keep their endings. What several folders have by one name bears the name of its source before
    it, unless it lies in the corpus folder. Two paths may still come to one name: then the first has it by right.
    """
    return _names_of(tuple(paths))


# Most looks at a corpus find the paths that the one before has found.
@lru_cache(maxsize=1)
def _names_of(paths: Sequence[str]) -> Mapping[str, str]:
    stems = {path: whole_stem(path) for path in paths}
    owners: dict[str, str] = {}
    for path, stem in stems.items():
        owner = owners.setdefault(stem, path)
        if owner is not path and kind_of(path) == "markdown" and kind_of(owner) != "markdown":
            owners[stem] = path
    within = {path: _named(stem if owners[stem] == path else path) for path, stem in stems.items()}
    folders: dict[str, set[str]] = {}
    for source, name in within.values():
        folders.setdefault(name, set()).add(source)
    return {
        path: name if not source or len(folders[name]) == 1 else f"{source}/{name}"
        for path, (source, name) in within.items()
    }


def whole_stem(path: str) -> str:
    """The path without its ending: what it shares with those that may have its name."""
    folder, slash, file = path.rpartition("/")
    return f"{folder}{slash}{_stem(file)}"


def _named(path: str) -> tuple[str, str]:
    """The name of the source that a path lies in ("" for the corpus folder), and the rest of the path."""
    source, found, rest = path.partition(OF_SOURCE)
    return (source, rest) if found else ("", path.removeprefix(EXAMPLES))


def _stem(file: str) -> str:
    return named(file).stem
