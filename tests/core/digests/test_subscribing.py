"""What people type about digests is understood in any order and spelling, or answered with what would be."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.digests import subscribing, zones
from bot.core.digests.subscriptions import (
    Cadence,
    DigestCommand,
    List,
    Off,
    On,
    ParseError,
    Pause,
    Preview,
    Schedule,
    Subscription,
)
from tests.hostile_texts import WITH_WORDS, WITHOUT_WORDS, anything

ZONES = frozenset(available_timezones())
USUAL = Schedule(Cadence.DAILY, time(9), "Europe/Berlin")
TODAY = date(2026, 3, 10)  # a Tuesday


def read(text: str, usual: Schedule = USUAL) -> DigestCommand:
    return subscribing.read(text, usual, ZONES, TODAY)


def refusal(text: str) -> str:
    wish = read(text)
    assert isinstance(wish, ParseError)
    return wish.sentence


def test_what_is_not_said_stays_as_it_is() -> None:
    assert read("on") == On(USUAL)
    weekly = Schedule(Cadence.WEEKLY, time(17), "Asia/Tokyo", 3)
    assert read("on", weekly) == On(weekly)
    assert read("on 18:00", weekly) == On(replace(weekly, at=time(18)))


WHOLE = On(Schedule(Cadence.WEEKLY, time(9, 30), "America/New_York", 4), "facial recognition")


@pytest.mark.parametrize(
    "text",
    [
        'on weekly friday 09:30 America/New_York about "facial recognition"',
        'on about "facial recognition" America/New_York 9.30 friday weekly',
        "ON Weekly, FRIDAY, 9:30 AM new york ABOUT “facial recognition”",
        "digest on friday 9:30 New_York about «facial recognition»",
        "on friday 9:30 am America/New_York about 'facial recognition'",
        "on weekly Friday 9:30 a.m. America/New_York about facial   recognition",
        'on friday 9:30 New York about "facial recognition',
    ],
)
def test_order_case_and_quotation_marks_do_not_matter(text: str) -> None:
    assert read(text) == WHOLE


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("9am", time(9)),
        ("9 pm", time(21)),
        ("12am", time(0)),
        ("12 p.m.", time(12)),
        ("9:00", time(9)),
        ("9.00", time(9)),
        ("21:45", time(21, 45)),
        ("00:00", time(0)),
    ],
)
def test_a_time_has_minutes_or_a_half_of_the_day(text: str, at: time) -> None:
    assert read(f"on {text}") == On(replace(USUAL, at=at))


@pytest.mark.parametrize("text", ["25:00", "24:00", "9:60", "13 am", "0pm", "21:45 pm"])
def test_a_time_that_there_is_not_is_refused(text: str) -> None:
    assert refusal(f"on daily {text}") == f"{text} is not a time; write it as 09:00, from 00:00 to 23:59."


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("Buenos Aires", "America/Buenos_Aires"),
        ("Istanbul", "Europe/Istanbul"),
        ("utc", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("GMT+2", "Etc/GMT-2"),
        ("gmt-5", "Etc/GMT+5"),
        ("UTC +02:00", "Etc/GMT-2"),
        ("UTC−3", "Etc/GMT+3"),
        ("+01:00", "Etc/GMT-1"),
        ("GMT+0", "UTC"),
    ],
)
def test_a_zone_is_known_by_its_name_or_its_city(text: str, zone: str) -> None:
    assert read(f"on {text}") == On(replace(USUAL, zone=zone))


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Europe/Berln", "did you mean Europe/Berlin"),
        ("Berln", "did you mean Europe/Berlin?"),
        ("new yrok", "did you mean America/New_York?"),
        ("PST", "did you mean America/Los_Angeles?"),
        ("EST", "did you mean America/New_York or"),
        ("UTC+5:30", "write whole hours (GMT+2), or a place (Asia/Kolkata)"),
        ("GMT+40", "write whole hours (GMT+2), or a place"),
        ("Mars/Olympus", "write an IANA name, such as Europe/Berlin"),
        ("Mumbai", "I don’t understand “Mumbai”"),
    ],
)
def test_a_zone_that_is_none_is_answered_with_its_neighbours(text: str, offered: str) -> None:
    assert offered in refusal(f"on {text}")


def test_gmt_plus_two_is_two_hours_ahead_and_shown_as_it_is_meant() -> None:
    wish = read("on daily 09:00 GMT+2")
    assert isinstance(wish, On)
    noon = datetime(2026, 3, 10, 12, tzinfo=UTC)
    assert noon.astimezone(ZoneInfo(wish.rhythm.zone)).hour == 14
    assert zones.displayed(wish.rhythm.zone) == "GMT+2"
    assert zones.displayed("Europe/Berlin") == "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("every 2 weeks 09:00", "every 2 weeks"),
        ("2 weeks", "2 weeks"),
        ("biweekly 9am", "biweekly"),
        ("fortnightly", "fortnightly"),
        ("monthly", "monthly"),
        ("daily hourly", "hourly"),
        ("twice a week friday", "twice a week"),
        ("every other Friday", "every other"),
        ("the first Monday of the month", "the first"),
        ("dayly", "dayly"),
        ("friday 9", "9"),
        ("daily 930", "930"),
        ("about", "about"),
        ("99999999999999", "99999999999999"),
    ],
)
def test_what_is_not_understood_is_named_with_what_can_be_had_and_never_guessed(text: str, named: str) -> None:
    told = refusal(f"on {text}")
    assert told.startswith(f"I don’t understand “{named}”. A digest comes daily, on weekdays or weekly (on one day")


def test_what_is_understood_beside_it_is_kept_for_a_form() -> None:
    wish = read('on weekly friday at 25:00 in London about "train rules"')
    assert isinstance(wish, ParseError)
    assert wish.understood == On(Schedule(Cadence.WEEKLY, time(9), "Europe/London", 4), "train rules")
    wish = read("on 25:00")
    assert isinstance(wish, ParseError)
    assert wish.understood == On(USUAL)
    assert isinstance(wish := read("dayly"), ParseError)
    assert wish.understood is None  # nobody said `on`


@given(
    st.sampled_from(Cadence),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(sorted(zone for zone in ZONES if "/" in zone)),
    st.integers(0, 6),
    st.sampled_from([None, "cars", "train rules on Sundays", "“quoted” words"]),
)
def test_a_wish_as_a_line_is_read_as_that_wish(
    cadence: Cadence, at: time, zone: str, weekday: int, about: str | None
) -> None:
    rhythm = Schedule(cadence, at, zone, weekday if cadence is Cadence.WEEKLY else None)
    line = subscribing.command(On(rhythm, about))
    wanted = On(rhythm, about.replace("“", "").replace("”", "") if about else None)
    assert read(line) == wanted, line


def test_a_day_of_the_week_makes_a_digest_weekly_and_weekly_alone_means_monday() -> None:
    assert read("on wednesday") == On(Schedule(Cadence.WEEKLY, time(9), "Europe/Berlin", 2))
    assert read("on weekly") == On(Schedule(Cadence.WEEKLY, time(9), "Europe/Berlin", 0))
    assert read("on weekdays") == On(replace(USUAL, cadence=Cadence.WEEKDAYS))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("on daily friday", "“daily” and “friday” do not go together; choose one of them."),
        ("on monday tuesday", "“monday” and “tuesday” do not go together; choose one of them."),
        ("on 9am 10:00", "“9am” and “10:00” do not go together; choose one of them."),
        ("unsubscibe", "I don’t understand “unsubscibe”. Write digest on, off, pause until (a day), preview or list."),
        ("daily", "I don’t understand “daily”. Write digest on, off, pause until (a day), preview or list."),
        ("about cars", "I don’t understand “about”. Write digest on, off, pause until (a day), preview or list."),
        ("preview 09:00", "“preview” only takes a subject: digest preview about “facial recognition”."),
    ],
)
def test_what_does_not_fit_together_is_said_in_a_sentence(text: str, sentence: str) -> None:
    assert refusal(text) == sentence


def test_the_same_thing_twice_is_no_fault() -> None:
    assert read("on 9am 09:00 daily Daily") == On(USUAL)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("on about travel", "travel"),
        ("on 9am about daily allowance", "daily allowance"),
        ("on about working 9 to 5", "working 9 to 5"),
        ("on about ‘workers’ rights’", "workers’ rights"),
        ("on about “workers’ rights” 9am", "workers’ rights"),
        ("on about 'all about cars'", "all about cars"),
        ('on about "source:Vox -doorbell cameras"', "source:Vox -doorbell cameras"),
    ],
)
def test_a_subject_goes_as_far_as_it_is_quoted_or_to_the_end(text: str, about: str) -> None:
    wish = read(text)
    assert isinstance(wish, On)
    assert wish.about == about


def test_a_subject_without_a_word_to_look_for_or_without_an_end_is_declined() -> None:
    assert "has no word to search for" in refusal('on about "the"')
    assert "at most 200 characters" in refusal(f'on about "{"word " * 50}"')


def test_the_other_wishes() -> None:
    assert read("") == read("list") == read(" LIST ") == List()
    assert read("off") == read("OFF") == Off()
    assert read('off about "cars"') == Off("cars")
    assert read("preview") == Preview()
    assert read("preview about cars") == Preview("cars")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("until 2026-08-01", date(2026, 8, 1)),
        ("until 1 August", date(2026, 8, 1)),
        ("until August 1st, 2026", date(2026, 8, 1)),
        ("until 1.8.", date(2026, 8, 1)),
        ("01.08.2026", date(2026, 8, 1)),
        ("until 13/08", date(2026, 8, 13)),
        ("until 1 March", date(2027, 3, 1)),
        ("until 29 February", date(2028, 2, 29)),
        ("until tomorrow", date(2026, 3, 11)),
        ("until friday", date(2026, 3, 13)),
        ("until next Tuesday", date(2026, 3, 17)),
        ("until next week", date(2026, 3, 16)),
        ("until next month", date(2026, 4, 1)),
    ],
)
def test_a_pause_ends_on_the_day_that_is_meant(text: str, day: date) -> None:
    assert read(f"pause {text}") == Pause(day)


def test_a_pause_may_be_of_one_subject() -> None:
    assert read('pause until friday about "cars"') == Pause(date(2026, 3, 13), "cars")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Until when? For example: until 1 August."),
        ("until", "Until when? For example: until 1 August."),
        ("until 1 March 2026", "1 March 2026 is past; did you mean 1 March 2027?"),
        ("until 2026-03-10", "10 March 2026 is today; name a later day."),
        (
            "01/08/2026",
            "01/08/2026 may be 1 August 2026 or 8 January 2026; write 2026-08-01 or 2026-01-08.",
        ),
        ("until 2031-01-01", "1 January 2031 is more than two years away; to stop it altogether, write off."),
        ("until 30 February", "“30 February” is not a day; write it as 2027-01-31, or 31 January."),
        ("for two weeks", "“for two weeks” is not a day; write it as 2027-01-31, or 31 January."),
        ("until whenever", "“whenever” is not a day; write it as 2027-01-31, or 31 January."),
    ],
)
def test_a_pause_without_a_day_to_come_is_declined_with_one(text: str, sentence: str) -> None:
    assert refusal(f"pause {text}") == sentence


@settings(max_examples=60)
@given(st.one_of(anything, st.sampled_from([*WITH_WORDS.values(), *WITHOUT_WORDS.values()])))
def test_whatever_is_typed_becomes_a_wish_or_a_short_sentence(text: str) -> None:
    for typed in (text, f"on {text}", f"pause {text}", f"on about {text}", f"off {text}"):
        wish = read(typed)
        assert not isinstance(wish, ParseError) or 0 < len(wish.sentence) < 300


known = st.sampled_from(
    'on off about "cars" ‘ ’ “ ” 9 am 25:00 weekly friday Europe/Berlin New York pause until 1 august , 2026'.split()
)


@settings(max_examples=60)
@given(st.lists(known, max_size=9).map(" ".join))
def test_whatever_mixture_of_known_words_is_typed_nothing_breaks(text: str) -> None:
    wish = read(text)
    if isinstance(wish, On):
        assert wish.rhythm.zone in ZONES


def test_a_place_has_one_digest_a_subject_however_the_subject_is_written() -> None:
    since = datetime(2026, 3, 1, tzinfo=UTC)
    plain = Subscription("C1", "U1", USUAL, since)
    cars, again = replace(plain, about="Company cars"), replace(plain, about="company  CARS", person="U2")
    assert cars.key == again.key
    assert len({plain.key, cars.key, replace(plain, place="C2").key}) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Schedule(Cadence.WEEKLY, time(9), "UTC"),
        lambda: Schedule(Cadence.DAILY, time(9), "UTC", 3),
        lambda: Schedule(Cadence.WEEKLY, time(9), "UTC", 7),
        lambda: Schedule(Cadence.DAILY, time(9, 0, 1), "UTC"),
    ],
)
def test_a_rhythm_that_cannot_be_is_not_built(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(ValueError, match=r"does not go with|no minute"):
        wrong()
