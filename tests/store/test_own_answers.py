"""What every store promises of hand-overs, pinned answers and documents of curators."""

from dataclasses import replace
from datetime import timedelta

from bot.core.curation.feedback import Feedback
from bot.core.curation.hand_overs import HandOvers
from bot.core.curation.own_answers import OwnAnswers
from tests.store.conftest import AnyStore
from tests.store.own_answers import ASKER, HAND_OVER, NOON, OPINION, PIN, PINNED, WRITTEN

MINUTE = timedelta(minutes=1)
OTHER = replace(ASKER, key="C2:2.0:U2", person="U2", joined=NOON + MINUTE)


def test_a_question_is_handed_over_once_and_who_asks_it_again_joins(hand_overs: HandOvers) -> None:
    assert hand_overs.open(HAND_OVER, ASKER) == HAND_OVER
    later = replace(HAND_OVER, words="is there a gym", asked=NOON + MINUTE)
    assert hand_overs.open(later, OTHER) == HAND_OVER
    assert hand_overs.open(later, replace(OTHER, note="again")) == HAND_OVER
    assert list(hand_overs.askers("h1")) == [ASKER, OTHER]
    assert list(hand_overs.waiting()) == [HAND_OVER]
    assert hand_overs.find("h1") == HAND_OVER
    assert hand_overs.find("h2") is None


def test_the_first_answer_stays_and_may_be_given_again(hand_overs: HandOvers) -> None:
    hand_overs.open(replace(HAND_OVER, collections=None), ASKER)
    assert hand_overs.settle("h1", "p1", NOON)
    assert hand_overs.settle("h1", "p1", NOON)
    assert not hand_overs.settle("h1", "p2", NOON)
    assert hand_overs.find("h1") == replace(HAND_OVER, collections=None, pin="p1", answered=NOON)
    assert list(hand_overs.waiting()) == []
    hand_overs.reopen("h1")
    assert [each.pin for each in hand_overs.waiting()] == [""]


def test_what_was_handed_over_long_ago_goes_with_its_askers(hand_overs: HandOvers) -> None:
    hand_overs.open(HAND_OVER, ASKER)
    hand_overs.open(replace(HAND_OVER, id="h2", asked=NOON + MINUTE), OTHER)
    assert hand_overs.purge(NOON + MINUTE) == 2
    assert (hand_overs.find("h1"), list(hand_overs.askers("h1"))) == (None, [])
    assert list(hand_overs.askers("h2")) == [OTHER]


def test_what_curators_choose_and_write_is_kept_replaced_and_removed(own_answers: OwnAnswers) -> None:
    own_answers.pin(PINNED)
    own_answers.write(WRITTEN)
    assert (list(own_answers.pins()), list(own_answers.written())) == ([PINNED], [WRITTEN])
    changed = replace(PINNED, pin=replace(PIN, questions=("gym",)))
    own_answers.pin(changed)
    own_answers.write(replace(WRITTEN, text="No."))
    assert own_answers.find_pin("p1") == changed.pin
    assert [each.text for each in own_answers.written()] == ["No."]
    assert (own_answers.unpin("p1"), own_answers.unpin("p1")) == (True, False)
    assert (own_answers.withdraw("gym-1"), own_answers.withdraw("gym-1")) == (True, False)
    assert (own_answers.find_pin("p1"), list(own_answers.written())) == (None, [])


def test_a_synonym_is_added_once_and_taken_away(own_answers: OwnAnswers) -> None:
    assert own_answers.add_synonym("gym => sports", "U1", NOON + MINUTE)
    assert own_answers.add_synonym("boss => manager", None, NOON)
    assert not own_answers.add_synonym("gym => sports", "U2", NOON)
    assert list(own_answers.synonyms()) == ["boss => manager", "gym => sports"]
    assert (own_answers.remove_synonym("gym => sports"), own_answers.remove_synonym("gym => sports")) == (True, False)


def test_of_who_is_forgotten_nothing_waits_and_what_they_wrote_is_nobodys(store: AnyStore) -> None:
    hand_overs, own_answers = store.curation.hand_overs, store.curation.own_answers
    hand_overs.open(HAND_OVER, ASKER)
    hand_overs.open(replace(HAND_OVER, id="h2"), ASKER)
    hand_overs.open(replace(HAND_OVER, id="h2"), OTHER)
    own_answers.pin(PINNED)
    own_answers.write(WRITTEN)
    store.curation.feedback.give(OPINION)
    store.curation.feedback.give(replace(OPINION, person="U2"))
    store.records.forget("U1")
    assert [each.person for each in store.curation.feedback.since(NOON)] == ["U2"]
    assert hand_overs.find("h1") is None
    assert list(hand_overs.askers("h2")) == [OTHER]
    store.records.forget("U2")
    assert hand_overs.find("h2") is None
    assert list(own_answers.pins()) == [replace(PINNED, person=None)]
    assert list(own_answers.written()) == [replace(WRITTEN, person=None)]


def test_the_last_that_a_person_says_of_an_answer_counts_and_a_reason_stays_until_it_helped(feedback: Feedback) -> None:
    feedback.give(replace(OPINION, reason=""))
    feedback.give(replace(OPINION, at=NOON + MINUTE))
    feedback.give(replace(OPINION, reason="", at=NOON + 2 * MINUTE))
    assert list(feedback.since(NOON)) == [replace(OPINION, at=NOON + 2 * MINUTE)]
    feedback.give(replace(OPINION, helped=True))
    feedback.give(replace(OPINION, reason=""))
    assert [(each.helped, each.reason) for each in feedback.since(NOON)] == [(False, "")]
    feedback.give(replace(OPINION, answer="C1:2", at=NOON + MINUTE))
    assert [each.answer for each in feedback.since(NOON + MINUTE)] == ["C1:2"]
    assert (feedback.purge(NOON + MINUTE), len(feedback.since(NOON))) == (1, 1)
