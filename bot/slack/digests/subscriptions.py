"""What people want of digests, said with the command or pressed in the App Home: done, and answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.core.access import is_direct
from bot.core.digests import digest_wording, subscribing
from bot.core.digests.schedule import Subscriptions
from bot.core.digests.subscriptions import List, Off, On, ParseError, Pause, Preview, Schedule, Subscription
from bot.core.requests import AnswerCommand, Request
from bot.slack.api import kit
from bot.slack.api.message import Message, Sentence, sentence_message
from bot.slack.api.people import People
from bot.slack.digests import command_form
from bot.slack.digests.previews import News, Previews

BEGIN = "To start: {command} digest on, or {command} digest on weekdays 09:00 Europe/Berlin about “facial recognition”."
CURATORS_ONLY = (
    "Only curators can subscribe a channel here; please ask one of them. "
    "You can have a digest of your own in a direct message with me: {command} digest on."
)
NOT_IN_CHANNEL = "I am not in this channel. Please invite me first (/invite and my name), then try again."
NOT_OURS = "I cannot post in this conversation. Try it in a channel, or in a direct message with me."
MAY_NEED_INVITATION = "If I am not in this channel yet, invite me: /invite and my name."
BY_SETTINGS = "The digest of this channel comes from the settings; whoever runs this bot can turn it off there."
ALL_ALREADY = (
    "There is already a digest here about everything, {rhythm}; what is new about “{about}” is in it. "
    "To get only that: {command} digest off, then {command} digest on about “{about}”."
)
TAKES_OVER = "It replaces the digest about “{about}”, which it covers."


@dataclass(frozen=True, slots=True)
class Rules:
    """Who may subscribe a channel: whoever reads it, or curators alone. `usual`: the rhythm where nobody says one.

    `is_curator` says of a person whether they are one, in a place.
    """

    usual: Schedule
    zones: frozenset[str]
    open_to_all: bool = True
    is_curator: Callable[[str, str], bool] = lambda *_: False

    def lets(self, person: str, place: str) -> bool:
        """Whether a person may change what comes into a place."""
        return is_direct(place) or self.open_to_all or self.is_curator(person, place)


@dataclass(frozen=True, slots=True)
class Subscribing:
    """Keeps what people want, and tells them what comes of it."""

    news: News
    subscriptions: Subscriptions
    people: People
    rules: Rules
    command: str
    now: Callable[[], datetime]

    @property
    def previews(self) -> Previews:
        """What digests would say."""
        return Previews(self.news, self.now)

    def answer(self, request: Request[AnswerCommand]) -> Message:
        """Does what somebody wants who typed `digest …` behind the command, and says what became of it."""
        place, person, text = request.place or "", request.person or "", request.payload.words
        here = {each.key: each for each in self.news.standing() if each.place == place}
        usual = self.usual(person)
        today = self.now().astimezone(ZoneInfo(usual.zone)).date()
        general = here.get(Subscription(place, None, usual, self.now()).key)
        wish = subscribing.read(text, general.rhythm if general else usual, self.rules.zones, today)
        if isinstance(wish, On) and wish.about is not None:
            # What is left unsaid stays as it is: of this subject's own digest, if there is one.
            own = here.get(Subscription(place, None, usual, self.now(), wish.about).key)
            wish = subscribing.read(text, own.rhythm, self.rules.zones, today) if own else wish
        match wish:
            case ParseError(sentence, understood):
                message = sentence_message(sentence)
                return command_form.offered(message, understood) if understood else message
            case List():
                return self._list(list(here.values()))
            case Preview(about):
                return self._preview(here, Subscription(place, person, usual, self.now(), about))
            case On(rhythm, about):
                return self._on(Subscription(place, person, rhythm, self.now(), about))
            case Off(about):
                return self._off(person, _meant(here, place, about), about)
            case Pause(until, about):
                return self._pause(person, _meant(here, place, about), until, about)

    def told(self, beginning: str, subscription: Subscription) -> Sentence:
        """A sentence on a digest, and when the next one comes, by the clocks of whoever reads it."""
        now, zone = self.now(), ZoneInfo(subscription.rhythm.zone)
        moment = self.news.coming(subscription, now)
        if moment is None:
            return f"{beginning}."
        words = digest_wording.when(moment, zone, now.astimezone(zone).date())
        known = kit.moment(moment, words, kit.WHOLE_MOMENT)
        return [kit.text(f"{beginning}. The next one comes "), known, kit.text(".")]

    def usual(self, person: str) -> Schedule:
        """When a digest comes where the person says nothing else: at the time of the settings, in their own zone."""
        zone = self.people.profile(person).zone
        return replace(self.rules.usual, zone=zone) if zone in self.rules.zones else self.rules.usual

    def _list(self, here: Sequence[Subscription]) -> Message:
        if not here:
            return sentence_message("There is no digest here.", BEGIN.format(command=self.command))
        return sentence_message(*(self.told(_described(each), each) for each in here))

    def _preview(self, here: dict[str, Subscription], wanted: Subscription) -> Message:
        known = here.get(wanted.key)
        if known is None:
            return self.previews.last_days(wanted)
        return self.previews.so_far(known, seen_by=wanted.person)

    def _on(self, wanted: Subscription) -> Message:
        if not self.rules.lets(wanted.person or "", wanted.place):
            return self._refusal()
        if refused := self.refused(wanted):
            return sentence_message(refused)
        may_post = self.people.may_post(wanted.place)
        if may_post is False:
            return sentence_message(NOT_OURS if wanted.is_direct else NOT_IN_CHANNEL)
        joined = self.keep(wanted)
        where = "You get a digest here" if wanted.is_direct else "This channel gets a digest"
        told = [self.told(f"{where} {digest_wording.rhythm(wanted)}", wanted)]
        told += [TAKES_OVER.format(about=_about(each)) for each in joined]
        told += [MAY_NEED_INVITATION] if may_post is None and not wanted.is_direct else []
        return self.previews.last_days(wanted, *told)

    def refused(self, wanted: Subscription, before: Subscription | None = None) -> str | None:
        """Why a place gets no such digest: one about everything tells it already. `before`: what it is made of."""
        if wanted.about is None:
            return None
        here = (each for each in self._beside(wanted, before) if each.about is None)
        general = next(here, None)
        if general is None:
            return None
        rhythm = digest_wording.rhythm(general)
        return ALL_ALREADY.format(rhythm=rhythm, about=_about(wanted), command=self.command)

    def keep(self, wanted: Subscription) -> list[Subscription]:
        """Keeps a digest. One about everything takes the place of those about a subject, which are given back."""
        self.news.keep(wanted)
        joined = self._beside(wanted) if wanted.about is None else []
        for each in joined:
            self.subscriptions.remove(each.key)
        return joined

    def _beside(self, wanted: Subscription, before: Subscription | None = None) -> list[Subscription]:
        """The other digests of its place."""
        own = {wanted.key, before.key if before else ""}
        return [each for each in self.news.standing() if each.place == wanted.place and each.key not in own]

    def _off(self, person: str, meant: Sequence[Subscription], about: str | None) -> Message:
        if not meant:
            return sentence_message(_nothing(about))
        if not all(self._may_change(person, each) for each in meant):
            return self._refusal()
        ended = [each for each in meant if self.subscriptions.remove(each.key)]
        left = {each.key: each for each in self.news.standing()}
        told = [f"Ended: {_described(each)}." for each in ended]
        told += [f"{BY_SETTINGS} {_described(left[each.key])}." for each in meant if each.key in left]
        return sentence_message(*told)

    def _pause(self, person: str, meant: Sequence[Subscription], until: date, about: str | None) -> Message:
        if not meant:
            return sentence_message(_nothing(about))
        if not all(self._may_change(person, each) for each in meant):
            return self._refusal()
        paused = [replace(each, paused_until=until, person=each.person or person) for each in meant]
        for each in paused:
            self.news.keep(each)
        return sentence_message(*(self.told(_described(each), each) for each in paused))

    def _may_change(self, person: str, subscription: Subscription) -> bool:
        return subscription.person == person or self.rules.lets(person, subscription.place)

    def _refusal(self) -> Message:
        return sentence_message(CURATORS_ONLY.format(command=self.command))


def _meant(here: dict[str, Subscription], place: str, about: str | None) -> list[Subscription]:
    """The digest about a subject, or without one every digest of the place."""
    if about is None:
        return list(here.values())
    return [each for key, each in here.items() if key == replace(each, about=about, place=place).key]


def _about(subscription: Subscription) -> str:
    return digest_wording.shortened(subscription.about or "", digest_wording.LONGEST_ABOUT)


def _nothing(about: str | None) -> str:
    subject = f" about “{digest_wording.shortened(about, digest_wording.LONGEST_ABOUT)}”" if about else ""
    return f"There is no digest{subject} here."


def _described(subscription: Subscription) -> str:
    known = digest_wording.rhythm(subscription)
    return f"{known[0].upper()}{known[1:]}"
