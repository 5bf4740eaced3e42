"""What a person sees of their own digests and those that they made for channels; and a preview of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.digests import digest_wording
from bot.core.digests.subscriptions import Subscription
from bot.slack.api import kit
from bot.slack.api.kit import Block, said
from bot.slack.api.message import Message, Sentence, line
from bot.slack.digests.previews import WHAT

BEGIN, CHANGE, PAUSE = "digest_begin", "digest_change", "digest_pause"
RESUME, OFF, PREVIEW = "digest_resume", "digest_off", "digest_preview"
# Slack takes 100 blocks a view; a digest has two here, and what stands around them three dozen at most.
MOST_SHOWN = 30

NONE_YET = "You do not get a digest yet."
HOW = "Start with the button below, or type this in a channel or here in Messages: {command} digest on"
MORE = "and {count} more. Type {command} digest list where they are posted to see them."
WAIT = "One moment…"


@dataclass(frozen=True, slots=True)
class Shown:
    """A subscription, and what follows its place: when digests come, and the next one."""

    subscription: Subscription
    comes: Sentence


def digests_section(shown: Sequence[Shown], command: str) -> list[Block]:
    """A person's digests for their home, each with its buttons, and one to begin another."""
    title: Block = {"type": "header", "text": kit.plain("Your digests")}
    blocks = [block for each in shown[:MOST_SHOWN] for block in _digest(each)]
    if not shown:
        blocks = [said(NONE_YET, bold=True), said(WHAT), said(HOW.format(command=command))]
    if len(shown) > MOST_SHOWN:
        blocks.append(said(MORE.format(count=len(shown) - MOST_SHOWN, command=command)))
    begin = kit.button("Start a digest" if not shown else "Add another digest", BEGIN, "new")
    return [title, *blocks, {"type": "actions", "block_id": "begin", "elements": [begin]}]


def preview_view(told: Message | None) -> dict[str, Any]:
    """What a digest would say now; without it, that it is being made."""
    blocks = [said(WAIT)] if told is None else list(told.blocks)
    return {"type": "modal", "title": kit.plain("Preview"), "close": kit.plain("Close"), "blocks": blocks}


def _digest(shown: Shown) -> list[Block]:
    known = shown.subscription
    rhythm = digest_wording.rhythm(known)
    place: Block = {"type": "channel", "channel_id": known.place}
    where = [kit.text("For you", bold=True)] if known.is_direct else [kit.text("In ", bold=True), place]
    words = [*where, *line(shown.comes)["elements"]]
    halt = kit.button("Resume", RESUME, known.key) if known.paused_until else kit.button("Pause", PAUSE, known.key)
    off = kit.button("Unsubscribe", OFF, known.key)
    off |= {"style": "danger", "confirm": _confirm(rhythm)}
    buttons = [kit.button("Change", CHANGE, known.key), halt, kit.button("Preview", PREVIEW, known.key), off]
    for button in buttons:  # who hears them hears which digest they are about
        button["accessibility_label"] = f"{button['text']['text']}: {rhythm}"[:75]
    return [
        kit.rich_text([kit.section(words)]),
        {"type": "actions", "block_id": f"digest:{known.key}", "elements": buttons},
    ]


def _confirm(rhythm: str) -> Block:
    question = f"Stop the digest {rhythm}?"
    return {
        "title": kit.plain("Unsubscribe"),
        "text": kit.plain(question[:300]),
        "confirm": kit.plain("Unsubscribe"),
        "deny": kit.plain("Keep it"),
        "style": "danger",
    }
