"""What a Web API method is, and the arguments that methods share."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from slack_playground.people import Channel, Json
from slack_playground.refusals import Refused
from slack_playground.workspace import Workspace

A = TypeVar("A", bound="Args")


class Args(BaseModel):
    """Arguments of a method. Slack ignores those that it does not know."""

    model_config = ConfigDict(extra="ignore", frozen=True)


@dataclass(frozen=True, slots=True)
class Method(Generic[A]):
    """One method: its arguments, what it does, any one of the ``scopes``, and which token it needs."""

    args: type[A]
    run: Callable[[Workspace, A], Json]
    scopes: tuple[str, ...] = ()
    needs: Literal["bot", "app", "any"] = "bot"


def _decoded(error: str) -> BeforeValidator:
    """JSON that arrives as a string in forms."""

    def decode(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except (ValueError, RecursionError) as fault:
            raise Refused(error) from fault

    return BeforeValidator(decode)


Timestamp = Annotated[str, StringConstraints(pattern=r"^\d+\.\d{6}$")]
Moment = Annotated[Decimal, Field(ge=0)]
Limit = Annotated[int, Field(ge=1, le=999)]
Blocks = Annotated[Any, _decoded("invalid_blocks_format")]
Metadata = Annotated[Any, _decoded("invalid_metadata_format")]
Decoded = Annotated[Any, _decoded("invalid_arguments")]


def need(workspace: Workspace, *scopes: str) -> None:
    """Any one of these scopes. Raises Refused with missing_scope."""
    if scopes and not workspace.scopes.intersection(scopes):
        raise MissingScope(scopes, sorted(workspace.scopes))


class MissingScope(Refused):
    """The token lacks a scope; Slack names what is needed and what was given."""

    def __init__(self, needed: tuple[str, ...], provided: list[str]) -> None:
        super().__init__("missing_scope")
        self.needed = needed[0]
        self.provided = ",".join(provided)


def joined_channel(workspace: Workspace, reference: str, unless: str | None = None) -> Channel:
    """A channel where the bot is a member, or that the scope ``unless`` opens to it."""
    channel = workspace.conversations.channel(reference)
    if workspace.app.user_id not in channel.members and unless not in workspace.scopes:
        raise Refused("not_in_channel")
    return channel


def open_channel(workspace: Workspace, reference: str, unless: str | None = None) -> Channel:
    """A channel as in ``joined_channel`` that is not archived."""
    if workspace.conversations.channel(reference).archived:
        raise Refused("is_archived")
    return joined_channel(workspace, reference, unless)
