"""The forms that curators answer in, as they open: for curators alone, with what they and who asks may see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.core.curation.hand_overs import HandOver
from bot.core.model import Passage
from bot.core.roles import NOT_A_CURATOR
from bot.slack.api.people import People
from bot.slack.curation import hand_over_forms as forms
from bot.slack.curation.hand_over_blocks import About, Taken
from bot.slack.payloads import Press, Submission
from bot.slack.words import plain_words

GONE = "This question is no longer waiting for an answer."
ANSWERED = "Somebody has already answered this."


@dataclass(frozen=True, slots=True)
class CuratorForms:
    """Makes the forms. `passages` are those that have most of some words, as far as a curator and who waits may see
    them; `collections` names those that an answer may be in, none where there are none. `may_hide`: whether who asks
    may keep their name to themselves; `may_ask`: whether there are curators to be asked.
    """

    people: People
    find: Callable[[str], HandOver | None]
    is_curator: Callable[[str | None, str | None], bool]
    passages: Callable[[str, str, str, HandOver | None], Sequence[Passage]]
    collections: Callable[[str, str, HandOver | None], Mapping[str, str]]
    may_hide: bool = True
    may_ask: bool = True

    def ask(self, press: Press) -> dict[str, Any]:
        """What somebody fills in who asks a curator."""
        return self.ask_about(forms.Asked.pressed(press))

    def ask_about(self, asked: forms.Asked) -> dict[str, Any]:
        """The same, wherever it was pressed."""
        return forms.ask_form(asked, may_hide=self.may_hide)

    def choose(self, press: Press) -> dict[str, Any]:
        """The passages that come nearest, to choose from."""
        about = self._about(press)
        return self._refused(press.user.id, about) or self._search(press.user.id, about, about.question)

    def search(self, submitted: Submission) -> dict[str, Any]:
        """The passages that were searched for."""
        about = About.read(submitted.view.private_metadata)
        person, words = submitted.user.id, submitted.field("search") or ""
        return self._refused(person, about) or self._search(person, about, words)

    def write(self, press: Press) -> dict[str, Any]:
        """What a curator writes."""
        about = self._about(press)
        return self._refused(press.user.id, about) or self._write(press.user.id, about, "")

    def take(self, press: Press) -> dict[str, Any]:
        """The same, with what they wrote in the thread of the question."""
        taken, person = Taken.read(press.value), press.user.id
        known = self._known(taken.about)
        about = replace(taken.about, question=known.words if known else "")
        return self._refused(person, about) or self._write(person, about, self._said(taken))

    def _about(self, press: Press) -> About:
        return replace(About.read(press.value), place=press.place)

    def _refused(self, person: str, about: About) -> dict[str, Any] | None:
        if not self.is_curator(person, about.place):
            return forms.told_view(NOT_A_CURATOR)
        known = self._known(about)
        if about.hand_over and (known is None or known.pin):
            return forms.told_view(GONE if known is None else ANSWERED)
        return None

    def _search(self, person: str, about: About, words: str) -> dict[str, Any]:
        found = self.passages(words, person, about.place, self._known(about))
        return forms.search_form(about, found, "" if words == about.question else words)

    def _write(self, person: str, about: About, text: str) -> dict[str, Any]:
        return forms.write_form(about, text, self.collections(person, about.place, self._known(about)))

    def _known(self, about: About) -> HandOver | None:
        return self.find(about.hand_over) if about.hand_over else None

    def _said(self, taken: Taken) -> str:
        return plain_words(self.people.said(taken.about.place, taken.thread, taken.ts), None)
