"""Modals that are open, and each person's home."""

import secrets
from dataclasses import dataclass, replace

from slack_playground.people import TEAM_ID, App, Json
from slack_playground.refusals import Refused
from slack_playground.shapes.checking import checked_view

DEEPEST = 3


@dataclass(frozen=True, slots=True)
class View:
    """A modal or a home as one person sees it. ``body`` is what the app sent, with ids filled in."""

    id: str
    person: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None

    @property
    def type(self) -> str:
        return str(self.body["type"])

    @property
    def blocks(self) -> list[Json]:
        return list(self.body["blocks"])

    def as_slack(self, app: App, state: Json | None = None) -> Json:
        """The view object of payloads and answers."""
        empty = {"private_metadata": "", "callback_id": "", "external_id": "", "submit": None, "close": None}
        return {
            **empty,
            "clear_on_close": False,
            "notify_on_close": False,
            "title": None,
            **self.body,
            "id": self.id,
            "team_id": TEAM_ID,
            "app_installed_team_id": TEAM_ID,
            "app_id": app.id,
            "bot_id": app.bot_id,
            "hash": self.hash,
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id,
            "state": state or {"values": {}},
        }


class Views:
    """Everyone's open views. Not locked: the workspace does that."""

    def __init__(self) -> None:
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, person: str) -> list[View]:
        """Open modals, the one on top last."""
        return list(self._stacks.get(person, []))

    def home(self, person: str) -> View | None:
        """What was published to this person's home."""
        return self._homes.get(person)

    def open(self, person: str, body: object) -> View:
        """A new modal. The stack that was open before is gone, as in Slack."""
        view = self._new(person, _modal(checked_view(body)))
        self._refuse_same_external_id(view)
        self._stacks[person] = [view]
        return view

    def push(self, person: str, body: object) -> View:
        """A modal on top of the open ones; Slack shows three at most."""
        stack = self._stacks.get(person, [])
        if not stack:
            raise Refused("not_found")
        if len(stack) >= DEEPEST:
            raise Refused("push_limit_reached")
        view = replace(self._new(person, _modal(checked_view(body))), root_id=stack[0].id, previous_id=stack[-1].id)
        self._refuse_same_external_id(view)
        self._stacks[person] = [*stack, view]
        return view

    def update(self, view: View, body: object, known_hash: str | None = None) -> View:
        """New contents for an open view; refused when ``known_hash`` is not that of its latest contents."""
        if known_hash and known_hash != view.hash:
            raise Refused("hash_conflict")
        checked = checked_view(body)
        if checked["type"] != view.type:
            raise Refused("invalid_arguments", ["[ERROR] view type cannot be changed [json-pointer:/view/type]"])
        after = replace(view, body=checked, hash=_new_hash())
        if view.type == "home":
            self._homes[view.person] = after
        else:
            stack = self._stacks[view.person]
            self._stacks[view.person] = [after if kept.id == view.id else kept for kept in stack]
        return after

    def publish(self, person: str, body: object, known_hash: str | None = None) -> View:
        """Contents for a person's home."""
        checked = checked_view(body)
        if checked["type"] != "home":
            raise Refused("invalid_arguments", ["[ERROR] must be a home view [json-pointer:/view/type]"])
        before = self._homes.get(person)
        if before is not None:
            return self.update(before, body, known_hash)
        self._homes[person] = self._new(person, checked)
        return self._homes[person]

    def close(self, view: View, all_of_them: bool = False) -> None:
        """Close one modal, or the whole stack."""
        stack = self._stacks.get(view.person, [])
        self._stacks[view.person] = [] if all_of_them else [kept for kept in stack if kept.id != view.id]

    def find(self, view_id: str | None, external_id: str | None = None) -> View:
        """An open view by either id. Refuses with not_found."""
        for view in self._everything():
            if view.id == view_id or (external_id and view.body.get("external_id") == external_id):
                return view
        raise Refused("not_found")

    def _everything(self) -> list[View]:
        return [*self._homes.values(), *(view for stack in self._stacks.values() for view in stack)]

    def _refuse_same_external_id(self, view: View) -> None:
        name = view.body.get("external_id")
        if name and any(kept.body.get("external_id") == name for kept in self._everything()):
            raise Refused("duplicate_external_id")

    def _new(self, person: str, body: Json) -> View:
        name = f"V0{secrets.token_hex(4).upper()}"
        return View(name, person, body, _new_hash(), root_id=name)


def _modal(body: Json) -> Json:
    if body["type"] != "modal":
        raise Refused("invalid_arguments", ["[ERROR] must be a modal [json-pointer:/view/type]"])
    return body


def _new_hash() -> str:
    return f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}"
