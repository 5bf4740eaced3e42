"""`policybot ask` and `verify`: what the documents say, and whether they say it."""

import dataclasses
import gc
import sys
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.console import DONE, NOT_FOUND, Corpus, err, out, settings_with
from bot.core.errors import ConfigurationError
from bot.core.model import Outcome, Question

if TYPE_CHECKING:
    from bot.library.library import Library
    from bot.settings import Settings


def ask(
    context: typer.Context,
    question: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUESTION]", help="The question; - reads one per line; without it, you are asked."),
    ] = None,
    corpus: Corpus = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Answer from what was in force on that day.")
    ] = None,
    nearest: Annotated[
        bool, typer.Option("--nearest", help="If nothing answers the question, show the nearest passages.")
    ] = False,
    k: Annotated[int | None, typer.Option("-k", min=1, max=10, help="The maximum number of quotations.")] = None,
) -> None:
    """Answer a question. Exit status: 0 answered, 1 nothing found, 2 bad call or configuration."""
    from bot.library.library import open_library
    from bot.terminal.bar import Bar

    if not question and (as_json or not sys.stdin.isatty()):
        raise ConfigurationError(
            'ask what? For example: policybot ask "Who may carry over leave?"; one question a line: policybot ask -'
        )
    settings = settings_with(context, corpus=corpus, quotations=k)
    with Bar(err) as bar:
        library = open_library(settings, bar.told)
    _tell_of_problems(library, settings)
    day = _day(as_of)
    if not question:
        _converse(day, library, settings, nearest=nearest)
        answered = True
    elif question == ["-"]:
        answered = _answer_each(_lines(sys.stdin.buffer), day, library, settings, nearest=nearest)
    else:
        words = " ".join(question).encode("utf-8", "replace").decode()
        answered = _answer_one(Question(words, as_of=day), library, settings, as_json=as_json, nearest=nearest)
    raise typer.Exit(DONE if answered else NOT_FOUND)


def _tell_of_problems(library: "Library", settings: "Settings") -> None:
    if faults := library.snapshot.faults:
        from bot.core.counting import counted

        told = f"{counted(len(faults), 'problem')} in {settings.corpus}: see `policybot doctor`"
        err.print(told, style="yellow", markup=False)


def verify(
    context: typer.Context,
    quotation: Annotated[
        list[str], typer.Argument(metavar="QUOTATION", help="The words to look up; - reads standard input.")
    ],
    corpus: Corpus = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdict as JSON.")] = False,
) -> None:
    """Check a quotation against the documents. Exit status: 0 word for word, 1 with differences or not found."""
    from bot.core.quote_check.verdicts import Finding
    from bot.library.library import open_library
    from bot.terminal.json_text import json_text
    from bot.terminal.verdicts import show_verdict, verdict_as_json

    words = sys.stdin.read() if quotation == ["-"] else " ".join(quotation)
    verdict = open_library(settings_with(context, corpus=corpus)).verify(words.encode("utf-8", "replace").decode())
    if as_json:
        print(json_text(verdict_as_json(verdict), indent=2))
    else:
        out.print(show_verdict(verdict))
    raise typer.Exit(DONE if verdict.finding is Finding.EXACT else NOT_FOUND)


def _answer_one(question: Question, library: "Library", settings: "Settings", *, as_json: bool, nearest: bool) -> bool:
    from bot.core.answering.as_json import answer_as_json
    from bot.library.library import asking
    from bot.terminal import show
    from bot.wiring.history import history_of

    answer = asking(library, settings, history_of(settings))(question)
    if not as_json:
        longest = settings.answering.longest_question
        out.print(show.show_answer(dataclasses.replace(answer, receipt=""), longest, nearest=nearest))
    # Keeping the receipt takes longer than answering, and the reader need not wait for it.
    from bot.library.receipts import put_on_record
    from bot.terminal.json_text import json_text
    from bot.wiring.receipts import receipts_if_any

    if answer.answered:
        with receipts_if_any(settings) as receipts:
            answer = put_on_record(answer, library, receipts)
    if as_json:
        print(json_text(answer_as_json(answer, nearest=nearest), indent=2))
    elif answer.answered and answer.receipt:
        out.print(show.show_receipt_id(answer.receipt))
    return answer.answered or answer.outcome is Outcome.SMALL_TALK


def _converse(day: date | None, library: "Library", settings: "Settings", *, nearest: bool) -> None:
    """Answers questions one by one; each may follow up on the ones before."""
    from bot.library.receipts import asking_on_record
    from bot.terminal import conversation, show
    from bot.wiring.history import history_of
    from bot.wiring.receipts import receipts_if_any

    gc.enable()
    longest = settings.answering.longest_question
    out.print(conversation.INVITATION, style="dim", markup=False)
    with receipts_if_any(settings) as receipts:
        ask_on_record = asking_on_record(library, settings, receipts, history_of(settings))
        for answer in conversation.converse(conversation.typed_lines(), ask_on_record, day):
            out.print(show.show_answer(answer, longest, nearest=nearest))


def _answer_each(
    questions: Iterable[str], day: date | None, library: "Library", settings: "Settings", *, nearest: bool
) -> bool:
    from bot.core.answering.as_json import answer_as_json
    from bot.library.receipts import asking_on_record
    from bot.terminal.json_text import json_text
    from bot.wiring.history import history_of
    from bot.wiring.receipts import receipts_if_any

    gc.enable()
    any_answered = False
    with receipts_if_any(settings) as receipts:
        ask_on_record = asking_on_record(library, settings, receipts, history_of(settings))
        for words in questions:
            answer = ask_on_record(Question(words, as_of=day))
            any_answered = any_answered or answer.answered
            print(json_text(answer_as_json(answer, nearest=nearest)), flush=True)
    return any_answered


def _day(text: str | None) -> date | None:
    """The last day of what is named. Raises ConfigurationError if that is no date."""
    from bot.core.answering import wording
    from bot.core.text import dates
    from bot.core.text.periods import Ambiguous
    from bot.library.library import today

    now = today()
    found = dates.read(text, now) if text else None
    if isinstance(found, Ambiguous):
        raise ConfigurationError(wording.ambiguous(f"--as-of {text}", found.day_first, found.month_first))
    if text and found is None:
        raise ConfigurationError(f"--as-of {text} is not a date; write it as YYYY-MM-DD")
    return found.ended_by(now) if found else None


def _lines(stream: Iterable[bytes]) -> Iterable[str]:
    return (line.decode("utf-8", errors="replace").rstrip("\r\n") for line in stream)
