"""Who was asked to read a document, and who has confirmed it → lines of CSV."""

import csv
from collections.abc import Iterable
from io import StringIO

from bot.core.read_requests.model import Asked, ReadRequest
from bot.terminal.spreadsheet import literal_cell

COLUMNS = (
    "document", "title", "version", "asked_by", "asked_at", "until", "ending", "target", "person", "read_at",
    "reminders", "reminded_at",
)  # fmt: skip


def acknowledgements_as_csv(asked: Iterable[tuple[ReadRequest, Asked]]) -> str:
    """A line for each person who was asked, below the names of the columns."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([COLUMNS, *(_row(request, each) for request, each in asked)])
    return out.getvalue()


def _row(request: ReadRequest, asked: Asked) -> tuple[str, ...]:
    read, reminded = (moment.isoformat() if moment else "" for moment in (asked.read, asked.reminded))
    document, title = literal_cell(request.document), literal_cell(request.title)
    of_request = (document, title, request.version, request.by, request.asked.isoformat())
    until = (request.until.isoformat(), request.ending or "", request.target)
    return (*of_request, *until, asked.person, read, str(asked.reminders), reminded)
