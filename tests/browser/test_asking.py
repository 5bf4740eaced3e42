"""Asking the bot in the browser, as a visitor does who has read nothing."""

import pytest

from tests.browser.house import OFFERS
from tests.browser.seeing import Seeing


def test_the_first_visit_proposes_questions_and_one_click_gives_a_quoted_answer(asking: Seeing) -> None:
    offers = asking.page.locator(".offer")
    assert offers.count() == len(OFFERS) == 5
    offers.nth(0).click()
    asking.page.locator("#thread blockquote").first.wait_for()
    assert "28 false matches" in asking.text("#thread blockquote")
    assert "The ACLU's test of Rekognition in 2018" in asking.text("#thread .block.context")
    assert "1 reply" in asking.text("#main .thread-link")


def test_a_replaced_statement_is_not_shown_without_the_later_one(asking: Seeing) -> None:
    asking.page.locator(".offer").nth(1).click()
    asking.sees("one year", "#thread")
    assert "until further notice" in asking.text("#thread blockquote")


def test_a_refusal_says_why(asking: Seeing) -> None:
    asking.page.locator(".offer").nth(2).click()
    asking.sees("I found nothing to quote", "#thread")
    asking.sees("Nearest titles", "#thread")


def test_a_private_answer_is_marked_and_seen_by_nobody_else_until_it_is_shared(asking: Seeing) -> None:
    asking.page.locator(".offer").nth(3).click()
    private = asking.page.locator(".message.private")
    private.wait_for()
    assert "Only visible to you" in private.inner_text()
    asking.speak_as("Ben Okafor")
    asking.page.locator("#main .empty").wait_for()
    assert asking.page.locator(".message").count() == 0
    asking.speak_as("Amira Haddad")
    asking.button("Share to channel, with your question and name").click()
    asking.sees("asked:", "#main")
    asking.speak_as("Ben Okafor")
    asking.sees("asked:", "#main")
    assert asking.page.locator(".message.private").count() == 0


def test_show_in_context_opens_a_modal_that_escape_closes(asking: Seeing) -> None:
    asking.page.locator(".offer").nth(0).click()
    show = asking.page.locator("#thread .actions button").first
    show.click()
    asking.page.locator("dialog[open] blockquote").first.wait_for()
    asking.page.keyboard.press("Escape")
    asking.page.locator("dialog").wait_for(state="detached")
    assert asking.workspace.views("amira") == []
    assert show.evaluate("button => button === document.activeElement")


def test_a_question_typed_with_completion_needs_no_mouse(asking: Seeing) -> None:
    field = asking.page.locator("#write")
    field.focus()
    asking.page.keyboard.type("@pol")
    asking.page.get_by_role("option", name="@policybot").wait_for()
    asking.page.keyboard.press("Tab")
    asking.page.keyboard.type("What did IBM announce?")
    asking.page.keyboard.press("Enter")
    asking.page.locator("#thread blockquote").first.wait_for()
    assert asking.workspace.messages("policy")[0].text == "<@U0POLICYBOT> What did IBM announce?"


def test_a_direct_message_is_answered_and_an_edited_one_answered_anew(asking: Seeing) -> None:
    asking.page.locator(".offer").nth(4).click()
    asking.sees("There is no federal law", "#thread")
    asking.page.locator("#write").press("ArrowUp")
    assert asking.page.locator("#write").input_value() == OFFERS[4].text
    asking.write("How many weeks of parental leave do we get?")
    asking.sees("I found nothing to quote", "#thread")
    asking.sees("(edited)", "#main")


@pytest.mark.parametrize("where", ["#thread", "#main"])
def test_follow_up_questions_are_asked_where_one_writes(asking: Seeing, where: str) -> None:
    asking.page.locator(".offer").nth(0).click()
    asking.page.locator("#thread blockquote").first.wait_for()
    asking.write("@policybot What did IBM announce?", "#reply" if where == "#thread" else "#write")
    asking.sees("IBM gives up facial recognition", "#thread")


def test_the_inspector_tells_what_passed_how_long_it_took_and_copies_the_blocks(asking: Seeing) -> None:
    asking.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    asking.page.locator(".offer").nth(0).click()
    answer = asking.page.locator("#thread .message").nth(1)
    answer.hover()
    answer.get_by_role("button", name="Inspect").click()
    told = asking.text("#inspector")
    for word in ("app_mention", "events_api", "ack", "chat.postMessage", "answered after", "ms"):
        assert word in told
    asking.button("Copy for Block Kit Builder").first.click()
    asking.sees("Copied")
    copied = asking.page.evaluate("async () => JSON.parse(await navigator.clipboard.readText())")
    (reply,) = asking.workspace.replies("policy", asking.workspace.messages("policy")[0].ts)
    assert copied == {"blocks": reply.blocks}
