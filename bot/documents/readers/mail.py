"""A mail → blocks: what was written, under its subject, without its signature and the mails that it answers.

What is attached is named, and not read. Of a mail that was passed on (`Fwd:`), what was passed on is read too.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime

from lxml import etree
from lxml.etree import _Element

from bot.documents.blocks import LeftOut, Omission, Reading
from bot.documents.faults import Faulty
from bot.documents.readers import html, text
from bot.documents.readers.properties import FULL_NAME, NO_AUTHOR

HEADER = re.compile(rb"^[A-Za-z][A-Za-z0-9-]*:[ \t]", re.MULTILINE)
AS_TEXT = "open it in a mail program, and save the text that you see"
REPLY = re.compile(r"^(?:(?:re|aw|sv|antw)\s*(?:\[\d+\])?:\s*)+", re.IGNORECASE)
FORWARDED = re.compile(r"^(?:(?:fwd?|wg|tr)\s*:\s*)+", re.IGNORECASE)
WROTE = re.compile(
    r"^(?:On\b(?:.|\n(?=\S)){5,200}?\bwrote|Am\b(?:.|\n(?=\S)){5,200}?\bschrieb.{0,100}"
    r"|Le\b(?:.|\n(?=\S)){5,200}?\ba écrit\s?|El\b(?:.|\n(?=\S)){5,200}?\bescribió):\s*$"
    r"|^-{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine)\s*-{2,}\s*$"
    r"|^(?:From|Von|De):\s.+\n(?:Sent|Date|Gesendet|Datum|Envoyé|To|An)\b.{0,40}:\s",
    re.MULTILINE,
)
# How Outlook begins an earlier mail in a page, where nothing but its words tells so.
HEADED = re.compile(r"\s*(?:From|Von|De)\s?:\s.+\n\s*(?:Sent|Date|Gesendet|Datum|Envoyé)\s?:\s")
SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
# The same in a page.
SIGNED = re.compile(r"\s*--[ \xa0]?\s*(?:\n|$)")
QUOTED = re.compile(r"(?:^>.*(?:\n|\Z))+", re.MULTILINE)
# How mail programs name the parts of a page that hold an earlier mail, or a signature.
OF_EARLIER = re.compile(
    r"gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|protonmail_quote", re.IGNORECASE
)
OF_SIGNATURE = re.compile(
    r"gmail_signature|moz-signature|ms-outlook-mobile-signature|protonmail_signature|^signature$", re.IGNORECASE
)


def read(data: bytes) -> Reading:
    """Reads the bytes of a mail (RFC 5322). Raises Faulty."""
    if not HEADER.match(data.lstrip()[:200]):
        raise Faulty(0, "is no mail", AS_TEXT)
    message = BytesParser(policy=policy.default).parsebytes(data.lstrip())
    try:
        reading = _body(message, is_forwarded=bool(FORWARDED.match(_subject(message))))
        attached = [each.get_filename() or each.get_content_type() for each in message.iter_attachments()]
    except (LookupError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise Faulty(0, "is a mail that cannot be read", AS_TEXT) from error
    warnings = reading.warnings
    if attached:
        warnings += (f"not read, because it is attached: {', '.join(attached)}",)
    left_out = (*reading.left_out, *(LeftOut(Omission.ATTACHMENT, name) for name in attached))
    return replace(reading, left_out=left_out, known=dict(_known(message)), warnings=warnings, unit="block")


def _body(message: EmailMessage, *, is_forwarded: bool) -> Reading:
    part = message.get_body(("html", "plain"))
    if part is None:
        raise Faulty(0, "is a mail without a text", AS_TEXT)
    content = part.get_content()
    if part.get_content_subtype() == "html":
        data = content if isinstance(content, bytes) else str(content).encode("utf-8", "replace")
        return html.read_page(data, "utf-8", "", (lambda _: {}) if is_forwarded else _earlier)
    written = content.decode("utf-8", "replace") if isinstance(content, bytes) else str(content)
    own, left_out = (written, []) if is_forwarded else _own(written.replace("\r\n", "\n"))
    reading = text.read(own.encode("utf-8", "replace"))
    return replace(reading, left_out=(*reading.left_out, *left_out))


def _own(written: str) -> tuple[str, list[LeftOut]]:
    """What its author wrote, and what else stands in a mail."""
    left_out: list[LeftOut] = []

    def taken(reason: Omission, part: str) -> str:
        if words := " ".join(part.split()):
            left_out.append(LeftOut(reason, words))
        return "\n"

    if match := WROTE.search(written):
        earlier = written[match.start() :]
        # Who answers below each part of what is quoted writes on behind it.
        answers = written[match.end() :].lstrip("\n").startswith(">")
        written = written[: match.start()] + (earlier[len(match[0]) :] if answers else "")
        taken(Omission.EARLIER_MAIL, match[0] if answers else earlier)
    written = QUOTED.sub(lambda match: taken(Omission.EARLIER_MAIL, match[0]), written)
    if match := SIGNATURE.search(written):
        taken(Omission.SIGNATURE, written[match.end() :])
        written = written[: match.start()]
    return written, left_out


def _earlier(tree: _Element) -> dict[_Element, Omission]:
    """The parts of a mail's page that hold earlier mails, and signatures."""
    found: dict[_Element, Omission] = {}
    for node in tree.iter(etree.Element):
        names = (node.get("class") or "", node.get("id") or "")
        if any(map(OF_SIGNATURE.search, names)):
            found[node] = Omission.SIGNATURE
        elif any(map(OF_EARLIER.search, names)) or (node.tag == "blockquote" and node.get("type") == "cite"):
            found[node] = Omission.EARLIER_MAIL
            if "divRplyFwdMsg" in names:  # Outlook only marks where it begins
                found |= dict.fromkeys(node.itersiblings(etree.Element), Omission.EARLIER_MAIL)
        elif node.tag in ("p", "div") and (node.text or "").lstrip().startswith("--") and SIGNED.match(_lines(node)):
            found |= dict.fromkeys((node, *node.itersiblings(etree.Element)), Omission.SIGNATURE)
        elif node.tag == "p" and HEADED.match(_lines(node)):
            for each in (node, *(each for each in node.iterancestors() if each.tag not in ("body", "html"))):
                found |= dict.fromkeys(each.itersiblings(etree.Element), Omission.EARLIER_MAIL)
            return found | {node: Omission.EARLIER_MAIL}
    return found


def _lines(node: _Element) -> str:
    """The words of a paragraph, its lines apart."""
    parts = []
    for event, each in etree.iterwalk(node, events=("start", "end")):
        if event == "start":
            parts.append("\n" if each.tag == "br" else " ".join((each.text or "").split("\n")))
        elif each is not node:
            parts.append(" ".join((each.tail or "").split("\n")))
    return "".join(parts)


def _subject(message: EmailMessage) -> str:
    return " ".join(str(message.get("Subject", "")).split())


def _known(message: EmailMessage) -> Iterator[tuple[str, str]]:
    subject, before = _subject(message), ""
    while subject != before:
        before, subject = subject, FORWARDED.sub("", REPLY.sub("", subject))
    if subject:
        yield "title", subject
    name = parseaddr(str(message.get("From", "")))[0]
    if FULL_NAME.fullmatch(name) and not NO_AUTHOR.fullmatch(name):
        yield "author", name
    try:
        yield "published", parsedate_to_datetime(str(message.get("Date", ""))).date().isoformat()
    except (TypeError, ValueError):
        return
