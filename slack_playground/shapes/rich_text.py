"""rich_text: text that stays as typed, with styles, links and mentions as elements of their own."""

from typing import Annotated, Literal

from pydantic import Field

from slack_playground.shapes.base import Identifier, Shape, Url


class Style(Shape):
    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    code: bool | None = None
    underline: bool | None = None
    highlight: bool | None = None
    client_highlight: bool | None = None
    unlink: bool | None = None


class Styled(Shape):
    style: Style | None = None


class RichTextText(Styled):
    type: Literal["text"]
    text: str = Field(min_length=1)


class RichTextLink(Styled):
    type: Literal["link"]
    url: Url
    text: str | None = None
    unsafe: bool | None = None


class RichTextUser(Styled):
    type: Literal["user"]
    user_id: str = Field(min_length=1)


class RichTextChannel(Styled):
    type: Literal["channel"]
    channel_id: str = Field(min_length=1)


class RichTextUsergroup(Styled):
    type: Literal["usergroup"]
    usergroup_id: str = Field(min_length=1)


class RichTextTeam(Styled):
    type: Literal["team"]
    team_id: str = Field(min_length=1)


class RichTextEmoji(Styled):
    type: Literal["emoji"]
    name: str = Field(min_length=1)
    unicode: str | None = None
    skin_tone: int | None = None


class RichTextBroadcast(Styled):
    type: Literal["broadcast"]
    range: Literal["here", "channel", "everyone"]


class RichTextDate(Styled):
    type: Literal["date"]
    timestamp: int
    format: str = Field(min_length=1)
    url: Url | None = None
    fallback: str | None = None


class RichTextColor(Styled):
    type: Literal["color"]
    value: str = Field(min_length=1)


RichTextElement = Annotated[
    RichTextText
    | RichTextLink
    | RichTextUser
    | RichTextChannel
    | RichTextUsergroup
    | RichTextTeam
    | RichTextEmoji
    | RichTextBroadcast
    | RichTextDate
    | RichTextColor,
    Field(discriminator="type"),
]


class RichTextSection(Shape):
    type: Literal["rich_text_section"]
    elements: list[RichTextElement]


class RichTextList(Shape):
    type: Literal["rich_text_list"]
    style: Literal["bullet", "ordered"]
    elements: list[RichTextSection]
    indent: int | None = Field(default=None, ge=0, le=8)
    offset: int | None = Field(default=None, ge=0)
    border: int | None = Field(default=None, ge=0, le=1)


class RichTextQuote(Shape):
    type: Literal["rich_text_quote"]
    elements: list[RichTextElement]
    border: int | None = Field(default=None, ge=0, le=1)


class RichTextPreformatted(Shape):
    type: Literal["rich_text_preformatted"]
    elements: list[Annotated[RichTextText | RichTextLink, Field(discriminator="type")]]
    border: int | None = Field(default=None, ge=0, le=1)
    language: str | None = None


class RichText(Shape):
    type: Literal["rich_text"]
    block_id: Identifier | None = None
    elements: list[
        Annotated[RichTextSection | RichTextList | RichTextQuote | RichTextPreformatted, Field(discriminator="type")]
    ]
