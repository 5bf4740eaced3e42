"""Filters, phrases, exclusions and dates in a question."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answering import filters
from bot.core.answering.filters import ParsedQuestion
from tests.hostile_texts import WITH_WORDS, WITHOUT_WORDS, anything

TODAY = date(2026, 3, 10)  # a Tuesday


def read(text: str) -> ParsedQuestion:
    return filters.read(text, TODAY)


def test_a_question_without_filters_stays_as_it_was_typed() -> None:
    assert read("Who may carry over leave?") == ParsedQuestion("Who may carry over leave?")


def test_filters_are_read_and_taken_out_of_the_words() -> None:
    request = read('Who may ban source:Vox it? topic:"facial recognition" since:2021-05 before:2021-07-01')
    assert request == ParsedQuestion(
        "Who may ban it?",
        sources=("Vox",),
        topics=("facial recognition",),
        since=date(2021, 5, 1),
        before=date(2021, 7, 1),
    )


@pytest.mark.parametrize(
    "typed", ['source:"The Verge"', "SOURCE:“The Verge”", 'Source:"The Verge"?', '(source:"The Verge")']
)
def test_a_name_of_several_words_stands_in_quotation_marks_of_any_kind(typed: str) -> None:
    assert read(f"ban {typed}").sources == ("The Verge",)


def test_several_sources_are_all_kept_and_one_named_twice_counts_once() -> None:
    assert read("ban source:Vox source:Protocol source:Vox").sources == ("Vox", "Protocol")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2021", date(2021, 1, 1)),
        ("2021-05", date(2021, 5, 1)),
        ("2021-05-18", date(2021, 5, 18)),
        ("2021?", date(2021, 1, 1)),
        ("18.5.2021", date(2021, 5, 18)),
        ("5/18/2021", date(2021, 5, 18)),
        ("yesterday", date(2026, 3, 9)),
        ('"last year"', date(2025, 1, 1)),
        ("“18 May 2021”", date(2021, 5, 18)),
    ],
)
def test_a_period_in_a_filter_means_its_first_day(typed: str, day: date) -> None:
    assert read(f"ban since:{typed}").since == day
    assert read(f"ban before:{typed}").before == day


def test_of_several_limits_the_narrowest_holds() -> None:
    request = read("ban since:2021 since:2020 before:2023 before:2022")
    assert (request.since, request.before) == (date(2021, 1, 1), date(2022, 1, 1))


@pytest.mark.parametrize("typed", ["20x1", "2021-13", "2021-02-30", "0000", "sometime", "2021-5-", "32.05.2021", '""'])
def test_what_is_no_date_is_told_to_the_asker_and_followed_by_nobody(typed: str) -> None:
    request = read(f"ban since:{typed} police")
    assert request.since is None
    assert request.words == "ban police"
    (fault,) = request.faults
    assert fault.endswith(" is no date; write since:2021, since:2021-05 or since:2021-05-18.")


def test_a_day_that_may_be_two_is_told_to_the_asker_with_both() -> None:
    request = read("ban since:5/6/2021")
    assert request.since is None
    assert request.faults == ("since:5/6/2021 may mean 5 June 2021 or 6 May 2021; write 2021-06-05 or 2021-05-06.",)


def test_limits_that_leave_no_day_are_told_to_the_asker() -> None:
    assert read("ban since:2022 before:2021").faults == (
        "since:2022 and before:2021 leave no day between them, so nothing can be found.",
    )


@pytest.mark.parametrize(
    "typed", ['source:"The Verge', "topic:“leave", "-source:Vox", '-topic:"sick leave"', 'source:""', "topic:?"]
)
def test_no_filter_is_silently_ignored(typed: str) -> None:
    request = read(f"ban {typed}")
    assert (request.sources, request.topics, request.excluded, len(request.faults)) == ((), (), (), 1)


@pytest.mark.parametrize(
    "text",
    [
        "Re: leave at 10:30",
        "about C++ and F#",
        "open-source:code of the e-mail server",
        "source: Reuters",
        "since: always",
        "It falls to -5 degrees, or -3.5",
        "leave - paid or not - in May",
        "leave – paid – and --force",
        "call +1 555 0100",
        "a well-being day-off",
        "1 + 1 - 1",
        ":-) or :-D",
        "a 5\" pipe and a 6\" pipe",
        'an "open quotation',
        '"" and “”',
        "whereas of 2020",
        "nothing as of yet, as of late",
        "as at home",
        "Where do we stand 2020",
        "- first\n- second",
        "-first\n-second\n  -third",
        "the list:\n-first",
        "-doorbell cameras",
        "-badges -passwords",
        "what do the rules say about: - badges - passwords - laptops",
        "what do the rules say about: -badges -passwords -laptops",
        "rules on: -company badges, -strong passwords and -laptops",
        "first line\n- badges -passwords",
    ],
)  # fmt: skip
def test_what_is_no_filter_stays_text(text: str) -> None:
    assert read(text) == ParsedQuestion(text)


@pytest.mark.parametrize("quoted", ['"one-year moratorium"', "“one-year moratorium”", "„one-year moratorium“"])
def test_a_quoted_phrase_is_kept_and_its_words_stay_in_the_question(quoted: str) -> None:
    assert read(f"Is the {quoted} over?") == ParsedQuestion(
        "Is the one-year moratorium over?", ("one-year moratorium",)
    )


def test_quotation_marks_of_another_kind_may_stand_in_a_phrase() -> None:
    assert read('“the "ban" of 2020”').phrases == ('the "ban" of 2020',)


def test_a_filter_inside_a_phrase_is_part_of_the_phrase() -> None:
    request = read('"source:Vox as of 2020 -ban"')
    assert request == ParsedQuestion("source:Vox as of 2020 -ban", ("source:Vox as of 2020 -ban",))


def test_words_and_phrases_after_a_hyphen_are_left_out() -> None:
    request = read('police -doorbell, cameras -"body camera" -well-being -Amazon’s')
    assert request == ParsedQuestion("police cameras", excluded=("doorbell", "body camera", "well-being", "Amazon’s"))


def test_only_the_list_is_a_list_and_what_stands_on_other_lines_is_left_out() -> None:
    request = read("What holds for these: -badges -keys\nand for police -doorbell :-)")
    assert request.excluded == ("doorbell",)
    assert "-badges -keys" in request.words


def test_a_word_after_a_plus_is_exact_and_stays_in_the_question() -> None:
    assert read("a +ban, +C++ of police?") == ParsedQuestion("a ban, C++ of police?", exact=("ban", "C++"))


def test_a_phrase_after_a_plus_is_exact_like_a_word() -> None:
    assert read('+"sick leave" policy') == ParsedQuestion("sick leave policy", exact=("sick leave",))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("as of 2020", date(2020, 12, 31)),
        ("as of June 2020", date(2020, 6, 30)),
        ("As of feb 2020", date(2020, 2, 29)),
        ("as of Sept. 2021", date(2021, 9, 30)),
        ("as at 10 June 2020", date(2020, 6, 10)),
        ("as of 10th June, 2020", date(2020, 6, 10)),
        ("AS OF June 10, 2020", date(2020, 6, 10)),
        ("as  of June 10th 2020", date(2020, 6, 10)),
        ("as of 2020-06-10", date(2020, 6, 10)),
        ("as of 2020-06", date(2020, 6, 30)),
        ("as of 31 Dec 2100", date(2100, 12, 31)),
        ("as of the 18th of May 2020", date(2020, 5, 18)),
        ("as of 18.5.2020", date(2020, 5, 18)),
        ("as of 5/18/2020", date(2020, 5, 18)),
        ("as of today", TODAY),
        ("as of right now", TODAY),
        ("as of yesterday", date(2026, 3, 9)),
        ("as of last year", date(2025, 12, 31)),
        ("as of the end of 2024", date(2024, 12, 31)),
        ("as of two years ago", date(2024, 3, 10)),
        ("as of Q2 2020", date(2020, 6, 30)),
        ("as of January", date(2026, 1, 31)),
        ("as of next month", date(2026, 4, 30)),
        ("Stand 18. Mai 2020", date(2020, 5, 18)),
        ("à la date du 18 mai 2020", date(2020, 5, 18)),
        ("a fecha de 18 de mayo de 2020", date(2020, 5, 18)),
    ],
)
def test_as_of_means_the_last_day_of_what_is_named(typed: str, day: date) -> None:
    assert read(f"Is there a ban {typed}?") == ParsedQuestion("Is there a ban?", as_of=day, as_of_words=typed)
    assert read(f"{typed}, is there a ban?") == ParsedQuestion("is there a ban?", as_of=day, as_of_words=typed)


@pytest.mark.parametrize("typed", ["as of 2026", "as of this year", "as of March 2026", "as of this week"])
def test_as_of_a_time_that_is_not_over_means_today(typed: str) -> None:
    assert read(f"Is there a ban {typed}?").as_of == TODAY


def test_what_follows_a_date_stays_in_the_question() -> None:
    request = read("What was the cap as of 2020 in the north (as of May 2021)?")
    assert request.words == "What was the cap in the north ()?"


def test_a_day_that_may_be_two_is_asked_back() -> None:
    request = read("Is there a ban as of 10/06/2020?")
    assert (request.words, request.as_of) == ("Is there a ban?", None)
    assert request.faults == (
        "as of 10/06/2020 may mean 10 June 2020 or 6 October 2020; write 2020-06-10 or 2020-10-06.",
    )


def test_what_follows_as_of_and_is_no_date_is_told_to_the_asker_and_searched_for() -> None:
    request = read("What changed as of the merger?")
    assert (request.words, request.as_of) == ("What changed as of the merger?", None)
    assert request.faults == ("I read no date in “as of the merger”.",)


def test_where_no_day_can_be_asked_about_its_words_are_words_like_others() -> None:
    assert filters.read("What was the cap as of 2011?", TODAY, dated=False) == ParsedQuestion(
        "What was the cap as of 2011?"
    )


@pytest.mark.parametrize(
    "typed", ["as of 31 June 2020", "as of 2020-13", "as of 2021-02-29", "as of 0 May 2020", "as of 0000-01"]
)
def test_a_day_that_does_not_exist_is_told_to_the_asker(typed: str) -> None:
    request = read(f"Is there a ban {typed}?")
    assert (request.words, request.as_of) == ("Is there a ban?", None)
    assert request.faults[0].startswith(f"{typed} is no date; write as of 2020,")


def test_a_second_as_of_is_told_to_the_asker() -> None:
    request = read("bans as of 2019 and as of 2021")
    assert request.as_of == date(2019, 12, 31)
    assert request.faults == ("Only one date can be asked for at a time; this answers as of 2019.",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("How long? See https://www.vox.example/recode/2020/6/10/21287194/amazon", "How long is the pause? "),
        ("{} www.vox.example/a?source=x", "{}"),
        ("<https://vox.example|Vox> {}", "{}"),
        ("{} cf. vox.example/recode", "{}"),
        ("{} hr@example.org", "{}"),
        ("{} :raised_hand::skin-tone-3: :+1:", "{}"),
    ],
)
def test_links_addresses_and_emoji_are_no_words_of_a_question(text: str, words: str) -> None:
    question = "How long is the pause?"
    assert read(text.replace("How long?", question).format(question)).words == words.format(question).strip()


@pytest.mark.parametrize("text", ["https://example.org/leave", "hr@example.org", "Who is hr@example.org?"])
def test_a_link_or_address_that_is_asked_about_is_searched_for(text: str) -> None:
    assert read(text).words == text


@pytest.mark.parametrize(
    "text", ["leave at 10:30:45", "U.S./Canada leave and/or pay", "ratio 3:leave:4", "e.g./i.e. leave"]
)
def test_what_only_looks_like_a_link_or_emoji_stays(text: str) -> None:
    assert read(text).words == text


def test_two_words_never_become_one_where_a_filter_stood_between_them() -> None:
    assert read('police source:"Vox"ban').words == "police ban"


@pytest.mark.parametrize("text", (WITH_WORDS | WITHOUT_WORDS).values(), ids=WITH_WORDS | WITHOUT_WORDS)
def test_hostile_text_is_text(text: str) -> None:
    assert read(text).words == text.strip()


pieces = st.lists(
    st.sampled_from(
        ["source:", "TOPIC:", "since:", "before:", "2021", "-05", "99", '"', "“", "”", "„", "-", "+", " ", "\n",
         "as of ", "June", "10th", ",", "?", "ban", "é", "(", ")", "\ud83d", "\u2028"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=80)
@given(anything | pieces)
def test_reading_never_raises_and_invents_nothing(text: str) -> None:
    request = read(text)
    named = (*request.phrases, *request.excluded, *request.exact, *request.sources, *request.topics)
    assert all(part and part in text for part in named)
    assert request.as_of_words is None or request.as_of_words in text
    left = iter(text)
    assert all(letter in left for letter in re.sub(r"\s", "", request.words))
    assert all(phrase in request.words for phrase in (*request.phrases, *request.exact))


@settings(max_examples=100)
@given(st.text(st.sampled_from("abc ?.,'\n")))
def test_a_text_without_signs_is_never_changed(text: str) -> None:
    assert read(text) == ParsedQuestion(text.strip())


@pytest.mark.parametrize("piece", ['"', "“", 'source:"', ' -"', " -a", "\n-a", "as of ", "as of 10 ", '“"„'])
def test_reading_is_linear(piece: str) -> None:
    read(piece * 20_000)  # what is not linear takes so long that pytest-timeout ends it


def test_a_filter_means_every_name_that_holds_its_words() -> None:
    names = ["Vox (Open Sourced)", "SiliconANGLE", "Protocol", "The Verge", "Voxel Weekly"]
    assert filters.matching(names, ["vox"]) == {"Vox (Open Sourced)"}
    assert filters.matching(names, ["sourced, OPEN"]) == {"Vox (Open Sourced)"}
    assert filters.matching(names, ["siliconangle", "verge"]) == {"SiliconANGLE", "The Verge"}
    assert filters.matching(names, ["vox weekly"]) == set()


def test_the_article_before_a_name_need_not_be_there() -> None:
    assert filters.matching(["Guardian", "The Verge"], ["The Guardian"]) == {"Guardian"}
    assert filters.matching(["The The", "Guardian"], ["The"]) == {"The The"}


@pytest.mark.parametrize("wanted", [[], [""], ["?!"]])
def test_a_filter_without_words_means_nothing(wanted: list[str]) -> None:
    assert filters.matching(["Vox", ""], wanted) == set()
