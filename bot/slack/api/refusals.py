"""What a failed call to Slack means: never accepted, perhaps accepted, or refused for good.

Only what Slack itself says for certain is a refusal. An answer that is none of Slack's (a page of a proxy, half a
JSON text, a name that is no error's name) tells nothing: the call may have taken effect.
"""

import json
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.core.errors import DeliveryError, RetryLater

# Slack's own trouble: whether the call took effect is open.
_OPEN = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
# The installation is at fault, not the message; somebody may mend it.
MENDABLE = {"token_revoked", "token_expired", "invalid_auth", "not_authed", "account_inactive", "missing_scope"}
DEFAULT_WAIT = 30.0
# Slack may say "0", which would be a loop, or something that is no number of seconds at all.
SHORTEST_WAIT, LONGEST_WAIT = 1.0, 3_600.0
# Slack's names of errors: channel_not_found, invalid_blocks. What looks otherwise is somebody else's text.
_NAME = re.compile(r"[a-z][a-z0-9_.:-]{1,79}")
# What slack_sdk raises where an answer is not what it expects: no JSON object, an unknown charset, broken bytes.
_NOT_UNDERSTOOD = (SlackClientError, ValueError, LookupError, AttributeError, RecursionError)
TROUBLE = (OSError, HTTPException, *_NOT_UNDERSTOOD, TypeError)
"""What is raised by a call to Slack that came to nothing, or by reading an answer that is none of Slack's."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a call failed. `accepted`: whether it may have taken effect all the same. `again`: whether to try again.

    `wait`: the seconds that Slack asks to wait, if it does.
    """

    reason: str
    accepted: bool
    again: bool
    wait: float | None = None

    def as_error(self) -> DeliveryError:
        """What it means for the delivery: RetryLater where a later try may help."""
        if self.again:
            return RetryLater(self.reason, self.wait, uncertain=self.accepted)
        return DeliveryError(self.reason, uncertain=self.accepted)


UNCLEAR = Refusal("the answer is not one of Slack's", accepted=True, again=True)


def refusal_of(error: Exception) -> Refusal | None:
    """Reads an error of slack_sdk's clients; None if it is no trouble with the call."""
    if isinstance(error, SlackApiError):
        return _of_answer(error)
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, ConnectionRefusedError | socket.gaierror):
        return Refusal("Slack cannot be reached", accepted=False, again=True)
    if isinstance(cause, OSError | HTTPException):  # time-outs and broken connections among them
        return Refusal(f"no answer from Slack ({type(cause).__name__})", accepted=True, again=True)
    return UNCLEAR if isinstance(error, _NOT_UNDERSTOOD) else None


def reason_of(error: Exception) -> str:
    """Why a call came to nothing, in a word: the name of Slack's error, or what else is known of it."""
    refusal = refusal_of(error)
    return refusal.reason if refusal else type(error).__name__


def delivery_error(error: Exception) -> DeliveryError:
    """What an error means for the delivery. Raises the error itself, if it is no trouble with the call."""
    if isinstance(error, DeliveryError):
        return error
    refusal = refusal_of(error)
    if refusal is None:
        raise error
    return refusal.as_error()


def of_response(status: int, body: str, headers: Mapping[str, str]) -> Refusal | None:
    """The same for what comes back from a response URL; None if the reply was taken.

    There Slack says `ok` or an error's name, as plain text or as JSON.
    """
    if refusal := _of_status(status, _header(headers, "retry-after")):
        return refusal
    said = _said(body)
    if status == 200:
        return None if said in {"ok", ""} else (_refused(said) if said else UNCLEAR)
    return _refused(said) if said else UNCLEAR


def date_of(headers: Mapping[str, Any]) -> str:
    """What Slack's clock said, as it stands in an answer's headers; "" if it does not."""
    return _header(headers, "date") or ""


def _of_answer(error: SlackApiError) -> Refusal:
    answer = error.response
    status, headers = getattr(answer, "status_code", 0), getattr(answer, "headers", {})
    if refusal := _of_status(status, _header(headers, "retry-after")):
        return refusal
    data = getattr(answer, "data", answer)
    name = data.get("error") if isinstance(data, Mapping) and data.get("ok") is False else None
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return UNCLEAR
    return _refused(name)


def _refused(name: str) -> Refusal:
    if name in {"ratelimited", "rate_limited"}:
        return Refusal("rate limited", accepted=False, again=True, wait=DEFAULT_WAIT)
    return Refusal(name, accepted=name in _OPEN, again=name in _OPEN | MENDABLE)


def _of_status(status: int, wait: str | None) -> Refusal | None:
    """What an HTTP status tells by itself. `wait`: its Retry-After."""
    if status == 429:
        return Refusal("rate limited", accepted=False, again=True, wait=_seconds(wait))
    if status >= 500:
        return Refusal(f"Slack answered with status {status}", accepted=True, again=True)
    return None


def _seconds(wait: str | None) -> float:
    if not wait or not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", wait.strip(), re.ASCII):
        return DEFAULT_WAIT
    return min(max(float(wait), SHORTEST_WAIT), LONGEST_WAIT)


def _said(body: str) -> str | None:
    """`ok` or the error's name; None if the text is none of Slack's."""
    text = body.strip()
    try:
        answer = json.loads(text)
    except ValueError:
        return text if text in {"", "ok"} or _NAME.fullmatch(text) else None
    except RecursionError:
        return None
    if not isinstance(answer, dict):
        return None
    if answer.get("ok") is True:
        return "ok"
    name = answer.get("error")
    return name if isinstance(name, str) and _NAME.fullmatch(name) else None


def _header(headers: Mapping[str, Any], name: str) -> str | None:
    value = next((value for key, value in headers.items() if str(key).lower() == name), None)
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    return None if value is None else str(value)
