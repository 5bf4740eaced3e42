"""A report for curators → a page of HTML that stands alone: drawings as inline SVG, no script, nothing fetched."""

from collections.abc import Iterable, Sequence
from html import escape

from bot.core.answering import citing
from bot.core.curation.report import Report, Week

WIDTH, HEIGHT, LEFT, BELOW = 720, 200, 44, 34
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 50rem; padding: 0 1rem; color: #1d1c1d; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .3rem .6rem .3rem 0; vertical-align: top; }
tr + tr td { border-top: 1px solid #ddd; } td.n { text-align: right; font-variant-numeric: tabular-nums; }
svg { width: 100%; height: auto; } text { font: 12px system-ui, sans-serif; fill: #555; } p.small { color: #555; }
@media (prefers-color-scheme: dark) {
  body { background: #1a1d21; color: #e8e8e8; } text, p.small { fill: #aaa; color: #aaa; }
  tr + tr td { border-color: #444; }
}
"""
ANSWERED, VAIN, LINE = "#2b7a5b", "#c9a227", "#3b6fb6"


def report_page(report: Report) -> str:
    """The page. Every word that is not ours is escaped."""
    days = f"{citing.day(report.since)} to {citing.day(report.until)}"
    answered = f"{report.answered:,} of {report.questions:,} questions were answered."
    open_ = f"Questions waiting for a curator: {report.waiting}. Pinned answers to review: {report.to_review}."
    parts = [
        f"<h1>What was asked, {escape(days)}</h1>",
        f"<p>{answered} {open_}</p>",
        "<h2>Questions a week</h2>",
        _bars(report.weeks),
        "<p class=small>Green: answered. Yellow: nothing to quote.</p>",
        "<h2>Answered share, and confidence of the answers</h2>",
        _lines(report.weeks),
        "<p class=small>Green: share of the questions that were answered. Blue: mean confidence of the answers.</p>",
        *_lists(report),
    ]
    head = "<meta charset=utf-8><meta name=viewport content='width=device-width'>"
    head += f"<title>policybot, {escape(days)}</title><style>{STYLE}</style>"
    return f"<!doctype html>\n<html lang=en><head>{head}</head><body>{''.join(parts)}</body></html>\n"


def _bars(weeks: Sequence[Week]) -> str:
    most = max((week.questions for week in weeks), default=0) or 1
    step = (WIDTH - LEFT) / max(len(weeks), 1)
    drawn = [_axis(str(most), "0")]
    for at, week in enumerate(weeks):
        x, wide = LEFT + at * step + step * 0.15, step * 0.7
        answered, vain = (HEIGHT * number / most for number in (week.answered, week.questions - week.answered))
        told = f"Week from {week.begins.isoformat()}: {week.answered} of {week.questions} answered"
        bars = ((HEIGHT - answered, answered, ANSWERED), (HEIGHT - answered - vain, vain, VAIN))
        rects = [
            f"<rect x='{x:.1f}' y='{y:.1f}' width='{wide:.1f}' height='{high:.1f}' fill='{colour}'/>"
            for y, high, colour in bars
        ]
        drawn.append(f"<g><title>{told}</title>{''.join(rects)}</g>")
    return _svg("Questions per week, answered and unanswered", [*drawn, *_dates(weeks, step)])


def _lines(weeks: Sequence[Week]) -> str:
    step = (WIDTH - LEFT) / max(len(weeks), 1)
    drawn = [_axis("100 %", "0 %")]
    for colour, name, values in (
        (ANSWERED, "answered", [week.share for week in weeks]),
        (LINE, "confidence", [week.confidence for week in weeks]),
    ):
        points = [(LEFT + (at + 0.5) * step, HEIGHT * (1 - each)) for at, each in enumerate(values) if each is not None]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        drawn.append(f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='2'/>")
        for x, y in points:
            told = f"<title>{name}: {1 - y / HEIGHT:.0%}</title>"
            drawn.append(f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3' fill='{colour}'>{told}</circle>")
    return _svg("Answered share and confidence by week", [*drawn, *_dates(weeks, step)])


def _axis(top: str, bottom: str) -> str:
    return (
        f"<line x1='{LEFT}' y1='{HEIGHT}' x2='{WIDTH}' y2='{HEIGHT}' stroke='#999'/>"
        f"<text x='{LEFT - 6}' y='12' text-anchor='end'>{top}</text>"
        f"<text x='{LEFT - 6}' y='{HEIGHT}' text-anchor='end'>{bottom}</text>"
    )


def _dates(weeks: Sequence[Week], step: float) -> Iterable[str]:
    every = max(1, len(weeks) // 8)
    for at, week in enumerate(weeks):
        if at % every == 0:
            x = LEFT + (at + 0.5) * step
            yield f"<text x='{x:.1f}' y='{HEIGHT + 18}' text-anchor='middle'>{week.begins.day} {week.begins:%b}</text>"


def _svg(label: str, drawn: Iterable[str]) -> str:
    size = f"viewBox='0 0 {WIDTH} {HEIGHT + BELOW}'"
    return f"<svg {size} role=img aria-label='{escape(label)}'>{''.join(drawn)}</svg>"


def _lists(report: Report) -> Iterable[str]:
    gaps = [(gap.question, gap.people, f"{gap.times} times since {gap.since.date()}") for gap in report.gaps.shown]
    yield _list("Unanswered questions", "people", gaps)
    if hidden := report.gaps.hidden:
        yield f"<p class=small>{hidden} more were asked privately, each by too few people to be listed.</p>"
    bad = [(each.question, each.marked.did_not, "; ".join(each.marked.reasons)) for each in report.unhelpful]
    yield _list("Answers that did not help", "people", bad)
    yield _list("Quoted, but stale", "times", [(each.label, each.quoted, each.why) for each in report.stale])
    overdue = [
        (each.label, (report.until - each.since).days, f"since {each.since}, {each.owner or 'nobody’s'}")
        for each in report.overdue
    ]
    yield _list("Reviews overdue", "days", overdue)
    yield _list(
        "Documents that lack something", "", [(each.label, "", ", ".join(each.lacks)) for each in report.lacking]
    )


def _list(title: str, counted: str, rows: Sequence[tuple[str, object, str]]) -> str:
    if not rows:
        return ""
    cells = (f"<td>{escape(what)}</td><td class=n>{number}</td><td>{escape(more)}</td>" for what, number, more in rows)
    lines = "".join(f"<tr>{each}</tr>" for each in cells)
    return f"<h2>{escape(title)}</h2><table><tr><th></th><th>{escape(counted)}</th><th></th></tr>{lines}</table>"
