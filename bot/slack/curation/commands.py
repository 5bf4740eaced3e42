"""What curators type after the command: `pin QUESTION`, `pinned` and `gaps`."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.requests import AnswerCommand, Request
from bot.core.roles import NOT_A_CURATOR
from bot.slack.api import kit
from bot.slack.api.kit import said
from bot.slack.api.message import Message, message_of, sentence_message
from bot.slack.curation.gaps import GapDesk
from bot.slack.curation.hand_over_blocks import About, answer_buttons
from bot.slack.curation.own_pins import PinDesk

WORDS = ("pin", "pinned", "gaps")
HELP = (
    "For curators: `{command} gaps` lists unanswered questions.",
    "For curators: `{command} pin QUESTION` ties it to a passage; `{command} pinned` lists what is pinned.",
    "For curators: `{command} ask-to-read NAME #channel until DATE` has a document read and confirmed.",
    "For curators: `{command} ask-to-read NAME stop` ends that, `{command} acknowledgements NAME` lists readers.",
)
PIN = "What is to be the answer to this from now on?"


@dataclass(frozen=True, slots=True)
class CuratorCommands:
    """Answers curators. `is_curator` says whether a person is one of any documents, in a place."""

    is_curator: Callable[[str | None, str | None], bool]
    pins: PinDesk
    gaps: GapDesk

    def answer(self, request: Request[AnswerCommand], first: str, rest: str) -> Message | None:
        """What is said to a curator; None where it was no word of theirs."""
        if first not in WORDS or bool(rest) != (first == "pin"):
            return None
        person, place = request.person or "", request.place or ""
        if not self.is_curator(person, place):
            # Anybody may begin a question with this word.
            return None if rest else sentence_message(NOT_A_CURATOR)
        if first == "gaps":
            return self.gaps.message(person, place)
        return pin_message(rest) if first == "pin" else self.pins.message(person, place)

    def help(self, request: Request[AnswerCommand]) -> tuple[str, ...]:
        """What `help` says besides, to curators."""
        return HELP if self.is_curator(request.person, request.place) else ()


def pin_message(question: str) -> Message:
    """The buttons by which a question is tied to a passage, or to what a curator writes."""
    blocks = [said(PIN), kit.rich_text([kit.quote([kit.text(question)])]), kit.actions(answer_buttons(About(question)))]
    return message_of(f"{PIN} {question}", blocks)
