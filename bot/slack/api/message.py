"""What is posted, where it belongs, and which words it answers."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.core.model import straight
from bot.core.requests import Handled, Post
from bot.slack.api.kit import Block, rich_text, section, text

# What a phone shows without much scrolling, in characters.
READABLE = 900
# So much of a message is read aloud, in characters as they are sent: Slack takes 4,000.
LONGEST_ALOUD = 3_000
_ENDS = (".", "?", "!", "…")
_LINK = re.compile(r"<[^|>]*\|([^>]*)>")


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: blocks, and the text that notifications and screen readers use instead."""

    text: str
    blocks: tuple[Block, ...]

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments that any of Slack's posting methods takes. Links never unfold into previews."""
        return {"text": self.text, "blocks": list(self.blocks), "unfurl_links": False, "unfurl_media": False}


@dataclass(frozen=True, slots=True)
class Reply(Message):
    """A message that answers a request, and what came of it."""

    handled: Handled

    @classmethod
    def of(cls, message: Message, outcome: str, receipt: str = "", *, weak: bool = False) -> "Reply":
        """A message, with what came of it in a word, the receipt of its answer, and whether that is a weak one."""
        return cls(message.text, message.blocks, Handled(outcome, receipt, weak))


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a post belongs, and the key under which it is known: one key, one post.

    `after`: Slack's ts of what it answers, if it answers something: it stands nowhere before that.
    """

    key: str
    channel: str
    thread: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """Which words a post answers: a hash of them, and since when they stand (Slack's ts of the event)."""

    at: str = ""
    words: str = ""

    @property
    def fingerprint(self) -> str:
        """How it is kept."""
        return f"{self.at} {self.words}"

    def answered_by(self, message: Message) -> str:
        """How it is kept beside the message that answers it: with what came of it, if that is a reply.

        So who finds the message in Slack after a crash knows what it rests on.
        """
        if not isinstance(message, Reply):
            return self.fingerprint
        return f"{self.fingerprint} {message.handled.receipt} {message.handled.outcome}"

    def replaces(self, fingerprint: str) -> bool:
        """Whether a post that answers that must be changed: not for the same words, nor for older ones."""
        at, words, _ = _parts(fingerprint)
        return words != self.words and _moment(at) <= _moment(self.at)

    def handled(self, fingerprint: str) -> Handled | None:
        """What came of these words, if a post has a reply to them."""
        _, words, handled = _parts(fingerprint)
        return handled if words == self.words else None


def message_of(text: str, blocks: Iterable[Block]) -> Message:
    """A message whose text is taken literally, too."""
    return Message(html.escape(straight(text), quote=False), tuple(blocks))


def whole_message(blocks: Iterable[Block], heading: str = "") -> Message:
    """A message that is read aloud as it stands: after a heading that is in none of its blocks, if there is one."""
    shown = tuple(blocks)
    return message_of(" ".join(filter(None, (heading, aloud(shown)))), shown)


def aloud(blocks: Iterable[Block]) -> str:
    """What blocks say to who does not see them, but for buttons: what is struck out is said to be."""
    told = " ".join(" ".join(filter(None, map(_heard, blocks))).split())
    while len(html.escape(told, quote=False)) > LONGEST_ALOUD:
        told = f"{told[: len(told) * 3 // 4]}…"
    return told


def _heard(block: Block) -> str:
    inner = [_heard(each) for each in block.get("elements", ())]
    match block:
        case {"type": "text", "style": {"strike": True}}:
            heard = f"[struck out: {block['text'].strip()}] "
        case {"type": "rich_text_quote"}:
            heard = f"“{''.join(inner)}”"
        case {"type": "rich_text_list"}:
            heard = " ".join(each if each.endswith(_ENDS) else f"{each};" for each in inner)
            heard = f"{heard[:-1]}." if heard.endswith(";") else heard
        case {"type": "rich_text_section"}:
            heard = "".join(inner)
        case {"type": "rich_text" | "context"}:
            heard = " ".join(inner)
        case {"type": "mrkdwn"}:
            heard = html.unescape(_LINK.sub(r"\1", block["text"])).replace("\u200b", "")
        case {"type": "text" | "link" | "plain_text" | "date"}:
            heard = plainly([block])
        case _:
            heard = ""
    return heard


Sentence = str | Sequence[Block]
"""Words of our own, or, where a moment stands between them, elements of rich text."""


def sentence_message(*sentences: Sentence) -> Message:
    """A few words of our own."""
    return message_of(" ".join(map(plainly, sentences)), (rich_text([line(each)]) for each in sentences))


def line(sentence: Sentence) -> Block:
    """A line of rich text."""
    return section([text(sentence)] if isinstance(sentence, str) else sentence)


def plainly(sentence: Sentence) -> str:
    """A sentence without anything but words."""
    if isinstance(sentence, str):
        return sentence
    return "".join(str(each.get("text") or each.get("fallback") or "") for each in sentence)


def answered_at(post: Post) -> str:
    """Since when the words stand that a post answers, as Slack's ts."""
    return _parts(post.fingerprint)[0]


def _parts(fingerprint: str) -> tuple[str, str, Handled | None]:
    """The moment and the hash of the words that a post answers, and what came of them."""
    at, _, answered = fingerprint.partition(" ")
    words, _, came = answered.partition(" ")
    receipt, _, outcome = came.partition(" ")
    return at, words, Handled(outcome, receipt) if outcome else None


def _moment(ts: str) -> Decimal:
    try:
        return Decimal(ts or 0)
    except InvalidOperation:
        return Decimal(0)
