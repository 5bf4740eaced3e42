"""Articles and search, joined: the corpus of this moment, and the road of a question through it."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from bot.core.answering import answer as answering
from bot.core.answering import small_talk, synonyms
from bot.core.answering.answer_types import Kind
from bot.core.answering.inquiry import inquire
from bot.core.answering.marking import Asked
from bot.core.answering.pins import Pin, PinState, quotation_of, state_of
from bot.core.answering.policy import Policy
from bot.core.answering.receipts import choices, receipt_id
from bot.core.answering.replying import prompts, reply
from bot.core.answering.small_talk import NoSmallTalkError, SmallTalk
from bot.core.answering.synonyms import Synonyms
from bot.core.answering.timeline import AsOfView, validity
from bot.core.answering.unknown_words import Wondered, named
from bot.core.changes.history import History, Past, read_otherwise
from bot.core.corpus import Corpus
from bot.core.errors import ConfigurationError, RetryLater, SearchError
from bot.core.lookup import Budget
from bot.core.model import Answer, Article, Audience, Passage, Question, Quotation, Scope
from bot.core.quote_check.verdicts import Verdict
from bot.documents.corpus.roots import AtHand
from bot.documents.corpus.withholding import Confirmed, nothing_confirmed
from bot.documents.faults import Faulty, ShortOfFilesError, read_text
from bot.library.curated import Curated
from bot.library.engine import Progress, silent
from bot.library.keeping_up import live_corpus_of
from bot.library.live_corpus import LiveCorpus
from bot.library.places import CURATED, LARGEST_CONFIG
from bot.library.shipped import at_home
from bot.library.snapshot import Snapshot
from bot.library.views import Views
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.store.sql import SqlStore

log = logging.getLogger(__name__)

EVERYBODY = Audience()
# So long a worker waits for who looks at the documents; then it is free for others, and comes again later.
PATIENCE_SECONDS, AGAIN_SECONDS = 1.0, 10.0
# So many passages tell under which headings something like a question is dealt with.
NEAR = 5


def nothing(_: datetime) -> Past:
    """The history of articles of which nothing was noted."""
    return Past()


class Library:
    """The articles, kept up to date by `refresher`, and the answers from them.

    `patience`: for so many seconds a worker waits for who looks at the documents.
    """

    patience = PATIENCE_SECONDS

    def __init__(
        self,
        refresher: LiveCorpus,
        synonyms: Synonyms,
        small_talk: SmallTalk | None = None,
        curated: Curated | None = None,
    ) -> None:
        self.refresher, self._given, self._small_talk = refresher, synonyms, small_talk or SmallTalk()
        self.curated = curated or Curated(None)
        self._views = Views(refresher.indexer)
        self._turn = threading.Lock()

    @property
    def _synonyms(self) -> Synonyms:
        return self.curated.synonyms(self._given)

    @property
    def snapshot(self) -> Snapshot:
        """The corpus of this moment; it never changes, but `refresh` puts a newer one in its place."""
        return self.refresher.snapshot

    def is_ready(self) -> bool:
        """Whether there is something to answer from."""
        return not self.refresher.lacking

    def seen(self, collections: frozenset[str] | None) -> Snapshot:
        """The corpus of this moment as those see it who may see these collections; None stands for all of them.

        Raises SearchError while there is nothing yet to answer from.
        """
        if not self.is_ready():
            raise SearchError(self.refresher.lacking)
        return self._views.of(self.snapshot, collections)

    def corpus(self, audience: Audience) -> Corpus:
        """The documents that an audience may see at this moment."""
        return self.seen(audience.collections).corpus

    def refresh(self) -> bool:
        """Takes in what has changed, come or gone. Returns whether that changed anything.

        One at a time: of two at once, the one that looked first could put its corpus in the place of a newer one. Where
        no file can be opened just now, or the cluster cannot be asked, all stays as it is.
        """
        with self._turn:
            return self._refresh()

    def refresh_soon(self) -> bool:
        """The same for a worker, who is not to wait while a look takes its time: for a cluster without a manager it
        takes minutes, and nobody would answer meanwhile. Raises RetryLater.
        """
        if not self._turn.acquire(timeout=self.patience):
            raise RetryLater("the documents are being looked at", AGAIN_SECONDS)
        try:
            return self._refresh()
        finally:
            self._turn.release()

    def _refresh(self) -> bool:
        try:
            changed = self.refresher.refresh()
            self._views.renew(self.snapshot)
            return changed
        except ShortOfFilesError as error:
            log.warning("cannot look at the corpus; what was read before stays in force: %s", error)
            return False
        except SearchError as error:
            log.warning("what is new cannot be searched yet; what was read before stays in force: %s", error)
            return False

    def answer(
        self,
        question: Question,
        policy: Policy,
        day: date | None = None,
        history: History = nothing,
        pins: Sequence[Pin] | None = None,
    ) -> Answer:
        """Answers from one snapshot, whatever becomes of the folder meanwhile; as of today, unless told otherwise.

        `history` tells what articles said on earlier days, `pins` what curators chose, unless that of this moment
        counts. What the asker may not see does not exist here.
        """
        now, audience = self.seen(question.audience.collections), question.audience
        on = day or today()

        def as_of(then: date) -> answering.Sources | None:
            otherwise = read_otherwise(now.corpus, history, then, Scope(collections=audience.collections))
            return self._sources(self.refresher.otherwise(now, otherwise), otherwise) if otherwise else None

        budget = Budget(monotonic() + policy.seconds, monotonic)
        sources = replace(
            self._sources(now, {}),
            as_of=as_of,
            pins=self.curated.pins() if pins is None else pins,
            standing=partial(_standing, now.corpus, on),
            budget=budget,
        )
        # All that is there may be seen.
        among = replace(question, audience=replace(audience, collections=None))
        found = reply(among, sources, policy, on, now.corpus, self._small_talk)
        receipt = found.receipt and receipt_id(question, on, found.revision, choices(found))
        return replace(found, question=question, receipt=receipt)

    def prompts(self, collections: frozenset[str] | None, policy: Policy) -> tuple[str, ...]:
        """Questions that these collections answer (None: all), to begin a conversation with."""
        now = self.seen(collections)
        sources = replace(self._sources(now, {}), budget=Budget(monotonic() + policy.seconds, monotonic))
        return prompts(sources, policy, today(), now.corpus)

    def search(self, words: str, collections: frozenset[str] | None, k: int) -> tuple[Passage, ...]:
        """The passages that have most of the words, of these collections (None: all), the best first."""
        index = self.seen(collections).index
        asked = inquire(Question(words), index, self._synonyms, today(), k)
        found = index.complete(asked.lookup, asked.consulted)
        return tuple(hit.passage for hit in found.hits[:k])

    def wondered_at(self, words: str, collections: frozenset[str] | None) -> Wondered:
        """What no document of these collections (None: all) has of a question, and under what near passages stand."""
        index = self.seen(collections).index
        asked = inquire(Question(words), index, self._synonyms, today())
        hits = index.complete(asked.lookup, asked.consulted).hits[:NEAR]
        return Wondered(words, asked.missing, tuple(dict.fromkeys(each for hit in hits for each in named(hit.passage))))

    def quoted(self, pin: Pin, collections: frozenset[str] | None) -> Quotation | None:
        """What a pinned answer quotes at this moment, if it stands and these collections (None: all) have it."""
        corpus, article = self.seen(collections).corpus, self.refresher.current(pin.article)
        passages = _standing(corpus, today(), pin)
        if not passages or article is None:
            return None
        return quotation_of(pin, passages, article, Asked({}, frozenset(), Kind.OTHER), today())

    def _sources(self, snapshot: Snapshot, otherwise: Mapping[str, Article]) -> answering.Sources:
        @cache  # what is quoted several times in one answer is read once
        def current(name: str) -> Article | None:
            return otherwise[name] if name in otherwise else self.refresher.current(name)

        return answering.Sources(snapshot.index, current, self._synonyms)

    def verify(self, words: str, audience: Audience = EVERYBODY) -> Verdict:
        """Looks a quotation up in the corpus of this moment, as of today, as far as it may be seen."""
        from bot.core.quote_check import verifying  # noqa: PLC0415  # who asks a question need not wait for it

        now = self.seen(audience.collections)
        moment = AsOfView(now.corpus, today(), Scope())
        return verifying.verify(
            words, now.corpus, standing=lambda passage: validity(passage, moment), sharing=now.index.sharing
        )


def _standing(corpus: Corpus, day: date, pin: Pin) -> tuple[Passage, ...]:
    """The passages of a pin that stands."""
    state, passages = state_of(pin, corpus, day)
    return passages if state is PinState.STANDS else ()


def now() -> datetime:
    """The moment, by UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day, by UTC: the same for every replica."""
    return now().date()


def open_library(
    settings: Settings,
    told: Progress = silent,
    confirmed: Confirmed = nothing_confirmed,
    at_hand: AtHand | None = None,
    store: "SqlStore | None" = None,
) -> Library:
    """Raises ConfigurationError if there is no such folder, or the synonyms or the small talk cannot be read.

    `confirmed` says which withdrawals a curator has confirmed; articles that are `at_hand` are not read. The `store` is
    read where another replica has the documents; it is opened if none is given.
    """
    live = live_corpus_of(settings, told, confirmed, at_hand or {}, store)
    known, curated = read_synonyms(settings.synonyms), Curated(settings.state / CURATED)
    return Library(live, known, read_small_talk(settings.small_talk), curated)


def policy_of(settings: Settings) -> Policy:
    """What answers may look like, by the settings."""
    chosen = settings.answering
    return Policy(
        chosen.quotations, chosen.floor, chosen.weak, chosen.next_floor, chosen.longest_question, chosen.seconds
    )


def asking(library: Library, settings: Settings, history: History = nothing) -> Callable[[Question], Answer]:
    """The road of a question, from its words to its answer."""
    return partial(library.answer, policy=policy_of(settings), history=history)


def read_synonyms(file: Path) -> Synonyms:
    """The words that stand for each other. Raises ConfigurationError."""
    try:
        known, faults = synonyms.parse(read_text(at_home(file), LARGEST_CONFIG))
    except Faulty as fault:
        raise ConfigurationError(str(fault.within(file))) from fault
    if faults:
        raise ConfigurationError(f"{file}:{faults[0].line}: {faults[0].what}; {faults[0].mend}")
    return known


def read_small_talk(folder: Path) -> SmallTalk:
    """What is said that is no question: a file a language, English first. Raises ConfigurationError."""
    files = sorted(at_home(folder).glob("*.toml"), key=lambda file: (file.stem != "en", file.stem))
    try:
        return small_talk.parse({file.stem: read_text(file, LARGEST_CONFIG) for file in files})
    except (Faulty, NoSmallTalkError) as fault:
        raise ConfigurationError(f"{folder}: {fault}") from fault
