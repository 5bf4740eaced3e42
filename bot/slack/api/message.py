"""What is posted."""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.requests import Handled
from bot.slack.api.kit import Block, rich_text, section, text

# What a phone shows without much scrolling, in characters.
READABLE = 900


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


def message_of(text: str, blocks: Iterable[Block]) -> Message:
    """A message whose text is taken literally, too."""
    return Message(html.escape(text, quote=False), tuple(blocks))


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
