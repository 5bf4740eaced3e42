"""What `/policy digest …` does, and what it answers."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.core.digests.subscriptions import Cadence, Schedule
from bot.core.requests import Claim
from bot.slack.api.people import Profile
from bot.slack.digests.subscriptions import Rules
from slack_playground.shapes.checking import checked_blocks
from tests.slack.newsdesk import START, USUAL, ZONES, NewsDesk


@pytest.fixture
def desk() -> NewsDesk:
    return NewsDesk()


def test_on_tells_the_rhythm_and_the_next_time_and_what_the_last_days_would_have_been(desk: NewsDesk) -> None:
    desk.add("leave", "Parents get twelve weeks. They ask in writing.")
    told = desk.say('on weekdays 09:00 Europe/Berlin about "weeks for parents"')
    assert "This channel gets a digest Monday to Friday at 09:00 (Europe/Berlin), about “weeks for parents”." in told
    assert "The next one comes tomorrow, Wednesday 11 March 2026, at 09:00." in told
    assert "Here is what it would have said about the last seven days:" in told
    assert "Parents get twelve weeks." in told
    (kept,) = desk.kept
    assert (kept.place, kept.person, kept.about, kept.since) == ("C1", "U1", "weeks for parents", START)
    assert kept.rhythm == Schedule(Cadence.WEEKDAYS, time(9), "Europe/Berlin")


def test_where_nothing_happened_on_says_so(desk: NewsDesk) -> None:
    told = desk.say("on", place="D1")
    assert told.startswith("You get a digest here daily at 09:00 (UTC). The next one comes tomorrow")
    assert "There was nothing new in the last seven days." in told


def test_without_a_zone_the_persons_own_counts_and_without_that_the_settings(desk: NewsDesk) -> None:
    desk.people.profiles["U1"] = Profile("Asia/Tokyo")
    desk.people.profiles["U2"] = Profile("Mars/Olympus")
    desk.say("on")
    desk.say("on", "U2", "C2")
    desk.say("on 8:00 Berlin", "U1", "C3")
    assert {each.place: each.rhythm.zone for each in desk.kept} == {
        "C1": "Asia/Tokyo",
        "C2": "UTC",
        "C3": "Europe/Berlin",
    }


def test_what_cannot_be_followed_is_answered_with_what_could(desk: NewsDesk) -> None:
    assert "25:00 is not a time; write it as 09:00" in desk.say("on 25:00").replace("“", "").replace("”", "")
    assert "did you mean Europe/Berlin" in desk.say("on Europe/Berln")
    assert desk.kept == []


def test_what_is_left_unsaid_stays_as_it_is_for_each_subject(desk: NewsDesk) -> None:
    desk.say("on weekly friday 17:00 Asia/Tokyo about dogs")
    desk.say("on weekdays about cats")
    desk.say("on 18:00 about dogs")
    desk.say("on 10:00 about cats")
    assert {each.about: each.rhythm for each in desk.kept} == {
        "cats": Schedule(Cadence.WEEKDAYS, time(10), "UTC"),
        "dogs": Schedule(Cadence.WEEKLY, time(18), "Asia/Tokyo", 4),
    }


def test_what_a_digest_about_everything_tells_is_not_told_twice_in_one_place(desk: NewsDesk) -> None:
    desk.say("on weekly friday about dogs")
    desk.say("on about cats", place="C2")
    told = desk.say("on weekdays")
    assert "It replaces the digest about “dogs”, which it covers." in told
    assert [(each.place, each.about) for each in desk.kept] == [("C1", None), ("C2", "cats")]
    told = desk.say("on about dogs")
    assert "There is already a digest here about everything, Monday to Friday at 09:00 (UTC)" in told
    assert "/policy digest off, then /policy digest on about “dogs”" in told
    assert [each.about for each in desk.kept] == [None, "cats"]


def test_a_change_loses_nothing_that_was_not_told_yet(desk: NewsDesk) -> None:
    desk.say("on weekly friday")
    desk.later(days=1)
    desk.add("leave", "Parents get twelve weeks.")
    desk.say("on weekly friday 10:00")
    assert "Parents get twelve weeks." in desk.say("preview")


def test_off_ends_every_digest_of_the_place_or_the_one_about_a_subject(desk: NewsDesk) -> None:
    for words in ("on about cows", "on about dogs", "on about cats"):
        desk.say(words)
    desk.say("on", place="C2")
    assert desk.say("off about Dogs") == "Ended: Daily at 09:00 (UTC), about “dogs”."
    assert desk.say("off about hens") == "There is no digest about “hens” here."
    assert "about “cats”" in desk.say("off")
    assert [each.place for each in desk.kept] == ["C2"]
    assert desk.say("off") == "There is no digest here."


def test_pause_holds_digests_up_and_on_goes_on_with_them(desk: NewsDesk) -> None:
    desk.say("on")
    told = desk.say("pause until 2026-03-20")
    assert told == (
        "Daily at 09:00 (UTC); paused until 20 March 2026. The next one comes Friday 20 March 2026, at 09:00."
    )
    assert [each.paused_until for each in desk.kept] == [date(2026, 3, 20)]
    desk.say("on")
    assert [each.paused_until for each in desk.kept] == [None]
    assert " is past" in desk.say("pause until yesterday")
    assert desk.say("pause until sometime").startswith("“sometime” is not a day")


def test_list_tells_what_comes_here_and_when(desk: NewsDesk) -> None:
    assert "There is no digest here. To start: /policy digest on" in desk.say("list").replace("\n", " ")
    desk.say("on about cats")
    desk.say("on weekly monday about dogs")
    desk.say("on", place="C2")
    assert sorted(desk.say("list").split("\n")) == [
        "Daily at 09:00 (UTC), about “cats”. The next one comes tomorrow, Wednesday 11 March 2026, at 09:00.",
        "Every Monday at 09:00 (UTC), about “dogs”. The next one comes Monday 16 March 2026, at 09:00.",
    ]


def test_preview_tells_what_the_next_would_say_or_of_the_last_days_where_none_comes(desk: NewsDesk) -> None:
    desk.add("leave", "Parents get twelve weeks.")
    assert "Here is what it would have said about the last seven days:" in desk.say("preview")
    desk.later(hours=1)
    desk.say("on")
    told = desk.say("preview")
    assert told.startswith("There is nothing new so far, so nothing would be sent.")
    assert "This is what a digest looks like, with a document that is already here:" in told
    desk.later(hours=1)
    desk.add("travel", "Trains are booked early.")
    told = desk.say("preview")
    assert "So far, the next digest would say:" in told
    assert "Trains are booked early." in told
    assert "twelve" not in told


def test_a_first_preview_shows_what_a_digest_looks_like_even_when_there_is_nothing_new(desk: NewsDesk) -> None:
    desk.later(days=30)
    told = desk.say("on")
    assert "There was nothing new in the last seven days." in told
    assert "This is what a digest looks like, with a document that is already here:" in told
    assert "Old news." in told
    desk.here.clear()
    desk.tick()
    assert "A digest lists new documents" in desk.say("preview", place="C2")


def test_the_sample_of_a_digest_about_a_subject_is_about_it(desk: NewsDesk) -> None:
    desk.add("leave", "Parents get twelve weeks of leave.")
    desk.add("dogs", "Dogs stay outside.")
    desk.later(days=30)
    told = desk.say("on about leave")
    assert "Parents get twelve weeks of leave." in told
    assert "Dogs stay outside." not in told
    assert "A digest lists new documents" in desk.say("preview about zebras")


def test_where_curators_subscribe_channels_others_are_refused_politely_and_have_their_own() -> None:
    desk = NewsDesk(rules=Rules(USUAL, ZONES, open_to_all=False, is_curator=lambda person, _: person == "U9"))
    assert "Only curators can subscribe a channel here" in desk.say("on")
    assert desk.kept == []
    desk.say("on", "U9")
    for words in ("off", "pause until 20 March", "on weekly"):
        assert "Only curators can subscribe a channel here" in desk.say(words)
    desk.say("on", place="D1")
    assert [(each.place, each.person, each.paused_until) for each in desk.kept] == [
        ("C1", "U9", None),
        ("D1", "U1", None),
    ]
    assert desk.say("preview")
    assert "Daily" in desk.say("list")


def test_whoever_made_a_digest_may_end_it_whatever_the_rules_became() -> None:
    desk = NewsDesk(rules=Rules(USUAL, ZONES, open_to_all=False))
    before = NewsDesk(store=desk.store)
    before.say("on")
    assert desk.say("off").startswith("Ended")


def test_a_channel_that_the_bot_is_not_in_is_not_promised_anything(desk: NewsDesk) -> None:
    desk.people.there = {"C1": False, "D2": False, "C3": None}
    assert "invite me first" in desk.say("on")
    assert "direct message with me" in desk.say("on", place="D2")
    assert desk.kept == []
    assert "If I am not in this channel yet, invite me" in desk.say("on", place="C3")


def test_the_digest_of_the_settings_can_be_changed_and_paused_here_but_not_ended() -> None:
    desk = NewsDesk(channels=("C1",))
    assert "Daily at 09:00 (UTC)" in desk.say("list")
    assert "comes from the settings" in desk.say("off")
    desk.say("pause until 20 March")
    assert [(each.person, each.paused_until) for each in desk.kept] == [("U1", date(2026, 3, 20))]
    desk.say("on weekly friday")
    told = desk.say("off")
    assert "Ended: Every Friday" in told
    assert "comes from the settings; whoever runs this bot can turn it off there. Daily at 09:00 (UTC)." in told


def test_after_an_own_rhythm_the_one_of_the_settings_goes_on_where_it_stands() -> None:
    desk = NewsDesk(channels=("C1",))
    desk.add("one", "One thing.")
    desk.later(days=1)
    claim = desk.store.inbox.claim("w", desk.now, desk.now)
    assert isinstance(claim, Claim)
    desk.room.note_told(claim.request)
    desk.say("on weekly")
    desk.say("off")
    desk.now += timedelta(hours=1)
    desk.add("two", "Another thing.")
    told = desk.say("preview")
    assert "Another thing." in told
    assert "One thing." not in told


def test_an_answer_that_is_given_twice_subscribes_once(desk: NewsDesk) -> None:
    assert desk.say("on") == desk.say("on")
    assert len(desk.kept) == 1


def test_a_preview_of_very_much_fits_into_one_message(desk: NewsDesk) -> None:
    for number in range(120):
        desk.here.append(replace(desk.here[0], attribution=replace(desk.here[0].attribution, article=f"a{number}")))
    desk.later(hours=1)
    for words in ("on", "preview"):
        message = desk.message(words)
        checked_blocks(list(message.blocks))
        assert len(message.blocks) <= 50


@pytest.mark.parametrize("words", ["", "on on on", "about", "off everything", "🙂", "x" * 3_000, "on about <!channel>"])
def test_whatever_is_typed_is_answered_in_words_that_ping_nobody(desk: NewsDesk, words: str) -> None:
    message = desk.message(words)
    checked_blocks(list(message.blocks))
    assert message.text
    assert "<!" not in message.text
