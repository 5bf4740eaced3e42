"""Replies and digests on their way to Slack: a question gets one reply, and an edited one gets it changed."""

import threading
from collections.abc import Callable
from hashlib import sha256

from slack_sdk import WebClient

from bot.core.ports import Store
from bot.slack.blocks import Message
from bot.slack.payloads import MessageEvent

STRIPES = 64


class Replies:
    """Knows which message got which reply, also after a restart."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # Two events about one message (a redelivery, an edit) must not both find it unanswered.
        self._locks = tuple(threading.Lock() for _ in range(STRIPES))

    def reply(
        self,
        client: WebClient,
        event: MessageEvent,
        words: str,
        make: Callable[[], Message],
        *,
        threaded: bool,
    ) -> None:
        """Posts the reply to a message where it was asked.

        A message that Slack delivers again, unchanged, is left alone; one with other words gets its reply
        changed. `threaded` opens a thread under a message that is in none. Raises SlackApiError.
        """
        fingerprint = sha256(words.encode()).hexdigest()
        with self._locks[hash((event.channel, event.ts)) % STRIPES]:
            known = self._store.reply_to(event.channel, event.ts)
            if known is None:
                thread = event.thread_ts or (event.ts if threaded else None)
                posted = client.chat_postMessage(channel=event.channel, thread_ts=thread, **make().arguments)
                reply_ts = str(posted["ts"])
            elif known[0] != fingerprint:
                reply_ts, message = known[1], make()
                client.chat_update(channel=event.channel, ts=reply_ts, text=message.text, blocks=list(message.blocks))
            else:
                return
            self._store.note_reply(event.channel, event.ts, fingerprint, reply_ts)


def post(client: WebClient, channel: str, message: Message) -> None:
    """Posts a message of its own. Raises SlackApiError."""
    client.chat_postMessage(channel=channel, **message.arguments)
