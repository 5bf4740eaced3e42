"""Every block and element is drawn, works, and keeps what it was given as text."""

from typing import Any

import pytest

from slack_playground.shapes.blocks import MessageBlocks
from slack_playground.shapes.checking import checked_blocks, checked_view, elements_of
from tests.browser.gallery import FEEDBACK, HOME, MARKUP, MENUS, MESSAGES, MODAL, button, confirm, options, plain
from tests.browser.seeing import Seeing

Json = dict[str, Any]


def posted(see: Seeing, *blocks: Json, unchecked: bool = False) -> None:
    """A message of the app with these blocks, visible on the page."""
    filled = list(blocks) if unchecked else checked_blocks(list(blocks))
    with see.workspace.changes.changing():
        see.workspace.posts.from_bot(see.workspace.channel("policy"), "fallback", filled)
    see.page.locator("#main .message").last.wait_for()


def told(see: Seeing) -> Json:
    """The action that the app hears of, as soon as it does."""
    exchange = see.workspace.wait_for(lambda here: here.journal.exchanges)[-1]
    action: Json = exchange.steps[0].body["actions"][0]
    return action


def kinds(blocks: list[Json]) -> set[str]:
    return {block["type"] for block in blocks} | {element["type"] for block in blocks for element in elements_of(block)}


def test_the_gallery_holds_every_block_and_element_that_slack_accepts() -> None:
    shown = [block for blocks in MESSAGES.values() for block in blocks] + MODAL["blocks"] + HOME["blocks"]
    checked_view(MODAL)
    checked_view(HOME)
    schema = MessageBlocks.model_json_schema()["$defs"]
    accepted = {shape["properties"]["type"]["const"] for shape in schema.values() if "action_id" in shape["properties"]}
    accepted |= {shape["properties"]["type"]["const"] for shape in schema.values() if "block_id" in shape["properties"]}
    assert accepted - kinds(shown) == set()


@pytest.mark.parametrize("name", MESSAGES)
def test_everything_in_the_gallery_is_drawn(see: Seeing, name: str) -> None:
    posted(see, *MESSAGES[name])
    assert see.page.locator(".message .block").count() == len(MESSAGES[name])
    assert see.page.locator(".unknown").count() == 0


def test_markup_in_blocks_stays_text(see: Seeing) -> None:
    for blocks in MESSAGES.values():
        posted(see, *blocks)
    for number in range(3):
        see.page.get_by_text(MARKUP).nth(number).wait_for()
    assert see.page.title() == "policybot playground"
    assert see.page.locator("#main img, #main script, #main b").count() == 0


def test_rich_text_has_quotes_lists_code_and_styles(see: Seeing) -> None:
    posted(see, *MESSAGES["rich text"])
    rich = see.page.locator(".rich")
    assert rich.locator("blockquote").inner_text() == "The first line of a quotation.\nIts second line."
    assert rich.locator("ul").first.locator("li").all_inner_texts() == ["one", "two"]
    assert rich.locator("ol").get_attribute("start") == "3"
    assert rich.locator("pre").inner_text() == "let x = 1;\n  y"
    for tag, text in (("strong", "bold"), ("em", "italic"), ("s", "struck"), ("code", "code"), ("u", "underlined")):
        assert rich.locator(tag).first.inner_text() == text
    assert rich.locator("a").first.get_attribute("href") == "https://example.org/a?b=1"
    assert rich.locator("a", has_text="no link").count() == 0
    assert "@Ben Okafor #policy @here" in rich.inner_text()


def test_what_the_page_does_not_know_is_said_and_shown_as_it_is(see: Seeing) -> None:
    posted(see, {"type": "hologram", "block_id": "h", "title": MARKUP}, unchecked=True)
    see.page.locator(".unknown summary").click()
    assert "“hologram”" in see.text(".unknown")
    assert '"type": "hologram"' in see.text(".unknown pre")


def test_a_button_tells_its_value(see: Seeing) -> None:
    posted(see, {"type": "actions", "elements": [button("Show", value="p7")]})
    see.button("Show").click()
    assert (told(see)["action_id"], told(see)["value"]) == ("show", "p7")


def test_a_confirmation_is_asked_for_first(see: Seeing) -> None:
    posted(see, {"type": "actions", "elements": [button("Withdraw", confirm=confirm("Withdraw it?"))]})
    see.button("Withdraw").click()
    see.sees("Really?", "dialog")
    see.button("No").click()
    see.page.locator("dialog").wait_for(state="detached")
    assert see.workspace.journal.exchanges == []
    see.button("Withdraw").click()
    see.button("Yes").click()
    assert told(see)["action_id"] == "withdraw"


def test_feedback_is_given_and_stays_visible(see: Seeing) -> None:
    posted(see, FEEDBACK)
    see.button("Not helpful").click()
    assert told(see)["value"] == "no"
    see.workspace.say("ben", "policy", "anything")
    see.sees("anything", "#main")
    assert see.button("Not helpful").get_attribute("aria-pressed") == "true"


def test_an_overflow_menu_opens_closes_and_tells_the_choice(see: Seeing) -> None:
    posted(see, {"type": "actions", "elements": [{"type": "overflow", "action_id": "o", "options": options("A", "B")}]})
    menu = see.page.locator(".overflow summary", has_text="").first
    menu.focus()
    see.page.keyboard.press("Enter")
    see.button("A").wait_for()
    see.page.keyboard.press("Escape")
    see.button("A").wait_for(state="hidden")
    menu.click()
    see.button("B").click()
    assert told(see)["selected_option"]["value"] == "b"


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        ("Topic", "travel", ("selected_option", "travel")),
        ("Who", "U0CHLOE", ("selected_user", "U0CHLOE")),
        ("Which conversation", "C0POLICY", ("selected_conversation", "C0POLICY")),
        ("Which channel", "C0RANDOM", ("selected_channel", "C0RANDOM")),
    ],
)
def test_menus_tell_the_choice(see: Seeing, label: str, value: str, said: tuple[str, str]) -> None:
    posted(see, MENUS)
    see.page.get_by_label(label, exact=True).select_option(value)
    name, chosen = said
    assert (told(see)[name].get("value") if name == "selected_option" else told(see)[name]) == chosen


@pytest.mark.parametrize(("label", "value", "name"), [("As of", "2021-05-18", "date"), ("At", "10:30", "time")])
def test_pickers_tell_the_choice(see: Seeing, label: str, value: str, name: str) -> None:
    posted(see, MENUS)
    see.page.get_by_label(label, exact=True).fill(value)
    assert told(see)[f"selected_{name}"] == value


def test_several_can_be_chosen(see: Seeing) -> None:
    posted(see, MENUS)
    see.page.locator("summary", has_text="People").click()
    see.page.get_by_label("Ben Okafor", exact=True).first.check()
    assert told(see)["selected_users"] == ["U0BEN"]
    see.sees("1 chosen", "#main")


@pytest.mark.parametrize(("label", "name"), [("Rules", "selected_options"), ("Long", "selected_option")])
def test_boxes_tell_what_is_ticked(see: Seeing, label: str, name: str) -> None:
    posted(see, MENUS)
    see.page.get_by_label(label, exact=True).check()
    chosen = told(see)[name]
    assert (chosen if isinstance(chosen, dict) else chosen[0])["text"] == plain(label)
