"""What all shapes share: closed models, and text with Slack's limits."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError


class Shape(BaseModel):
    """A closed JSON object: what Slack does not know, it refuses."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class PlainText(Shape):
    type: Literal["plain_text"]
    text: str = Field(min_length=1)
    emoji: bool | None = None


class Mrkdwn(Shape):
    type: Literal["mrkdwn"]
    text: str = Field(min_length=1, max_length=3000)
    verbatim: bool | None = None


AnyText = Annotated[PlainText | Mrkdwn, Field(discriminator="type")]


def wrong(message: str, below: str = "") -> PydanticCustomError:
    """A fault in Slack's words; ``below`` is the part of the JSON pointer under the checked value."""
    # Values go through the context: a brace in somebody's text must not become a placeholder.
    return PydanticCustomError("slack", "{message}", {"message": message, "below": below})


def _limited(most: int) -> AfterValidator:
    def check(text: PlainText | Mrkdwn) -> PlainText | Mrkdwn:
        if len(text.text) > most:
            raise wrong(f"must be less than {most + 1} characters", "/text")
        return text

    return AfterValidator(check)


Plain24 = Annotated[PlainText, _limited(24)]
Plain30 = Annotated[PlainText, _limited(30)]
Plain75 = Annotated[PlainText, _limited(75)]
Plain100 = Annotated[PlainText, _limited(100)]
Plain150 = Annotated[PlainText, _limited(150)]
Plain200 = Annotated[PlainText, _limited(200)]
Plain2000 = Annotated[PlainText, _limited(2000)]
Text75 = Annotated[AnyText, _limited(75)]
Text300 = Annotated[AnyText, _limited(300)]
Text2000 = Annotated[AnyText, _limited(2000)]
Text3000 = Annotated[AnyText, _limited(3000)]

Identifier = Annotated[str, Field(min_length=1, max_length=255)]
Url = Annotated[str, Field(min_length=1, max_length=3000)]


class Option(Shape):
    text: Text75
    value: str = Field(min_length=1, max_length=150)
    description: Text75 | None = None
    url: Url | None = None


class OptionGroup(Shape):
    label: Plain75
    options: Annotated[list[Option], Field(min_length=1, max_length=100)]


class Confirm(Shape):
    title: Plain100
    text: Text300
    confirm: Plain30
    deny: Plain30
    style: Literal["primary", "danger"] | None = None
