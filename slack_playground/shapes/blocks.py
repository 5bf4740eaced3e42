"""The blocks of messages and views."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from slack_playground.shapes.base import (
    Identifier,
    Mrkdwn,
    Plain150,
    Plain200,
    Plain2000,
    PlainText,
    Shape,
    Text2000,
    Text3000,
    Url,
    wrong,
)
from slack_playground.shapes.elements import Accessory, Action, ContextAction, ImageElement, InputElement
from slack_playground.shapes.rich_text import RichText


class Block(Shape):
    block_id: Identifier | None = None


class Section(Block):
    type: Literal["section"]
    text: Text3000 | None = None
    fields: Annotated[list[Text2000], Field(min_length=1, max_length=10)] | None = None
    accessory: Accessory | None = None
    expand: bool | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Section":
        if self.text is None and self.fields is None:
            raise wrong("missing required field: text")
        return self


class Header(Block):
    type: Literal["header"]
    text: Plain150


class Context(Block):
    type: Literal["context"]
    elements: Annotated[
        list[Annotated[PlainText | Mrkdwn | ImageElement, Field(discriminator="type")]],
        Field(min_length=1, max_length=10),
    ]


class Actions(Block):
    type: Literal["actions"]
    elements: Annotated[list[Action], Field(min_length=1, max_length=25)]


class ContextActions(Block):
    type: Literal["context_actions"]
    elements: Annotated[list[ContextAction], Field(min_length=1, max_length=5)]


class Divider(Block):
    type: Literal["divider"]


class Image(Block):
    type: Literal["image"]
    image_url: Url
    alt_text: str = Field(min_length=1, max_length=2000)
    title: Plain2000 | None = None


class Input(Block):
    type: Literal["input"]
    label: Plain2000
    element: InputElement
    hint: Plain2000 | None = None
    optional: bool | None = None
    dispatch_action: bool | None = None


class Markdown(Block):
    type: Literal["markdown"]
    text: str = Field(min_length=1, max_length=12000)


class Video(Block):
    type: Literal["video"]
    alt_text: str = Field(min_length=1)
    title: Plain200
    title_url: Url | None = None
    description: Plain200 | None = None
    thumbnail_url: Url
    video_url: Url
    author_name: str | None = Field(default=None, max_length=49)
    provider_name: str | None = None
    provider_icon_url: Url | None = None


_Common = Section | Header | Context | Actions | Divider | Image | Input | RichText | Video

MessageBlock = Annotated[_Common | ContextActions | Markdown, Field(discriminator="type")]
ViewBlock = Annotated[_Common, Field(discriminator="type")]


class MessageBlocks(Shape):
    blocks: Annotated[list[MessageBlock], Field(max_length=50)]
