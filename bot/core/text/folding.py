"""Words as they are compared."""

import unicodedata
from functools import lru_cache

_QUOTES = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"'})


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """The text as it is compared: NFKC, straight quotes, lower case (`str.casefold`)."""
    return unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
