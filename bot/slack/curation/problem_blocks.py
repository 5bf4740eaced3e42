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


def problem_message(bulletin: ProblemReport) -> Message:
    """The post: what is wrong where, how to mend it, and what becomes of its article; or that all is mended."""
    mended = _mended(bulletin)
    if not bulletin.faulty:
        first = _beginning(bulletin.mended, bulletin.more_mended, 1)
        return message_of(f"Fixed or removed: {first}", [said(mended)])
    count = len(bulletin.faulty) + bulletin.more_faulty
    heading = "There is a problem with a document" if count == 1 else f"There are problems with {count:,} documents"
    blocks = [said(f"{heading}:", bold=True), kit.rich_text(_files(bulletin))]
    if bulletin.more_faulty:
        more = _with_code(f"And {bulletin.more_faulty:,} more; {LIST_ALL}")
        blocks.append(kit.rich_text([kit.section(more)]))
    if mended:
        blocks.append(said(mended))
    return message_of(f"{heading}: {_beginning(list(bulletin.faulty), bulletin.more_faulty, 1)}", blocks)


def _files(bulletin: ProblemReport) -> Iterator[Block]:
    """What is wrong with each file: all that is known of one, and the first of several."""
    is_alone = len(bulletin.faulty) == 1
    for path, trouble in bulletin.faulty.items():
        effect = f" · {UNTIL_THEN[trouble.effect]}" if path else ""
        yield kit.section([kit.text(_path(path), bold=True), *([kit.text(effect)] if effect else [])])
        yield _flaws(trouble, len(trouble.flaws) if is_alone else 1)


def _flaws(trouble: FileProblem, most: int) -> Block:
    lines = [_flaw(flaw) for flaw in trouble.flaws[:most]]
    if hidden := trouble.more + len(trouble.flaws) - len(lines):
        lines.append(f"and {hidden:,} more in this file")
    items = [kit.section(_with_code(line)) for line in lines]
    return kit.bullets(items)


def _flaw(flaw: Problem) -> str:
    place = f"line {flaw.line:,}: " if flaw.line else ""
    return f"{place}{_words(flaw.what)}; {_words(flaw.mend)}"


def _mended(bulletin: ProblemReport) -> str:
    """Which files have no fault any more; "" if all have."""
    if not bulletin.mended:
        return ""
    return f"Fixed or removed: {_beginning(bulletin.mended, bulletin.more_mended, len(bulletin.mended))}."


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
