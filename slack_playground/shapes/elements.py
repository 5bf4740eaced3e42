"""Interactive elements: buttons, menus, pickers and fields."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from slack_playground.shapes.base import Confirm, Identifier, Option, OptionGroup, Plain75, Plain150, Shape, Url, wrong

Options = Annotated[list[Option], Field(min_length=1, max_length=100)]
Date = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Interactive(Shape):
    action_id: Identifier | None = None


class Button(Interactive):
    type: Literal["button"]
    text: Plain75
    url: Url | None = None
    value: str | None = Field(default=None, max_length=2000)
    style: Literal["primary", "danger"] | None = None
    confirm: Confirm | None = None
    accessibility_label: str | None = Field(default=None, max_length=75)


class Overflow(Interactive):
    type: Literal["overflow"]
    options: Annotated[list[Option], Field(min_length=1, max_length=5)]
    confirm: Confirm | None = None


class Menu(Interactive):
    placeholder: Plain150 | None = None
    confirm: Confirm | None = None
    focus_on_load: bool | None = None


class _Static(Menu):
    options: Options | None = None
    option_groups: Annotated[list[OptionGroup], Field(min_length=1, max_length=100)] | None = None

    @model_validator(mode="after")
    def _one_list(self) -> "_Static":
        if (self.options is None) == (self.option_groups is None):
            raise wrong("must provide exactly one of options and option_groups")
        return self


class StaticSelect(_Static):
    type: Literal["static_select"]
    initial_option: Option | None = None


class MultiStaticSelect(_Static):
    type: Literal["multi_static_select"]
    initial_options: Options | None = None
    max_selected_items: int | None = Field(default=None, ge=1)


class UsersSelect(Menu):
    type: Literal["users_select"]
    initial_user: str | None = None


class MultiUsersSelect(Menu):
    type: Literal["multi_users_select"]
    initial_users: list[str] | None = None
    max_selected_items: int | None = Field(default=None, ge=1)


class ConversationFilter(Shape):
    include: list[Literal["im", "mpim", "private", "public"]] | None = None
    exclude_external_shared_channels: bool | None = None
    exclude_bot_users: bool | None = None


class ConversationsSelect(Menu):
    type: Literal["conversations_select"]
    initial_conversation: str | None = None
    default_to_current_conversation: bool | None = None
    response_url_enabled: bool | None = None
    filter: ConversationFilter | None = None


class MultiConversationsSelect(Menu):
    type: Literal["multi_conversations_select"]
    initial_conversations: list[str] | None = None
    default_to_current_conversation: bool | None = None
    max_selected_items: int | None = Field(default=None, ge=1)
    filter: ConversationFilter | None = None


class ChannelsSelect(Menu):
    type: Literal["channels_select"]
    initial_channel: str | None = None
    response_url_enabled: bool | None = None


class MultiChannelsSelect(Menu):
    type: Literal["multi_channels_select"]
    initial_channels: list[str] | None = None
    max_selected_items: int | None = Field(default=None, ge=1)


class DatePicker(Menu):
    type: Literal["datepicker"]
    initial_date: Date | None = None


class TimePicker(Menu):
    type: Literal["timepicker"]
    initial_time: Annotated[str, Field(pattern=r"^\d{2}:\d{2}$")] | None = None
    timezone: str | None = None


class PlainTextInput(Interactive):
    type: Literal["plain_text_input"]
    initial_value: str | None = Field(default=None, max_length=3000)
    multiline: bool | None = None
    min_length: int | None = Field(default=None, ge=0, le=3000)
    max_length: int | None = Field(default=None, ge=1, le=3000)
    placeholder: Plain150 | None = None
    dispatch_action_config: dict[str, Any] | None = None
    focus_on_load: bool | None = None


class Checkboxes(Interactive):
    type: Literal["checkboxes"]
    options: Annotated[list[Option], Field(min_length=1, max_length=10)]
    initial_options: Annotated[list[Option], Field(min_length=1, max_length=10)] | None = None
    confirm: Confirm | None = None
    focus_on_load: bool | None = None


class RadioButtons(Interactive):
    type: Literal["radio_buttons"]
    options: Annotated[list[Option], Field(min_length=1, max_length=10)]
    initial_option: Option | None = None
    confirm: Confirm | None = None
    focus_on_load: bool | None = None


class FeedbackChoice(Shape):
    text: Plain75
    value: str = Field(min_length=1, max_length=2000)
    accessibility_label: str | None = Field(default=None, max_length=75)


class FeedbackButtons(Interactive):
    type: Literal["feedback_buttons"]
    positive_button: FeedbackChoice
    negative_button: FeedbackChoice


class IconButton(Interactive):
    type: Literal["icon_button"]
    icon: Literal["trash"]
    text: Plain75
    value: str | None = Field(default=None, max_length=2000)
    confirm: Confirm | None = None
    accessibility_label: str | None = Field(default=None, max_length=75)
    visible_to_user_ids: list[str] | None = None


class ImageElement(Shape):
    type: Literal["image"]
    image_url: Url
    alt_text: str = Field(min_length=1, max_length=2000)


_Choice = (
    StaticSelect
    | MultiStaticSelect
    | UsersSelect
    | MultiUsersSelect
    | ConversationsSelect
    | MultiConversationsSelect
    | ChannelsSelect
    | MultiChannelsSelect
    | DatePicker
    | TimePicker
    | Checkboxes
    | RadioButtons
)

Action = Annotated[Button | Overflow | _Choice, Field(discriminator="type")]
Accessory = Annotated[Button | Overflow | ImageElement | _Choice, Field(discriminator="type")]
InputElement = Annotated[PlainTextInput | _Choice, Field(discriminator="type")]
ContextAction = Annotated[FeedbackButtons | IconButton, Field(discriminator="type")]
