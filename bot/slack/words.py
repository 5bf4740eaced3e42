"""A person's words as they meant them: without Slack's markup, and whom they name."""

import html
import re

from bot.core.model import straight

_TARGET = re.compile(r"<(?:#([CG][A-Z0-9]+)|!subteam\^(S[A-Z0-9]+))(?:\|[^<>]*)?>")
# Nobody types them, and no database takes all of them.
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_REFERENCE = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def mentions(text: str, user: str | None) -> bool:
    """Whether the words name this user."""
    return user is not None and (f"<@{user}>" in text or f"<@{user}|" in text)


def mentions_somebody(text: str) -> bool:
    """Whether the words name people, a group of them, or everybody."""
    return any(match[1] in {"@", "!"} for match in _REFERENCE.finditer(text))


def without_target(text: str) -> tuple[str, str]:
    """What was typed without the first channel or user group that it names, and that one's id; "" if it names none."""
    found = _TARGET.search(text)
    rest = f"{text[: found.start()]} {text[found.end() :]}" if found else text
    return " ".join(plain_words(rest, bot_user=None).split()), (found[1] or found[2]) if found else ""


def plain_words(text: str, bot_user: str | None) -> str:
    """The words of a message without the mention of the bot; other references become what people see of them.

    Its lines stay: a list is read as one.
    """

    def readable(match: re.Match[str]) -> str:
        kind, target, shown = match.groups()
        if kind == "@":
            return "" if target == bot_user else (shown or "")
        return shown or ("" if kind else target)

    lines = (" ".join(line.split()) for line in html.unescape(_REFERENCE.sub(readable, text)).splitlines())
    words = _CONTROLS.sub("", straight("\n".join(filter(None, lines))))
    return words.encode("utf-8", "replace").decode()  # half a character, which no file or database takes
