"""App Homes: shown, and what is pressed there, done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.core.digests import digest_wording
from bot.core.digests.digest import Digest
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
from bot.slack.api.people import TROUBLE
from bot.slack.digests import forms, home_views
from bot.slack.digests.forms import Opened
from bot.slack.digests.home_views import Shown
from bot.slack.digests.subscriptions import Subscribing

log = structlog.get_logger()
# What fits on a button of a phone.
LONGEST_PROMPT = 60


@dataclass(frozen=True, slots=True)
class Homes:
    """Everybody's home. A person sees there what they subscribed themselves and channels to, and nothing else."""

    client: WebClient
    subscribing: Subscribing
    prompts: Callable[[str, str], Sequence[str]] = lambda *_: ()
    about: Callable[[str, str], Sequence[Block]] = lambda *_: ()

    def suggest(self, person: str, conversation: str) -> None:
        """Offers questions that the corpus answers, in the conversation of a person with the bot."""
        questions = self.prompts(person, conversation)
        offered = [{"title": digest_wording.shortened(each, LONGEST_PROMPT), "message": each} for each in questions]
        if not offered:
            return
        try:
            self.client.assistant_threads_setSuggestedPrompts(channel_id=conversation, prompts=offered)
        except TROUBLE as error:
            log.warning("no questions can be suggested", reason=reason_of(error))

    def publish(self, person: str, home: str) -> None:
        """Shows a person's home as things are now. What Slack does not take now is shown when it is opened again."""
        shown = [Shown(each, self.subscribing.comes(each)) for each in self._own(person).values()]
        view = home_views.home_view(shown, home, self.subscribing.command, self.about(person, home))
        try:
            self.client.views_publish(user_id=person, view=view)
        except TROUBLE as error:
            log.warning("a home cannot be shown", reason=reason_of(error))

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

    def preview(self, person: str, key: str) -> Digest | None:
        """What a digest would say now, as far as the person may see it; None if there is no such digest any more."""
        known = self._own(person).get(key)
        if known is None:
            return None
        return self.subscribing.news.preview(known, self.subscribing.now(), elsewhere=not known.is_direct)

    def change(self, request: Request[ChangeSubscription]) -> Handled:
        """Does what was pressed or filled in, and shows the home anew."""
        person, wanted = request.person or "", request.payload
        known = self._own(person).get(wanted.key)
        outcome = self._edit(person, known, wanted) if wanted.do == "change" else self._do(known, wanted)
        self.publish(person, wanted.home)
        return Handled(outcome)

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
        edited = Subscription(
            place=known.place if known else wanted.place,
            person=person,
            rhythm=wanted.rhythm,
            since=self.subscribing.now(),
            about=wanted.about,
            paused_until=known.paused_until if known else None,
        )
        if known and (known.rhythm, known.about) == (edited.rhythm, edited.about):
            return "unchanged"
        self.subscribing.news.keep(edited)
        if known and known.key != edited.key:
            self.subscribing.subscriptions.remove(known.key)
        return "changed"

    def _own(self, person: str) -> dict[str, Subscription]:
        return {each.key: each for each in self.subscribing.news.standing() if each.person == person}

    def _today(self, subscription: Subscription) -> date:
        return self.subscribing.now().astimezone(ZoneInfo(subscription.rhythm.zone)).date()


def reason_of(error: Exception) -> str:
    """Why Slack did not do it, in a word."""
    told = error.response.get("error") if isinstance(error, SlackApiError) else None
    return str(told or type(error).__name__)
