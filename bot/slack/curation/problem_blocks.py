"""What is wrong with corpus files → the post that curators see. Words that are not ours are taken literally."""

from collections.abc import Iterator, Sequence

from bot.core.curation.problems import Effect, FileProblem, Problem, ProblemReport
from bot.slack.api import kit
from bot.slack.api.kit import Block, said
from bot.slack.api.message import Message, message_of

LONGEST_PATH, LONGEST_WORDS = 150, 250
UNTIL_THEN = {
    Effect.LEFT_OUT: "left out until it is fixed",
    Effect.AS_IT_WAS: "still quoted as it was before, until it is fixed",
    Effect.IN_FORCE: "still quoted",
}
LIST_ALL = "`policybot doctor` lists them all."


def problem_message(report: ProblemReport) -> Message:
    """The post: what is wrong where, how to mend it, and what becomes of its article; or that all is mended."""
    mended = _mended(report)
    if not report.faulty:
        first = _beginning(report.mended, report.more_mended, 1)
        return message_of(f"Fixed or removed: {first}", [said(mended)])
    count = len(report.faulty) + report.more_faulty
    heading = "There is a problem with a document" if count == 1 else f"There are problems with {count:,} documents"
    blocks = [said(f"{heading}:", bold=True), kit.rich_text(_files(report))]
    if report.more_faulty:
        more = _with_code(f"And {report.more_faulty:,} more; {LIST_ALL}")
        blocks.append(kit.rich_text([kit.section(more)]))
    if mended:
        blocks.append(said(mended))
    return message_of(f"{heading}: {_beginning(list(report.faulty), report.more_faulty, 1)}", blocks)


def _files(report: ProblemReport) -> Iterator[Block]:
    """What is wrong with each file: all that is known of one, and the first of several."""
    is_alone = len(report.faulty) == 1
    for path, trouble in report.faulty.items():
        effect = f" · {UNTIL_THEN[trouble.effect]}" if path else ""
        yield kit.section([kit.text(_path(path), bold=True), *([kit.text(effect)] if effect else [])])
        yield _problems(trouble, len(trouble.flaws) if is_alone else 1)


def _problems(trouble: FileProblem, most: int) -> Block:
    lines = [_problem(problem) for problem in trouble.flaws[:most]]
    if hidden := trouble.more + len(trouble.flaws) - len(lines):
        lines.append(f"and {hidden:,} more in this file")
    items = [kit.section(_with_code(line)) for line in lines]
    return kit.bullets(items)


def _problem(problem: Problem) -> str:
    place = f"line {problem.line:,}: " if problem.line else ""
    return f"{place}{_words(problem.what)}; {_words(problem.mend)}"


def _mended(report: ProblemReport) -> str:
    """Which files have no fault any more; "" if all have."""
    if not report.mended:
        return ""
    return f"Fixed or removed: {_beginning(report.mended, report.more_mended, len(report.mended))}."


def _beginning(paths: Sequence[str], more: int, most: int) -> str:
    """The first of the files, and how many more there are."""
    hidden = len(paths) - most + more
    return ", ".join(map(_path, paths[:most])) + (f" and {hidden:,} more" if hidden else "")


def _path(path: str) -> str:
    """A path as it can be shown: of a long one, the end, where the file's name is."""
    shown = _shown(path) or "the corpus folder"
    return shown if len(shown) <= LONGEST_PATH else f"…{shown[1 - LONGEST_PATH :]}"


def _words(text: str) -> str:
    shown = _shown(" ".join(text.split()))
    return shown if len(shown) <= LONGEST_WORDS else f"{shown[: LONGEST_WORDS - 1]}…"


def _shown(text: str) -> str:
    """With a code for each character that has no shape, ends the line, or turns round what follows."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def _with_code(text: str) -> list[Block]:
    """The text, with what stands in backticks as code; literally where they do not come in pairs."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return [kit.text(text)]
    return [kit.text(part, code=at % 2 == 1) for at, part in enumerate(parts) if part]
