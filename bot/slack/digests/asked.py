"""What was asked, as the digest counts it: from the requests that were answered."""

from collections.abc import Iterable, Iterator

from bot.core.access import is_direct
from bot.core.model import Outcome
from bot.core.question_log import LoggedQuestion
from bot.core.requests import Answered, AnyRequest, Kind

KINDS = frozenset({Kind.QUESTION, Kind.REMOVAL, Kind.COMMAND, Kind.FORM})


def logged_questions(answered: Iterable[Answered], workspace: str | None) -> list[LoggedQuestion]:
    """The questions among the requests, in their order; `workspace` is its address, to make links with.

    A question that was edited counts once, in its last words; one that was deleted does not.
    """
    last = {each.request.subject: each for each in answered}
    return [question for each in last.values() for question in _logged(each, workspace)]


def _logged(answered: Answered, workspace: str | None) -> Iterator[LoggedQuestion]:
    request = answered.request
    if request.kind != Kind.REMOVAL and answered.outcome in set(Outcome):
        private = request.private or is_direct(request.place or "")
        yield LoggedQuestion(
            words=request.payload.words,
            person=request.person,
            place=request.place,
            private=private,
            outcome=Outcome(answered.outcome),
            at=request.received,
            link=None if private or workspace is None else _link(request, workspace),
        )


def _link(request: AnyRequest, workspace: str) -> str:
    """Where a message stands, as Slack itself writes it: https://slack.dev/slack-permalinks."""
    ts, thread = request.payload.ts, request.payload.thread
    link = f"{workspace.rstrip('/')}/archives/{request.place}/p{ts.replace('.', '')}"
    return link if thread in {None, ts} else f"{link}?thread_ts={thread}&cid={request.place}"
