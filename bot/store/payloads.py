"""The core's values as JSON in a column, written and read by pydantic.

Whatever cannot be read raises ValueError: the row is damaged, or another program wrote it.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import BeforeValidator, TypeAdapter

from bot.core.answering.pins import Pin
from bot.core.changes.amendments import TellChanges
from bot.core.curation.hand_overs import Asker
from bot.core.curation.own_answers import WrittenAnswer
from bot.core.curation.problems import FileProblem, ProblemReport
from bot.core.curation.requests import (
    AddSynonym,
    AskCurator,
    ChangePin,
    DecideCandidate,
    GiveAnswer,
    GiveFeedback,
    HandBack,
    OfferReply,
    ReviewPin,
    ShowCandidate,
)
from bot.core.digests.requests import ChangeSubscription, RemindOfReviews, SendDigest
from bot.core.digests.subscriptions import Subscription
from bot.core.read_requests.model import ReadRequest
from bot.core.read_requests.requests import Reading, ReadNotice
from bot.core.requests import (
    AnswerCommand,
    AnswerForm,
    AnswerQuestion,
    Kind,
    Payload,
    RemoveAnswer,
    ShareAnswer,
    UnknownPayload,
)


def _with_schedule(values: Any) -> Any:
    # Older programs kept the parts of the rhythm beside the rest.
    if isinstance(values, Mapping) and "cadence" in values:
        return {**values, "rhythm": {name: values.get(name) for name in ("cadence", "at", "zone", "weekday")}}
    return values


def _by_path(values: Any) -> Any:
    # Older programs kept a list, and each problem as its three parts.
    if not isinstance(values, list):
        return values
    parts = ("line", "what", "mend")
    flaws = {each["path"]: [dict(zip(parts, flaw, strict=True)) for flaw in each["flaws"]] for each in values}
    return {each["path"]: {**each, "flaws": flaws[each["path"]]} for each in values}


PAYLOADS: Mapping[str, Any] = {
    Kind.QUESTION: AnswerQuestion,
    Kind.REMOVAL: RemoveAnswer,
    Kind.COMMAND: AnswerCommand,
    Kind.FORM: AnswerForm,
    Kind.SHARE: ShareAnswer,
    Kind.DIGEST: SendDigest,
    Kind.SUBSCRIPTION: ChangeSubscription,
    Kind.REVIEW: RemindOfReviews,
    Kind.NEWCOMER: ShowCandidate,
    Kind.DECISION: DecideCandidate,
    Kind.FAULT: ProblemReport,
    Kind.AMENDMENT: TellChanges,
    Kind.HAND_OVER: AskCurator,
    Kind.REPLY: OfferReply,
    Kind.OWN_ANSWER: GiveAnswer,
    Kind.HANDED_BACK: HandBack,
    Kind.PIN: ChangePin,
    Kind.FEEDBACK: GiveFeedback,
    Kind.READING: Reading,
    Kind.READ_NOTICE: ReadNotice,
    Kind.SYNONYM: AddSynonym,
    Kind.PIN_REVIEW: ReviewPin,
}


@cache
def _adapter(type_: Any) -> TypeAdapter[Any]:
    return TypeAdapter(type_)  # made when it is first needed: each takes a millisecond


def _plain(type_: Any, value: object) -> Any:
    # Not by pydantic's own JSON: it replaces half characters, which names of files may hold, in keys.
    return json.loads(json.dumps(_adapter(type_).dump_python(value), default=lambda moment: moment.isoformat()))


def payload_as_json(payload: Payload) -> Any:
    """The payload of a request as plain values."""
    if isinstance(payload, UnknownPayload):
        return dict(payload.values)
    return _plain(PAYLOADS[payload.kind], payload)


def payload_from_json(kind: str, values: object) -> Payload:
    """Reads what `payload_as_json` wrote."""
    if not isinstance(values, Mapping):
        raise TypeError("the payload is no JSON object")
    if kind not in PAYLOADS:
        return UnknownPayload(kind, values)
    payload: Payload = _adapter(PAYLOADS[kind]).validate_python(values)
    return payload


SUBSCRIPTION = Annotated[Subscription, BeforeValidator(_with_schedule)]
FAULTY_FILES = Annotated[dict[str, FileProblem], BeforeValidator(_by_path)]


def subscription_as_json(subscription: Subscription) -> Any:
    """A subscription as plain values."""
    return _plain(SUBSCRIPTION, subscription)


def subscription_from_json(values: object) -> Subscription:
    """Reads what `subscription_as_json` wrote."""
    subscription: Subscription = _adapter(SUBSCRIPTION).validate_python(values)
    return subscription


def read_request_as_json(request: ReadRequest) -> Any:
    """A request to read as plain values."""
    return _plain(ReadRequest, request)


def read_request_from_json(values: object) -> ReadRequest:
    """Reads what `read_request_as_json` wrote."""
    request: ReadRequest = _adapter(ReadRequest).validate_python(values)
    return request


def faulty_as_json(faulty: Mapping[str, FileProblem]) -> Any:
    """Faulty files as plain values, by their paths."""
    return _plain(FAULTY_FILES, dict(faulty))


def faulty_from_json(values: object) -> dict[str, FileProblem]:
    """Reads what `faulty_as_json` wrote."""
    faulty: dict[str, FileProblem] = _adapter(FAULTY_FILES).validate_python(values)
    return faulty


def asker_as_json(asker: Asker) -> Any:
    """Somebody who waits for an answer as plain values."""
    return _plain(Asker, asker)


def asker_from_json(values: object) -> Asker:
    """Reads what `asker_as_json` wrote."""
    asker: Asker = _adapter(Asker).validate_python(values)
    return asker


def pin_as_json(pin: Pin) -> Any:
    """A pinned answer as plain values."""
    return _plain(Pin, pin)


def pin_from_json(values: object) -> Pin:
    """Reads what `pin_as_json` wrote."""
    pin: Pin = _adapter(Pin).validate_python(values)
    return pin


def document_as_json(document: WrittenAnswer) -> Any:
    """A document that a curator wrote as plain values."""
    return _plain(WrittenAnswer, document)


def document_from_json(values: object) -> WrittenAnswer:
    """Reads what `document_as_json` wrote."""
    document: WrittenAnswer = _adapter(WrittenAnswer).validate_python(values)
    return document
