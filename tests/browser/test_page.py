"""Places, people, writing and looks: the page without a bot."""

from contextlib import ExitStack
from typing import TYPE_CHECKING

from slack_playground.page.setup import Offer
from slack_playground.page.setup import Page as Setup
from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.browser.gallery import HOME, MARKUP, MODAL
from tests.browser.seeing import PHONE, Seeing

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_everybody_can_be_spoken_as_and_says_things_in_their_own_name(see: Seeing) -> None:
    for name in ("Amira Haddad", "Ben Okafor", "Chloe Tan"):
        see.speak_as(name)
        see.write(f"this is {name}")
        see.sees(f"this is {name}", "#main")
    assert [message.user for message in see.workspace.messages("policy")] == ["U0AMIRA", "U0BEN", "U0CHLOE"]


def test_what_happens_elsewhere_appears_by_itself_and_marks_its_channel(see: Seeing) -> None:
    see.workspace.say("ben", "general", "good morning")
    see.page.locator(".place.unread", has_text="general").wait_for()
    see.go("general")
    see.sees("good morning", "#main")
    assert see.page.locator(".place.unread").count() == 0


def test_what_people_type_stays_text(see: Seeing) -> None:
    see.write(MARKUP)
    see.sees(MARKUP, "#main .message")
    assert see.page.title() == "policybot playground"
    assert see.page.locator("#main .message img").count() == 0


def test_the_proposals_can_be_closed_stay_closed_and_come_back(see: Seeing) -> None:
    see.button("Close the proposals").click()
    see.page.reload()
    see.page.locator("#main .empty").wait_for()
    assert see.page.locator(".offer").count() == 0
    see.button("Things to try").click()
    assert see.page.locator(".offer").count() == 5


def test_commands_are_completed_and_unknown_ones_are_not_posted(see: Seeing) -> None:
    see.page.locator("#write").press_sequentially("/po")
    see.page.get_by_role("option", name="/policy").click()
    see.page.locator("#write").press_sequentially("he")
    see.page.get_by_role("option", name="/policy help").wait_for()
    see.page.keyboard.press("Escape")
    see.page.locator("#write").fill("")
    see.write("/giphy cats")
    see.sees("/giphy is no command here")
    assert see.page.locator("#write").input_value() == "/giphy cats"
    assert see.workspace.messages("policy") == []


def test_what_fails_is_said_as_slack_would(see: Seeing) -> None:
    see.write("/policy who?")
    see.sees("command failed (dispatch_failed)")


def test_a_digest_is_one_click_where_somebody_sends_it(browser: "Browser") -> None:
    workspace = Workspace()

    def send(channel: str) -> None:
        with workspace.changes.changing():
            workspace.posts.from_bot(workspace.channel(channel), "What is new", [])

    setup = Setup(offers=(Offer("The digest", "digest"),), send_digest=send)
    with running(workspace, page=setup) as url, Seeing.opened(browser, url, workspace) as see:
        see.page.locator(".offer").click()
        see.sees("What is new", "#main .message")
        see.go("general")
        see.button("Send a digest").click()
        see.sees("What is new", "#main .message")
    assert [len(workspace.messages(place)) for place in ("policy", "general", "random")] == [1, 1, 0]


def test_a_channel_without_the_bot_says_so_and_lets_one_invite_it(see: Seeing) -> None:
    see.go("random")
    see.button("Invite policybot").click()
    see.page.locator(".invite").wait_for(state="detached")
    assert see.workspace.app.user_id in see.workspace.channel("random").members


def test_ones_own_messages_can_be_edited_and_deleted(see: Seeing) -> None:
    see.write("how long")
    message = see.page.locator("#main .message")
    message.hover()
    message.get_by_role("button", name="Edit").click()
    see.write("how long does it last?")
    see.sees("(edited)", "#main")
    message.hover()
    message.get_by_role("button", name="Delete").click()
    message.wait_for(state="detached")
    assert see.workspace.messages("policy") == []


def test_shortcuts_reach_the_app(see: Seeing) -> None:
    see.workspace.say("ben", "policy", "how long?")
    see.page.locator("#main .message").hover()
    see.page.locator("#main .message").get_by_label("Shortcuts").click()
    see.button("Find policy").click()
    see.button("Ask privately").click()
    see.workspace.wait_for(lambda here: len(here.journal.exchanges) == 2)
    names = [exchange.name for exchange in see.workspace.journal.exchanges]
    assert names == ["message_action find", "shortcut ask"]


def test_the_home_says_when_it_is_empty_and_shows_what_the_app_publishes(see: Seeing) -> None:
    see.go("home")
    see.sees("The app has not published a home for you")
    see.workspace.open_views.publish("U0AMIRA", HOME)
    see.workspace.say("ben", "general", "anything")
    see.sees("Ten articles")
    see.button("Ask now").click()
    see.workspace.wait_for(lambda here: here.journal.exchanges[-1].name == "block_actions ask_now")


def test_suggested_prompts_are_one_click(see: Seeing) -> None:
    place = see.workspace.direct_channel("amira")
    see.workspace.prompts[place.id] = [{"title": "Ask about leave", "message": "How much leave?"}]
    see.go("policybot")
    see.button("Ask about leave").click()
    see.sees("How much leave?", "#main .message")


def test_the_keyboard_goes_everywhere(see: Seeing) -> None:
    asked = see.workspace.say("ben", "policy", "a question")
    see.workspace.say("ben", "policy", "an answer", asked.ts)
    see.page.keyboard.press("Tab")
    assert see.page.evaluate("document.activeElement.textContent") == "Skip to the conversation"
    see.page.keyboard.press("Enter")
    assert see.page.evaluate("document.activeElement.id") == "write"
    see.page.keyboard.press("Alt+ArrowDown")
    see.page.locator("h1", has_text="random").wait_for()
    see.page.keyboard.press("Alt+ArrowUp")
    see.page.locator(".thread-link").focus()
    see.page.keyboard.press("Enter")
    see.page.locator("#thread").wait_for()
    assert see.page.evaluate("document.activeElement.id") == "reply"
    see.page.keyboard.press("Escape")
    see.page.locator("#thread").wait_for(state="hidden")
    assert see.page.evaluate("document.activeElement.id") == "write"


def test_the_skip_link_does_not_leave_the_channel(see: Seeing) -> None:
    see.go("general")
    see.page.locator(".skip").focus()
    see.page.keyboard.press("Enter")
    assert see.text("h1").split() == ["#", "general"]
    see.write("still here")
    see.sees("still here", "#main .message")


def test_the_theme_is_chosen_and_remembered(see: Seeing) -> None:
    dark = "getComputedStyle(document.body).backgroundColor + document.documentElement.dataset.theme"
    see.button("Theme: system").click()
    see.button("Theme: light").click()
    see.page.reload()
    see.button("Theme: dark").wait_for()
    assert see.page.evaluate(dark).endswith("dark")


def test_nothing_is_wider_than_a_phone(see: Seeing) -> None:
    see.page.set_viewport_size(PHONE)
    workspace = see.workspace
    workspace.say("ben", "policy", "a" * 300)
    asked = workspace.mention("ben", "policy", "how long?")
    workspace.say("ben", "policy", "b" * 300, asked.ts)
    wide = "document.documentElement.scrollWidth > innerWidth"
    see.page.locator(".thread-link").wait_for()
    assert not see.page.evaluate(wide)
    see.page.locator(".thread-link").click()
    see.page.locator("#thread .message").nth(1).wait_for()
    assert not see.page.evaluate(wide)
    see.page.go_back()
    see.button("Open the sidebar").click()
    see.go("general")
    see.page.locator("h1", has_text="general").wait_for()
    assert not see.page.evaluate("document.body.classList.contains('drawer')")


def test_a_lost_workspace_is_said_and_found_again(browser: "Browser") -> None:
    workspace = Workspace()
    with ExitStack() as ends:
        with running(workspace, page=Setup()) as url:
            see = ends.enter_context(Seeing.opened(browser, url, workspace))
        see.sees("The playground does not answer")
        with running(workspace, port=int(url.rpartition(":")[2]), page=Setup()):
            see.page.locator(".lost").wait_for(state="detached")
            see.write("here again")
            see.sees("here again", "#main .message")
            # The browser itself complains of every try that failed.
            see.complaints.clear()


def test_a_form_is_filled_sent_and_sent_back(see: Seeing) -> None:
    with see.workspace.changes.changing():
        see.workspace.open_views.open("U0AMIRA", MODAL)
    dialog = see.page.locator("dialog[open]")
    dialog.get_by_label("Question").fill("how long?")
    dialog.get_by_label("Topic").select_option("leave")
    dialog.get_by_label("Since").fill("2020-06-10")
    dialog.get_by_label("Rules").check()
    dialog.get_by_label("Long").check()
    dialog.get_by_role("button", name="Send").click()
    see.workspace.wait_for(lambda here: here.journal.exchanges)
    values = see.workspace.journal.exchanges[-1].steps[0].body["view"]["state"]["values"]
    assert values["question"]["words"]["value"] == "how long?"
    assert values["topic"]["static_select"]["selected_option"]["value"] == "leave"
    assert values["since"]["datepicker"]["selected_date"] == "2020-06-10"
    assert [one["value"] for one in values["scope"]["checkboxes"]["selected_options"]] == ["rules"]
    assert values["length"]["radio_buttons"]["selected_option"]["value"] == "long"
    with see.workspace.changes.changing():
        (sent,) = see.workspace.invocations.values()
        sent.acknowledged, sent.errors = True, {"question": "Say more."}
    see.sees("Say more.", "dialog")
    assert dialog.get_by_label("Question").input_value() == "how long?"
    see.button("Cancel").click()
    dialog.wait_for(state="detached")
    assert see.workspace.views("amira") == []
