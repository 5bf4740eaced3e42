"""Reports for curators, joined: of the store and the documents, for the command line and for Slack."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime

from bot.core.answering.receipts import Receipt
from bot.core.corpus import Corpus
from bot.core.curation.report import Report
from bot.core.question_log import LoggedQuestion
from bot.library.library import Library, open_library
from bot.service.reports import Reporter
from bot.settings import Settings
from bot.slack.digests.asked import KINDS, logged_questions
from bot.store.receipts import Chosen
from bot.store.sql import SqlStore
from bot.wiring.state import open_state


def reporter(store: SqlStore, library: Library) -> Reporter:
    """What makes reports."""

    def corpus(collections: frozenset[str] | None) -> Corpus:
        return library.seen(collections).corpus

    def asked(since: datetime) -> Iterator[tuple[LoggedQuestion, str]]:
        last = {each.request.subject: each for each in store.records.answered(KINDS, since)}
        for each in last.values():
            yield from ((question, each.receipt) for question in logged_questions([each], None))

    def receipts(since: date) -> Iterator[Receipt]:
        yield from store.receipts.all(Chosen(since=since))

    curation = store.curation
    return Reporter(corpus, asked, receipts, curation.feedback, curation.hand_overs, curation.own_answers)


def report_now(settings: Settings, days: int) -> Report:
    """The report of the last days, for whoever runs the program. Raises ConfigurationError, StoreError."""
    with closing(open_state(settings)) as store:
        return reporter(store, open_library(settings)).report(datetime.now(UTC), days)
