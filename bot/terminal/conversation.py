"""`policybot ask` without a question: a conversation in which a question may go on from earlier ones."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from bot.core.answering.going_on import goes_on, taken_along
from bot.core.model import Answer, Outcome, Question

INVITATION = "Ask a question. One that does not stand by itself goes on from the ones before. Ctrl-D ends."
PROMPT = "? "
_FAREWELL = "farewell"
_ENDS = frozenset({"exit", "quit"})


def converse(lines: Iterable[str], ask: Callable[[Question], Answer], day: date | None = None) -> Iterator[Answer]:
    """The answer to each line, as of `day`, if one is given. A farewell ends it.

    As in a direct message, what is asked goes on from the questions before it only if it cannot stand by itself.
    """
    earlier: tuple[str, ...] = ()
    for line in lines:
        words = line.encode("utf-8", "replace").decode().strip()
        if words.casefold() in _ENDS:
            return
        if not words:
            continue
        answer = ask(Question(words, as_of=day, earlier=earlier if goes_on(words) else ()))
        yield answer
        if answer.kind == _FAREWELL:
            return
        if answer.outcome in (Outcome.ANSWERED, Outcome.NOT_COVERED):
            earlier = taken_along((*earlier, words))


def typed_lines() -> Iterator[str]:
    """What somebody types at the prompt, line by line, until they end it."""
    try:
        while True:
            yield input(PROMPT)
    except (EOFError, KeyboardInterrupt):
        print()
