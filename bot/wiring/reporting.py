"""What curators look at: made of the store and the documents, for the command line and for Slack."""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.core.answering.pins import PinState, matching, state_of
from bot.core.answering.receipts import Receipt
from bot.core.answering.unknown_words import Proposal, by_neighbour
from bot.core.corpus import Corpus
from bot.core.curation.feedback import unhelpful
from bot.core.curation.report import Given, Report, Unhelpful, lacking, overdue, stale, weeks
from bot.core.model import UNCOLLECTED
from bot.core.question_log import Gaps, LoggedQuestion, open_gaps
from bot.library.library import Library, open_library, today
from bot.library.own_answers import OwnAnswering
from bot.settings import Settings
from bot.slack.curation.gaps import Proposed
from bot.slack.digests.asked import KINDS, askings
from bot.store.receipts import Chosen
from bot.store.sql import SqlStore
from bot.wiring.state import open_state

DAYS = 28
MOST_GAPS = 50


@dataclass(frozen=True, slots=True)
class Reporter:
    """Makes reports. Who made them sees no names."""

    store: SqlStore
    library: Library

    def report(self, now: datetime, days: int, seen: frozenset[str] | None = None) -> Report:
        """What there is to say of the last days, as far as it may be seen (None: all of it)."""
        since, corpus = now - timedelta(days=days), self.library.seen(seen).corpus
        asked = list(self._asked(since))
        receipts = {each.id: each for each in self._receipts(since, seen)}
        given = {name: _given(each) for name, each in receipts.items()}
        answers = [given[receipt] for _, receipt in asked if receipt in given]
        opinions = self.store.curation.feedback.since(since)
        return Report(
            since.date(),
            now.date(),
            weeks(asked, given, since.date(), now.date()),
            self._gaps([question for question, _ in asked], corpus),
            tuple(
                Unhelpful(receipts[each.receipt].question, each)
                for each in unhelpful(opinions)
                if each.receipt in receipts
            ),
            stale(answers, corpus, now.date()),
            lacking(corpus),
            overdue(corpus, now.date()),
            len(self.store.curation.hand_overs.waiting()),
            self._to_review(seen),
        )

    def _asked(self, since: datetime) -> Iterator[tuple[LoggedQuestion, str]]:
        """The questions of that time, each with the receipt of its answer."""
        answered = self.store.records.answered(KINDS, since)
        last = {each.request.subject: each for each in answered}
        for each in last.values():
            for question in askings([each], None):
                yield question, each.receipt

    def _receipts(self, since: datetime, seen: frozenset[str] | None) -> Iterator[Receipt]:
        for each in self.store.receipts.all(Chosen(since=since.date())):
            # What was answered from more than may be seen here may quote it.
            if seen is None or (each.collections is not None and each.collections <= seen):
                yield each

    def _gaps(self, asked: Sequence[LoggedQuestion], corpus: Corpus) -> Gaps:
        """What is still asked in vain, and has no pinned answer."""
        found = open_gaps(asked)
        pins = [each.pin for each in self.store.curation.own_answers.pins()]
        standing = [pin for pin in pins if state_of(pin, corpus, today())[0] is PinState.STANDS]
        shown = tuple(gap for gap in found.shown if not matching(gap.question, standing))
        return replace(found, shown=shown[:MOST_GAPS])

    def _to_review(self, seen: frozenset[str] | None) -> int:
        corpus = self.library.snapshot.corpus
        pins = [each.pin for each in self.store.curation.own_answers.pins()]
        theirs = [pin for pin in pins if seen is None or (pin.collection or UNCOLLECTED) in seen]
        return sum(state_of(pin, corpus, today())[0] is not PinState.STANDS for pin in theirs)


@dataclass(frozen=True, slots=True)
class CuratorsReports:
    """The same for curators in Slack: of what they look after, and may see."""

    reporter: Reporter
    own: OwnAnswering

    def report(self, now: datetime, person: str, place: str) -> Report:
        """What a curator may see in a place."""
        return self.reporter.report(now, DAYS, self.own.collections(person, place))

    def proposed(self, report: Report, person: str, place: str, most: int) -> list[Proposed]:
        """The first gaps, each with what may be another word for what it asks for."""
        seen, library = self.own.collections(person, place), self.reporter.library
        known = frozenset(self.own.kept.synonyms())

        def proposal(question: str) -> Proposal | None:
            found = by_neighbour(library.wondered_at(question, seen))
            return found if found and found.line not in known else None

        return [Proposed(gap, proposal(gap.question)) for gap in report.gaps.shown[:most]]


def _given(receipt: Receipt) -> Given:
    answer = json.loads(receipt.answer)
    return Given(float(answer["confidence"]), bool(answer["weak"]), tuple(sorted(receipt.documents)))


def report_now(settings: Settings, days: int) -> Report:
    """The report of the last days, for whoever runs the program. Raises ConfigurationError, StoreError."""
    with closing(open_state(settings)) as store:
        return Reporter(store, open_library(settings)).report(datetime.now(UTC), days)
