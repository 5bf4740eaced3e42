"""Digests, asked for and sent by the whole bot; the tests turn its clock."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.settings import DigestSettings, HealthSettings
from bot.store.sql import open_store
from bot.wiring.running import Bot, BotInThread
from bot.wiring.state import DATABASE
from slack_playground.messages import Message
from slack_playground.people import Person
from slack_playground.workspace import Workspace
from tests.conversations.conftest import MODES, PATIENCE, Clock, House, Start, seen

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def article(corpus: Path, name: str, text: str) -> None:
    """Puts an article there all at once: the bot looks by itself as well, and would find half of one."""
    corpus.mkdir(exist_ok=True)
    aside = corpus.parent / f"{name}.aside"
    aside.write_text(f"---\ntitle: {name}\npublisher: Example Ltd\n---\n\n{text}\n")
    aside.replace(corpus / f"{name}.md")


def settled(house: House) -> None:
    """Looks at what is due, and waits until all that was said and is due is done."""
    house.workspace.wait_for(lambda now: len(now.outbox) == 0, timeout=PATIENCE)
    house.bot.tick()
    assert house.bot.settled(PATIENCE)


def turn(house: House, clock: Clock, ahead: timedelta) -> None:
    """Turns the clock when nothing is under way: to whoever is at work, a day would seem to pass in between."""
    assert house.bot.settled(PATIENCE)
    clock.ahead = ahead


def digests(house: House, channel: str = "policy") -> list[Message]:
    return [each for each in house.workspace.messages(channel) if each.bot_id and "Policy digest" in seen(each)]


def direct(house: House, person: Person) -> str:
    return house.workspace.direct_channel(person).id


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    article(tmp_path / "corpus", "Old", "The canteen opens at noon.")
    return tmp_path / "corpus"


def test_a_digest_tells_each_channel_once_what_came_since_the_last(start: Start, corpus: Path, tmp_path: Path) -> None:
    house = start(corpus=corpus, digest_channels=("C0POLICY",))
    house.bot.tick()
    article(corpus, "Leave", "Parents get twelve weeks. They ask in writing.")
    with closing(open_store(tmp_path / "state" / DATABASE)) as store:
        store.subscriptions.note_digest("C0POLICY", datetime.now(UTC) - timedelta(days=2))
    house.bot.tick()
    told = house.workspace.wait_for(lambda now: now.messages("policy"), timeout=PATIENCE)[0]
    assert "Parents get twelve weeks." in seen(told)
    assert "They ask in writing" not in seen(told)
    assert "Example Ltd" in seen(told)
    settled(house)
    assert len(house.workspace.messages("policy")) == 1


def test_the_first_load_is_no_news(start: Start, corpus: Path, clock: Clock) -> None:
    house = start(corpus=corpus, digest_channels=("C0POLICY",), clock=clock)
    settled(house)
    turn(house, clock, 2 * DAY)
    settled(house)
    assert house.workspace.messages("policy") == []


def test_a_channel_that_cannot_be_posted_to_does_not_stop_the_others_and_is_told_later(
    start: Start, corpus: Path, clock: Clock
) -> None:
    house = start(corpus=corpus, digest_channels=("C0RANDOM", "C0POLICY"), clock=clock)
    settled(house)
    article(corpus, "Leave", "Parents get twelve weeks.")
    turn(house, clock, DAY)
    settled(house)
    assert "Parents get twelve weeks." in seen(digests(house)[0])
    assert digests(house, "random") == []
    house.workspace.invite_bot("random")
    article(corpus, "Trips", "Trains are booked early.")
    turn(house, clock, 2 * DAY)
    settled(house)
    (digest,) = digests(house, "random")
    assert "Parents get twelve weeks." in seen(digest)
    assert "Trains are booked early." in seen(digest)


@pytest.mark.parametrize("mode", MODES)
def test_who_subscribes_a_channel_or_themselves_is_told_once_head_and_thread(
    start: Start, corpus: Path, clock: Clock, mode: str
) -> None:
    house = start(corpus=corpus, clock=clock, mode=mode)
    settled(house)
    own = direct(house, house.person)
    assert "This channel gets a digest daily at 08:00 (Europe/London)" in seen(house.command("digest on 8:00"))
    watch = house.command('digest on 8:00 about "train rules"', channel=own)
    assert "You get a digest here daily at 08:00 (Europe/London), about “train rules”." in seen(watch)
    for number in range(30):
        article(corpus, f"Rule {number}", f"Rule {number} begins with these words. " + "And goes on. " * 30)
    article(corpus, "Trips", "The train rules say that trains are booked early.")
    article(corpus, "Old", "The canteen opens at eleven.")
    turn(house, clock, DAY)
    settled(house)
    (head,) = digests(house)
    assert "New: 31" in seen(head)
    assert "More in the thread." in seen(head)
    thread = "\n".join(map(seen, house.workspace.replies("policy", head.ts)))
    assert "Rule 7 begins with these words." in thread
    assert "opens at noon eleven." in thread  # one struck, one bold
    (watched,) = digests(house, own)
    assert "trains are booked early" in seen(watched)
    assert "canteen" not in seen(watched)
    settled(house)
    turn(house, clock, DAY + HOUR)
    settled(house)
    assert (len(digests(house)), len(digests(house, own))) == (1, 1)


def test_a_renamed_article_is_no_news_and_a_bot_that_slept_tells_of_all_days_at_once(
    start: Start, corpus: Path, clock: Clock
) -> None:
    article(corpus, "Other", "The doors close at six.")
    house = start(corpus=corpus, digest_channels=("C0POLICY",), clock=clock)
    settled(house)
    (corpus / "Old.md").rename(corpus / "Canteen.md")
    turn(house, clock, DAY)
    settled(house)
    assert digests(house) == []
    article(corpus, "Leave", "Parents get twelve weeks.")
    turn(house, clock, 4 * DAY)
    settled(house)
    (digest,) = digests(house)
    assert f"Policy digest since {clock() - 3 * DAY:%A}" in seen(digest)


def test_two_replicas_send_one_digest(start: Start, corpus: Path, clock: Clock) -> None:
    house = start(corpus=corpus, digest_channels=("C0POLICY",), clock=clock)
    settled(house)
    elsewhere = house.settings.model_copy(update={"health": HealthSettings(port=0)})
    other = Bot(elsewhere, house.tokens, clock)
    with BotInThread(other):
        other.tick()  # one at a time: its first look is over
        article(corpus, "Leave", "Parents get twelve weeks.")
        turn(house, clock, DAY)
        other.tick()
        settled(house)
    assert len(digests(house)) == 1


def test_what_was_asked_openly_most_is_told_in_its_channel_with_links(start: Start, corpus: Path, clock: Clock) -> None:
    house = start(corpus=corpus, digest_channels=("C0POLICY", "C0GENERAL"), clock=clock)
    settled(house)
    home = house.workspace
    asked = [home.mention(person, "policy", "When does the canteen open?") for person in home.people[:2]]
    for each in asked:
        house.reply_to(each)
    home.edit(house.workspace.mention(house.person, "policy", "When does the zoo open?"), "never mind")
    turn(house, clock, DAY)
    settled(house)
    (digest,) = digests(house)
    assert "When does the canteen open?" in seen(digest)
    assert "2 times" in seen(digest)
    assert "zoo" not in seen(digest)
    links = [f"{home.base_url}/archives/C0POLICY/p{each.ts.replace('.', '')}" for each in asked]
    assert all(link in str(digest.blocks) for link in links)
    assert digests(house, "general") == []


@pytest.mark.parametrize("mode", MODES)
def test_an_owner_is_reminded_of_a_review_once_a_period_and_nobody_else(
    start: Start, corpus: Path, clock: Clock, mode: str
) -> None:
    day = (datetime.now(UTC) + DAY).date()
    owned = f"owner: amira@playground.example\nreview_by: {day}"
    (corpus / "Rules.md").write_text(f"---\ntitle: Rules\n{owned}\n---\n\nBe kind.\n")
    house = start(corpus=corpus, mode=mode, digest_channels=("C0POLICY",), clock=clock)
    settled(house)
    amira, ben = house.workspace.people[:2]
    assert reminders(house, amira) == []
    for days, times in ((2, 1), (3, 1), (29, 1), (32, 2)):
        turn(house, clock, days * DAY)
        settled(house)
        assert len(reminders(house, amira)) == times
    told = seen(reminders(house, amira)[0])
    assert told.startswith("A document is due for review:\n• Rules · since")
    assert reminders(house, ben) == digests(house) == []


def reminders(house: House, person: Person) -> list[Message]:
    return [each for each in house.workspace.messages(direct(house, person)) if each.bot_id]


def test_where_nothing_is_to_tell_operators_get_one_heartbeat_a_day(start: Start, corpus: Path, clock: Clock) -> None:
    settings = DigestSettings(channels=("C0POLICY",), heartbeat="C0ROOM1")
    house = start(corpus=corpus, workspace=Workspace(rooms=1), clock=clock, digest=settings)
    settled(house)
    for days in (1, 2):
        turn(house, clock, days * DAY)
        settled(house)
    assert len(house.workspace.messages("C0ROOM1")) == 2
    assert "had nothing new, so nothing was sent" in seen(house.workspace.messages("C0ROOM1")[0])
    assert digests(house) == []


def told(house: House, person: Person, place: str, words: str) -> Message:
    """Gives the command, and its private answer."""
    before = len(house.workspace.private_messages(person))
    house.workspace.command(person, place, "/policy", words)
    return house.workspace.wait_for(lambda now: now.private_messages(person)[before:], timeout=PATIENCE)[0]


SECRETS = ("zebra", "quokka", "wombat")


def subscribe_everyone(house: House) -> None:
    """Each person has a digest of their own, and made some for channels."""
    for person in house.workspace.people:
        told(house, person, direct(house, person), "digest on 0:00 UTC")
        for place in ("policy", "general"):
            told(house, person, place, f"digest on 0:00 UTC about canteen {person.name}")


def everything_seen_by(house: House, person: Person) -> str:
    """All that a person can see: channels, their own conversation, private answers, modals and home."""
    home = house.workspace
    channels = ["policy", "general", "random", direct(house, person)]
    messages = [each for channel in channels for each in home.messages(channel)]
    messages += [reply for each in messages for reply in home.replies(each.channel, each.ts)]
    messages += home.private_messages(person)
    told = [f"{each.text} {each.blocks}" for each in messages if each.bot_id]
    view = home.home(person)
    return " ".join([*told, *(str(each.blocks) for each in home.views(person)), str(view.blocks if view else "")])


def test_what_was_asked_in_private_reaches_curators_alone_without_names_and_nobody_else_anywhere(
    start: Start, corpus: Path, clock: Clock
) -> None:
    home = Workspace(crowd=1, rooms=1)
    settings = DigestSettings(channels=("C0POLICY", "C0GENERAL"), curators_channel="C0ROOM1")
    house = start(corpus=corpus, workspace=home, clock=clock, digest=settings)
    settled(house)
    *askers, watcher = home.people
    for person in home.people:
        home.take_out(person, "room-1")  # who reads it is a curator
    subscribe_everyone(house)
    for person in askers:
        home.direct_message(person, f"What is a {SECRETS[0]}?")
        home.command(person, "policy", "/policy", f"How do I feed a {SECRETS[1]}?")
    home.direct_message(askers[0], f"May I bring my {SECRETS[2]}?")
    article(corpus, "Leave", "Parents get twelve weeks in the canteen.")
    settled(house)
    for days in (1, 2):
        turn(house, clock, days * DAY)
        settled(house)
    article(corpus, "Trips", "Trains are booked early.")
    house.bot.tick()
    home.open_home(watcher)
    view = home.wait_for(lambda now: now.home(watcher), timeout=PATIENCE)
    told(house, watcher, "policy", "digest preview")
    buttons = (button for block in view.blocks for button in block.get("elements", []))
    own = next(each for each in buttons if each.get("accessibility_label") == "Preview: daily at 00:00 (UTC)")
    home.press(watcher, view, "digest_preview", own["value"])
    home.wait_for(lambda now: any("Policy digest" in str(each.blocks) for each in now.views(watcher)), timeout=PATIENCE)
    settled(house)
    assert digests(house, direct(house, watcher))
    for person in (watcher, *askers):
        everything = everything_seen_by(house, person)
        assert "Parents get twelve weeks" in everything
        for secret in SECRETS:
            asked = person in askers and (secret != SECRETS[2] or person is askers[0])
            # Who asked it themselves sees the answer, which names the word; digests and homes never do.
            assert (secret in everything) == asked
            sent = [*digests(house, direct(house, person)), *digests(house), *digests(house, "general")]
            assert not any(secret in str(each.blocks) for each in sent)
    curators = " ".join(seen(each) for each in digests(house, "C0ROOM1"))
    assert "Asked without an answer" in curators
    assert SECRETS[0] in curators
    assert SECRETS[1] in curators
    assert SECRETS[2] not in curators
    assert not any(person.id in curators or person.name in curators for person in home.people)
