"""What stands in a message and is no word of its question: links, addresses, emoji."""

import re

from bot.core.text import analysis

_LINK = r"<?(?:https?://|www\.)[^\s<>\"“”]+>?|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[a-z]{2,12}/[^\s<>\"“”]*"
_ADDRESS = r"<?(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}>?"
_POINTER = r"(?:\b(?:see(?:\s+also)?|cf\.?|via|source|link|siehe|vgl\.?|voir|véase)\s*:?\s*)?"
_EMOJI = r"(?<![\w:]):[a-z0-9+-][a-z0-9_+'-]{0,60}:(?::skin-tone-[2-6]:)?(?!\w)"
_ASIDE = re.compile(rf"{_POINTER}(?:{_LINK}|{_ADDRESS})|{_EMOJI}", re.IGNORECASE)

_BLANKS = re.compile(r"[^\S\n]{2,}")


def stripped(text: str) -> str:
    """The text without links, e-mail addresses and emoji codes."""
    return _BLANKS.sub(" ", _ASIDE.sub(" ", text)).strip() if _ASIDE.search(text) else text


def without_asides(text: str) -> str:
    """The same, of a question; the text as it is, if nothing to search for is left."""
    bare = stripped(text)
    return bare if analysis.terms(bare) else text
