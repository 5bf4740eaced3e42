"""What curators choose and write: kept in the store, laid out for the library, and found again in it."""

import hashlib
import logging
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.answering.pins import Pin, hash_of, same
from bot.core.answering.policy import Policy
from bot.core.answering.unknown_words import Proposal, Wondered, by_choice, by_neighbour, named
from bot.core.audit import Action, Audit, act_of
from bot.core.curation.hand_overs import HandOver
from bot.core.curation.looked_after import LookedAfter
from bot.core.curation.own_answers import Kept, OwnAnswers, PinnedNow, WrittenAnswer
from bot.core.curation.requests import GiveAnswer
from bot.core.errors import RetryLater
from bot.core.model import UNCOLLECTED, Audience, Passage, Question, Quotation, Standing
from bot.core.requests import Request
from bot.core.roles import NOT_A_CURATOR
from bot.documents.adding.written import as_file
from bot.library.curated import Curated
from bot.library.library import AGAIN_SECONDS, Library, today

log = logging.getLogger(__name__)

MOST_FOUND = 6
CHANGED = "This passage has changed since, or not everybody who asked may see it. Please choose again."
NOT_FOR_THEM = "Not everybody who asked may see that collection, so I did not send it. Please choose another one."
UNREADABLE = "There are no words in this answer that could be quoted, so I did not send it."


def lay_out(kept: OwnAnswers, curated: Curated) -> None:
    """Makes the state folder hold what the store has. Raises StoreError and OSError."""
    pins = [each.pin for each in kept.pins()]
    files = {f"{each.name}.md": as_file(each) for each in kept.written()}
    curated.lay_out(pins, files, kept.synonyms())


@dataclass(frozen=True, slots=True)
class OwnAnswering:
    """Keeps what curators choose and write, where every process finds it, and shows them what they may choose.

    `team` is the name in which they write, `channel` theirs, `policy` that of all answers.
    """

    library: Library
    kept: OwnAnswers
    looked_after: LookedAfter
    audit: Audit
    team: str
    channel: str
    policy: Policy
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def lay_out(self) -> None:
        """Makes the state folder hold what the store has; a full disk is only logged. Raises StoreError."""
        with self._lock:
            try:
                lay_out(self.kept, self.library.curated)
            except OSError as error:
                log.warning("what curators wrote cannot be laid out: %s", error.strerror)

    def keep(self, request: Request[GiveAnswer], known: HandOver | None, name: str) -> Pin | str:
        """Pins a passage, or a document made of what was written, to a question; or says why not."""
        given, seen, roles = request.payload, known.collections if known else None, self.looked_after.roles
        if given.text:
            is_theirs = roles.is_curator(request.person, given.collection, request.place)
            return self._written(request, seen, name) if is_theirs else NOT_A_CURATOR
        article = self.library.seen(seen).corpus.article(given.article)
        passage = article.passage(given.paragraph) if article else None
        if passage is None or hash_of([passage]) != given.fingerprint:
            return CHANGED
        if not roles.is_curator(request.person, passage.attribution.collection, request.place):
            return NOT_A_CURATOR
        return self._pinned(request, [passage], known, name)

    def passages(self, words: str, person: str, place: str, known: HandOver | None) -> Sequence[Passage]:
        """What has most of some words, as far as a curator looks after it, and they and who waits may see it."""
        among = self.looked_after.among(person, place, known, self.library.seen(None).corpus)
        return self.library.search(words, among, MOST_FOUND)

    def collections(self, person: str, place: str | None) -> frozenset[str] | None:
        """Those that a curator looks after and may see; None for all of them."""
        return self.looked_after.collections(person, place, self.library.seen(None).corpus)

    def answerable(self, person: str, place: str, known: HandOver | None) -> Mapping[str, str]:
        """Those, with what each is called, that an answer may be written in; nothing where there are no rules."""
        return self.looked_after.answerable(person, place, known)

    def pinned(self, person: str, place: str) -> Sequence[PinnedNow]:
        """The pins of what a curator looks after and may see, and how each stands today."""
        return self.looked_after.pinned(self._pins, self.library.seen(None).corpus, today(), person, place)

    def to_review(self) -> Sequence[PinnedNow]:
        """The pins that do not stand any more, as far as everybody in the curators' channel may know."""
        return self.looked_after.to_review(self._pins, self.library.seen(None).corpus, today(), self.channel)

    def changed(self) -> Sequence[tuple[str, str]]:
        """The pins to review: each by its id, and a name for how it stands."""
        return [(each.pin.id, f"{each.state.name.casefold()} {each.pin.words[:8]}") for each in self.to_review()]

    def another_word(self, question: str, pin: Pin) -> Proposal | None:
        """What may be another word for what was asked, by the passage that a curator chose."""
        article = self.library.seen(None).corpus.article(pin.article)
        passage = article.passage(pin.paragraphs[0]) if article else None
        if passage is None or passage.attribution.standing is Standing.ANSWER:
            return None
        asked = self.library.wondered_at(question, frozenset({passage.attribution.collection or UNCOLLECTED}))
        found = by_choice(Wondered(question, asked.missing, tuple(named(passage))))
        return found if found and found.line not in self.kept.synonyms() else None

    def words_missing(self, questions: Sequence[str], person: str, place: str) -> list[Proposal | None]:
        """For each question that was asked in vain, what may be another word for what it asks for.

        By what stands near it in what a curator looks after; None where there is none, or it is a synonym already.
        """
        seen, known = self.collections(person, place), frozenset(self.kept.synonyms())
        found = (by_neighbour(self.library.wondered_at(question, seen)) for question in questions)
        return [proposal if proposal and proposal.line not in known else None for proposal in found]

    def found(self, words: str, seen: frozenset[str] | None) -> Sequence[Quotation]:
        """What comes nearest to a question in some collections."""
        answer = self.library.answer(Question(words, Audience(collections=seen)), self.policy)
        return answer.quotations or answer.nearest_passages

    @property
    def _pins(self) -> list[Pin]:
        return [each.pin for each in self.kept.pins()]

    def _written(self, request: Request[GiveAnswer], seen: frozenset[str] | None, name: str) -> Pin | str:
        given, collection = request.payload, request.payload.collection
        if seen is not None and (collection or UNCOLLECTED) not in seen:
            return NOT_FOR_THEM
        file = f"{_slug(given.title)}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
        day = request.received.date()
        self.kept.write(WrittenAnswer(file, given.title, given.text, day, self.team, request.person, collection))
        self.audit.record(act_of(request, Action.WROTE_ANSWER, file))
        self.lay_out()
        self.library.refresh_soon()
        article = self.library.seen(None).corpus.article(file)
        if article is None and not any(fault.file.stem == file for fault in self.library.snapshot.faults):
            raise RetryLater("what a curator wrote cannot be taken in now", AGAIN_SECONDS)
        if article is None or not article.passages:
            self.kept.withdraw(file)
            self.lay_out()
            return UNREADABLE
        return self._pinned(request, article.passages, None, name)

    def _pinned(
        self, request: Request[GiveAnswer], passages: Sequence[Passage], known: HandOver | None, name: str
    ) -> Pin:
        given, article = request.payload, passages[0].attribution
        questions = tuple(dict.fromkeys([given.question, *([known.words] if known else [])]))
        numbers, day = tuple(each.number for each in passages), request.received.date()
        hashed, collection = hash_of(passages), article.collection
        pin = Pin(name, questions, article.article, numbers, hashed, self.team, day, collection)
        for other in self._pins:
            # The same question has one answer for those who may see the same.
            is_one = any(same(one, two) == 1 for one in questions for two in other.questions)
            if is_one and other.id != name and other.collection == collection:
                self.kept.unpin(other.id)
        self.kept.pin(Kept(pin, request.person))
        self.audit.record(act_of(request, Action.PINNED, pin.article, paragraphs=list(pin.paragraphs), pin=pin.id))
        self.lay_out()
        return pin


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold())[:40].strip("-") or "answer"
