"""Past answers whose quotations read otherwise now: which of them get a reply that says so.

Everything is found out from the store, after each change of the corpus and each start. So a crash in between is made
good at the next look, and of several replicas that look, one hands in a request and the others find it there.

Only an answer that stands as a post can get a reply. Private answers, and what was shared from one, cannot: Slack
gives them no name by which they could be found again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from uuid import uuid4

from bot.core.answering.receipts import Receipt
from bot.core.changes.amendments import TOLD, TellChanges, amended, called_now, quoted
from bot.core.changes.redlines import Changed
from bot.core.changes.revisions import ALWAYS, Changes, Revision
from bot.core.corpus import Corpus
from bot.core.model import Outcome
from bot.core.ports import Inbox, Records
from bot.core.requests import Answered, AnswerQuestion, AnyRequest, Kind, Request

# A change is told of within a day, or not at all: turning this on must not bring a flood of old ones.
RECENT = timedelta(days=1)
# How long, at most, a replica may go on answering from the corpus as it was before a change.
LAG = timedelta(hours=1)

LATEST = datetime.max.replace(tzinfo=UTC)

Revisions = Mapping[str, Sequence[Revision]]


@dataclass(frozen=True, slots=True)
class Since:
    """What was noted after a moment: what those articles said that have changed, and which are new.

    Of a new one, too, something may be quoted that it does not say any more: it was read and changed before anybody
    noted it.
    """

    changed: Revisions
    new: Set[str]


@dataclass(frozen=True, slots=True)
class Limits:
    """How old an answer may be that gets a reply, and how many answers get one within a day."""

    age: timedelta
    number: int


@dataclass(frozen=True, slots=True)
class Amendments:
    """Says which answers get a reply, and what it tells. `receipt` finds one by its id; `corpus` is what who reads the
    answer to a request may see of it now."""

    inbox: Inbox
    records: Records
    history: Changes
    receipt: Callable[[str], Receipt | None]
    corpus: Callable[[AnyRequest], Corpus]
    limits: Limits

    def hand_in(self, now: datetime) -> int:
        """Hands in a request for each answer that a change of the last day concerns; returns how many were new.

        Those are the newest answers, as far as the limits go, and all those that have a reply already, which may have
        to say something else now. May be called again, by several at once. Raises StoreError.
        """
        since = self._since(now - RECENT)
        if not since.changed and not since.new:
            return 0
        told = self._told()
        again = (replace(requests[-1], id=uuid4().hex, received=now) for requests in told.values())
        others = (_amendment(each, now) for each in self._answers(now) if _answer(each.request) not in told)
        concerned = (each for each in others if self._reads_otherwise(each, since))
        # What waits to be told is not counted: it is chosen again, and then known by its key.
        room = self.limits.number - sum(requests[0].received > now - RECENT for requests in told.values())
        wanted = [*again, *islice(concerned, max(0, room))]
        return sum(self._accept(each, since) for each in wanted)

    def changes(self, request: Request[TellChanges]) -> tuple[Changed, ...] | None:
        """What a request is to tell: empty if all reads as quoted, None if nobody can say so."""
        receipt = self._receipt(request)
        if receipt is None:
            return None
        said = self._said(receipt, self._since(request.payload.answered - LAG))
        return amended(receipt, said, self.corpus(request))

    def _told(self) -> dict[tuple[str, object], list[Request[TellChanges]]]:
        """By answer, the requests after which a reply stood, the earliest first."""
        told: dict[tuple[str, object], list[Request[TellChanges]]] = {}
        for each in self.records.answered({Kind.AMENDMENT}, ALWAYS):
            if each.outcome == TOLD:
                told.setdefault(_answer(each.request), []).append(each.request)
        return told

    def _answers(self, now: datetime) -> Iterator[Answered]:
        """The questions with an answer that stands, the newest first: edited ones in their last words."""
        last: dict[str, Answered] = {}
        for each in self.records.answered({Kind.QUESTION, Kind.REMOVAL}, now - self.limits.age):
            # Whatever else came of one left the answer as it was.
            if each.request.kind == Kind.REMOVAL or each.outcome in set(Outcome):
                last[each.request.subject] = each
        for each in sorted(last.values(), key=lambda each: each.request.received, reverse=True):
            if each.request.kind == Kind.QUESTION and each.outcome == Outcome.ANSWERED and each.receipt:
                yield each

    def _since(self, moment: datetime) -> Since:
        """What was noted after a moment."""
        return Since(self.history.revisions(moment), frozenset(self.history.newly_seen(moment, LATEST)))

    def _said(self, receipt: Receipt, since: Since) -> Revisions:
        """What the articles said since then that an answer quotes, and others that have changed."""
        new = [name for name in quoted(receipt) if name in since.new and name not in since.changed]
        if not new:
            return since.changed
        seen, words = self.history.first_seen(new), self.history.words_of(new, LATEST)
        first = {name: (Revision(seen[name], tuple(said)),) for name, said in words.items() if name in seen}
        return {**since.changed, **first}

    def _reads_otherwise(self, request: Request[TellChanges], since: Since) -> bool:
        receipt = self._receipt(request)
        if receipt is None:
            return False
        said, corpus = self._said(receipt, since), self.corpus(request)
        return bool(self._moment(receipt, said, corpus) and amended(receipt, said, corpus))

    def _accept(self, request: Request[TellChanges], since: Since) -> bool:
        """Once for each answer and change. A change is known by its moment: what was changed back is one, too."""
        receipt = self._receipt(request)
        moment = self._moment(receipt, self._said(receipt, since), self.corpus(request)) if receipt else None
        if moment is None:
            return False
        return self.inbox.accept(request, {f"amendment:{request.subject}:{request.payload.at}:{moment.isoformat()}"})

    @staticmethod
    def _moment(receipt: Receipt, changed: Revisions, corpus: Corpus) -> datetime | None:
        """When an article that is quoted changed last; None if none of them did."""
        names = (called_now(name, passages, changed, corpus) for name, passages in quoted(receipt).items())
        return max((changed[name][-1].seen for name in names if name in changed), default=None)

    def _receipt(self, request: Request[TellChanges]) -> Receipt | None:
        return self.receipt(request.payload.receipt)


def _answer(request: Request[TellChanges]) -> tuple[str, object]:
    """Which answer it is about: a question that is edited has another one, whose reply is another, too."""
    return request.subject, request.payload.at


def _amendment(answered: Answered, now: datetime) -> Request[TellChanges]:
    """About the message that asked: so it keeps its order with what becomes of that. Erased with the asker."""
    asked = answered.request
    question: AnswerQuestion = asked.payload
    payload = TellChanges(question.ts, question.at, answered.receipt, asked.received, question.thread)
    return Request(uuid4().hex, payload, asked.subject, now, asked.person, asked.place)
