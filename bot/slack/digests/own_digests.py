"""The digests that a person made: shown in their home, and what is pressed there, done."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.digests.digest_wording import rhythm
from bot.core.digests.requests import (
    ChangeSubscription,
    EditSubscription,
    EndSubscription,
    PauseSubscription,
    ResumeSubscription,
)
from bot.core.digests.subscriptions import Subscription
from bot.core.requests import Handled, Request
from bot.slack.api.kit import Block
from bot.slack.api.message import Message
from bot.slack.digests import forms
from bot.slack.digests.forms import Faults, Opened
from bot.slack.digests.own_digest_blocks import Shown, digests_section
from bot.slack.digests.subscriptions import Subscribing
from bot.slack.payloads import Submission


@dataclass(frozen=True, slots=True)
class OwnDigests:
    """A person sees there what they subscribed themselves and channels to, and nothing else."""

    subscribing: Subscribing

    def section(self, person: str) -> list[Block]:
        """Their digests, for their home."""
        shown = [Shown(each, self.subscribing.told(f": {rhythm(each)}", each)) for each in self._own(person).values()]
        return digests_section(shown, self.subscribing.command)

    def read(self, submitted: Submission) -> ChangeSubscription | Faults:
        """What somebody wants who sent a form; or what is wrong with it."""
        found = forms.read(submitted, self.subscribing.now())
        if not isinstance(found, EditSubscription):
            return found
        known = self._own(submitted.user.id).get(found.key)
        refused = self.subscribing.refused(self._edited(submitted.user.id, known, found), known)
        return Faults({"about": refused}) if refused else found

    def change_form(self, person: str, key: str, home: str) -> dict[str, Any]:
        """The form for a digest; for a new one, where there is none by this key."""
        known = self._own(person).get(key)
        if known is None:
            usual = self.subscribing.usual(person)
            return forms.change_form(Opened("", home, home, usual.zone), usual, None)
        return forms.change_form(forms.opened_for(known, home), known.rhythm, known.about)

    def pause_form(self, person: str, key: str, home: str) -> dict[str, Any] | None:
        """The form for a pause of a week, to begin with; None if there is no such digest any more."""
        known = self._own(person).get(key)
        if known is None:
            return None
        return forms.pause_form(forms.opened_for(known, home), self._today(known) + timedelta(days=7))

    def preview(self, person: str, key: str) -> Message | None:
        """What a digest would say now, as far as the person may see it; None if there is no such digest any more."""
        known = self._own(person).get(key)
        return None if known is None else self.subscribing.previews.so_far(known, elsewhere=not known.is_direct)

    def change(self, request: Request[ChangeSubscription]) -> Handled:
        """Does what was pressed or filled in."""
        person, wanted = request.person or "", request.payload
        known = self._own(person).get(wanted.key)
        return Handled(self._edit(person, known, wanted) if wanted.do == "change" else self._do(known, wanted))

    def _do(self, known: Subscription | None, wanted: PauseSubscription | ResumeSubscription | EndSubscription) -> str:
        if known is None:
            return "gone"
        if wanted.do == "off":
            self.subscribing.subscriptions.remove(known.key)
        else:
            until = wanted.until if wanted.do == "pause" else None
            self.subscribing.news.keep(replace(known, paused_until=until))
        return wanted.do

    def _edit(self, person: str, known: Subscription | None, wanted: EditSubscription) -> str:
        if wanted.key and known is None:
            return "gone"
        if known is None and not self.subscribing.rules.lets(person, wanted.place):
            return "not allowed"
        edited = self._edited(person, known, wanted)
        if self.subscribing.refused(edited, known):
            return "told already"
        if known and (known.rhythm, known.about) == (edited.rhythm, edited.about):
            return "unchanged"
        self.subscribing.keep(edited)
        if known and known.key != edited.key:
            self.subscribing.subscriptions.remove(known.key)
        return "changed"

    def _edited(self, person: str, known: Subscription | None, wanted: EditSubscription) -> Subscription:
        return Subscription(
            place=known.place if known else wanted.place,
            person=person,
            rhythm=wanted.rhythm,
            since=self.subscribing.now(),
            about=wanted.about,
            paused_until=known.paused_until if known else None,
        )

    def _own(self, person: str) -> dict[str, Subscription]:
        return {each.key: each for each in self.subscribing.news.standing() if each.person == person}

    def _today(self, subscription: Subscription) -> date:
        return self.subscribing.now().astimezone(ZoneInfo(subscription.rhythm.zone)).date()
