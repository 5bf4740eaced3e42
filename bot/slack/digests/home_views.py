"""What a person's App Home shows: their own digests and those that they made for channels; and a preview of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.digests import digest_wording
from bot.core.digests.digest import Digest
from bot.core.digests.subscriptions import Subscription
from bot.slack.answers.blocks import Block, said
from bot.slack.digests.blocks import preview_message

BEGIN, CHANGE, PAUSE = "digest_begin", "digest_change", "digest_pause"
RESUME, OFF, PREVIEW = "digest_resume", "digest_off", "digest_preview"
# Slack takes 100 blocks a view; a digest has two here.
MOST_SHOWN = 45

WHAT = "A digest tells what is new in the articles, what changed in them, and what was replaced."
NONE_YET = "No digest comes to you yet."
HOW = "Begin with the button below; or write in a channel, or here in Messages: {command} digest on"
MORE = "and {count} more; {command} digest list tells them where they come."
WAIT = "One moment…"
NOTHING = "Nothing to tell so far: nothing would be sent now."


@dataclass(frozen=True, slots=True)
class Shown:
    """A subscription, and when its next digest comes, in words."""

    subscription: Subscription
    comes: str


def home_view(shown: Sequence[Shown], home: str, command: str) -> dict[str, Any]:
    """The home; `home` is the conversation of the person with the bot, by its id."""
    title = {"type": "header", "text": _plain("Your digests")}
    blocks = [block for each in shown[:MOST_SHOWN] for block in _digest(each)]
    if not shown:
        blocks = [said(NONE_YET, bold=True), said(WHAT), said(HOW.format(command=command))]
    if len(shown) > MOST_SHOWN:
        blocks.append(said(MORE.format(count=len(shown) - MOST_SHOWN, command=command)))
    begin = _button("Begin a digest" if not shown else "Another digest for you", BEGIN, "new")
    return {
        "type": "home",
        "private_metadata": home,
        "blocks": [title, *blocks, {"type": "actions", "block_id": "begin", "elements": [begin]}],
    }


def preview_view(digest: Digest | None) -> dict[str, Any]:
    """What a digest would say now; without one, that it is being made."""
    blocks = [said(WAIT)] if digest is None else list(preview_message(digest).blocks) if digest else [said(NOTHING)]
    return {"type": "modal", "title": _plain("Preview"), "close": _plain("Close"), "blocks": blocks}


def _digest(shown: Shown) -> list[Block]:
    known = shown.subscription
    rhythm = digest_wording.rhythm(known)
    place: Block = {"type": "channel", "channel_id": known.place}
    where = [_text("For you", bold=True)] if known.is_direct else [_text("In ", bold=True), place]
    words = [*where, _text(f": {rhythm}. The next comes {shown.comes}.")]
    halt = _button("Go on", RESUME, known.key) if known.paused_until else _button("Pause", PAUSE, known.key)
    off = _button("Switch off", OFF, known.key)
    off |= {"style": "danger", "confirm": _confirm(rhythm)}
    buttons = [_button("Change", CHANGE, known.key), halt, _button("Preview", PREVIEW, known.key), off]
    for button in buttons:  # who hears them hears which digest they are about
        button["accessibility_label"] = f"{button['text']['text']}: {rhythm}"[:75]
    return [
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": words}]},
        {"type": "actions", "block_id": f"digest:{known.key}", "elements": buttons},
    ]


def _confirm(rhythm: str) -> Block:
    question = f"No more digest {rhythm}?"
    return {
        "title": _plain("Switch off"),
        "text": _plain(question[:300]),
        "confirm": _plain("Switch off"),
        "deny": _plain("Keep it"),
        "style": "danger",
    }


def _button(label: str, action: str, value: str) -> Block:
    return {"type": "button", "text": _plain(label), "action_id": action, "value": value}


def _text(text: str, *, bold: bool = False) -> Block:
    return {"type": "text", "text": text, **({"style": {"bold": True}} if bold else {})}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
