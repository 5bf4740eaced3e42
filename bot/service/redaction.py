"""Takes secrets out of whatever is about to be logged or printed: those that are known, and what looks like one."""

import json
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from urllib.parse import quote, quote_plus

HIDDEN = "•••"
# A shorter "secret" would take words out of every second line, and protects nothing.
SHORTEST = 6
_PATTERNS = (
    (re.compile(r"\bxox[a-z]+-[\w.%/+=-]+|\bxapp-[\w.%/+=-]+", re.IGNORECASE), HIDDEN),
    (re.compile(r"(\b(?:Bearer|Basic)\s+)[^\s'\",;]+", re.IGNORECASE), rf"\1{HIDDEN}"),
    # Whoever has such an address may post into a conversation.
    (re.compile(r"(\bhooks\.slack\.com/)[^\s'\",;]+", re.IGNORECASE), rf"\1{HIDDEN}"),
    # In an address, a password reaches to the last "@" before the path or the next space.
    (re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s/:@'\"]*:)[^\s'\"]*@", re.IGNORECASE), rf"\1{HIDDEN}@"),
    (
        re.compile(
            r"((?<![^\W_])(?:\w*(?:password|passwd|token|secret|api_?key|signature)|key|sig|ticket)=['\"]?)[^&\s'\";]+",
            re.I,
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"((?:password|passwd|token|secret)['\"]: *['\"])[^'\"]+", re.IGNORECASE), rf"\1{HIDDEN}"),
)

Redact = Callable[[str], str]


def redactor(secrets: Iterable[str] = ()) -> Redact:
    """A function that hides these secrets, however they are written in an address, and what looks like others."""
    known = {form for secret in secrets for form in _forms(secret)}
    # The longest first: one secret may begin with another.
    ordered = sorted((each for each in known if len(each) >= SHORTEST), key=len, reverse=True)
    exact = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def redact(text: str) -> str:
        if exact:
            text = exact.sub(HIDDEN, text)
        for pattern, shown in _PATTERNS:
            text = pattern.sub(shown, text)
        return text

    return redact


def _forms(secret: str) -> Iterator[str]:
    """However it may be written: in an address, in JSON, as Python shows a text or bytes."""
    yield secret
    for escaped in (quote(secret, safe=""), quote_plus(secret), quote(secret)):
        yield from (escaped, re.sub(r"%..", lambda found: found[0].lower(), escaped))
    yield from (json.dumps(secret)[1:-1], ascii(secret)[1:-1], repr(secret.encode("utf-8", "replace"))[2:-1])


def hide_in_tracebacks(redact: Redact) -> None:
    """What ends the program, or one of its threads, is printed without secrets."""

    def on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.stderr.write(redact("".join(traceback.format_exception(kind, error, trace))))

    def in_thread(given: threading.ExceptHookArgs) -> None:
        if given.exc_value is not None and not isinstance(given.exc_value, SystemExit):
            on_exception(given.exc_type, given.exc_value, given.exc_traceback)

    sys.excepthook = on_exception
    threading.excepthook = in_thread
