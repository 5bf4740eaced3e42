"""A report for curators → a table for a terminal, lines of CSV, plain values. Words that are not ours are literal."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.core.answering import citing
from bot.core.curation.report import Report, Unhelpful, Week
from bot.core.question_log import Gap
from bot.terminal.literal import literal
from bot.terminal.spreadsheet import literal_cell

MOST_SHOWN = 10
Row = tuple[str, str, str, str]
HEADER: Row = ("about", "what", "number", "more")


def show_report(report: Report) -> RenderableType:
    """The report, one table per subject; of a long list only the first entries."""
    tables = [_table(name, rows) for name, rows in _sections(report)]
    title = f"From {citing.day(report.since)} to {citing.day(report.until)}"
    more = [f"Questions waiting for a curator: {report.waiting}", f"Pinned answers to review: {report.to_review}"]
    if hidden := report.gaps.hidden:
        more.append(f"Unanswered, but asked privately by too few people to be listed: {hidden}")
    return Group(literal(title, style="bold"), *tables, *map(literal, more))


def report_as_csv(report: Report) -> str:
    """The same as lines of CSV, whole lists; what would be a formula in a spreadsheet is kept from being one."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for name, rows in _sections(report):
        writer.writerows([literal_cell(cell) for cell in (name, *row)] for row in rows)
    writer.writerow(("questions waiting for a curator", "", str(report.waiting), ""))
    writer.writerow(("pinned answers to review", "", str(report.to_review), ""))
    writer.writerow(("unanswered, asked by too few to be listed", "", str(report.gaps.hidden), ""))
    return out.getvalue()


def report_as_json(report: Report) -> dict[str, object]:
    """The same as plain values."""
    return {
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "questions": report.questions,
        "answered": report.answered,
        "weeks": list(map(_week, report.weeks)),
        "gaps": list(map(_gap, report.gaps.shown)),
        "gaps_hidden": report.gaps.hidden,
        "unhelpful": list(map(_unhelpful, report.unhelpful)),
        "stale": [{"document": each.article, "quoted": each.quoted, "why": each.why} for each in report.stale],
        "lacking": [{"document": each.article, "lacks": list(each.lacks)} for each in report.lacking],
        "overdue": [
            {"document": each.article, "since": each.since.isoformat(), "owner": each.owner} for each in report.overdue
        ],
        "waiting": report.waiting,
        "pins_to_review": report.to_review,
    }


def _week(week: Week) -> dict[str, object]:
    return {
        "begins": week.begins.isoformat(),
        "questions": week.questions,
        "answered": week.answered,
        "weak": week.weak,
        "confidence": None if week.confidence is None else round(week.confidence, 4),
    }


def _gap(gap: Gap) -> dict[str, object]:
    return {
        "question": gap.question,
        "words": list(gap.words),
        "people": gap.people,
        "times": gap.times,
        "since": gap.since.date().isoformat(),
        "last": gap.last.date().isoformat(),
    }


def _unhelpful(answer: Unhelpful) -> dict[str, object]:
    marked = answer.marked
    return {
        "question": answer.question,
        "receipt": marked.receipt,
        "did_not_help": marked.did_not,
        "helped": marked.helped,
        "reasons": list(marked.reasons),
    }


def _sections(report: Report) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Each subject with its rows: what, how many, and what else there is to say."""
    yield (
        "week",
        [
            (
                each.begins.isoformat(),
                str(each.questions),
                f"{_percent(each.share)} answered, {each.weak} weak, confidence {_percent(each.confidence)}",
            )
            for each in report.weeks
        ],
    )
    yield (
        "unanswered",
        [
            (gap.question, str(gap.people), f"{gap.times} times since {gap.since.date().isoformat()}")
            for gap in report.gaps.shown
        ],
    )
    yield (
        "did not help",
        [
            (each.question, str(each.marked.did_not), "; ".join((each.marked.receipt, *each.marked.reasons)))
            for each in report.unhelpful
        ],
    )
    yield "quoted, but stale", [(each.article, str(each.quoted), each.why) for each in report.stale]
    yield "lacks something", [(each.article, str(len(each.lacks)), ", ".join(each.lacks)) for each in report.lacking]
    days = [(each.article, str((report.until - each.since).days), each.owner or "nobody’s") for each in report.overdue]
    yield "review overdue, in days", days


def _table(name: str, rows: Sequence[tuple[str, str, str]]) -> RenderableType:
    if not rows:
        return Text()
    table = Table(box=SIMPLE, header_style="bold")
    table.add_column(name)
    table.add_column("", justify="right")
    table.add_column("")
    # Of weeks the last are the news, of all else the first.
    shown = rows[-MOST_SHOWN:] if name == "week" else rows[:MOST_SHOWN]
    for row in shown:
        table.add_row(*map(literal, row))
    if len(rows) > len(shown):
        table.add_row(literal(f"and {len(rows) - len(shown)} more"), "", "")
    return table


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"
