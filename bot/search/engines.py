"""Which loops go through the posting lists: the compiled ones, if the extra `fast` is installed, or NumPy's."""

import os
from importlib.util import find_spec
from pathlib import Path

from bot.search.loops import NUMPY, Loops


def fastest(cache: Path | None = None) -> Loops:
    """The fastest loops that are installed, ready to use; all give the same results.

    Raises ImportError or RuntimeError if there is a Numba that does not work here.

    Loading Numba takes a third of a second (some seconds for the first time on a machine) and 125 MB: worth it for
    a bot, not for a single question. What it compiles is kept in the folder `cache`, by default beside the code.
    """
    if find_spec("numba") is None:
        return NUMPY
    if cache is not None:
        os.environ.setdefault("NUMBA_CACHE_DIR", str(cache))  # the only way to tell it that needs no Numba yet
    from bot.search import kernel  # noqa: PLC0415  # loaded only where it is wanted

    return Loops(kernel.best, kernel.scores)
