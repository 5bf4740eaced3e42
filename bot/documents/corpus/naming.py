"""What documents are called: their path within their folder, without the ending."""

from collections.abc import Iterable

from bot.documents.readers.registry import kind_of, named

# Between the name of a source and the path of a file in it. No path of a file has it.
OF_SOURCE = "//"
# What ships with the program is called by its bare name, so that a first question reads well.
EXAMPLES = "examples/"


def names_of(paths: Iterable[str]) -> dict[str, str]:
    """The name of each path, in the same order.

    Where several files of a folder differ by their ending alone, the first of them has the name, Markdown before all
    others, and the rest keep their endings. Two paths may still come to one name: then the first has it by right.
    """
    listed = list(paths)
    bare = {path: _bare(path) for path in listed}
    owners: dict[str, str] = {}
    for path in listed:
        owner = owners.setdefault(_whole_stem(path), path)
        if kind_of(path) == "markdown" and kind_of(owner) != "markdown":
            owners[_whole_stem(path)] = path
    return {path: bare[path] if owners[_whole_stem(path)] == path else _named(path) for path in listed}


def _whole_stem(path: str) -> str:
    folder, slash, file = path.rpartition("/")
    return f"{folder}{slash}{_stem(file)}"


def _bare(path: str) -> str:
    return _named(_whole_stem(path))


def _named(path: str) -> str:
    return path.removeprefix(EXAMPLES).replace(OF_SOURCE, "/")


def _stem(file: str) -> str:
    return named(file).stem
