"""Modals and the app's home."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from slack_playground.shapes.base import Plain24, Shape, wrong
from slack_playground.shapes.blocks import Input, ViewBlock


class _View(Shape):
    blocks: Annotated[list[ViewBlock], Field(max_length=100)]
    private_metadata: str | None = Field(default=None, max_length=3000)
    callback_id: str | None = Field(default=None, max_length=255)
    external_id: str | None = Field(default=None, max_length=255)


class Modal(_View):
    type: Literal["modal"]
    title: Plain24
    submit: Plain24 | None = None
    close: Plain24 | None = None
    clear_on_close: bool | None = None
    notify_on_close: bool | None = None
    submit_disabled: bool | None = None

    @model_validator(mode="after")
    def _inputs_can_be_sent(self) -> "Modal":
        if self.submit is None and any(isinstance(block, Input) for block in self.blocks):
            raise wrong("missing required field: submit")
        return self


class Home(_View):
    type: Literal["home"]
    # Slack's own examples send these with a home; they have no effect there.
    title: dict[str, Any] | None = None
    submit: dict[str, Any] | None = None
    close: dict[str, Any] | None = None


class AnyView(Shape):
    view: Annotated[Modal | Home, Field(discriminator="type")]
