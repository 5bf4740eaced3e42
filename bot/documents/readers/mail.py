"""A mail → blocks: what was written, under its subject. What is attached is named, and not read."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from bot.documents.blocks import Reading
from bot.documents.faults import Faulty
from bot.documents.readers import html, text

HEADER = re.compile(rb"^[A-Za-z][A-Za-z0-9-]*:[ \t]", re.MULTILINE)
AS_TEXT = "open it in a mail program, and save the text that you see"


def read(data: bytes) -> Reading:
    """Reads the bytes of a mail (RFC 5322). Raises Faulty."""
    if not HEADER.match(data.lstrip()[:200]):
        raise Faulty(0, "is no mail", AS_TEXT)
    message = BytesParser(policy=policy.default).parsebytes(data.lstrip())
    try:
        reading = _body(message)
        attached = [each.get_filename() or each.get_content_type() for each in message.iter_attachments()]
    except (LookupError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise Faulty(0, "is a mail that cannot be read", AS_TEXT) from error
    warnings = reading.warnings
    if attached:
        warnings += (f"not read, because it is attached: {', '.join(attached)}",)
    return replace(reading, known=dict(_known(message)), warnings=warnings, unit="block")


def _body(message: EmailMessage) -> Reading:
    part = message.get_body(("html", "plain"))
    if part is None:
        raise Faulty(0, "is a mail without a text", AS_TEXT)
    content = part.get_content()
    data = content if isinstance(content, bytes) else str(content).encode("utf-8", "replace")
    return html.read(data, charset="utf-8") if part.get_content_subtype() == "html" else text.read(data)


def _known(message: EmailMessage) -> Iterator[tuple[str, str]]:
    if subject := " ".join(str(message.get("Subject", "")).split()):
        yield "title", re.sub(r"^(?:(?:re|fwd?|aw|wg)\s*:\s*)+", "", subject, flags=re.IGNORECASE)
    try:
        yield "published", parsedate_to_datetime(str(message.get("Date", ""))).date().isoformat()
    except (TypeError, ValueError):
        return
