"""What the words of one block say of it: whether it asks, introduces, counts, or says something of its own."""

import re
from collections.abc import Sequence

from bot.documents.blocks import ASKING, Block, BlockKind

SENTENCE_END = re.compile(r"""[.!?…。！？]["'”’»)\]」』]*$""")
LAST_SENTENCE = re.compile(r"""(?:^|(?<=[.!?…]\s)|(?<=[.!?…]["”’)]\s))(?=[^\sa-z])""")
ASKED = re.compile(r"(?:Q(?:uestion)?|F(?:rage)?)\s*\d{0,3}\s*[:.)]\s+\S", re.IGNORECASE)
# The number of a clause: 4.2.1, § 12a, (a), (iv). A number alone may be the beginning of a sentence.
CLAUSE = re.compile(
    r"(?P<label>\d{1,3}(?:\.\d{1,3}){1,6}\.?|§{1,2}\s?\d[\d.a-z]{0,9}|\((?:[a-z]|[ivxl]{1,5}|\d{1,2})\))"
    r"[ \t\xa0]+(?=\S)"
)
NUMBERED_HEADING = re.compile(r"(?P<label>\d{1,3}(?:\.\d{1,3}){0,6}\.?|§{1,2}\s?\d[\d.a-z]{0,9})[ \t\xa0)]+\S")
# How a part of a law or of bylaws is named.
NAMED_PART = re.compile(
    r"(?:article|section|chapter|part|annex|appendix|schedule|title|artikel|abschnitt|kapitel|teil|anlage) "
    r"(?:\d{1,3}|[ivxl]{1,6}|[a-z])\b",
    re.IGNORECASE,
)
TABLE_CAPTION = re.compile(r"(?i:table|tabelle|tableau|tabla|tabella|tab\.)\s(?:\d{1,3}[\w.-]{0,5}|[A-Z]|[IVX]{1,4})\b")
# What stands above a title: of what kind a text is, or who may have it.
ABOVE_TITLE = re.compile(
    r"\W*(?:for immediate release|(?:press|news|media) (?:release|statement|notice)|pressemitteilung"
    r"|communiqué de presse|comunicado de prensa|memo(?:randum)?|circular|draft|embargoed\b.{0,80}"
    r"|(?:strictly |private (?:and|&) |company )?confidential|(?:for )?internal(?: use)?(?: only)?)\W*",
    re.IGNORECASE,
)
INTRODUCES_TABLE = re.compile(
    r"^(?:all )?(?:amounts|figures|values|prices|rates|beträge|angaben) (?:are )?in\b"
    r"|\b(?:(?:following|below) table|table (?:below|that follows)|(?:folgende|nachstehende)[nr]? tabelle)\b",
    re.IGNORECASE,
)
# Of several that a lead-in introduces, all but the last end so.
GOES_ON = re.compile(r"[;,](?:\s(?:and|or|und|oder|et|ou|y|o|e))?$")
# A picture by its name, as chats and wikis write it, at the end of a text.
EMOJI = re.compile(r"(?<!\w):[a-z0-9_+-]{2,40}:$")
FACT = re.compile(r"[^\W\d_][\w ()/-]{0,30}: +\S")
COUNTED = re.compile(r"\w{1,4}[.)]")
# The number of a group of rows.
LABEL = re.compile(r"^\w{1,4}[.)]\s+(?=\S)")
BARE_LEAD_IN = 15
BARE_PARENT = 6
LONGEST_TITLE = 15
# So many questions in plain paragraphs make a document one of questions; a single one may be put to nobody.
FEWEST_QUESTIONS, LONGEST_QUESTION = 2, 20
SENTENCE_IN_HEADING = 10
QUESTION_HEADS = re.compile(r"(?:frequently asked )?questions?|q|faq|fragen?|question posée", re.IGNORECASE)
ANSWER_HEADS = re.compile(
    r"(?:our |the )?(?:answers?|responses?|replies|reply|a|antwort(?:en)?|réponses?)", re.IGNORECASE
)


def is_bare(text: str, fewest: int) -> bool:
    """Whether a lead-in or parent says nothing without what follows: a few words, no number, no whole sentence."""
    words = text.split()
    return (
        len(words) <= fewest
        and not SENTENCE_END.search(text)
        and not any(character.isdigit() for character in text)
        and len(list(LAST_SENTENCE.finditer(text))) < 2
    )


def last_sentence(text: str) -> str:
    """The last sentence of a paragraph: it is what introduces the list."""
    starts = [match.start() for match in LAST_SENTENCE.finditer(text)]
    return text[starts[-1] :] if starts else text


def as_parent(block: Block) -> str:
    """An item as it stands above others: with its number, unless that only counts it in its list."""
    is_clause = block.label and not COUNTED.fullmatch(block.label)
    return f"{block.label} {block.text}" if is_clause else block.text


def stands_above(block: Block, after: Block) -> bool:
    """Whether a title in bold, with a number or in capitals, stands above a part that another such begins."""
    return (
        block.strong
        and after.strong
        and block.kind is after.kind is BlockKind.PARAGRAPH
        and len(block.text.split()) <= LONGEST_TITLE
        and not SENTENCE_END.search(block.text)
        and not block.text.endswith((":", ","))
        and bool(NUMBERED_HEADING.match(block.text) or block.text.isupper())
        and not is_beside(after, block.text)
    )


def is_beside(block: Block, title: str) -> bool:
    """Whether a title in bold counts on from another, or is written in capitals as that one."""
    own, other = NUMBERED_HEADING.match(block.text), NUMBERED_HEADING.match(title)
    if own is None or other is None:
        return own is None and other is None and block.text.isupper() == title.isupper()
    return not own["label"].strip(".").startswith(f"{other['label'].strip('.')}.")


def is_plain_question(block: Block, after: Block) -> bool:
    """Whether a paragraph is but one short question, and what follows may answer it."""
    return (
        block.kind is BlockKind.PARAGRAPH
        and after.kind is not BlockKind.HEADING
        and block.text.endswith(ASKING)
        and not after.text.endswith(ASKING)
        and not block.text[:1].islower()
        and len(block.text.split()) <= LONGEST_QUESTION
        and len(list(LAST_SENTENCE.finditer(block.text))) < 2
    )


def is_asking_item(block: Block) -> bool:
    """Whether an item is but a question, which paragraphs outside of the list may answer."""
    return block.kind is BlockKind.ITEM and block.level == 1 and block.text.endswith(ASKING)


def begins_another(block: Block, title: str) -> bool:
    """Whether a block has a number that is none below that of a title: "2.1" below "1. Terms"."""
    above = NUMBERED_HEADING.match(title)
    text = f"{block.label} {block.text}" if block.label else block.text
    own = NUMBERED_HEADING.match(text) if above else None
    if above is None or own is None or "." not in own["label"]:
        return False
    number, label = above["label"].strip("."), own["label"].strip(".")
    return label != number and not label.startswith(f"{number}.")


def question_column(block: Block) -> list[int] | None:
    """The columns of a row that ask what the others answer, if it has such."""
    if len(block.heads) == len(block.cells):
        asked = [n for n, head in enumerate(block.heads) if QUESTION_HEADS.fullmatch(head.strip(" :"))]
        answers = [n for n, head in enumerate(block.heads) if ANSWER_HEADS.fullmatch(head.strip(" :"))]
        return [n for n in asked if block.cells[n]] or None if answers else None
    if len(block.cells) == 2 and block.cells[0].rstrip().endswith(ASKING) and block.cells[1]:
        return [0]
    return None


def are_facts(text: str) -> bool:
    """Whether each of several lines says what it is about and what of it: "Owner: …", "Version: …"."""
    lines = text.split("\n")
    return len(lines) > 1 and all(map(FACT.match, lines))


def are_question_heads(cells: Sequence[str]) -> bool:
    """Whether a row only says that questions stand in one column and answers in another."""
    filled = [cell.strip(" :") for cell in cells if cell]
    asked = sum(bool(QUESTION_HEADS.fullmatch(cell)) for cell in filled)
    return asked == 1 and sum(bool(ANSWER_HEADS.fullmatch(cell)) for cell in filled) == len(filled) - 1 == 1


def plain(text: str) -> str:
    """The words alone, however they are written and parted."""
    return " ".join(re.findall(r"\w+", text.casefold()))
