"""People of other organizations (Slack Connect): told from our own by their team, and declined, kindly.

Whatever they send comes by here before anything is kept or opened. Only what is said in a message goes on, marked with
their team, because its reply belongs into a thread.
"""

from collections.abc import Iterator, Mapping, Set
from typing import Any

import structlog
from slack_bolt import BoltContext, BoltResponse

from bot.slack.api import kit
from bot.slack.api.kit import said
from bot.slack.api.message import sentence_message
from bot.slack.api.refusals import TROUBLE, reason_of

log = structlog.get_logger()

ANOTHER_TEAM = (
    "Sorry, I only answer people from the organization that runs me, because what I quote may be meant for them alone. "
    "Please ask somebody there."
)


def other_team(body: Mapping[str, Any], ours: Set[str], welcome: Set[str] = frozenset()) -> str:
    """The team, by Slack's id, of whoever sent this payload, if it is neither one of `ours` nor `welcome`; else "".

    `ours` are our workspace and, in an Enterprise organization, the organization: its other workspaces are ours, too.
    """
    known = {*ours, *_authorized(body)}
    team = _team(body)
    is_ours = not known.isdisjoint({team, _organization(body)})
    return "" if is_ours or not known or team in welcome else team


def is_said(body: Mapping[str, Any]) -> bool:
    """Whether it is said in a message."""
    return _part(body, "event").get("type") in {"message", "app_mention"}


def declined(body: Mapping[str, Any], context: BoltContext) -> BoltResponse:
    """Says so where it was typed, pressed or opened. That this fails is no reason to let anybody in."""
    sentence = sentence_message(ANOTHER_TEAM)
    if "command" in body:
        return BoltResponse(status=200, body={"response_type": "ephemeral", **sentence.arguments})
    if body.get("type") == "view_submission":
        return BoltResponse(status=200, body={"response_action": "update", "view": _view("modal")})
    try:
        if context.response_url and context.respond:
            context.respond(response_type="ephemeral", replace_original=False, **sentence.arguments)
        elif _part(body, "event").get("tab") == "home":
            context.client.views_publish(user_id=str(_part(body, "event").get("user")), view=_view("home"))
        elif trigger := body.get("trigger_id"):
            context.client.views_open(trigger_id=str(trigger), view=_view("modal"))
    except TROUBLE as error:
        log.warning("somebody of another organization could not be told so", reason=reason_of(error))
    return BoltResponse(status=200, body="")


def _view(kind: str) -> dict[str, Any]:
    blocks = [said(ANOTHER_TEAM)]
    if kind == "home":
        return {"type": kind, "blocks": blocks}
    return {"type": kind, "title": kit.plain("Sorry"), "close": kit.plain("Close"), "blocks": blocks}


def _team(body: Mapping[str, Any]) -> str:
    """The team of whoever sent it, or their organization. What is said tells it only in channels that are shared."""
    if is_said(body):
        event = _part(body, "event")
        said_by = [part.get(name) for part in (event, _part(event, "message")) for name in ("user_team", "team")]
        named = said_by if body.get("is_ext_shared_channel") else []
    else:
        named = [_part(body, "user").get("team_id"), _part(body, "team").get("id"), body.get("team_id")]
    return next((str(each) for each in named if each), "")


def _organization(body: Mapping[str, Any]) -> str:
    """The Enterprise organization in which it happened. In a message of a shared channel that may be the other one."""
    if is_said(body):
        return ""
    return str(_part(body, "enterprise").get("id") or body.get("enterprise_id") or "")


def _authorized(body: Mapping[str, Any]) -> Iterator[str]:
    """The teams for which Slack sends it to us."""
    listed = body.get("authorizations")
    for each in listed if isinstance(listed, list) else ():
        yield from (str(each[name]) for name in ("team_id", "enterprise_id") if each.get(name))


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    inside = body.get(name)
    return inside if isinstance(inside, Mapping) else {}
