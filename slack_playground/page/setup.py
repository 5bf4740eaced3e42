"""What the page offers besides the workspace itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

OfferKind = Literal["mention", "command", "direct", "digest"]


class Offer(NamedTuple):
    """Something to try. ``kind`` says how ``text`` is put: mentioning the bot, after the slash command, or in a
    direct message; a digest needs no text. ``person`` is the name of who tries it, if not whoever is at the page."""

    label: str
    kind: OfferKind
    text: str = ""
    person: str = ""


class Shortcut(NamedTuple):
    """An entry in the menu of every message (or of the workspace): a Slack shortcut with this callback id."""

    label: str
    callback_id: str


@dataclass(frozen=True, slots=True)
class Page:
    """The page's settings.

    ``command`` is the bot's slash command and ``usage`` what it takes. ``channel`` is the one that opens first and
    gets the digest. ``offers`` are what the first visit proposes. ``send_digest`` posts a digest to a channel (by
    id) and is called in a thread of its own; without it the page has no such button. ``more_commands`` are
    proposed while one types: what follows the command, and what it does.
    """

    command: str = "/policy"
    usage: str = "[question]"
    channel: str = "policy"
    offers: tuple[Offer, ...] = ()
    more_commands: tuple[tuple[str, str], ...] = ()
    message_shortcuts: tuple[Shortcut, ...] = ()
    global_shortcuts: tuple[Shortcut, ...] = ()
    send_digest: Callable[[str], None] | None = None
