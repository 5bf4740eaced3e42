"""A direct message is answered in a thread; an edited question gets its answer changed, a deleted one gets it removed.

Messages in channels come here only where the optional history scopes let them. Of those, only what mentions the bot,
what asks in a thread in which it answered, and what becomes of such questions is any of its business.
"""

from bot.core.answering.emphasis import asks
from bot.slack.incoming import Envelope, IncomingRequest, question, removal
from bot.slack.payloads import DeletionEvent, EditedMessage, EditEvent, MessageEvent
from bot.slack.words import mentions, mentions_somebody

BY_PEOPLE = {None, "file_share", "me_message", "thread_broadcast"}


def to_request(envelope: Envelope) -> IncomingRequest | None:
    """A question, its new words, or its end."""
    event = envelope.event
    if event.get("type") != "message":
        return None
    match event.get("subtype"):
        case "message_changed":
            return _changed(envelope, EditEvent.model_validate(event))
        case "message_deleted":
            gone = DeletionEvent.model_validate(event)
            return _removed(envelope, gone.channel, gone.deleted_ts, gone.previous_message)
        case subtype if subtype in BY_PEOPLE:
            return _asked(envelope, MessageEvent.model_validate(event))
    return None


def _changed(envelope: Envelope, edit: EditEvent) -> IncomingRequest | None:
    if edit.message.subtype == "tombstone":  # what is left of a deleted message that has replies
        return _removed(envelope, edit.channel, edit.message.ts, edit.previous_message)
    # Slack also reports its own changes, such as an unfolded link.
    return _asked(envelope, edit.as_message) if edit.message.text != edit.previous_message.text else None


def _removed(envelope: Envelope, channel: str, ts: str, before: EditedMessage) -> IncomingRequest:
    # The end of a question may come before the question, if that has to be delivered again.
    is_ours = envelope.event.get("channel_type") == "im" or mentions(before.text, envelope.bot_user)
    return removal(envelope, channel, ts, if_known=not is_ours)


def _asked(envelope: Envelope, asked: MessageEvent) -> IncomingRequest | None:
    if asked.bot_id or asked.user in {None, envelope.bot_user}:
        return None
    if envelope.event.get("channel_type") == "im" or mentions(asked.text, envelope.bot_user):
        return question(envelope, asked)
    is_reply = asked.thread_ts not in {None, asked.ts}
    # Who names somebody else asks them.
    if is_reply and not mentions_somebody(asked.text) and asks(asked.text):
        return question(envelope, asked, addressed=False)
    return None
