"""What every Records promises: what is purged, what is forgotten, and what is not."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.core.digests.schedule import Due
from bot.core.digests.subscriptions import Cadence, Schedule, Subscription
from bot.core.read_requests.model import Asked, ReadRequest
from bot.core.requests import AnswerQuestion, AnyRequest, Forgotten, Kind, PostStatus, RemoveAnswer, Request
from bot.store.sql import open_store
from tests.small_requests import COMMAND, QUESTION, REMOVAL, question
from tests.store.conftest import AnyStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SUBSCRIPTION = Subscription("C1", "U1", Schedule(Cadence.DAILY, time(9), "Europe/Berlin"), NOON)
DUE = Due("daily 2026-03-02", NOON, NOON - DAY, NOON)


def ask(store: AnyStore, name: str, person: str | None = "U1", at: datetime = NOON) -> None:
    assert store.inbox.accept(Request(name, QUESTION, f"about {name}", at, person), [f"key of {name}"])


def answer(store: AnyStore, receipt: str = "", at: datetime = NOON) -> None:
    claim = store.inbox.claim("w", at, at + DAY)
    assert claim is not None
    assert store.inbox.finish(claim, at, "answered", receipt)


def post(store: AnyStore, key: str, at: datetime, fate: PostStatus = PostStatus.SENT) -> None:
    store.posts.mark(store.posts.begin(key, "C1", None, "", at)[0], fate)


def test_what_ended_before_the_moment_goes_with_its_keys_and_posts(store: AnyStore) -> None:
    ask(store, "old")
    answer(store)
    post(store, "reply to old", NOON)
    ask(store, "new", at=NOON + DAY)
    answer(store, at=NOON + DAY)
    post(store, "reply to new", NOON + DAY)
    assert store.records.purge(NOON + DAY) == 3
    assert (store.inbox.knows("about old"), store.inbox.knows("about new")) == (False, True)
    assert store.posts.find("reply to old") is None
    assert store.posts.find("reply to new") is not None
    ask(store, "old", at=NOON + DAY)
    assert not store.inbox.accept(Request("again", QUESTION, "s", NOON + DAY), ["key of new"])


def test_what_was_given_up_goes_as_well(store: AnyStore) -> None:
    ask(store, "a")
    claim = store.inbox.claim("w", NOON, NOON + DAY)
    assert claim is not None
    store.inbox.dead_letter(claim, NOON, "tired")
    assert store.records.purge(NOON) == 0
    assert len(store.inbox.abandoned()) == 1
    assert store.records.purge(NOON + DAY) == 2
    assert len(store.inbox.abandoned()) == 0


def test_what_waits_stays_with_its_keys_however_old_it_is(store: AnyStore) -> None:
    ask(store, "waiting")
    assert store.records.purge(NOON + 100 * DAY) == 0
    assert store.inbox.waiting() == 1
    assert not store.inbox.accept(Request("again", QUESTION, "s", NOON), ["key of waiting"])


def test_a_request_that_was_answered_late_keeps_its_keys_as_long_as_itself(store: AnyStore) -> None:
    ask(store, "a")
    answer(store, at=NOON + 2 * DAY)
    assert store.records.purge(NOON + DAY) == 0
    assert not store.inbox.accept(Request("again", QUESTION, "s", NOON), ["key of a"])


def test_a_post_that_may_answer_what_still_waits_stays(store: AnyStore) -> None:
    post(store, "before", NOON - DAY)
    ask(store, "waiting", at=NOON)
    post(store, "reply to waiting", NOON + DAY, PostStatus.SENDING)
    assert store.records.purge(NOON + 10 * DAY) == 1
    assert store.posts.find("reply to waiting") is not None
    assert store.posts.find("before") is None
    answer(store, at=NOON + 2 * DAY)
    assert store.records.purge(NOON + 10 * DAY) == 3
    assert store.posts.find("reply to waiting") is None


def test_articles_and_digests_are_not_purged(store: AnyStore) -> None:
    store.changes.note_articles(["leave"], NOON)
    store.subscriptions.note_digest("C1", NOON)
    store.subscriptions.keep(SUBSCRIPTION)
    store.subscriptions.note_told(SUBSCRIPTION.key, DUE)
    assert store.records.purge(NOON + 100 * DAY) == 0
    assert store.subscriptions.last_digest("C1") == NOON
    assert store.changes.first_seen() == {"leave": NOON}
    assert store.subscriptions.all() == [SUBSCRIPTION]
    assert store.subscriptions.told() == {SUBSCRIPTION.key: [DUE]}


def test_many_are_purged_at_once(store: AnyStore) -> None:
    for number in range(60):
        post(store, str(number), NOON)
    assert store.records.purge(NOON + DAY) == 60


def test_a_person_is_forgotten_answered_or_not(store: AnyStore) -> None:
    ask(store, "answered", "U1")
    answer(store)
    ask(store, "waiting", "U1")
    ask(store, "of another", "U2")
    ask(store, "of nobody", None)
    assert store.records.forget("U1") == Forgotten(2, ())
    assert not store.inbox.knows("about answered")
    assert not store.inbox.knows("about waiting")
    assert store.inbox.waiting() == 2
    assert store.records.forget("U1") == Forgotten(0, ())


def test_whoever_answers_a_forgotten_question_is_told_that_it_is_gone(store: AnyStore) -> None:
    ask(store, "a")
    claim = store.inbox.claim("w", NOON, NOON + DAY)
    assert claim is not None
    store.records.forget("U1")
    assert not store.inbox.pending_after(claim)
    assert not store.inbox.finish(claim, NOON, "answered")
    assert store.inbox.waiting() == 0


def test_receipts_that_only_a_persons_questions_had_are_named(store: AnyStore) -> None:
    for name, person, receipt in (
        ("a", "U1", "aaa"),
        ("b", "U1", "bbb"),
        ("c", "U2", "bbb"),
        ("d", None, "ddd"),
        ("e", "U1", "ddd"),
        ("f", "U1", "aaa"),
        ("g", "U1", ""),
        ("h", "U2", "hhh"),
    ):
        ask(store, name, person)
        answer(store, receipt)
    assert store.records.forget("U1") == Forgotten(5, ("aaa",))
    assert store.records.forget("U2") == Forgotten(2, ("bbb", "hhh"))


def test_a_forgotten_question_that_slack_hands_over_again_is_not_kept_again(store: AnyStore) -> None:
    ask(store, "a")
    store.records.forget("U1")
    assert not store.inbox.accept(Request("again", QUESTION, "s", NOON, "U1"), ["key of a"])


def test_a_forgotten_persons_own_digest_ends_and_their_channels_goes_on_as_nobodys(store: AnyStore) -> None:
    own, others = replace(SUBSCRIPTION, place="D1"), replace(SUBSCRIPTION, place="C2", person="U2")
    for each in (SUBSCRIPTION, own, others):
        store.subscriptions.keep(each)
        store.subscriptions.note_told(each.key, DUE)
    store.records.forget("U1")
    assert store.subscriptions.all() == [replace(SUBSCRIPTION, person=None), others]
    assert store.subscriptions.told_to(own.key) == []
    assert store.subscriptions.told_to(SUBSCRIPTION.key) == [DUE]


def test_what_was_answered_is_told_with_what_came_of_it_in_its_order(store: AnyStore) -> None:
    for name, place, payload, at in (
        ("early", "C1", QUESTION, NOON),
        ("here", "C1", QUESTION, NOON + DAY),
        ("there", "C2", COMMAND, NOON + DAY),
        ("removal", "C1", REMOVAL, NOON + DAY),
        ("waits", "C1", QUESTION, NOON + 2 * DAY),
    ):
        store.inbox.accept(Request(name, payload, name, at, "U1", place), [])
        if name != "waits":
            answer(store, at=at)
    store.inbox.accept(Request("given up", QUESTION, "given up", NOON + DAY, "U1", "C1"), [])
    waits, given_up = (store.inbox.claim("w", NOON, NOON + DAY) for _ in range(2))
    assert waits is not None
    assert given_up is not None
    store.inbox.dead_letter(given_up, NOON + DAY, "tired")
    found = store.records.answered({"question", "command"}, NOON)
    assert [(each.request.id, each.request.payload, each.outcome) for each in found] == [
        ("here", QUESTION, "answered"),
        ("there", COMMAND, "answered"),
    ]
    assert [each.request.id for each in store.records.answered({"question"}, NOON - DAY, "C1")] == ["early", "here"]


def test_words_of_who_was_forgotten_stand_in_no_file_any_more(tmp_path: Path) -> None:
    words = "a-question-that-nobody-shall-read"
    with closing(open_store(tmp_path / "state.db")) as kept, closing(open_store(tmp_path / "state.db")) as beside:
        for number in range(50):
            request = Request(f"{number}", question(f"{words} {number}"), f"s{number}", NOON, "U1", "C1")
            assert kept.inbox.accept(request, {f"{number}"})
        assert beside.inbox.waiting() == 50  # the running bot has it open, too
        assert any(words.encode() in file.read_bytes() for file in tmp_path.iterdir())
        kept.records.forget("U1")
        assert not any(words.encode() in file.read_bytes() for file in tmp_path.iterdir())


OUTCOMES = {"answered", "not covered"}


def asked(
    store: AnyStore, ts: str, words: str, outcome: str = "answered", person: str = "U1", place: str = "C1"
) -> AnyRequest:
    """A question in a message, which came to an outcome."""
    request = Request(f"{ts} {words}", AnswerQuestion(words, ts, ts, "1.0"), f"{place}:{ts}", NOON, person, place)
    assert store.inbox.accept(request, [request.id])
    claim = store.inbox.claim("w", NOON, NOON + DAY)
    assert claim is not None
    assert store.inbox.finish(claim, NOON, outcome)
    return request


def before(store: AnyStore, request: AnyRequest, most: int = 9) -> list[str]:
    return [each.payload.words for each in store.records.asked_before(request, OUTCOMES, most)]


def test_what_a_person_asked_before_in_a_place_is_told_in_order(store: AnyStore) -> None:
    asked(store, "1", "who?")
    asked(store, "2", "where?", "not covered")
    asked(store, "3", "hello", "small talk")
    asked(store, "4", "when?", person="U2")
    asked(store, "5", "why?", place="C2")
    this = asked(store, "6", "and then?")
    asked(store, "7", "what?")
    assert before(store, this) == ["who?", "where?"]
    assert before(store, this, 1) == ["where?"]


def test_of_what_was_edited_the_last_words_are_told_and_what_was_deleted_is_not(store: AnyStore) -> None:
    asked(store, "1", "who?")
    asked(store, "1", "where?")
    asked(store, "2", "when?")
    gone = Request("gone", RemoveAnswer("2"), "C1:2", NOON, place="C1")
    assert store.inbox.accept(gone, ["gone"])
    this = Request("this", QUESTION, "C1:9", NOON, "U1", "C1")
    assert store.inbox.accept(this, ["this"])
    assert before(store, this) == ["where?"]


def lately(store: AnyStore, person: str = "U1", most: int = 9) -> list[str]:
    kinds = {Kind.QUESTION, Kind.COMMAND}
    return [each.request.payload.words for each in store.records.asked_lately(person, kinds, OUTCOMES, most)]


def test_what_a_person_asked_lately_is_told_wherever_they_asked_the_newest_first(store: AnyStore) -> None:
    asked(store, "1", "who?")
    asked(store, "2", "where?", "not covered", place="C2")
    asked(store, "3", "hello", "small talk")
    asked(store, "4", "when?", person="U2")
    assert lately(store) == ["where?", "who?"]
    assert lately(store, most=1) == ["where?"]
    asked(store, "1", "who is it?")
    assert lately(store) == ["who is it?", "where?"]
    assert store.inbox.accept(Request("gone", RemoveAnswer("2"), "C2:2", NOON, place="C2"), ["gone"])
    assert lately(store) == ["who is it?"]


def test_what_was_forgotten_was_not_asked_lately(store: AnyStore) -> None:
    asked(store, "1", "who?")
    store.records.forget("U1")
    assert lately(store) == []


def test_what_a_person_confirmed_goes_and_what_they_asked_others_stays_as_nobodys(store: AnyStore) -> None:
    asked = ReadRequest("r", "leave", "abc", "Leave", "U1", "C1", NOON, date(2026, 4, 1), "UTC")
    store.read_requests.keep(asked, ["U1", "U2"])
    store.read_requests.note_read("r", "U1", NOON)
    assert store.records.forget("U1") == Forgotten(0, (), 1)
    assert store.read_requests.people("r") == [Asked("r", "U2")]
    assert store.read_requests.find("r") == replace(asked, by="")
    assert store.read_requests.of_person("U1") == []
