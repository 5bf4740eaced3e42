"""A question without an answer in the documents goes to a curator and comes back; and what is quoted from then on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from slack_playground.messages import Message
from slack_playground.views import View
from slack_playground.visible import visible_text
from slack_playground.workspace import SUBSCRIPTIONS, Workspace
from tests.conversations.conftest import MODES, PATIENCE, Clock, House, Start, seen

ASK, CHOOSE, WRITE, TAKE, USE = (
    "ask_curator",
    "hand_over_choose",
    "hand_over_write",
    "hand_over_take",
    "use_passage",
)
QUESTION = "Is there a gym?"
HALL = "Each employee may train in the hall downstairs."
CURATOR, BEN = "U0AMIRA", "U0BEN"

Open = Callable[..., House]


@pytest.fixture(params=MODES)
def open_house(start: Start, request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """A bot over each door, with two documents; #general is the curators' channel, and Amira is one."""

    def begin(**chosen: Any) -> House:
        corpus = tmp_path / "corpus"
        corpus.mkdir()
        (corpus / "leave.md").write_text("---\ntitle: Leave\n---\n\nParents get twelve weeks of paid leave.\n")
        (corpus / "sports.md").write_text(f"---\ntitle: Sports\n---\n\n{HALL}\n")
        usual = {"roles": {"curators": [CURATOR]}, "digest": {"curators_channel": "C0GENERAL"}}
        workspace = Workspace(subscriptions=SUBSCRIPTIONS | {"message.channels"})
        return start(corpus, request.param, workspace, **usual | chosen)

    return begin


@pytest.fixture
def house(open_house: Open) -> House:
    return open_house()


def view(house: House, person: str, title: str) -> View:
    """The modal of this title that a person has open."""

    def opened(now: Workspace) -> View | None:
        return next((each for each in now.views(person) if each.body["title"]["text"] == title), None)

    return house.workspace.wait_for(opened, timeout=PATIENCE)


def settle(house: House) -> None:
    """All that was done has reached the bot, and what it does of it is done."""
    for _ in range(2):
        house.workspace.wait_for(lambda now: len(now.outbox) == 0, timeout=PATIENCE)
        assert house.bot.settled(PATIENCE)


def hand_over(house: House, message: Message, person: str = BEN, **filled: Any) -> None:
    """Asks a curator, below an answer."""
    house.workspace.press(person, message, ASK)
    form = view(house, person, "Ask a curator")
    house.workspace.submit(person, form, filled)
    settle(house)


def posts(house: House) -> list[Message]:
    """What stands in the curators' channel."""
    return [each for each in house.workspace.messages("general") if each.bot_id]


def post(house: House, words: str = "") -> Message:
    """The question in the curators' channel, once it says these words."""
    return house.workspace.wait_for(
        lambda now: next((each for each in posts(house) if words in seen(each)), None), timeout=PATIENCE
    )


def handed_back(house: House, channel: str, thread: str, words: str) -> Message:
    return house.workspace.wait_for(
        lambda now: next((each for each in now.replies(channel, thread) if words in seen(each)), None),
        timeout=PATIENCE,
    )


def choose(house: House, search: str = "") -> None:
    """A curator answers what waits with the first passage that is found."""
    house.workspace.press(CURATOR, post(house), CHOOSE)
    form = view(house, CURATOR, "Answer with a passage")
    if search:
        house.workspace.submit(CURATOR, form, {"search": search})
        form = house.workspace.wait_for(
            lambda now: next((each for each in now.views(CURATOR) if search in str(each.blocks)), None),
            timeout=PATIENCE,
        )
    house.workspace.press(CURATOR, form, USE)
    settle(house)


def write(house: House, text: str, **more: str) -> None:
    house.workspace.press(CURATOR, post(house), WRITE)
    house.workspace.submit(CURATOR, view(house, CURATOR, "Write an answer"), {"text": text, **more})
    settle(house)


def test_a_refusal_leads_to_a_curator_whose_passage_comes_back_and_is_quoted_from_then_on(house: House) -> None:
    refused = house.ask(QUESTION)
    hand_over(house, refused, note="It rains.")
    shown = post(house)
    assert QUESTION in seen(shown)
    assert "It rains." in seen(shown)
    assert BEN in str(shown.blocks)
    choose(house, "train in the hall")
    thread = refused.thread_ts or ""
    answer = handed_back(house, "policy", thread, HALL)
    assert "Chosen by the curators on" in seen(answer)
    assert "has answered" in seen(post(house, "has answered"))
    for words in (QUESTION, "gym, is there a"):
        again = house.ask(words)
        assert HALL in seen(again)
        assert "Chosen by the curators on" in seen(again)


def test_what_a_curator_writes_becomes_a_document_that_is_quoted(house: House) -> None:
    refused = house.ask(QUESTION)
    hand_over(house, refused)
    write(house, "Yes: *two* rooms.\n- a bench\n- a rope, <b>new</b>\nThey open at 7.")
    answer = handed_back(house, "policy", refused.thread_ts or "", "They open at 7.")
    for line in ("Yes: *two* rooms.", "a bench", "a rope, <b>new</b>", "Written by the curators on"):
        assert line in seen(answer)
    assert "They open at 7." in seen(house.ask(QUESTION))
    assert "a rope, <b>new</b>" in seen(house.command("verify a rope, <b>new</b>"))


def test_what_a_curator_replies_below_the_question_is_sent_once_they_say_that_it_is_the_answer(house: House) -> None:
    refused = house.ask(QUESTION)
    hand_over(house, refused)
    shown = post(house)
    house.workspace.say(BEN, "general", "Good question", shown.ts)
    house.workspace.say(CURATOR, "general", "Yes, in the cellar & the yard.", shown.ts)
    settle(house)
    offered = house.workspace.private_messages(CURATOR)
    assert len(offered) == 1
    assert house.workspace.private_messages(BEN, "general") == []
    house.workspace.press(CURATOR, offered[0], TAKE)
    house.workspace.submit(CURATOR, view(house, CURATOR, "Write an answer"), {})
    answer = handed_back(house, "policy", refused.thread_ts or "", "Yes, in the cellar & the yard.")
    assert "Written by the curators" in seen(answer)


def test_a_question_is_one_post_however_many_ask_and_each_gets_the_answer_where_they_asked(house: House) -> None:
    public, private = house.ask(QUESTION), house.command(QUESTION)
    hand_over(house, public)
    hand_over(house, public)
    hand_over(house, private, CURATOR)
    assert len(posts(house)) == 1
    assert "Waiting for the answer: 2 people" in seen(post(house))
    choose(house, "train in the hall")
    settle(house)
    replies = house.workspace.replies("policy", public.thread_ts or "")
    assert len([each for each in replies if HALL in seen(each)]) == 1
    direct = house.workspace.messages(house.workspace.direct_channel(CURATOR))
    assert ["Chosen by the curators" in seen(each) for each in direct] == [True]


def test_who_wishes_no_name_has_none_in_the_curators_channel(house: House) -> None:
    hand_over(house, house.ask(QUESTION), without_name=["yes"])
    assert BEN not in str(post(house).blocks)
    assert "Somebody asks the curators" in seen(post(house))


def test_where_the_settings_say_so_nobody_hides_their_name(open_house: Open) -> None:
    house = open_house(curation={"anonymous": False})
    house.workspace.press(BEN, house.ask(QUESTION), ASK)
    assert "Without my name" not in str(view(house, BEN, "Ask a curator").blocks)


def test_only_curators_answer(house: House) -> None:
    hand_over(house, house.ask(QUESTION))
    house.workspace.press(BEN, post(house), WRITE)
    assert "Only curators can do that" in str(view(house, BEN, "Answer").blocks)


def test_what_was_answered_before_comes_at_once(house: House) -> None:
    refused = house.ask(QUESTION)
    hand_over(house, refused)
    choose(house, "train in the hall")
    hand_over(house, refused, CURATOR)
    said = house.workspace.private_messages(CURATOR)
    assert "A curator has answered this before" in seen(said[-1])
    assert len(posts(house)) == 1


def test_an_answer_that_has_changed_is_not_shown_as_chosen_any_more(house: House) -> None:
    hand_over(house, house.ask(QUESTION))
    choose(house, "train in the hall")
    assert "Chosen by" in seen(house.ask(QUESTION))
    (house.corpus / "sports.md").write_text("---\ntitle: Sports\n---\n\nNobody may train in the hall any more.\n")
    house.bot.tick()
    assert "Chosen by" not in seen(house.ask(QUESTION))


def test_without_a_curators_channel_nobody_is_offered_to_ask_one(open_house: Open) -> None:
    assert ASK not in str(open_house(digest={}).ask(QUESTION).blocks)


def private(house: House, words: str, person: str = CURATOR) -> Message:
    """Gives the command as a person, and its private answer."""
    before = len(house.workspace.private_messages(person))
    house.workspace.command(person, "general", "/policy", words)
    return house.workspace.wait_for(lambda now: now.private_messages(person)[before:], timeout=PATIENCE)[0]


def test_a_curator_pins_an_answer_sees_how_it_stands_words_it_otherwise_and_unpins_it(house: House) -> None:
    house.workspace.press(CURATOR, private(house, f"pin {QUESTION}"), CHOOSE)
    form = view(house, CURATOR, "Answer with a passage")
    house.workspace.submit(CURATOR, form, {"search": "train in the hall"})
    found = house.workspace.wait_for(
        lambda now: next((each for each in now.views(CURATOR) if "train in the hall" in str(each.blocks)), None),
        timeout=PATIENCE,
    )
    house.workspace.press(CURATOR, found, USE)
    settle(house)
    listed = private(house, "pinned")
    for words in (QUESTION, "Sports", "the curators"):
        assert words in seen(listed)
    assert "To review" not in seen(listed)
    house.workspace.press(CURATOR, listed, "pin_reword")
    house.workspace.submit(CURATOR, view(house, CURATOR, "Other wordings"), {"wordings": "Where are the dumbbells?"})
    settle(house)
    assert HALL in seen(house.ask("the dumbbells, where are they?"))
    receipt = seen(house.ask(QUESTION))
    assert "Chosen by" in receipt
    (house.corpus / "sports.md").write_text("---\ntitle: Sports\n---\n\nNobody may train there.\n")
    house.bot.tick()
    listed = private(house, "pinned")
    assert "To review: its passage has changed" in seen(listed)
    house.workspace.press(CURATOR, listed, "pin_unpin")
    settle(house)
    assert "Nothing is pinned yet" in seen(private(house, "pinned"))


def test_the_words_of_curators_are_questions_of_everybody_else(house: House) -> None:
    assert "Only curators can do that" in seen(private(house, "pinned", BEN))
    assert "I found nothing to quote" in seen(private(house, "pin numbers, where do I change them?", BEN))
    assert "For curators" in seen(private(house, "help"))
    assert "For curators" not in seen(private(house, "help", BEN))


def opinions(house: House) -> list[tuple[str, bool, str]]:
    settle(house)
    kept = house.bot.services.store.curation.feedback.since(datetime.min.replace(tzinfo=UTC))
    return [(each.person, each.helped, each.reason) for each in kept]


def test_the_last_press_of_each_person_counts_and_why_it_did_not_help_is_asked(house: House) -> None:
    answer = house.ask("Who may train in the hall?")
    house.workspace.press(BEN, answer, "feedback", "positive")
    assert opinions(house) == [(BEN, True, "")]
    house.workspace.press(BEN, answer, "feedback", "negative")
    house.workspace.submit(BEN, view(house, BEN, "This did not help"), {"reason": "When is it open?"})
    assert opinions(house) == [(BEN, False, "When is it open?")]
    house.workspace.press(CURATOR, answer, "feedback", "positive")
    assert sorted(opinions(house)) == [(CURATOR, True, ""), (BEN, False, "When is it open?")]


def test_what_did_not_help_leads_to_a_curator(house: House) -> None:
    answer = house.command("Who may train in the hall?")
    house.workspace.press(CURATOR, answer, "feedback", "negative")
    house.workspace.press(CURATOR, view(house, CURATOR, "This did not help"), "feedback_ask_curator")
    house.workspace.submit(CURATOR, view(house, CURATOR, "Ask a curator"), {})
    settle(house)
    assert "Who may train in the hall?" in seen(post(house))
    assert "Asked in private" in seen(post(house))


def test_a_refusal_is_not_judged(house: House) -> None:
    assert "feedback" not in str(house.ask(QUESTION).blocks)


def home_of(house: House, person: str) -> str:
    house.workspace.open_home(person)
    settle(house)
    home = house.workspace.wait_for(lambda now: now.home(person), timeout=PATIENCE)
    return visible_text(home.blocks)


def test_curators_see_gaps_and_one_press_leads_to_an_answer(house: House) -> None:
    house.ask(QUESTION)
    house.command("gym, is there a?")
    settle(house)
    shown = private(house, "gaps")
    assert "Is there a gym? · 1 person, 2 times, since" in seen(shown)
    house.workspace.press(CURATOR, shown, WRITE)
    house.workspace.submit(CURATOR, view(house, CURATOR, "Write an answer"), {"text": "Yes, in the cellar."})
    settle(house)
    assert "Yes, in the cellar." in seen(house.ask(QUESTION))
    assert "There were no unanswered questions" in seen(private(house, "gaps"))


def test_a_gap_proposes_a_synonym_that_one_press_adds(house: House) -> None:
    (house.corpus / "leave.md").write_text("# Parental leave\n\nParents get twelve weeks, paid in full.\n")
    house.bot.tick()
    house.ask("Do zebras and tapirs get quokka leave in Antarctica?")
    settle(house)
    shown = private(house, "gaps")
    assert "People say “quokka leave”, documents say “parental leave”." in seen(shown)
    house.workspace.press(CURATOR, shown, "synonym_add")
    settle(house)
    assert "Added: questions about “quokka leave” now also find “parental leave”." in seen(
        house.workspace.private_messages(CURATOR)[-1]
    )
    assert "Parents get twelve weeks" in seen(house.ask("How much quokka leave is there?"))
    assert "synonym_add" not in str(private(house, "gaps").blocks)


def test_what_a_curator_chose_proposes_another_word_for_what_was_asked(house: House) -> None:
    hand_over(house, house.ask(QUESTION))
    choose(house, "train in the hall")
    answered = post(house, "People say “gym”, documents say “sports”.")
    house.workspace.press(BEN, answered, "synonym_add")
    settle(house)
    assert "Only curators can do that" in seen(house.workspace.private_messages(BEN)[-1])
    house.workspace.press(CURATOR, answered, "synonym_add")
    settle(house)
    assert HALL in seen(house.ask("When may somebody train in the gym?"))


def test_the_home_of_curators_alone_tells_what_wants_a_look(house: House) -> None:
    hand_over(house, house.ask(QUESTION))
    answer = house.ask("Who may train in the hall?")
    house.workspace.press(BEN, answer, "feedback", "negative")
    house.workspace.submit(BEN, view(house, BEN, "This did not help"), {"reason": "When is it open?"})
    settle(house)
    shown = home_of(house, CURATOR)
    for words in (
        "For curators",
        "1 of 2 questions answered",
        "1 question waiting for a curator",
        "Did not help: “Who may train in the hall?” (1): When is it open?",
        "2 documents without a title, date or owner: ",
        "Is there a gym?",
    ):
        assert words in shown
    assert "For curators" not in home_of(house, BEN)
    assert BEN not in shown


def test_a_question_from_the_form_leads_to_a_curator_too_and_is_answered_in_private(house: House) -> None:
    house.workspace.shortcut(BEN, "ask")
    house.workspace.submit(BEN, view(house, BEN, "Ask a question"), {"question": QUESTION})
    settle(house)
    refused = house.workspace.wait_for(
        lambda now: next((each for each in now.views(BEN) if ASK in str(each.blocks)), None), timeout=PATIENCE
    )
    house.workspace.press(BEN, refused, ASK)
    house.workspace.submit(BEN, view(house, BEN, "Ask a curator"), {"without_name": ["yes"]})
    settle(house)
    assert "Asked in private" in seen(post(house))
    choose(house, "train in the hall")
    direct = house.workspace.messages(house.workspace.direct_channel(BEN))
    assert [HALL in seen(each) for each in direct] == [False, True]
    assert "I have asked the curators" in seen(direct[0])


def test_a_gap_in_the_home_of_a_curator_is_answered_from_there(house: House) -> None:
    house.ask(QUESTION)
    settle(house)
    house.workspace.open_home(CURATOR)
    settle(house)
    home = house.workspace.wait_for(lambda now: now.home(CURATOR), timeout=PATIENCE)
    house.workspace.press(CURATOR, home, WRITE)
    house.workspace.submit(CURATOR, view(house, CURATOR, "Write an answer"), {"text": "Yes, in the cellar."})
    settle(house)
    assert "Yes, in the cellar." in seen(house.ask(QUESTION))


def test_the_curators_channel_is_told_once_that_a_pinned_answer_needs_a_review(open_house: Open, clock: Clock) -> None:
    house = open_house(clock=clock)
    hand_over(house, house.ask(QUESTION))
    choose(house, "train in the hall")
    (house.corpus / "sports.md").unlink()
    for _ in range(3):
        house.bot.tick()
        settle(house)
        clock.ahead += timedelta(minutes=3)
    told = [each for each in posts(house) if "A pinned answer needs a review." in seen(each)]
    assert ["its passage is gone" in seen(each) for each in told] == [True]
