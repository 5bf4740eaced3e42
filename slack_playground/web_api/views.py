"""views.*: modals and homes."""

from typing import Any

from slack_playground.people import Json
from slack_playground.refusals import Refused
from slack_playground.shapes.checking import checked_view
from slack_playground.views import View
from slack_playground.web_api.method import Args, Decoded, Method
from slack_playground.workspace import Workspace


class Open(Args):
    trigger_id: str
    view: Decoded


class Update(Args):
    view: Decoded
    view_id: str | None = None
    external_id: str | None = None
    hash: str | None = None


class Publish(Args):
    user_id: str
    view: Decoded
    hash: str | None = None


def open_view(workspace: Workspace, args: Open) -> Json:
    checked_view(args.view)
    trigger = workspace.grants.exchange(args.trigger_id)
    return _shape(workspace, workspace.open_views.open(trigger.person, args.view))


def push(workspace: Workspace, args: Open) -> Json:
    checked_view(args.view)
    trigger = workspace.grants.exchange(args.trigger_id)
    return _shape(workspace, workspace.open_views.push(trigger.person, args.view))


def update(workspace: Workspace, args: Update) -> Json:
    view = workspace.open_views.find(args.view_id, args.external_id)
    return _shape(workspace, workspace.open_views.update(view, args.view, args.hash))


def publish(workspace: Workspace, args: Publish) -> Json:
    if args.user_id not in workspace.conversations.people:
        raise Refused("user_not_found")
    return _shape(workspace, workspace.open_views.publish(args.user_id, args.view, args.hash))


def _shape(workspace: Workspace, view: View) -> Json:
    return {"view": view.as_slack(workspace.app)}


METHODS: dict[str, Method[Any]] = {
    "views.open": Method(Open, open_view),
    "views.push": Method(Open, push),
    "views.update": Method(Update, update),
    "views.publish": Method(Publish, publish),
}
