"""What was asked openly is told where it was asked; what was asked in private, to curators, once three people have."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.model import Outcome
from bot.core.question_log import (
    DemandedTopic,
    Frequent,
    LoggedQuestion,
    asked_in_private,
    asked_openly,
    gaps,
    open_gaps,
)

UNTIL = datetime(2026, 7, 8, 7, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=1)
HOUR = timedelta(hours=1)
OPEN = LoggedQuestion("Who is exempt?", "U1", "C1", False, Outcome.ANSWERED, SINCE + HOUR, "https://example.com/1")
SECRET = LoggedQuestion("How do I report my manager?", "U1", "D1", True, Outcome.NOT_COVERED, SINCE + HOUR)


def openly(*questions: LoggedQuestion, place: str = "C1") -> tuple[Frequent, ...]:
    return asked_openly(questions, place, SINCE, UNTIL)


def missing(*questions: LoggedQuestion) -> tuple[DemandedTopic, ...]:
    return gaps(questions, SINCE, UNTIL)


def by(asking: LoggedQuestion, *people: str) -> list[LoggedQuestion]:
    return [replace(asking, person=person, place=f"D{person}") for person in people]


def test_what_was_asked_openly_and_often_is_told_in_its_most_used_words_with_links() -> None:
    again = [
        replace(OPEN, words="So who is exempt", at=OPEN.at + HOUR, link="https://example.com/2"),
        replace(OPEN, at=OPEN.at + 2 * HOUR, link="https://example.com/3"),
    ]
    links = tuple(f"https://example.com/{number}" for number in (1, 2, 3))
    assert openly(OPEN, *again) == (Frequent("Who is exempt?", 3, links),)


def test_what_was_asked_once_is_no_news() -> None:
    assert openly(OPEN, replace(OPEN, words="What is the limit?")) == ()


def test_only_what_was_asked_in_this_very_place_in_this_time_and_in_words_is_told() -> None:
    for other in (
        replace(OPEN, place="C2"),
        replace(OPEN, private=True),
        replace(OPEN, at=SINCE),
        replace(OPEN, at=UNTIL + HOUR),
        replace(OPEN, outcome=Outcome.TOO_LONG),
        replace(OPEN, words="Who is what?"),
    ):
        assert openly(OPEN, other) == ()
        assert openly(other, other) == () or other.place == "C2"
    assert len(openly(OPEN, replace(OPEN, at=UNTIL))) == 1


def test_the_most_asked_comes_first() -> None:
    limit = replace(OPEN, words="What is the limit?")
    assert [each.words for each in openly(OPEN, OPEN, limit, limit, limit)] == ["What is the limit?", "Who is exempt?"]


def test_a_gap_is_told_once_three_people_have_asked_and_not_before() -> None:
    assert missing(*by(SECRET, "U1", "U2")) == ()
    assert missing(*by(SECRET, "U1", "U2", "U1", "U2", "U2")) == ()
    assert missing(*by(SECRET, "U1", "U2", "U3")) == (DemandedTopic(("report", "manager"), 3),)


def test_one_question_is_one_in_whatever_order_and_form_its_words_come() -> None:
    others = [
        *by(replace(SECRET, words="managers: how are they reported?"), "U2"),
        *by(replace(SECRET, words="Reporting a manager source:Vox"), "U3"),
    ]
    assert missing(SECRET, *others) == (DemandedTopic(("report", "manager"), 3),)


def test_a_word_that_only_one_person_used_is_never_told() -> None:
    others = by(SECRET, "U2", "U3")
    assert missing(replace(SECRET, words="How do I report my manager Smith?"), *others) == ()


def test_a_gap_is_told_when_the_third_person_asks_and_only_then() -> None:
    long_ago = SINCE - timedelta(days=30)
    first, second, third = by(SECRET, "U1", "U2", "U3")
    early = [replace(first, at=long_ago), replace(second, at=long_ago)]
    assert missing(*early, third) == (DemandedTopic(("report", "manager"), 3),)
    assert missing(*early, replace(third, at=long_ago), *by(SECRET, "U4")) == ()


def test_what_was_answered_at_last_is_no_gap_any_more() -> None:
    answered = replace(SECRET, person="U4", outcome=Outcome.ANSWERED, at=UNTIL)
    assert missing(*by(SECRET, "U1", "U2", "U3"), answered) == ()


def test_gaps_count_what_was_asked_openly_too() -> None:
    assert len(missing(*by(SECRET, "U1", "U2"), replace(SECRET, person="U3", place="C1", private=False))) == 1


def test_what_three_people_asked_in_private_with_an_answer_is_told_apart() -> None:
    answered = replace(SECRET, outcome=Outcome.ANSWERED)
    three = by(answered, "U1", "U2", "U3")
    assert asked_in_private(three, SINCE, UNTIL) == (DemandedTopic(("report", "manager"), 3),)
    assert missing(*three) == ()
    assert asked_in_private([*three[:2], replace(three[2], private=False)], SINCE, UNTIL) == ()


def test_nobody_in_particular_is_nobody() -> None:
    assert missing(*(replace(SECRET, person=None) for _ in range(5))) == ()


secrets = st.builds(
    LoggedQuestion,
    words=st.lists(st.sampled_from(["leave", "manager", "bonus", "sick", "the"]), min_size=1, max_size=3).map(" ".join),
    person=st.sampled_from(["Uone", "Utwo", "Uthree", "Ufour", None]),
    place=st.sampled_from(["Dplace", "Cplace"]),
    private=st.booleans(),
    outcome=st.sampled_from(Outcome),
    at=st.sampled_from([SINCE - HOUR, SINCE, SINCE + HOUR, UNTIL, UNTIL + HOUR]),
)


@settings(max_examples=60)
@given(st.lists(secrets, max_size=30))
def test_whoever_asks_what_each_word_that_is_told_is_one_that_three_people_used(
    questions: Sequence[LoggedQuestion],
) -> None:
    for wanted in (*gaps(questions, SINCE, UNTIL), *asked_in_private(questions, SINCE, UNTIL)):
        for word in wanted.words:
            assert len({each.person for each in questions if each.person and word in each.words}) >= 3
        assert wanted.people >= 3


@settings(max_examples=60)
@given(st.lists(secrets, max_size=30))
def test_nothing_private_is_among_what_was_asked_openly(questions: Sequence[LoggedQuestion]) -> None:
    without = [each for each in questions if not each.private]
    assert asked_openly(questions, "Cplace", SINCE, UNTIL) == asked_openly(without, "Cplace", SINCE, UNTIL)


def test_a_gap_is_what_is_still_asked_in_vain_by_how_many_and_since_when() -> None:
    first = replace(OPEN, words="Is there a gym?", outcome=Outcome.NOT_COVERED)
    later = replace(SECRET, words="gym, is there a", at=first.at + HOUR)
    once = replace(first, words="Is there a pool?")
    found = open_gaps([later, once, first, replace(first, at=first.at + 2 * HOUR)])
    gym, pool = found.shown
    assert (gym.words, gym.question, gym.people, gym.times) == (("gym",), "Is there a gym?", 1, 3)
    assert (gym.since, gym.last) == (first.at, first.at + 2 * HOUR)
    assert (pool.question, found.hidden) == ("Is there a pool?", 0)


def test_a_gap_that_is_answered_by_now_is_none() -> None:
    vain = replace(OPEN, outcome=Outcome.NOT_COVERED)
    assert open_gaps([vain, replace(OPEN, at=vain.at + HOUR)]).shown == ()
    assert open_gaps([OPEN, replace(vain, at=OPEN.at + HOUR)]).shown != ()


def test_a_gap_that_was_asked_in_private_alone_is_counted_until_three_people_asked_it() -> None:
    few = open_gaps(by(SECRET, "U1", "U2"))
    assert (few.shown, few.hidden) == ((), 1)
    (gap,) = open_gaps(by(SECRET, "U1", "U2", "U3")).shown
    assert (gap.question, gap.people) == ("report manager", 3)
