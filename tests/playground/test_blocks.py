"""What Slack refuses in blocks and views is refused, and the refusal says where."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slack_playground.refusals import Refused
from slack_playground.shapes.checking import checked_blocks, checked_view
from tests.playground.saying import Json, actions, button, home, modal, plain, quotation, section, text_field


def refusal_of(blocks: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        checked_blocks(blocks)
    return caught.value


OPTION = {"text": plain("One"), "value": "1"}
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "helpful",
    "positive_button": {"text": plain("Yes"), "value": "yes"},
    "negative_button": {"text": plain("No"), "value": "no"},
}

GOOD: list[Json] = [
    section("x" * 3000),
    {"type": "section", "fields": [plain("x" * 2000)] * 4},
    {"type": "section", "text": plain("x"), "accessory": button()},
    {"type": "header", "text": plain("x" * 150)},
    {
        "type": "context",
        "elements": [plain("a"), {"type": "image", "image_url": "https://x.org/i", "alt_text": "i"}],
    },
    {
        "type": "context_actions",
        "elements": [FEEDBACK, {"type": "icon_button", "icon": "trash", "text": plain("x")}],
    },
    actions(button("x" * 75, value="v" * 2000)),
    actions({"type": "overflow", "action_id": "more", "options": [OPTION, {"text": plain("Two"), "value": "2"}]}),
    actions({"type": "static_select", "action_id": "s", "placeholder": plain("Pick"), "options": [OPTION] * 100}),
    actions({"type": "users_select", "action_id": "u"}, {"type": "datepicker", "action_id": "d"}),
    actions({"type": "checkboxes", "action_id": "c", "options": [OPTION]}),
    {"type": "divider"},
    {"type": "image", "image_url": "https://x.org/i.png", "alt_text": "a picture"},
    {"type": "markdown", "text": "# heading"},
    text_field(),
    quotation("literal *text*"),
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "ordered",
                "indent": 1,
                "elements": [{"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U1"}]}],
            },
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "code"}], "border": 0},
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "link", "url": "https://x.org", "text": "there", "style": {"bold": True}},
                    {"type": "emoji", "name": "tada"},
                    {"type": "broadcast", "range": "here"},
                    {"type": "date", "timestamp": 1700000000, "format": "{date}", "fallback": "that day"},
                    {"type": "color", "value": "#fff"},
                ],
            },
        ],
    },
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: str(block["type"]))
def test_what_slack_takes_is_taken(block: Json) -> None:
    (kept,) = checked_blocks([block])
    assert kept["block_id"]


WRONG: list[tuple[Json, str]] = [
    (section("x" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ({"type": "section"}, "missing required field: text [json-pointer:/blocks/0]"),
    (
        {"type": "section", "fields": [plain("x")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    (
        {"type": "section", "fields": [plain("x" * 2001)]},
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    (
        {"type": "header", "text": plain("x" * 151)},
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "must be a valid enum value [json-pointer:/blocks/0/text/type]",
    ),
    (
        {"type": "context", "elements": [plain("x")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        actions(*[button(action_id=str(n)) for n in range(26)]),
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        actions(button("x" * 76)),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    (
        actions(button(value="x" * 2001)),
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    (
        actions(button(action_id="x" * 256)),
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    (
        actions({**button(), "url": "https://x.org/" + "x" * 3000}),
        "must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]",
    ),
    (
        actions({**button(), "colour": "red"}),
        "invalid additional property: colour [json-pointer:/blocks/0/elements/0]",
    ),
    (actions(FEEDBACK), "unsupported type: feedback_buttons [json-pointer:/blocks/0/elements/0/type]"),
    (
        actions({"type": "static_select", "action_id": "s", "options": [OPTION] * 101}),
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        actions({"type": "overflow", "action_id": "o", "options": [OPTION] * 6}),
        "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    ({"type": "nonsense"}, "unsupported type: nonsense [json-pointer:/blocks/0/type]"),
    ({}, "missing required field: type [json-pointer:/blocks/0]"),
    (quotation(""), "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]"),
    (
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text"}]}]},
        "missing required field: text [json-pointer:/blocks/0/elements/0/elements/0]",
    ),
]


@pytest.mark.parametrize(("block", "message"), WRONG)
def test_what_slack_refuses_is_refused_and_the_place_is_named(block: Json, message: str) -> None:
    refusal = refusal_of([block])
    assert refusal.error == "invalid_blocks"
    assert f"[ERROR] {message}" in refusal.messages


def test_fifty_blocks_are_taken_and_fifty_one_are_not() -> None:
    assert len(checked_blocks([{"type": "divider"}] * 50)) == 50
    refusal = refusal_of([{"type": "divider"}] * 51)
    assert refusal.messages == ("[ERROR] no more than 50 items allowed [json-pointer:/blocks]",)


def test_thirteen_thousand_characters_of_block_text_are_the_most_in_one_message() -> None:
    quotes = [quotation("x" * 6_500), quotation("y" * 6_500)]
    assert len(checked_blocks(quotes)) == 2
    assert refusal_of([*quotes, quotation("z")]).error == "msg_blocks_too_long"


def test_response_urls_take_more_text_than_a_post() -> None:
    assert checked_blocks([quotation("x" * 20_000)], text_limit=None)


def test_ids_must_be_unique() -> None:
    twice = [{"type": "divider", "block_id": "same"}] * 2
    assert "block_id 'same' already exists" in refusal_of(twice).messages[0]
    assert "action_id 'show' already exists" in refusal_of([actions(button(), button())]).messages[0]


def test_missing_ids_are_filled_in_and_the_senders_blocks_stay_as_they_were() -> None:
    sent = [actions({"type": "button", "text": plain("Go")})]
    (kept,) = checked_blocks(sent)
    assert kept["elements"][0]["action_id"]
    assert "block_id" not in sent[0]


@pytest.mark.parametrize("blocks", ["text", {"type": "section"}, 3, True])
def test_blocks_that_are_no_list_have_the_wrong_format(blocks: Any) -> None:
    assert refusal_of(blocks).error == "invalid_blocks_format"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "elements", "element", "block_id", "accessory", "style"])
            | st.text(max_size=3),
            inner | st.sampled_from(["section", "rich_text", "text", "plain_text", "actions", "button", "input"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_either_taken_or_refused_by_name(blocks: Any) -> None:
    try:
        outcome = "taken" if checked_blocks(blocks) is not None else "lost"
    except Refused as refusal:
        outcome = refusal.error
    assert outcome in ("taken", "invalid_blocks", "invalid_blocks_format")


VIEWS: list[tuple[Json, str]] = [
    (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
    (modal(submit=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
    (
        modal(private_metadata="x" * 3001),
        "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ),
    (modal(*[section("x")] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    (
        modal({"type": "markdown", "text": "x"}),
        "unsupported type: markdown [json-pointer:/view/blocks/0/type]",
    ),
    (modal(colour="red"), "invalid additional property: colour [json-pointer:/view]"),
    (
        {"type": "modal", "title": plain("Ask"), "blocks": [text_field()]},
        "missing required field: submit [json-pointer:/view]",
    ),
]


@pytest.mark.parametrize(("view", "message"), VIEWS)
def test_views_are_checked_as_blocks_are(view: Json, message: str) -> None:
    with pytest.raises(Refused) as caught:
        checked_view(view)
    assert caught.value.error == "invalid_arguments"
    assert f"[ERROR] {message}" in caught.value.messages


def test_a_hundred_blocks_fit_a_view_and_a_quarter_megabyte_does_not() -> None:
    assert checked_view(home(*[section("x")] * 100))
    with pytest.raises(Refused, match="view_too_large"):
        checked_view(home(*[section("x" * 2600)] * 100))
