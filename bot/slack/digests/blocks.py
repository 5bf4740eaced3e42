"""Digest → Block Kit: a head for the channel, read in half a minute on a phone, and its thread.

What fits into the head is told there in full; else the head names it, and the thread tells it. Words that are not
ours stand in rich_text, whose text Slack takes literally.
"""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from bot.core.answering import citing
from bot.core.changes import redlines
from bot.core.changes.redlines import Changed, Redline
from bot.core.changes.rewording import Mark
from bot.core.counting import counted, people
from bot.core.digests import digest_wording
from bot.core.digests.digest import Digest, Replaced
from bot.core.model import Attribution
from bot.core.question_log import DemandedTopic, Frequent
from bot.slack.api import kit
from bot.slack.api.kit import Block, one_line, said
from bot.slack.api.message import READABLE, Message, Sentence, aloud, line, message_of, plainly, whole_message
from bot.slack.quotation import quotation_block

# Slack takes about 13,000 characters and 50 blocks a message; head and details together stay below 9,000.
MOST_CHARACTERS, MOST_BLOCKS, MOST_MESSAGES = 7_500, 40, 10
# Of one article. What is around a change, and a changed paragraph, in characters.
MOST_PARAGRAPHS, AROUND, LONGEST_PARAGRAPH = 8, 80, 900
LONGEST_TITLE, LONGEST_QUESTION, LONGEST_URL = 60, 120, 2_000
IN_THREAD = "More in the thread."
_STYLES = {Mark.KEPT: {}, Mark.REMOVED: {"strike": True}, Mark.ADDED: {"bold": True}}


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a digest: its name, one line per item for the head, and blocks that tell all, if lines do not."""

    name: str
    lines: tuple[Block, ...]
    details: tuple[Block, ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All of it, without its name."""
        return self.details or tuple(_bullets([line]) for line in self.lines)


def digest_messages(digest: Digest) -> tuple[Message, ...]:
    """The head, and what belongs into its thread, in order. An empty digest says that it is."""
    title = digest_wording.headline(digest)
    text = f"{title}: {digest_wording.counts(digest)}"
    parts = _parts(digest)
    if not parts:
        return (message_of(text, (_headline(digest), said(digest_wording.NOTHING))),)
    whole = [_headline(digest), *_told(parts)]
    if _size(whole) <= READABLE and len(whole) <= MOST_BLOCKS:
        return (_read_aloud(text, whole),)
    shown = _shown(parts, READABLE - len(title) - len(IN_THREAD))
    # What the lines of the head tell in full needs no thread.
    rest = [part for part, lines in zip(parts, shown, strict=True) if part.details or len(lines) < len(part.lines)]
    head = [_headline(digest)]
    for part, lines in zip(parts, shown, strict=True):
        head.append(_below(_name(f"{part.name}: {len(part.lines)}"), _bullets(lines)))
    head += [said(IN_THREAD)] if rest else []
    pages = _pages(_told(rest))
    thread = [whole_message(page, f"{title}, {at} of {len(pages)}:") for at, page in enumerate(pages, 1)]
    return (_read_aloud(text, head), *thread)


def _read_aloud(text: str, blocks: Sequence[Block]) -> Message:
    """A message below its headline, which the text has already."""
    return message_of(f"{text}. {aloud(blocks[1:])}", blocks)


def preview_message(digest: Digest) -> Message:
    """The head, and as much of the rest as one message takes: what is seen by one person has no thread."""
    head, *thread = digest_messages(digest)
    if not thread:
        return head
    more = [said(f"and {counted(len(thread) - 1, 'more message')} in the thread")] if len(thread) > 1 else []
    return replace(head, blocks=(*head.blocks[:-1], *thread[0].blocks, *more))


def introduced(sentences: Sequence[Sentence], message: Message) -> Message:
    """The message, with sentences of our own above it in its first block."""
    first, *others = message.blocks
    lines = [kit.section([*line(each)["elements"], kit.text("\n")]) for each in sentences]
    text = html.escape(" ".join(map(plainly, sentences)), quote=False)
    return Message(f"{text} {message.text}", (kit.rich_text([*lines, *first["elements"]]), *others))


def changed_blocks(change: Changed) -> list[Block]:
    """A changed article: a block for each of its paragraphs, the first of them below its name."""
    known = change.attribution
    blocks = [_paragraph(line) for line in change.redlines[:MOST_PARAGRAPHS]]
    blocks[0] = _below(kit.section([_title(known, citing.LONGEST_LABEL), kit.text(_publisher(known))]), blocks[0])
    more = len(change.redlines) - MOST_PARAGRAPHS
    return [*blocks, said(f"and {counted(more, 'more paragraph')}")] if more > 0 else blocks


def _headline(digest: Digest) -> Block:
    """What kind of digest this is; a time of day by the clocks of whoever reads it."""
    title, since = digest_wording.headline(digest), digest_wording.since(digest)
    if digest.since.date() != digest.until.date():
        return said(title, bold=True)
    moment = {**kit.moment(digest.since, since, "{time}"), "style": {"bold": True}}
    return kit.rich_text([kit.section([kit.text(title.removesuffix(since), bold=True), moment])])


def _parts(digest: Digest) -> list[_Part]:
    leads = tuple(quotation_block(lead) for lead in digest.leads)
    watched = tuple(quotation_block(quotation) for quotation in digest.watched)
    parts = (
        _Part("New", tuple(_line(lead.attribution, _publisher(lead.attribution)) for lead in digest.leads), leads),
        _Part("New passages", tuple(_line(q.attribution, f" ¶ {q.passage.number}") for q in digest.watched), watched),
        _changes(digest.changed),
        _Part("Replaced", tuple(map(_replaced, digest.replaced))),
        _Part("Withdrawn", tuple(_withdrawn(each) for each in digest.withdrawn)),
        _Part("Review", tuple(_line(each.attribution, f", {digest_wording.review(each)}") for each in digest.reviews)),
        _Part("Asked here most", tuple(map(_asked, digest.asked))),
        _Part("Asked without an answer", tuple(map(_wanted, digest.gaps))),
        _Part("Asked in private", tuple(map(_wanted, digest.asked_in_private))),
    )
    return [part for part in parts if part.lines]


def _changes(changed: Sequence[Changed]) -> _Part:
    lines = tuple(_line(each.attribution, f", {digest_wording.paragraphs(each)}") for each in changed)
    details = [block for each in changed for block in changed_blocks(each)]
    legend = [said(digest_wording.LEGEND)] if details else []
    return _Part("Changed", lines, (*legend, *details))


def _paragraph(line: Redline) -> Block:
    """What was removed, struck, and what was added, in bold, among the words around them."""
    elements: list[Block] = []
    before: Mark | None = None
    for each in redlines.excerpt(line, AROUND, LONGEST_PARAGRAPH):
        text = one_line(each.text)
        if (before, each.mark) == (Mark.REMOVED, Mark.ADDED) and not elements[-1]["text"].endswith(" "):
            text = f" {text}"  # a word that replaces another stands apart from it
        elements.append(kit.quoted(text, _STYLES[each.mark]))
        before = each.mark
    return kit.rich_text([kit.section([kit.text(digest_wording.paragraph(line))]), kit.quote(elements)])


def _replaced(what: Replaced) -> Block:
    by = [kit.text(f"{digest_wording.replaced(what)}: now "), _title(what.later, LONGEST_TITLE)]
    return kit.section([_title(what.earlier, LONGEST_TITLE), *by])


def _withdrawn(known: Attribution) -> Block:
    """Without a link: where it led to is gone, or is no longer meant."""
    title = digest_wording.shortened(known.label, LONGEST_TITLE) or known.article
    return kit.section([kit.text(title, italic=True), kit.text(_publisher(known))])


def _asked(what: Frequent) -> Block:
    words = digest_wording.shortened(what.words, LONGEST_QUESTION)
    links = [link for link in what.links if len(link) <= LONGEST_URL]
    elements = [kit.text(f"“{words}” · {digest_wording.times(what.times)}")]
    for number, link in enumerate(links, start=1):
        elements += [kit.text(" · "), kit.link(f"see {number}", link)]
    return kit.section(elements)


def _wanted(what: DemandedTopic) -> Block:
    words = digest_wording.shortened(digest_wording.listed(what.words), LONGEST_QUESTION)
    return kit.section([kit.text(f"{words} · {people(what.people)}")])


def _line(known: Attribution, more: str) -> Block:
    return kit.section([_title(known, LONGEST_TITLE), kit.text(more)])


def _publisher(known: Attribution) -> str:
    return f" · {digest_wording.shortened(known.publisher, LONGEST_TITLE) if known.publisher else 'publisher unknown'}"


def _told(parts: Iterable[_Part]) -> list[Block]:
    """Every part in full, below its name."""
    told = []
    for part in parts:
        first, *others = part.blocks
        told += [_below(_name(part.name), first), *others]
    return told


def _shown(parts: Sequence[_Part], characters: int) -> list[list[Block]]:
    """As many lines of each part as a head has room for: the first of each, then the second of each, …"""
    room = characters - sum(len(part.name) + 8 for part in parts)
    shown: list[list[Block]] = [[] for _ in parts]
    full = [False] * len(parts)
    for nth in zip_longest(*(part.lines for part in parts)):
        for at, each in enumerate(nth):
            size = _size(each) + 3 if each else 0
            full[at] = full[at] or not each or size > room
            if not full[at]:
                shown[at].append(each)
                room -= size
    return shown


def _pages(blocks: Iterable[Block]) -> list[tuple[Block, ...]]:
    """The blocks, in as few messages as take them, and no more than MOST_MESSAGES; what is left out is counted."""
    pages: list[list[Block]] = []
    left = dropped = 0
    for block in blocks:
        size = _size(block, with_links=True)
        if not pages or size > left or len(pages[-1]) == MOST_BLOCKS:
            if len(pages) == MOST_MESSAGES or size > MOST_CHARACTERS:
                left, dropped = 0, dropped + 1
                continue
            pages.append([])
            left = MOST_CHARACTERS
        pages[-1].append(block)
        left -= size
    if dropped and pages:
        pages[-1].append(said(f"Left out here: {counted(dropped, 'more paragraph')}"))
    return [tuple(page) for page in pages]


def _below(name: Block, block: Block) -> Block:
    """A block with its name above it, so that no message ends with a name."""
    return kit.rich_text([name, *block["elements"]])


def _size(value: object, *, with_links: bool = False) -> int:
    """How many characters people read; `with_links`, how many are sent."""
    if isinstance(value, list | tuple):
        return sum(_size(each, with_links=with_links) for each in value)
    if not isinstance(value, dict):
        return 0
    own = sum(
        len(text)
        for name in ("text", "url")
        if isinstance(text := value.get(name), str) and (name == "text" or with_links)
    )
    return own + sum(_size(each, with_links=with_links) for each in value.values())


def _name(text: str) -> Block:
    return kit.section([kit.text(text, bold=True)])


def _title(known: Attribution, most: int) -> Block:
    title = digest_wording.shortened(known.label, most) or known.article
    if known.url and len(known.url) <= LONGEST_URL:
        return kit.link(title, known.url)
    return kit.text(title, italic=True)


def _bullets(items: Sequence[Block]) -> Block:
    """A list, which Slack does not take without items."""
    return kit.rich_text([kit.bullets(items)] if items else [])
