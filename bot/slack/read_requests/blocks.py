"""Requests to read → Block Kit: what stands in a channel, in direct messages and in a person's home.

Words that are not ours stand in rich_text, whose text Slack takes literally.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.answering import citing
from bot.core.answering.quoting import quote_lead
from bot.core.changes.redlines import Changed
from bot.core.counting import people
from bot.core.digests import digest_wording
from bot.core.model import Article
from bot.core.read_requests.model import Asked, ReadRequest
from bot.slack.api import kit
from bot.slack.api.kit import Block, said
from bot.slack.api.message import Message, aloud, message_of
from bot.slack.digests.blocks import changed_blocks
from bot.slack.quotation import shortened, title

CONFIRM, ANEW = "read_confirm", "read_anew"
BUTTON = "I have read this"
MOST_AT_HOME, MOST_NAMED = 10, 20
# How much of a document's first sentence is shown, in characters.
LONGEST_LEAD = 600


@dataclass(frozen=True, slots=True)
class Material:
    """What is to be read: the document as it stands, and what has changed in it, if the readers knew it before."""

    article: Article
    changed: Changed | None = None


def request_message(request: ReadRequest, material: Material, *, reminder: bool = False) -> Message:
    """What a channel or a person is asked to read, with the button by which they confirm it."""
    heading = f"{'Reminder: please' if reminder else 'Please'} read this by {citing.day(request.until)}"
    who: Block = {"type": "user", "user_id": request.by} if request.by else kit.text("A curator")
    whom = " asks everybody in this channel to read " if request.in_channel and not reminder else " asks you to read "
    known = material.article.attribution
    asked = kit.section([who, kit.text(whom), title(known), kit.text(", and to say so with the button below.")])
    told = _told(material)
    head = kit.rich_text([kit.section([kit.text(f"{heading}\n", bold=True)]), asked])
    text = f"{heading}: {citing.label(known)}. {aloud(told)}".rstrip()
    return message_of(text, (head, *told, kit.actions([_button(request)])))


def confirmed_message(request: ReadRequest, on: date) -> Message:
    """What stands in a person's direct messages once they have confirmed it."""
    words = f"You confirmed on {citing.day(on)} that you have read “{request.title}”."
    return message_of(words, [said(words)])


def superseded_message(request: ReadRequest, material: Material, waiting: int) -> Message:
    """Tells the asker that the document has changed since."""
    told = f"has changed since you asked to have it read. I stopped the reminders; {people(waiting)} had not read it."
    head = kit.rich_text([kit.section([title(material.article.attribution), kit.text(f" {told}")])])
    button = kit.button("Ask for the new version", ANEW, request.id, f"Ask for the new version of {request.title}")
    return message_of(f"“{request.title}” {told}", (head, kit.actions([button])))


def status_message(request: ReadRequest, people: Sequence[Asked]) -> Message:
    """How far a request has come, and who has not confirmed it yet."""
    waiting = [each.person for each in people if each.read is None]
    ending = f" It is {'stopped' if request.ending == 'stopped' else 'over: the document has changed'}."
    line = (
        f"“{request.title}”, asked on {citing.day(request.asked.date())}, until {citing.day(request.until)}: "
        f"{len(people) - len(waiting)} of {len(people)} have read it.{ending if request.ending else ''}"
    )
    named: list[Block] = [kit.text("Not yet: ")] if waiting else []
    for at, person in enumerate(waiting[:MOST_NAMED]):
        named += [kit.text(", ")] * bool(at) + [{"type": "user", "user_id": person}]
    if len(waiting) > MOST_NAMED:
        named.append(kit.text(f" and {len(waiting) - MOST_NAMED} more"))
    return message_of(line, [said(line), *([kit.rich_text([kit.section(named)])] if named else [])])


def home_blocks(
    waiting: Sequence[tuple[ReadRequest, Article]], done: Sequence[tuple[ReadRequest, date]]
) -> list[Block]:
    """What a person is asked to read, with the button; and what they have confirmed."""
    blocks: list[Block] = [_header("For you to read")] if waiting else []
    for request, article in waiting[:MOST_AT_HOME]:
        by = kit.text(f", by {citing.day(request.until)}")
        blocks += [kit.rich_text([kit.section([title(article.attribution), by])]), kit.actions([_button(request)])]
    if len(waiting) > MOST_AT_HOME:
        blocks.append(said(f"and {len(waiting) - MOST_AT_HOME} more"))
    if done:
        lines = [
            kit.section([kit.text(each.title, italic=True), kit.text(f" on {citing.day(day)}")])
            for each, day in done[:MOST_AT_HOME]
        ]
        blocks += [_header("What you have read"), kit.rich_text([kit.bullets(lines)])]
    return blocks


def _header(words: str) -> Block:
    return {"type": "header", "text": kit.plain(words)}


def _told(material: Material) -> list[Block]:
    if material.changed:
        return [said(f"What has changed. {digest_wording.LEGEND}"), *changed_blocks(material.changed)]
    if not material.article.passages:
        return []
    lead = shortened(quote_lead(material.article).text, LONGEST_LEAD)
    return [kit.rich_text([kit.quote([kit.text(lead)])])] if lead else []


def _button(request: ReadRequest) -> Block:
    return {**kit.button(BUTTON, CONFIRM, request.id, f"{BUTTON}: {request.title}"), "style": "primary"}
