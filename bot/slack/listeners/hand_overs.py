"""*Ask a curator*, and what curators do with what they are asked: choose a passage, write an answer, or reply."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.core.curation.requests import AskCurator, GiveAnswer, OfferReply
from bot.core.requests import Request
from bot.slack.answers.blocks import ASK_CURATOR
from bot.slack.curation import hand_over_forms as forms
from bot.slack.curation.curator_forms import CuratorForms
from bot.slack.curation.hand_over_blocks import CHOOSE, TAKE, WRITE
from bot.slack.incoming import Envelope, IncomingRequest, new_id, taken
from bot.slack.payloads import MessageEvent, Press, Submission
from bot.slack.words import mentions


def register(app: App, curators: CuratorForms) -> None:
    """Opens the forms of people who ask a curator, and of curators who answer."""

    # Whatever opens a view must do so within three seconds of the press, or never: it is not worth keeping.
    @app.action(ASK_CURATOR)
    @app.action(CHOOSE)
    @app.action(WRITE)
    @app.action(TAKE)
    def on_open_curator_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        press = Press.model_validate(body)
        made = {ASK_CURATOR: curators.ask, CHOOSE: curators.choose, WRITE: curators.write, TAKE: curators.take}
        # Onto the view in which it was pressed, if it was one that is open.
        show = client.views_push if press.view.type == "modal" else client.views_open
        show(trigger_id=press.trigger_id, view=made[body["actions"][0]["action_id"]](press))

    @app.view(forms.SEARCH_FORM)
    def on_search(ack: Ack, body: dict[str, Any]) -> None:
        ack(response_action="update", view=curators.search(Submission.model_validate(body)))

    @app.action(forms.USE)
    def on_use(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_update(view_id=Press.model_validate(body).view.id, view=forms.told_view(forms.DONE))

    for form in (forms.ASK_FORM, forms.WRITE_FORM):
        app.view(form)(taken)


def to_request(envelope: Envelope) -> IncomingRequest | None:
    """A question for the curators, an answer of theirs, or what may be one."""
    if envelope.action == forms.USE:
        press = Press.model_validate(envelope.body)
        return _given(envelope, press.user.id, *forms.read_chosen(press), f"trigger:{press.trigger_id}")
    if envelope.body.get("type") == "view_submission":
        return _submitted(envelope, Submission.model_validate(envelope.body))
    return _replied(envelope) if envelope.event.get("type") == "message" else None


def _submitted(envelope: Envelope, submitted: Submission) -> IncomingRequest | None:
    person, view = submitted.user.id, submitted.view
    key = f"view:{view.id}:{view.hash}"
    if view.callback_id == forms.WRITE_FORM:
        return _given(envelope, person, *forms.read_written(submitted), key)
    if view.callback_id != forms.ASK_FORM:
        return None
    asked, place, private = forms.read_asked(submitted)
    request: Request[AskCurator] = Request(
        new_id(), asked, f"hand-over:{' '.join(asked.words.split()).casefold()}"[:500], envelope.now, person, place,
        private,
    )  # fmt: skip
    return IncomingRequest(request, (key,))


def _given(envelope: Envelope, person: str, given: GiveAnswer, place: str, key: str) -> IncomingRequest:
    about = f"answer:{given.hand_over or given.question}"[:500]
    request = Request(new_id(), given, about, envelope.now, person, place, private=True)
    return IncomingRequest(request, (key,))


def _replied(envelope: Envelope) -> IncomingRequest | None:
    """What a person wrote in a thread, to nobody: it matters if a question waits for an answer there."""
    if envelope.event.get("subtype") or not envelope.event.get("thread_ts"):
        return None
    said = MessageEvent.model_validate(envelope.event)
    thread = said.thread_ts
    if said.bot_id or not said.user or thread in {None, said.ts} or mentions(said.text, envelope.bot_user):
        return None
    payload = OfferReply(str(thread), said.ts)
    request = Request(new_id(), payload, f"reply:{said.channel}:{said.ts}", envelope.now, said.user, said.channel)
    keys = (f"offer:{said.channel}:{said.ts}", f"offered:{envelope.body.get('event_id')}")
    return IncomingRequest(request, keys, handed_over_in=thread)
