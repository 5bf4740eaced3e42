"""The buttons below an answer: *Show in context* and *Share to channel*."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.corpus import Corpus
from bot.core.requests import Request, ShareAnswer
from bot.slack.answers.blocks import SHARE, SHOW_IN_CONTEXT
from bot.slack.answers.views import context_view
from bot.slack.incoming import Envelope, IncomingRequest, new_id, taken
from bot.slack.payloads import Press, Shared


def register(app: App, corpus: Callable[[str, str | None], Corpus]) -> None:
    """Opens the view behind *Show in context*, and takes presses of *Share to channel*.

    `corpus` is what a person may see in a place.
    """
    app.action(SHARE)(taken)

    # A view must open within three seconds of the press, or never: it is not worth keeping.
    @app.action(SHOW_IN_CONTEXT)
    def on_show(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        press = Press.model_validate(body)
        # Who presses sees what they may see now, whoever could see the answer then.
        seen = corpus(press.user.id, press.place or None)
        # On top of the view that has the button, if one has.
        show = client.views_push if press.view.id else client.views_open
        show(trigger_id=press.trigger_id, view=context_view(press.value, seen))


def to_request(envelope: Envelope) -> IncomingRequest | None:
    """A private answer is to be made public: once, however often the button is pressed."""
    if envelope.action != SHARE:
        return None
    press = Press.model_validate(envelope.body)
    shared = Shared.model_validate(press.value)
    payload = ShareAnswer(shared.question, shared.revision, press.response_url)
    value = sha256(press.value.encode("utf-8", "replace")).hexdigest()[:16]
    about = f"share:{press.place}:{press.container.message_ts}:{value}"
    request = Request(new_id(), payload, about, envelope.now, press.user.id, press.place, private=True)
    return IncomingRequest(request, (about, f"trigger:{press.trigger_id}"))
