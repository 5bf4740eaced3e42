"""What a bot sends while it is tried: every list of blocks and every view, checked by slack_sdk, and kept if wanted."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple
from uuid import uuid4

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from slack_playground.journal import Step
from slack_playground.workspace import Workspace

FOLDER = "POLICYBOT_TEST_PAYLOADS"
"""The variable that names a folder in which payloads are kept."""

Json = dict[str, Any]


class Payload(NamedTuple):
    """Blocks of a message, or a view."""

    kind: Literal["blocks", "modal", "home"]
    value: Any


class Recording:
    """Hears what a workspace is sent."""

    def __init__(self, workspace: Workspace) -> None:
        self.payloads: list[Payload] = []
        workspace.journal.hearers.append(self._hear)

    def _hear(self, step: Step) -> None:
        if step.direction == "from the app" and not (step.answer or {}).get("error"):
            self.payloads += payloads_in(step.body)

    def check(self) -> None:
        """Raises SlackObjectFormationError, or AssertionError, if slack_sdk does not take one of them."""
        for payload in self.payloads:
            check(payload)

    def keep(self) -> None:
        """Writes them into the folder that FOLDER names; without one, nowhere."""
        if (folder := os.environ.get(FOLDER)) and self.payloads:
            Path(folder).mkdir(parents=True, exist_ok=True)
            lines = [json.dumps(payload) for payload in self.payloads]
            Path(folder, f"{uuid4().hex}.jsonl").write_text("\n".join(lines), encoding="utf-8")


def payloads_in(body: Json) -> Iterator[Payload]:
    """The blocks and the view in the arguments of a call, in an ack, or in what goes to a response URL."""
    for name in ("blocks", "view"):
        value = body.get(name)
        value = json.loads(value) if isinstance(value, str) else value
        if value:
            yield Payload("blocks" if name == "blocks" else value["type"], value)


def check(payload: Payload) -> None:
    """What `Recording.check` does with each."""
    if payload.kind == "blocks":
        parsed = Block.parse_all(payload.value)
        assert [type(each) for each in parsed if type(each) is Block] == []
        for block in parsed:
            block.to_dict()
    else:
        View(**payload.value).to_dict()
