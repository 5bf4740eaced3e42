"""A line after the command that was not understood: the form that it offers, filled in with what was.

What is filled in is answered as if it had been typed: it becomes that line.
"""

import json
from datetime import time
from typing import Any

from bot.core.digests.subscriptions import Cadence, On, Schedule
from bot.slack.api import kit
from bot.slack.api.message import Message
from bot.slack.digests import forms
from bot.slack.payloads import Press, Submission

OPEN, FORM = "digest_fill_in", "digest_command_form"


def offered(message: Message, understood: On) -> Message:
    """The message that says what was not understood, with a button that opens the form."""
    rhythm = understood.rhythm
    value = json.dumps(
        [str(rhythm.cadence), rhythm.at.isoformat(), rhythm.zone, rhythm.weekday, understood.about], ensure_ascii=False
    )
    button = kit.button("Fill in a form", OPEN, value)
    return Message(message.text, (*message.blocks, kit.actions([button])))


def command_form(press: Press) -> dict[str, Any]:
    """The form that the button opens. It answers where the button stands."""
    cadence, at, zone, weekday, about = json.loads(press.value)
    rhythm = Schedule(Cadence(cadence), time.fromisoformat(at), zone, weekday)
    metadata = json.dumps([press.place, press.response_url])
    return forms.form(FORM, "Digest", metadata, forms.schedule_fields(rhythm, about))


def answers_at(submitted: Submission) -> tuple[str, str]:
    """The conversation in which the line was typed, and the address for what is said to it."""
    place, response_url = json.loads(submitted.view.private_metadata)
    return str(place), str(response_url)
