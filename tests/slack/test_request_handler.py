"""What becomes of a request at the desk."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
import structlog

from bot.core.changes.amendments import TellChanges
from bot.core.corpus import Corpus
from bot.core.errors import DeliveryError, RetryLater, SearchError
from bot.core.model import Answer, Audience, Outcome, Question
from bot.core.quote_check.verdicts import Verdict
from bot.core.quote_check.verifying import verify
from bot.core.requests import AnswerCommand, Claim, Handled, Kind, Payload, Request, UnknownPayload
from bot.slack.api.clocks import SlackClock
from bot.slack.api.delivery import Delivery
from bot.slack.api.message import sentence_message
from bot.slack.api.pacing import Pace
from bot.slack.ask_form import FormAnswers
from bot.slack.asking import Asking
from bot.slack.commands import Commands
from bot.slack.digests.amendments import Amending
from bot.slack.questions import Questions
from bot.slack.request_handler import RequestHandler, answering
from tests.slack.fake_slack import FakeSlack, refusal
from tests.small_requests import QUESTION, REMOVAL, question
from tests.store.memory_store import MemoryStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def decline(question: Question) -> Answer:
    return Answer(question, Outcome.NO_ARTICLES, "r1")


def fail(_: Question) -> Answer:
    raise ValueError("a surprise with a secret question in it")


AMENDMENT = TellChanges("1.0", "1.0", "0123456789ab", NOON, "1.0")


def _check(words: str, _: Audience) -> Verdict:
    return verify(words, Corpus(()), standing=lambda _: None)  # type: ignore[arg-type,return-value]


@dataclass
class Office:
    """A desk with all that it needs, and a store with requests for it."""

    slack: FakeSlack = field(default_factory=FakeSlack)
    store: MemoryStore = field(default_factory=MemoryStore)

    def handler(self, ask: Callable[[Question], Answer] = decline, received: int = 1) -> RequestHandler:
        delivery = Delivery(self.slack, self.store.posts, Pace(lambda: 0.0), SlackClock(lambda: NOON))
        asking = Asking(ask, 1_000, lambda *_: received, 20)
        questions = Questions(asking, self.store.inbox.pending_after, delivery, Amending(lambda _: None, delivery))
        commands = Commands(asking, _check, lambda _: sentence_message("A digest."), delivery, "/policy")
        forms = FormAnswers(asking, delivery, lambda: NOON)
        return RequestHandler(answering(questions, commands, forms), delivery, forms)

    def claim(self, name: str, payload: Payload = QUESTION) -> Claim:
        self.store.inbox.accept(Request(name, payload, "C1:1.0", NOON, "U1", "C1"), {name})
        found = self.store.inbox.claim("worker", NOON, NOON)
        assert found is not None
        return found


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_question_gets_its_reply_in_its_thread(office: Office) -> None:
    handled = office.handler().handle(office.claim("1"))
    (message,) = office.slack.messages
    assert (message["channel"], message["thread_ts"]) == ("C1", "1.0")
    assert handled.outcome == "no articles"


def test_a_surprise_gives_the_asker_a_sentence_and_a_reference_and_the_log_the_rest(office: Office) -> None:
    with structlog.testing.capture_logs() as logs:
        handled = office.handler(fail).handle(office.claim("1"))
    (message,) = office.slack.messages
    assert "Something went wrong on my side" in message["text"]
    assert logs[0]["reference"] in message["text"]
    assert "surprise" not in message["text"]
    assert handled.outcome == "failed"


def lost(_: Question) -> Answer:
    raise SearchError("the search cluster cannot be reached")


def test_who_asks_while_the_search_cluster_is_lost_is_told_once_and_answered_when_it_is_back(office: Office) -> None:
    claim = office.claim("1")
    for _ in range(2):
        with pytest.raises(RetryLater, match="cannot be reached"):
            office.handler(lost).handle(claim)
        (message,) = office.slack.messages
        assert "I have kept your question" in message["text"]
    assert office.handler().handle(claim).outcome == "no articles"
    (message,) = office.slack.messages
    assert "I have kept your question" not in message["text"]


def test_an_answer_counts_although_slack_does_not_take_back_that_it_takes_a_while(office: Office) -> None:
    claim = office.claim("1")
    with pytest.raises(RetryLater):
        office.handler(lost).handle(claim)
    office.slack.before = [None, refusal("cant_delete_message")]
    assert office.handler().handle(claim).outcome == "no articles"


def test_what_was_said_to_nobody_is_no_reason_to_speak_of_a_lost_cluster(office: Office) -> None:
    claim = office.claim("1", replace(question("is it so?"), addressed=False, thread="0.5"))
    with pytest.raises(RetryLater):
        office.handler(lost).handle(claim)
    assert office.slack.messages == []


def test_the_sentence_of_a_surprise_is_replaced_when_the_question_is_edited(office: Office) -> None:
    claim = office.claim("1")
    office.handler(fail).handle(claim)
    office.store.inbox.finish(claim, NOON, "failed")
    office.handler().handle(office.claim("2", question("who else?", "2.0")))
    (message,) = office.slack.messages
    assert "Something went wrong" not in message["text"]


def test_a_question_that_was_edited_or_deleted_before_it_was_answered_is_passed_over(office: Office) -> None:
    claim = office.claim("1")
    office.store.inbox.accept(Request("2", REMOVAL, "C1:1.0", NOON), {"2"})
    assert office.handler().handle(claim).outcome == "overtaken"
    assert office.slack.messages == []


def test_an_answer_that_stands_when_its_life_ends_is_known_with_its_receipt_in_the_next(office: Office) -> None:
    given = iter(("r1", "r2"))

    def ask(question: Question) -> Answer:
        return replace(decline(question), receipt=next(given))

    claim = office.claim("1")
    first = office.handler(ask).handle(claim)  # and here the process is killed
    assert office.handler(ask).handle(claim) == first == Handled("no articles", "r1")
    assert len(office.slack.messages) == 1


def test_what_came_of_newer_words_is_not_what_came_of_older_ones(office: Office) -> None:
    office.store.inbox.finish(claim := office.claim("1", question("new?", "9.0")), NOON, "answered")
    office.handler().handle(claim)
    assert office.handler().handle(office.claim("2", question("old?", "1.0"))).outcome == "answered before"


def test_old_words_that_come_after_new_ones_change_nothing(office: Office) -> None:
    for name, words, at in (("1", "new?", "9.0"), ("2", "old?", "1.0")):
        claim = office.claim(name, question(words, at))
        office.handler().handle(claim)
        office.store.inbox.finish(claim, NOON, "answered")
        (post,) = office.store.posts.posts.values()
        assert post.fingerprint.startswith("9.0 ")


def test_a_change_that_waits_to_be_told_does_not_overtake_the_question(office: Office) -> None:
    claim = office.claim("1")
    office.store.inbox.accept(Request("2", AMENDMENT, "C1:1.0", NOON, "U1", "C1"), {"2"})
    assert office.handler().handle(claim).outcome == "no articles"


def test_old_words_that_wait_behind_new_ones_do_not_overtake_them(office: Office) -> None:
    claim = office.claim("1", question("new?", "9.0"))
    office.store.inbox.accept(Request("2", question("old?"), "C1:1.0", NOON, "U1", "C1"), {"2"})
    assert office.handler().handle(claim).outcome == "no articles"


def test_a_question_that_comes_after_its_end_is_not_answered(office: Office) -> None:
    claim = office.claim("1", REMOVAL)
    office.handler().handle(claim)
    office.store.inbox.finish(claim, NOON, "removed")
    office.handler().handle(office.claim("2"))
    assert office.slack.messages == []


def test_a_deleted_question_takes_its_reply_with_it(office: Office) -> None:
    claim = office.claim("1")
    office.handler().handle(claim)
    office.store.inbox.finish(claim, NOON, "answered")
    office.handler().handle(office.claim("2", REMOVAL))
    assert office.slack.messages == []


def test_what_only_a_newer_program_knows_is_refused_in_words(office: Office) -> None:
    with pytest.raises(DeliveryError, match="telepathy"):
        office.handler().handle(office.claim("1", UnknownPayload("telepathy", {})))


@pytest.mark.parametrize("error", ["msg_blocks_too_long", "invalid_blocks"])
def test_an_answer_that_slack_never_takes_leaves_nobody_without_a_word(office: Office, error: str) -> None:
    office.slack.before = [refusal(error)]
    with pytest.raises(DeliveryError, match=error):
        office.handler().handle(office.claim("1"))
    (message,) = office.slack.messages
    assert error in message["text"]
    assert (message["channel"], message["thread_ts"]) == ("C1", "1.0")


def test_who_asks_more_than_is_fair_is_asked_kindly_to_come_back(office: Office) -> None:
    handled = office.handler(received=21).handle(office.claim("1"))
    (message,) = office.slack.messages
    assert "20 questions within a minute" in message["text"]
    assert "ask again" in message["text"]
    assert handled.outcome == "too many"


@pytest.mark.parametrize("words", ["verify It applies to all.", "latest", "digest list", "help", "Who is exempt?"])
def test_so_is_whoever_gives_more_commands_than_is_fair(office: Office, words: str) -> None:
    request = Request("1", AnswerCommand(words, "http://127.0.0.1:9/"), "one", NOON, "U1", "C1", private=True)
    delivery = Delivery(office.slack, office.store.posts, Pace(lambda: 0.0), SlackClock(lambda: NOON))
    asking = Asking(fail, 1_000, lambda *_: 21, 20)
    reply = Commands(asking, _check, lambda _: sentence_message("A digest."), delivery, "/policy").reply(request)
    assert reply.handled.outcome == "too many"
    assert "wait a moment" in reply.text


def test_every_kind_of_question_has_its_handler(office: Office) -> None:
    asked = {Kind.QUESTION, Kind.REMOVAL, Kind.AMENDMENT, Kind.COMMAND, Kind.FORM, Kind.SHARE}
    assert office.handler().handlers.keys() == asked


def test_people_of_another_organization_are_declined_and_nothing_is_searched_for_them(office: Office) -> None:
    asked = replace(QUESTION, team="T2")
    assert office.handler(fail).handle(office.claim("1", asked)).outcome == "another organization"
    (message,) = office.slack.messages
    assert "only answer people from the organization" in message["text"]
    assert office.handler(fail).handle(office.claim("2", replace(asked, addressed=False))).outcome == (
        "another organization"
    )
    assert len(office.slack.messages) == 1
