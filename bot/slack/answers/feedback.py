"""*Did this help?* below an answer, the form that asks why it did not, and what people say, kept."""

import json
from dataclasses import dataclass
from typing import Any

from bot.core.curation.feedback import LONGEST_REASON, Feedback, Opinion
from bot.core.curation.requests import GiveFeedback
from bot.core.model import Answer
from bot.core.requests import Handled, Request
from bot.slack.api import kit
from bot.slack.api.kit import Block, said
from bot.slack.payloads import Press, Submission

FEEDBACK, REASON_FORM, ASK_INSTEAD = "feedback", "feedback_reason_form", "feedback_ask_curator"
LONGEST_VALUE = 2_000
THANKS = "Thank you. Reports never show your name."


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer that somebody judges: what was asked, where its message stands, and what of that is private."""

    receipt: str
    words: str
    channel: str
    ts: str
    thread: str | None
    private: bool
    url: str

    @property
    def answer(self) -> str:
        """What the answer is known by."""
        return f"{self.channel}:{self.ts}"

    @property
    def value(self) -> str:
        """How the form carries it."""
        return json.dumps([getattr(self, name) for name in self.__slots__], ensure_ascii=False)

    @classmethod
    def read(cls, value: str) -> "Judged":
        """Reads what `value` wrote."""
        return cls(*json.loads(value))


def feedback_block(answer: Answer) -> list[Block]:
    """The two buttons; none below what has no receipt."""

    def choice(label: str, spoken: str, *, helped: bool) -> Block:
        value = json.dumps([answer.receipt, answer.question.text, helped], ensure_ascii=False)
        return {"text": kit.plain(label), "value": value, "accessibility_label": spoken}

    good = choice("This helped", "This answer helped", helped=True)
    bad = choice("This did not help", "This answer did not help", helped=False)
    if not answer.receipt or max(len(each["value"]) for each in (good, bad)) > LONGEST_VALUE:
        return []
    buttons = {"type": "feedback_buttons", "action_id": FEEDBACK, "positive_button": good, "negative_button": bad}
    return [{"type": "context_actions", "elements": [buttons]}]


def read_pressed(press: Press) -> tuple[Judged, bool]:
    """Which answer was judged, and whether it helped."""
    receipt, words, helped = json.loads(press.value)
    inside = press.container
    judged = Judged(
        str(receipt), str(words), press.place, inside.message_ts, inside.thread_ts, inside.is_ephemeral,
        press.response_url,
    )  # fmt: skip
    return judged, bool(helped)


def reason_form(judged: Judged, *, curators: bool) -> dict[str, Any]:
    """Asks why it did not help, and offers to ask a curator where there are some."""
    field = {"type": "plain_text_input", "action_id": "reason", "multiline": True, "max_length": LONGEST_REASON}
    wanted = {
        "type": "input",
        "block_id": "reason",
        "label": kit.plain("What was missing, or wrong?"),
        "element": field,
        "optional": True,
    }
    ask = kit.button("Ask a curator", ASK_INSTEAD, "ask", "Ask a curator, who will then read your question")
    return {
        "type": "modal",
        "callback_id": REASON_FORM,
        "private_metadata": judged.value,
        "title": kit.plain("This did not help"),
        "submit": kit.plain("Send"),
        "close": kit.plain("Skip"),
        "blocks": [said(THANKS), wanted, *([kit.actions([ask])] if curators else [])],
    }


def read_reason(submitted: Submission) -> tuple[GiveFeedback, Judged]:
    """Why an answer did not help."""
    judged = Judged.read(submitted.view.private_metadata)
    reason = (submitted.field("reason") or "").strip()
    return GiveFeedback(judged.answer, judged.receipt, False, reason), judged


def give_feedback(feedback: Feedback, request: Request[GiveFeedback]) -> Handled:
    """Keeps what was pressed or written; the last of it counts."""
    given = request.payload
    opinion = Opinion(given.answer, given.receipt, request.person or "", given.helped, request.received, given.reason)
    feedback.give(opinion)
    return Handled("helped" if given.helped else "did not help")
