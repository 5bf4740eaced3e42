"""What can go wrong with one call, one delivery or one new connection."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RateLimited:
    """The call is not run; the answer is 429 ``ratelimited``. ``retry_after`` in seconds."""

    retry_after: int = 1


@dataclass(frozen=True, slots=True)
class ServerError:
    """The call is not run; the answer is this 5xx status, with a text that is no JSON."""

    status: int = 503


@dataclass(frozen=True, slots=True)
class SlackError:
    """The call is not run; the answer is Slack's error name: ``token_revoked``, ``internal_error``, …"""

    error: str


@dataclass(frozen=True, slots=True)
class ReplyLost:
    """The call runs, then the connection is closed without an answer; by RST instead of FIN when ``reset``."""

    reset: bool = False


@dataclass(frozen=True, slots=True)
class ForeignPage:
    """The answer is a page of HTML with status 200, as a proxy or a login page in between gives it.

    The call is not run, or has run if ``accepted``.
    """

    accepted: bool = False


@dataclass(frozen=True, slots=True)
class NotAccepted:
    """The connection is closed before anything is done. A delivery is not sent, and tried again."""

    reset: bool = False


@dataclass(frozen=True, slots=True)
class Slow:
    """Takes ``seconds`` longer: after the call has run, or ``before`` it. What is delivered comes late."""

    seconds: float
    before: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """Waits until the instruction is released: after the call has run, or ``before`` it."""

    before: bool = False


@dataclass(frozen=True, slots=True)
class Twice:
    """The event is delivered a second time with the same ``event_id``, ``after`` so many seconds.

    The second one is a plain double, or ``as_retry``: with ``retry_attempt`` 1 and a reason.
    """

    as_retry: bool = False
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class AckLost:
    """The app takes the delivery and acks it, but Slack takes the ack for lost: events are delivered again."""


Fault = RateLimited | ServerError | SlackError | ReplyLost | ForeignPage | NotAccepted | Slow | Held | Twice | AckLost

AT_METHODS = (RateLimited, ServerError, SlackError, ReplyLost, ForeignPage, NotAccepted, Slow, Held)
AT_DELIVERIES = (Twice, AckLost, NotAccepted, Slow, Held)
AT_CONNECTING = (NotAccepted, ServerError, Slow, Held)
AT_HELLO = (Slow, Held)
