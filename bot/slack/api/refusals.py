"""What a failed call to Slack means: never accepted, perhaps accepted, or refused for good."""

import socket
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

# Slack's own trouble: whether the call took effect is open.
TROUBLE = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
# The installation is at fault, not the message; somebody may mend it.
MENDABLE = {"token_revoked", "token_expired", "invalid_auth", "not_authed", "account_inactive", "missing_scope"}
DEFAULT_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a call failed. `accepted`: whether it may have taken effect all the same. `again`: whether to try again.

    `wait`: the seconds that Slack asks to wait, if it does.
    """

    reason: str
    accepted: bool
    again: bool
    wait: float | None = None


def refusal_of(error: Exception) -> Refusal | None:
    """Reads an error of slack_sdk's clients; None if it is no trouble with the call."""
    if isinstance(error, SlackApiError):
        return _of_answer(error)
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, ConnectionRefusedError | socket.gaierror):
        return Refusal("Slack cannot be reached", accepted=False, again=True)
    if isinstance(cause, OSError | HTTPException):  # time-outs and broken connections among them
        return Refusal(f"no answer from Slack ({type(cause).__name__})", accepted=True, again=True)
    return None


def of_status(status: int, wait: str | None) -> Refusal | None:
    """The same for an answer with an HTTP status that tells all; `wait`: its Retry-After. None for the others."""
    if status == 429:
        seconds = float(wait) if wait and wait.isdigit() else DEFAULT_WAIT
        return Refusal("rate limited", accepted=False, again=True, wait=seconds)
    if status >= 500:
        return Refusal(f"Slack answered with status {status}", accepted=True, again=True)
    return None


def _of_answer(error: SlackApiError) -> Refusal:
    answer = error.response
    name = str(answer.get("error"))
    if refusal := of_status(answer.status_code, answer.headers.get("Retry-After")):
        return refusal
    if name == "ratelimited":
        return Refusal("rate limited", accepted=False, again=True, wait=DEFAULT_WAIT)
    return Refusal(name, accepted=name in TROUBLE, again=name in TROUBLE | MENDABLE)
