"""What curators choose and write: kept in the store, laid out for the library, and handed back to who asked."""

import hashlib
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.access import Access
from bot.core.answering.pins import Pin, PinState, hash_of, same, state_of
from bot.core.answering.unknown_words import Proposal, Wondered, by_choice, named
from bot.core.audit import Action, Audit, act_of
from bot.core.curation.hand_overs import HandOver
from bot.core.curation.own_answers import Kept, OwnAnswers, WrittenAnswer
from bot.core.curation.requests import GiveAnswer
from bot.core.model import UNCOLLECTED, Audience, Passage, Question, Quotation, Standing
from bot.core.requests import Request
from bot.core.roles import NOT_A_CURATOR, Roles
from bot.documents.adding.written import as_file
from bot.library.library import Library, policy_of, today
from bot.settings import Settings
from bot.slack.api.delivery import Delivery
from bot.slack.api.people import People
from bot.slack.curation.commands import CuratorCommands
from bot.slack.curation.curator_forms import CuratorForms
from bot.slack.curation.gaps import GapDesk
from bot.slack.curation.hand_overs import HandOverDesk
from bot.slack.curation.own_pins import PinDesk, Pinned
from bot.store.sql import SqlStore
from bot.wiring.lazy_log import warn

MOST_FOUND = 6
CHANGED = "This passage has changed since, or not everybody who asked may see it. Please choose again."
NOT_FOR_THEM = "Not everybody who asked may see that collection, so I did not send it. Please choose another one."
UNREADABLE = "There are no words in this answer that could be quoted, so I did not send it."
EVERYBODY = "Everybody in the organization"


@dataclass(frozen=True, slots=True)
class OwnAnswering:
    """Keeps what curators choose and write, where every process finds it."""

    settings: Settings
    library: Library
    kept: OwnAnswers
    access: Access
    roles: Roles
    audit: Audit
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def lay_out(self) -> None:
        """Makes the state folder hold what the store has. Raises StoreError."""
        with self._lock:
            pins = [each.pin for each in self.kept.pins()]
            files = {f"{each.name}.md": as_file(each) for each in self.kept.written()}
            try:
                self.library.curated.lay_out(pins, files, self.kept.synonyms())
            except OSError as error:
                warn("what curators wrote cannot be laid out", reason=str(error.strerror))

    def keep(self, request: Request[GiveAnswer], known: HandOver | None, name: str) -> Pin | str:
        """Pins a passage, or a document made of what was written, to a question; or says why not."""
        given, seen = request.payload, known.collections if known else None
        if given.text:
            is_theirs = self.roles.is_curator(request.person, given.collection, request.place)
            return self._written(request, seen, name) if is_theirs else NOT_A_CURATOR
        article = self.library.seen(seen).corpus.article(given.article)
        passage = article.passage(given.paragraph) if article else None
        if passage is None or hash_of([passage]) != given.fingerprint:
            return CHANGED
        if not self.roles.is_curator(request.person, passage.attribution.collection, request.place):
            return NOT_A_CURATOR
        return self._pinned(request, [passage], known, name)

    def is_curator(self, person: str | None, place: str | None) -> bool:
        """Whether a person may answer anything in a place."""
        return self.roles.is_curator_somewhere(person, place)

    def passages(self, words: str, person: str, place: str, known: HandOver | None) -> Sequence[Passage]:
        """What has most of some words, as far as a curator looks after it, and they and who waits may see it."""
        theirs, looked_after = known.collections if known else None, self.looked_after(person, place)
        seen = looked_after if theirs is None else theirs if looked_after is None else theirs & looked_after
        return self.library.search(words, seen, MOST_FOUND)

    def looked_after(self, person: str, place: str | None) -> frozenset[str] | None:
        """The collections that a curator looks after and may see; None for everything."""
        if not self.access.rules:
            return None
        seen = self.access.audience(person, place, private=True).collections
        there = {each.collection or UNCOLLECTED for each in self.library.snapshot.corpus.attributions}
        return self.roles.curated(person, there if seen is None else there & seen, place)

    def collections(self, person: str, place: str, known: HandOver | None) -> Mapping[str, str]:
        """What an answer of a curator may be in that who waits is to see; nothing where there are no rules."""
        if not self.access.rules:
            return {}
        names = {UNCOLLECTED: EVERYBODY, **{rule.name: rule.name for rule in self.access.rules}}
        seen = self._seen_by_both(person, known)
        theirs = self.roles.curated(person, names, place)
        return {name: label for name, label in names.items() if name in theirs and (seen is None or name in seen)}

    def pinned(self, person: str, place: str) -> Sequence[Pinned]:
        """The pins of what a curator looks after and may see, and how each stands today."""
        seen = self.access.audience(person, place, private=True).collections
        corpus = self.library.snapshot.corpus
        shown = []
        for pin in (each.pin for each in self.kept.pins()):
            article = corpus.article(pin.article)
            of = {pin.collection, article.attribution.collection if article else pin.collection}
            if all(self._is_theirs(name, person, place, seen) for name in of):
                shown.append(Pinned(pin, state_of(pin, corpus, today())[0], article.attribution if article else None))
        return shown

    def to_review(self) -> Sequence[Pinned]:
        """The pins that do not stand any more, as far as everybody in the curators' channel may know."""
        corpus = self.library.snapshot.corpus
        seen = self.access.audience(None, self.settings.digest.curators_channel).collections
        found = []
        # Where there is no document at all, they are only out of reach.
        for pin in (each.pin for each in self.kept.pins() if corpus.attributions):
            state, article = state_of(pin, corpus, today())[0], corpus.article(pin.article)
            of = {pin.collection, article.attribution.collection if article else pin.collection}
            if state is not PinState.STANDS and (seen is None or {name or UNCOLLECTED for name in of} <= seen):
                found.append(Pinned(pin, state, article.attribution if article else None))
        return found

    def changed(self) -> Sequence[tuple[str, str]]:
        """The pins to review: each by its id, and a name for how it stands."""
        return [(each.pin.id, f"{each.state.name.casefold()} {each.pin.words[:8]}") for each in self.to_review()]

    def _is_theirs(self, name: str | None, person: str, place: str, seen: frozenset[str] | None) -> bool:
        return (seen is None or (name or UNCOLLECTED) in seen) and self.roles.is_curator(person, name, place)

    def another_word(self, question: str, pin: Pin) -> Proposal | None:
        """What may be another word for what was asked, by the passage that a curator chose."""
        article = self.library.snapshot.corpus.article(pin.article)
        passage = article.passage(pin.paragraphs[0]) if article else None
        if passage is None or passage.attribution.standing is Standing.ANSWER:
            return None
        asked = self.library.wondered_at(question, frozenset({passage.attribution.collection or UNCOLLECTED}))
        found = by_choice(Wondered(question, asked.missing, tuple(named(passage))))
        return found if found and found.line not in self.kept.synonyms() else None

    def found(self, words: str, seen: frozenset[str] | None) -> Sequence[Quotation]:
        """What comes nearest to a question in some collections."""
        answer = self.library.answer(Question(words, Audience(collections=seen)), policy_of(self.settings))
        return answer.quotations or answer.nearest_passages

    def _seen_by_both(self, person: str, known: HandOver | None) -> frozenset[str] | None:
        mine = self.access.audience(person, None, private=True).collections
        theirs = known.collections if known else None
        return mine if theirs is None else theirs if mine is None else mine & theirs

    def _written(self, request: Request[GiveAnswer], seen: frozenset[str] | None, name: str) -> Pin | str:
        given, team = request.payload, self.settings.curation.team
        if seen is not None and (given.collection or UNCOLLECTED) not in seen:
            return NOT_FOR_THEM
        file = f"{_slug(given.title)}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
        document = WrittenAnswer(
            file, given.title, given.text, request.received.date(), team, request.person, given.collection
        )
        self.kept.write(document)
        self.audit.record(act_of(request, Action.WROTE_ANSWER, file))
        self.lay_out()
        self.library.refresh()
        article = self.library.snapshot.corpus.article(file)
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
        pin = Pin(
            name,
            questions,
            article.article,
            tuple(each.number for each in passages),
            hash_of(passages),
            self.settings.curation.team,
            request.received.date(),
            article.collection,
        )
        for other in self.kept.pins():
            # The same question has one answer for those who may see the same.
            is_one = any(same(one, two) == 1 for one in questions for two in other.pin.questions)
            if is_one and other.pin.id != name and other.pin.collection == article.collection:
                self.kept.unpin(other.pin.id)
        self.kept.pin(Kept(pin, request.person))
        self.audit.record(act_of(request, Action.PINNED, pin.article, paragraphs=list(pin.paragraphs), pin=pin.id))
        self.lay_out()
        return pin


def hand_over_desk(
    settings: Settings, store: SqlStore, delivery: Delivery, people: People, own: OwnAnswering
) -> HandOverDesk:
    """What hands questions over to curators, and their answers back."""
    return HandOverDesk(
        store.curation.hand_overs,
        store.curation.own_answers,
        store.inbox,
        store.posts,
        delivery,
        people,
        own.access,
        settings.digest.curators_channel,
        own.found,
        own.library.quoted,
        own.keep,
        own.is_curator,
        own.another_word,
    )


def pin_desk(settings: Settings, store: SqlStore, delivery: Delivery, own: OwnAnswering) -> PinDesk:
    """What shows pinned answers to curators, and changes them."""
    return PinDesk(own.pinned, own.kept, own.lay_out, store.audit, delivery, settings.slack.command, own.to_review)


def curator_commands(own: OwnAnswering, pins: PinDesk, gaps: GapDesk) -> CuratorCommands:
    """What answers the commands of curators."""
    return CuratorCommands(own.is_curator, pins, gaps)


def curator_forms(settings: Settings, store: SqlStore, people: People, own: OwnAnswering) -> CuratorForms:
    """The forms that curators answer in."""
    find, may_hide = store.curation.hand_overs.find, settings.curation.anonymous
    may_ask = bool(settings.digest.curators_channel)
    return CuratorForms(people, find, own.is_curator, own.passages, own.collections, may_hide, may_ask)


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold())[:40].strip("-") or "answer"
