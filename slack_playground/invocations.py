"""What a person started, and how it went."""

from dataclasses import dataclass, field

from slack_playground.messages import Message
from slack_playground.people import Json


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that Slack would show as failed, or an event that was lost for good.

    ``reason`` is what the person sees (``operation_timeout``, ``dispatch_failed``), or Slack's error name.
    """

    kind: str
    person: str | None
    reason: str
    detail: str = ""


@dataclass(eq=False, slots=True)
class Invocation:
    """A command, press, submission or shortcut. It changes while the app works on it.

    ``answer`` is the body of the ack; ``messages`` came through the ack or the response URL (as sent, oldest
    first); ``errors`` are a refused submission's, by block_id; ``failure`` is what the person sees when it failed.
    """

    kind: str
    person: str
    channel: str | None
    trigger_id: str
    response_url: str
    acknowledged: bool = False
    answer: Json | None = None
    failure: str | None = None
    messages: list[Message] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> list[str]:
        """The texts that answered it."""
        return [message.text for message in self.messages]
