"""Reports for curators: made of what was asked, what was answered, what people said of it, and the documents."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.core.answering.pins import Pin, PinState, matching, state_of
from bot.core.answering.receipts import Receipt
from bot.core.corpus import Corpus
from bot.core.curation.feedback import Feedback, unhelpful
from bot.core.curation.hand_overs import HandOvers
from bot.core.curation.own_answers import OwnAnswers
from bot.core.curation.report import Given, Report, Unhelpful, lacking, overdue, stale, weeks
from bot.core.model import UNCOLLECTED
from bot.core.question_log import Gaps, LoggedQuestion, open_gaps

MOST_GAPS = 50
Collections = frozenset[str] | None
"""Names of collections; None stands for all of them."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Makes reports. Who made them sees no names.

    `corpus` gives the documents of some collections; `asked`, the questions since a moment, each with the receipt of
    its answer; `receipts`, those since a day.
    """

    corpus: Callable[[Collections], Corpus]
    asked: Callable[[datetime], Iterable[tuple[LoggedQuestion, str]]]
    receipts: Callable[[date], Iterable[Receipt]]
    feedback: Feedback
    hand_overs: HandOvers
    own_answers: OwnAnswers

    def report(self, now: datetime, days: int, seen: Collections = None) -> Report:
        """What there is to say of the last days, as far as it may be seen. Raises StoreError."""
        since, corpus = now - timedelta(days=days), self.corpus(seen)
        asked, receipts = list(self.asked(since)), self._receipts(since.date(), seen)
        given = {name: _given(receipt) for name, receipt in receipts.items()}
        answers = [given[receipt] for _, receipt in asked if receipt in given]
        return Report(
            since.date(),
            now.date(),
            weeks(asked, given, since.date(), now.date()),
            self._gaps([question for question, _ in asked], corpus, now.date()),
            self._unhelpful(since, receipts),
            stale(answers, corpus, now.date()),
            lacking(corpus),
            overdue(corpus, now.date()),
            len(self.hand_overs.waiting()),
            self._to_review(seen, now.date()),
        )

    def _receipts(self, since: date, seen: Collections) -> dict[str, Receipt]:
        """Receipts by their ids. What was answered from more than may be seen here may quote it."""

        def may_be_told(receipt: Receipt) -> bool:
            return seen is None or (receipt.collections is not None and receipt.collections <= seen)

        return {receipt.id: receipt for receipt in self.receipts(since) if may_be_told(receipt)}

    def _unhelpful(self, since: datetime, receipts: Mapping[str, Receipt]) -> tuple[Unhelpful, ...]:
        marked = unhelpful(self.feedback.since(since))
        return tuple(Unhelpful(receipts[each.receipt].question, each) for each in marked if each.receipt in receipts)

    def _gaps(self, asked: Sequence[LoggedQuestion], corpus: Corpus, day: date) -> Gaps:
        """What is still asked in vain, and has no pinned answer."""
        found = open_gaps(asked)
        standing = [pin for pin in self._pins if state_of(pin, corpus, day)[0] is PinState.STANDS]
        shown = tuple(gap for gap in found.shown if not matching(gap.question, standing))
        return replace(found, shown=shown[:MOST_GAPS])

    def _to_review(self, seen: Collections, day: date) -> int:
        corpus = self.corpus(None)
        theirs = [pin for pin in self._pins if seen is None or (pin.collection or UNCOLLECTED) in seen]
        return sum(state_of(pin, corpus, day)[0] is not PinState.STANDS for pin in theirs)

    @property
    def _pins(self) -> list[Pin]:
        return [each.pin for each in self.own_answers.pins()]


def _given(receipt: Receipt) -> Given:
    answer = json.loads(receipt.answer)
    return Given(float(answer["confidence"]), bool(answer["weak"]), tuple(sorted(receipt.documents)))
