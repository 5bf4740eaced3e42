"""The places in Slack besides channels: the menu of a message, and what the command tells of the documents."""

from slack_playground.messages import Message
from tests.conversations.conftest import PATIENCE, House, seen


def chosen(house: House, callback: str, words: str) -> Message:
    """What is answered to something chosen in the menu of a message."""
    message = house.workspace.say(house.workspace.people[1], "random", words)
    before = len(house.workspace.private_messages(house.person))
    house.workspace.shortcut(house.person, callback, message)
    return house.workspace.wait_for(lambda now: now.private_messages(house.person)[before:], timeout=PATIENCE)[0]


def test_find_sources_answers_the_words_of_a_message_privately(house: House) -> None:
    told = chosen(house, "find_sources", "Who is exempt from the pause?")
    assert told.ephemeral_to == house.person.id
    assert "exempt" in seen(told)


def test_a_message_that_looks_like_a_command_is_only_asked(house: House) -> None:
    assert "digest" not in seen(chosen(house, "find_sources", "digest on")).casefold().replace("“digest”", "")


def test_check_this_quote_compares_the_message_with_the_documents(house: House) -> None:
    told = seen(chosen(house, "check_quote", "Amazon's pause now lasts until further notice"))
    assert "until further notice" in told
    assert "Amazon" in told


def test_the_command_tells_what_there_is(house: House) -> None:
    assert "documents" in seen(house.command("sources"))
    assert "The latest documents:" in seen(house.command("latest"))


def test_a_document_is_shown_by_words_of_its_title_and_other_words_are_a_question(house: House) -> None:
    assert "IBM gives up" in seen(house.command("article IBM gives up facial recognition"))
    assert "nothing to quote" in seen(house.command("article 93 of the zebra treaty"))


def test_a_mistyped_word_of_the_command_is_offered(house: House) -> None:
    assert "Did you mean /policy digest?" in seen(house.command("digst zebra"))
