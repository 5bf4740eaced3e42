"""Nothing that may not be seen is to be seen anywhere, by three people, in three channels, of four collections.

Each collection has a word of its own, in the names, titles, publishers, headings and sentences of its documents. After
people have tried everything, all that stands anywhere in the workspace is looked through for the words that those who
read it may not see.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.requests import Kind
from bot.settings import Answering, DigestSettings
from bot.slack.commands import WORDS as WORDS_OF_COMMAND
from bot.slack.intake import LISTENERS
from bot.slack.listeners.ask import SHORTCUT as ASK
from bot.slack.listeners.shortcuts import CHECK, FIND
from bot.slack.read_requests.blocks import ANEW, CONFIRM
from slack_playground.workspace import SUBSCRIPTIONS, Workspace
from tests.conversations.conftest import PATIENCE, Clock, House, Start
from tests.conversations.test_amendments import LATER
from tests.docs.test_readme import commands

PEOPLE, CHANNELS = ("amira", "ben", "chloe"), ("general", "policy", "random")
# Words of our own, by collection: what is in none, and what only a channel and Ben, everybody, and a group may see.
WORDS = {"": "turquoise", "pay": "zircon", "press": "saffron", "board": "obsidian"}
COLLECTIONS: list[dict[str, Any]] = [
    {"name": "pay", "folders": ["pay"], "channels": ["C0POLICY"], "people": ["U0BEN"]},
    {"name": "press", "public": True},
    {"name": "board", "groups": ["S0BOARD"]},
]
# Who may see what: Chloe is a guest, Amira on the board; neither is in #policy.
IN_CHANNEL = {"general": {"", "press"}, "policy": {"", "press", "pay"}, "random": {"", "press"}}
IN_PRIVATE = {"amira": {"", "press", "board"}, "ben": {"", "press", "pay"}, "chloe": {"press"}}

CURATORS_CHANNEL = "general"
BROWSED = (
    *("help", "sources", "latest", "article rules", "pinned", "gaps", "pin how high is the pool"),
    "as-of 2021-06-30 how high is the yearly bonus of the pool",
)

Try = Callable[[House, str, str], None]
# Few, because Slack takes one message a second into a channel.
QUESTIONS = (
    "How high is the yearly bonus of the pool, and where is the merger settled?",
    "zirconn obsidiann turquoisee saffronn",  # each would be corrected
    "What can you do?",
)
# Without our words, which the bot may repeat.
DOCUMENTS = ("turquoise", "pay/zircon", "saffron", "obsidian")
QUOTATIONS = ("The yearly bonus is four percent of the pool.", "The merger is settled in the room upstairs.")


def document(collection: str, sentence: str) -> str:
    word = WORDS[collection]
    named = f"collection: {collection}\n" if collection not in {"", "pay"} else ""
    due = "owner: S0ALL\nreview_by: 2021-06-01\n"
    head = f"---\ntitle: The {word} rules\npublisher: {word.title()} Ltd\npublished: 2021-05-18\n{named}{due}---\n"
    return f"{head}\n## How the {word} works\n\n{sentence}\n\nThe {word} canteen opens at noon on days of the {word}.\n"


def write(folder: Path, suffix: str = "", more: str = "") -> None:
    for name, text in {
        f"turquoise{suffix}.md": document("", f"Leave is{more} twenty-five turquoise days a year."),
        f"pay/zircon{suffix}.md": document("pay", f"The yearly bonus is{more} four percent of the zircon pool."),
        f"saffron{suffix}.md": document("press", f"The newsroom{more} answers each saffron reporter by noon."),
        f"obsidian{suffix}.md": document("board", f"The merger is{more} settled in the obsidian room upstairs."),
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def mention(house: House, person: str, channel: str) -> None:
    if channel != "random" and may_write(house, person, channel):
        for words in QUESTIONS:
            house.workspace.mention(person, channel, words)


def edit_and_delete(house: House, person: str, channel: str) -> None:
    if channel != "random" and may_write(house, person, channel):
        asked = house.workspace.mention(person, channel, "Is there tea?")
        settle(house)
        house.workspace.edit(asked, f"<@{house.workspace.app.user_id}> {QUESTIONS[0]}")
        settle(house)
        house.workspace.remove(asked)


def direct(house: House, person: str, channel: str) -> None:
    for words in QUESTIONS if channel == CHANNELS[0] else ():
        house.workspace.direct_message(person, words)


def command(house: House, person: str, channel: str) -> None:
    if may_write(house, person, channel):
        checks = (f"verify {quotation}" for quotation in QUOTATIONS)
        digests = ("digest preview", "digest on", "digest on about bonus", "digest list", *BROWSED)
        for words in (*QUESTIONS, f"{QUESTIONS[0]} as of June 2021 -canteen", *checks, *digests):
            house.workspace.command(person, channel, "/policy", words)


def from_menu(house: House, person: str, channel: str) -> None:
    """Asks and checks from the menu of a message."""
    if may_write(house, person, channel):
        for words, chosen in ((QUESTIONS[0], FIND), (QUOTATIONS[0], CHECK)):
            house.workspace.shortcut(person, chosen, house.workspace.say(person, channel, words))


def ask_form(house: House, person: str, channel: str) -> None:
    """Asks in the form of the global shortcut, and looks at what is quoted in context."""
    for words in QUESTIONS if channel == CHANNELS[0] else ():
        house.workspace.shortcut(person, ASK)
        form = house.workspace.wait_for(
            lambda now: next((each for each in now.views(person) if each.body.get("submit")), None), timeout=PATIENCE
        )
        house.workspace.submit(person, form, {"question": words})
        settle(house)
        answer = house.workspace.views(person)[-1]
        if '"show_in_context"' in json.dumps(answer.blocks):
            house.workspace.press(person, answer, "show_in_context")
            settle(house)


def share(house: House, person: str, channel: str) -> None:
    press_all(house, person, channel, "share_to_channel")


def show_in_context(house: House, person: str, channel: str) -> None:
    press_all(house, person, channel, "show_in_context")


def press_all(house: House, person: str, channel: str, action: str, value: str | None = None) -> None:
    """Presses a button wherever the person sees one in a channel."""
    settle(house)
    now = house.workspace
    where = now.channel(channel)
    seen = [*now.messages(where), *(reply for each in now.messages(where) for reply in now.replies(where, each.ts))]
    for message in [*(seen if may_write(house, person, channel) else []), *now.private_messages(person, where)]:
        if f'"{action}"' in json.dumps(message.blocks):
            now.press(person, message, action, value)
            settle(house)


def digests(house: House, person: str, channel: str) -> None:
    """The home, and a preview of each digest there."""
    if channel != CHANNELS[0]:
        return
    before = house.workspace.home(person)
    house.workspace.open_home(person)
    home = house.workspace.wait_for(
        lambda now: home if (home := now.home(person)) and (not before or home.hash != before.hash) else None,
        timeout=PATIENCE,
    )
    for block in home.blocks:
        for element in block.get("elements", ()):
            if element.get("action_id") == "digest_preview":
                house.workspace.press(person, home, "digest_preview", element["value"])
                settle(house)


def hand_over(house: House, person: str, channel: str) -> None:
    """Asks a curator below each answer that offers it, and looks at the forms of curators."""
    press_all(house, person, channel, "ask_curator")
    submit_all(house, person, "Ask a curator", {})
    press_all(house, person, CURATORS_CHANNEL, "hand_over_choose")
    press_all(house, person, CURATORS_CHANNEL, "hand_over_write")


def reply_to_hand_over(house: House, person: str, channel: str) -> None:
    if channel == CURATORS_CHANNEL and may_write(house, person, channel):
        for message in house.workspace.messages(channel):
            if "hand_over_write" in json.dumps(message.blocks):
                house.workspace.say(person, channel, "Perhaps.", message.ts)
                settle(house)


def search_passages(house: House, person: str, channel: str) -> None:
    """A curator searches in each form, in other words than the asker's."""
    if channel == CURATORS_CHANNEL:
        press_all(house, person, channel, "hand_over_choose")
        submit_all(house, person, "Answer with a passage", {"search": "the bonus of the pool, the merger, the leave"})


def answer_hand_over(house: House, person: str, channel: str) -> None:
    """Answers what waits with the first passage that is offered."""
    hand_over(house, person, channel)
    search_passages(house, person, CURATORS_CHANNEL)
    for view in house.workspace.views(person):
        if '"use_passage"' in json.dumps(view.blocks):
            house.workspace.press(person, view, "use_passage")
            settle(house)


def change_pins(house: House, person: str, channel: str) -> None:
    """Pins an answer, looks at what is pinned and at its other wordings, and unpins it."""
    if not may_write(house, person, channel):
        return
    for words in (f"pin {QUESTIONS[0]}", "pinned"):
        house.workspace.command(person, channel, "/policy", words)
        settle(house)
    press_all(house, person, channel, "hand_over_choose")
    for view in house.workspace.views(person):
        if '"use_passage"' in json.dumps(view.blocks):
            house.workspace.press(person, view, "use_passage")
            settle(house)
    house.workspace.command(person, channel, "/policy", "pinned")
    press_all(house, person, channel, "pin_reword")
    submit_all(house, person, "Other wordings", {"wordings": "How high is it?"})
    press_all(house, person, channel, "pin_unpin")


def judge(house: House, person: str, channel: str) -> None:
    """Says of each answer that it did not help, and hands it over to curators."""
    press_all(house, person, channel, "feedback", "negative")
    for view in house.workspace.views(person):
        if view.body["title"]["text"] == "This did not help":
            house.workspace.press(person, view, "feedback_ask_curator")
            settle(house)
    submit_all(house, person, "This did not help", {"reason": "It is old."})
    submit_all(house, person, "Ask a curator", {})


def add_synonyms(house: House, person: str, channel: str) -> None:
    """Asks in vain in a word of nobody, beside one that headings may have, and adds what is proposed."""
    if may_write(house, person, channel):
        for words in ("unheard rules", "unheard works"):
            house.workspace.mention(person, channel, words) if channel != "random" else None
        settle(house)
        house.workspace.command(person, channel, "/policy", "gaps")
        press_all(house, person, channel, "synonym_add")
    digests(house, person, channel)


def submit_all(house: House, person: str, title: str, filled: dict[str, Any]) -> None:
    """Sends each form of this title that a person has open."""
    for view in house.workspace.views(person):
        if view.body["title"]["text"] == title:
            house.workspace.submit(person, view, filled)
            settle(house)


def by_itself(house: House, person: str, channel: str) -> None:
    """Comes without anybody doing anything, such as what is due for review, whose owners all people here are."""


def ask_to_read(house: House, person: str, channel: str) -> None:
    """Has each document read in channels and by a group of all, and looks at who has confirmed what."""
    if channel != CHANNELS[0]:
        return
    for document in DOCUMENTS:
        for target in ("<#C0GENERAL|general>", "<#C0POLICY|policy>", "<!subteam^S0ALL|@all>"):
            house.workspace.command(person, channel, "/policy", f"ask-to-read {document} {target} until 2199-01-01")
            house.workspace.command(person, channel, "/policy", f"ask-to-read {document} {target} {in_a_month()}")
        house.workspace.command(person, channel, "/policy", f"acknowledgements {document}")
    settle(house)


def confirm_reading(house: House, person: str, channel: str) -> None:
    """Presses what is to be pressed in a channel, in their direct messages and at home."""
    direct_messages = house.workspace.direct_channel(person).id
    for action in (CONFIRM, ANEW):
        press_all(house, person, channel, action)
        press_all(house, person, direct_messages, action)
    while (home := house.workspace.home(person)) and f'"{CONFIRM}"' in json.dumps(home.blocks):
        house.workspace.press(person, home, CONFIRM)  # the first of them, which is then gone
        settle(house)


def fill_in(house: House, person: str, channel: str) -> None:
    """Asks for a digest in words that are not understood, and fills in the form that is offered."""
    if may_write(house, person, channel):
        house.workspace.command(person, channel, "/policy", "digest on at 25:00 about bonus")
        press_all(house, person, channel, "digest_fill_in")
        submit_all(house, person, "Digest", {"at": "10:00"})


def in_a_month() -> str:
    return f"until {(datetime.now(UTC) + timedelta(days=30)).date()}"


def nothing(house: House, person: str, channel: str) -> None:
    """Told to curators and their channel alone, whatever a document's collection: docs/security.md says so."""


# Every kind of request that the bot does: a new one needs a row here.
KINDS: dict[str, Try] = {
    Kind.QUESTION: mention,
    Kind.REMOVAL: edit_and_delete,
    Kind.COMMAND: command,
    Kind.FORM: ask_form,
    Kind.SHARE: share,
    Kind.DIGEST: digests,
    Kind.SUBSCRIPTION: digests,
    Kind.REVIEW: by_itself,
    Kind.AMENDMENT: edit_and_delete,
    Kind.NEWCOMER: nothing,
    Kind.DECISION: nothing,
    Kind.FAULT: nothing,
    Kind.READING: ask_to_read,
    Kind.READ_NOTICE: confirm_reading,
    Kind.HAND_OVER: hand_over,
    Kind.REPLY: reply_to_hand_over,
    Kind.OWN_ANSWER: answer_hand_over,
    Kind.HANDED_BACK: answer_hand_over,
    Kind.PIN: change_pins,
    Kind.FEEDBACK: judge,
    Kind.SYNONYM: add_synonyms,
    Kind.PIN_REVIEW: change_pins,
}
# Everything that listens: what of Slack's wants an answer, and what is answered on the spot.
HEARD: dict[str, Try] = {
    "mentions": mention,
    "messages": direct,
    "commands": command,
    "answer_buttons": share,
    "ask": ask_form,
    "feed_cards": nothing,
    "digests": digests,
    "hand_overs": hand_over,
    "own_pins": change_pins,
    "feedback": judge,
    "read_requests": confirm_reading,
    "gaps": add_synonyms,
    "shortcuts": from_menu,
}
ON_THE_SPOT: dict[str, Try] = {
    "on_event": mention,
    "on_open": digests,
    "on_change": digests,
    "on_pause": digests,
    "on_preview": digests,
    "on_fill_in": fill_in,
    "on_submit": digests,
    "on_ask": ask_form,
    "on_open_form": ask_form,
    "on_again": ask_form,
    "on_asked": ask_form,
    "taken": command,
    "on_show": show_in_context,
    "on_open_curator_form": hand_over,
    "on_search": search_passages,
    "on_use": answer_hand_over,
    "on_reword": change_pins,
    "on_feedback": judge,
    "on_ask_instead": judge,
}
# Whoever may run these may read the folder of documents; none of them speaks for somebody else.
FOR_OPERATORS = frozenset(
    """
    acknowledgements add answers ask audit backup can-see demo digest doctor eval fit forget
    index init list model receipt receipts remove report restore run settings show sources verify who-sees
    """.split()
)


def test_no_surface_is_without_its_row(start: Start) -> None:
    bot = start().bot
    assert set(KINDS) == set(Kind) == set(bot.services.handler.handlers)
    assert set(HEARD) == {listener.__module__.rpartition(".")[2] for listener in LISTENERS}
    assert set(ON_THE_SPOT) == {each.ack_function.__name__ for each in bot._app._listeners}
    assert set(WORDS_OF_COMMAND) == {
        "verify",
        "digest",
        "ask-to-read",
        "acknowledgements",
        *(each.split()[0] for each in BROWSED),
    }
    assert set(commands()) <= FOR_OPERATORS


@pytest.mark.timeout(600)  # everything that there is, one after the other
@pytest.mark.parametrize("mode", [pytest.param("socket", marks=pytest.mark.long), "http"])
def test_nobody_sees_anything_that_they_may_not_see(start: Start, tmp_path: Path, clock: Clock, mode: str) -> None:
    folder, workspace = tmp_path / "documents", Workspace(subscriptions=SUBSCRIPTIONS | {"message.channels"})
    write(folder)
    workspace.set_group("S0BOARD", "amira")
    workspace.set_group("S0ALL", *PEOPLE)
    workspace.make_guest("chloe")
    for person in ("amira", "chloe"):
        workspace.take_out(person, "policy")
    house = start(
        folder,
        mode,
        workspace,
        clock=clock,
        in_slack={"most_a_minute": 1_000},
        collections=COLLECTIONS,
        answering=Answering(note_changes=True),
        read_requests={"earliest": "00:00", "latest": "23:59", "weekends": True, "hours_between": 1},
        digest=DigestSettings(channels=("C0GENERAL", "C0POLICY"), curators_channel="C0GENERAL"),
    )
    house.bot.tick()
    surfaces = dict.fromkeys((*KINDS.values(), *HEARD.values(), *ON_THE_SPOT.values()))
    for try_it in surfaces:
        for person in PEOPLE:
            for channel in CHANNELS:
                try_it(house, person, channel)
                settle(house)
    write(folder, more=" now")
    write(folder, suffix="-new")
    for later in (LATER, 400 * LATER, 800 * LATER):
        house.bot.tick()
        settle(house)
        clock.ahead += later
    house.bot.tick()
    for person in PEOPLE:
        digests(house, person, CHANNELS[0])
        command(house, person, "general")
        confirm_reading(house, person, "general")
    settle(house)
    leaks = [f"{who} reads {word!r} in {text[:600]}" for who, may, text in told(house) for word in hidden(may, text)]
    assert leaks == []
    # It was there to be seen: where it may be, it was.
    seen = [(may, text) for _, may, text in told(house)]
    for collection, word in WORDS.items():
        assert any(word in text.lower() for may, text in seen if collection in may), word


def hidden(may: set[str], text: str) -> list[str]:
    return [word for collection, word in WORDS.items() if collection not in may and word in text.lower()]


def told(house: House) -> Iterator[tuple[str, set[str], str]]:
    """Who reads it, what they may see, and all that the bot has written there, as Slack got it."""
    now = house.workspace
    for channel in CHANNELS:
        for message in now.messages(channel):
            for each in (message, *now.replies(channel, message.ts)):
                if each.bot_id:
                    yield f"#{channel}", IN_CHANNEL[channel], written(each.text, each.blocks)
    for person in PEOPLE:
        may = IN_PRIVATE[person]
        for message in now.messages(now.direct_channel(person)):
            for each in (message, *now.replies(message.channel, message.ts)):
                if each.bot_id:
                    yield person, may, written(each.text, each.blocks)
        for message in now.private_messages(person):
            yield person, may, written(message.text, message.blocks)
        home = now.home(person)
        for view in (*now.views(person), *([home] if home else [])):
            yield person, may, written("", view.blocks)


def written(text: str, blocks: Any) -> str:
    """All that the bot wrote, without the questions and names that it repeats."""
    found = f"{text} {json.dumps(blocks)}"
    for name in DOCUMENTS:
        found = found.replace(f"“{name}”", "").replace(json.dumps(f"“{name}”")[1:-1], "")
    for question in QUESTIONS:
        found = found.replace(question, "").replace(json.dumps(json.dumps(question))[1:-1], "")
    for word in QUESTIONS[1].split():
        found = found.replace(word, "")
    return found


def may_write(house: House, person: str, channel: str) -> bool:
    return house.workspace.person(person).id in house.workspace.channel(channel).members


def settle(house: House) -> None:
    house.workspace.wait_for(lambda now: len(now.outbox) == 0, timeout=PATIENCE)
    assert house.bot.settled(PATIENCE), house.bot.services.store.inbox.waiting()
    house.workspace.wait_for(lambda now: len(now.outbox) == 0, timeout=PATIENCE)
