"""A question is answered in the sources' own words, or declined honestly."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from bot.core.answering.answer import Sources, answer
from bot.core.answering.policy import Policy
from bot.core.answering.synonyms import Synonyms
from bot.core.lookup import Budget
from bot.core.model import (
    Answer,
    Article,
    Attribution,
    Audience,
    Context,
    Outcome,
    PassageKind,
    Question,
    Quotation,
    Reference,
)
from tests.hostile_texts import LONE_SURROGATE, WITH_WORDS, WITHOUT_WORDS, anything, prose
from tests.small_articles import article, corpus, index

LEAVE = article(
    "leave",
    "Every employee has thirty days of paid holiday a year. Nobody needs to say why.",
    "Holiday that nobody took in December lapses in March.",
    title="Holidays",
    publisher="People team",
)
TRAVEL = article(
    "travel", "Trains are booked by the travel desk. Flights need the consent of a manager.", title="Trips"
)
DOGS = article("dogs", "Dogs may come to the office on Fridays.", title="Animals at work")
TODAY = date(2026, 7, 1)
NO_SYNONYMS = Synonyms()
HOUSE = (LEAVE, TRAVEL, DOGS)

OLD = article(
    "pause",
    "The moratorium on police use lasts one year.",
    "A test mismatched 28 lawmakers.",
    title="The pause",
    published=date(2020, 6, 10),
)
NEW = article(
    "extension",
    "The moratorium on police use now lasts until further notice.",
    title="The extension",
    published=date(2021, 5, 18),
    supersedes=[Reference("pause", 1)],
)


def ask(
    question: str,
    *articles: Article,
    collections: frozenset[str] | None = None,
    current: Callable[[str], Article | None] | None = None,
    policy: Policy | None = None,
) -> Answer:
    """Answers from these articles; `current` tells what their files say now, by default the same."""
    these = corpus(*articles)
    sources = Sources(index(these), current or these.article, NO_SYNONYMS)
    return answer(Question(question, Audience(collections=collections)), sources, policy or Policy(), TODAY)


def later_than(quotation: Quotation) -> Attribution | None:
    """What the banner over a quotation names."""
    return quotation.validity.replaced_by


def quoted(of: Answer) -> list[str]:
    return [quotation.text for quotation in of.quotations]


def test_a_question_is_answered_with_the_passage_that_has_its_words() -> None:
    found = ask("What holiday does every employee have?", *HOUSE)
    assert found.outcome is Outcome.ANSWERED
    assert found.quotations[0].text == LEAVE.passages[0].text
    assert found.quotations[0].attribution == LEAVE.attribution
    assert found.missing_terms == ()
    assert found.nearest == ()


@settings(max_examples=30)
@given(prose)
def test_every_quotation_is_a_stretch_of_the_article_that_it_names(question: str) -> None:
    house = (
        *HOUSE,
        article("board", "The board pays Mr. Smith $1,000 a day. “Yes!” he said. It is art. 7 of the law."),
    )
    for quotation in ask(question, *house).quotations:
        source = corpus(*house).article(quotation.attribution.article)
        assert source is not None
        assert any(quotation.text in passage.text for passage in source.passages)


def test_the_others_are_quoted_more_shortly_than_the_first() -> None:
    filler = "Much else was said there on that day about other matters of state. " * 3
    texts = [
        f"{filler}{said} {filler}".strip() for said in ("The moratorium lasts a year.", "A moratorium lasts years.")
    ]
    first, second = quoted(ask("Does the moratorium last years?", article("a", texts[0]), article("b", texts[1])))
    assert first in texts
    assert second not in texts
    assert "moratorium" in second


def test_a_first_passage_of_more_than_five_hundred_characters_is_not_quoted_whole() -> None:
    filler = "Much else was said there on that day about other matters of state. " * 5
    long = f"{filler}The moratorium on police use lasts one year. {filler}".strip()
    (text,) = quoted(ask("Does the moratorium last years?", article("a", long)))
    assert "The moratorium on police use lasts one year." in text
    assert text in long
    assert len(text) <= 500


@pytest.mark.parametrize("most", [1, 2, 3])
def test_no_more_is_quoted_than_the_policy_allows(most: int) -> None:
    many = [article(f"a{number}", f"The moratorium lasts {number} years.") for number in range(9)]
    assert len(quoted(ask("Does the moratorium last years?", *many, *HOUSE, policy=Policy(quotations=most)))) == most


@pytest.mark.parametrize("question", ["How long does the moratorium last?", "How many years does the moratorium last?"])
def test_how_long_and_how_many_are_no_words_that_an_article_must_have(question: str) -> None:
    found = ask(question, article("pause", "The moratorium lasts one or two years."), *HOUSE)
    assert found.answered
    assert found.missing_terms == ()


def test_nine_articles_that_say_the_same_are_no_reason_to_decline() -> None:
    many = [article(f"a{number}", "The moratorium on police use lasts one year.") for number in range(9)]
    assert ask("How long does the moratorium on police use last?", *many, *HOUSE).answered


def test_an_unknown_subject_is_declined_rather_than_guessed() -> None:
    found = ask("What is the policy on parental adoption leave?", *HOUSE)
    assert found.outcome is Outcome.NOT_COVERED
    assert not found.answered
    assert found.quotations == ()


def test_a_refusal_names_the_words_that_no_article_has_as_they_were_typed() -> None:
    found = ask("Is Parental ADOPTION covered on holiday?", *HOUSE)
    assert found.missing_terms == ("Parental", "ADOPTION", "covered")


def test_a_word_that_is_missing_twice_is_named_once() -> None:
    assert ask("adoption, adoption, adoption?", *HOUSE).missing_terms == ("adoption",)


def test_a_word_that_is_missing_in_two_spellings_is_named_once() -> None:
    assert ask("Adoption: is adoption covered?", *HOUSE).missing_terms == ("Adoption", "covered")


def test_a_refusal_names_the_nearest_titles_the_nearest_first() -> None:
    near = ask("unicorn basilisk chimera griffin phoenix kraken flights manager dogs", *HOUSE)
    assert near.outcome is Outcome.NOT_COVERED
    assert [each.title for each in near.nearest] == ["Trips", "Animals at work"]


def test_at_most_three_titles_are_near_and_none_comes_twice() -> None:
    many = [article(f"a{number}", "Dogs here.", "Dogs there.", title=f"Dogs {number}") for number in range(9)]
    near = ask("unicorn basilisk chimera griffin phoenix kraken dogs", *many).nearest
    assert len(near) == len(set(near)) == 3


def test_where_no_word_is_known_nothing_is_near() -> None:
    assert ask("unicorn", *HOUSE).nearest == ()


def test_an_answer_tells_which_words_it_did_not_cover() -> None:
    found = ask("Does a contractor have thirty days of paid holiday a year?", *HOUSE)
    assert found.answered
    assert found.missing_terms == ("contractor",)


def test_a_question_of_stop_words_alone_is_declined() -> None:
    found = ask("What is it, and who are you?", *HOUSE)
    assert (found.outcome, found.quotations, found.missing_terms, found.nearest) == (Outcome.NOT_COVERED, (), (), ())


def test_stop_words_in_quotation_marks_are_found_word_for_word() -> None:
    about = article("about", "This is who we are today.", "Parking is free.")
    assert quoted(ask('"who we are"', about)) == ["This is who we are today."]
    assert quoted(ask('"IT"', article("it", "IT runs the network."), article("hr", "It runs the payroll."))) == [
        "IT runs the network."
    ]
    assert not ask('"who they were"', about).answered


def test_function_words_and_the_publishers_name_are_never_missing() -> None:
    own = article("pause", "The pause lasts one year.", publisher="Acme Corporation")
    found = ask("so under Acme how long is the pause supposed to last anymore in xyzzy", own)
    assert found.missing_terms == ("xyzzy",)
    assert ask("Wie lange dauert die pause?", own).missing_terms == ("dauert",)


@pytest.mark.parametrize("text", WITHOUT_WORDS.values(), ids=WITHOUT_WORDS)
def test_what_holds_no_word_is_no_question(text: str) -> None:
    assert ask(text, *HOUSE).outcome is Outcome.NO_QUESTION


@pytest.mark.parametrize("text", WITH_WORDS.values(), ids=WITH_WORDS)
def test_hostile_words_are_declined_and_nothing_breaks(text: str) -> None:
    found = ask(text, *HOUSE)
    assert found.outcome is Outcome.NOT_COVERED
    assert found.question.text == text
    assert found.missing_terms


@settings(max_examples=30)
@given(anything)
def test_whatever_is_typed_gets_an_answer_or_a_refusal(text: str) -> None:
    found = ask(text, *HOUSE)
    assert found.answered == bool(found.quotations)


def test_a_hostile_word_beside_a_known_subject_does_not_spoil_the_answer() -> None:
    assert ask(f"paid holiday a year \0 {LONE_SURROGATE} 🙂 \u202e", *HOUSE).answered


def test_a_question_that_is_too_long_is_told_so_at_once() -> None:
    policy = Policy(longest_question=100)
    assert ask("holiday".ljust(101, "x"), *HOUSE, policy=policy).outcome is Outcome.TOO_LONG
    assert ask("holiday ".ljust(100, "x"), *HOUSE, policy=policy).outcome is not Outcome.TOO_LONG


@pytest.mark.parametrize("piece", ["holiday ", "x", "🙂", " ", "\0", LONE_SURROGATE, "'"])
def test_four_megabytes_are_too_long_whatever_they_hold(piece: str) -> None:
    assert ask(piece * (4_000_000 // len(piece)), *HOUSE).outcome is Outcome.TOO_LONG


def test_without_articles_it_says_that_there_are_none() -> None:
    assert ask("How many days of holiday?").outcome is Outcome.NO_ARTICLES


def test_articles_without_a_single_word_answer_nothing() -> None:
    found = ask("What days of holiday?", article("odd", "…", "🙂"))
    assert found.outcome is Outcome.NOT_COVERED
    assert found.missing_terms == ("days", "holiday")


def test_a_passage_that_no_longer_stands_in_its_file_is_not_quoted() -> None:
    changed = article("leave", "Every employee has ten days of paid holiday a year.", LEAVE.passages[1].text)
    files = {"leave": changed, "travel": TRAVEL, "dogs": DOGS}
    found = ask("How many days of paid holiday a year has an employee?", *HOUSE, current=files.get)
    assert LEAVE.passages[0].text not in quoted(found)


def test_an_article_whose_file_is_gone_is_not_quoted_and_the_next_one_answers() -> None:
    twin = article("handbook", "Every employee has thirty days of paid holiday.")
    both = corpus(LEAVE, twin)
    found = ask(
        "How many days of paid holiday has an employee?",
        LEAVE,
        twin,
        current=lambda name: None if name == "leave" else both.article(name),
    )
    assert quoted(found) == ["Every employee has thirty days of paid holiday."]


def test_where_no_file_can_be_read_nothing_is_quoted() -> None:
    found = ask("How many days of paid holiday?", *HOUSE, current=lambda _: None)
    assert (found.outcome, found.quotations) == (Outcome.NOT_COVERED, ())


def test_the_first_that_still_stands_is_the_one_in_full() -> None:
    other = article("handbook", "Every employee has thirty days of paid holiday. Ask early. It is your right.")
    found = ask(
        "How many days of paid holiday has an employee?",
        article("leave", "Every employee has thirty days of paid holiday a year."),
        other,
        current=lambda name: other if name == "handbook" else None,
    )
    assert quoted(found) == [other.passages[0].text]


def test_the_later_word_stands_first_and_the_earlier_carries_its_successor() -> None:
    found = ask("How long does the moratorium on police use last?", OLD, NEW)
    first, second = found.quotations[:2]
    assert (first.attribution, later_than(first)) == (NEW.attribution, None)
    assert (second.attribution, later_than(second)) == (OLD.attribution, NEW.attribution)


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)])
def test_the_later_word_stands_first_wherever_it_lies_in_the_corpus(order: tuple[Article, Article]) -> None:
    found = ask("How long does the moratorium on police use last?", *order, policy=Policy(quotations=1))
    assert found.quotations[0].attribution == NEW.attribution


def test_only_the_superseded_statement_carries_the_banner() -> None:
    found = ask("How many lawmakers did the test mismatch?", OLD, NEW)
    assert [(each.text, later_than(each)) for each in found.quotations] == [("A test mismatched 28 lawmakers.", None)]


def test_every_statement_of_a_superseded_article_carries_the_banner() -> None:
    new = article("new", "Nobody tests lawmakers any more.", supersedes=[Reference("pause")])
    found = ask("How many lawmakers did the test mismatch?", OLD, new)
    assert {each.attribution.article: later_than(each) for each in found.quotations}["pause"] == new.attribution


def test_the_same_text_in_two_articles_is_quoted_once() -> None:
    text = "The moratorium on police use lasts one year."
    found = ask("Does the moratorium last years?", article("a", text), article("b", text), article("c", text), *HOUSE)
    assert quoted(found) == [text]


def test_a_later_article_that_repeats_the_same_text_is_quoted_once_and_as_the_later_one() -> None:
    text = "The moratorium on police use lasts one year."
    again = article("again", text, published=date(2022, 6, 10), supersedes=[Reference("first")])
    found = ask("Does the moratorium last years?", article("first", text, published=date(2020, 6, 10)), again)
    assert [(each.text, each.attribution.article) for each in found.quotations] == [(text, "again")]


def test_the_same_question_gets_the_same_answer() -> None:
    question = "How long does the moratorium on police use last, and who has holiday?"
    assert ask(question, *HOUSE, OLD, NEW) == ask(question, *HOUSE, OLD, NEW)


def test_typing_it_differently_changes_no_quotation() -> None:
    plain = quoted(ask("How many days of paid holiday has an employee?", *HOUSE))
    assert quoted(ask("  HOW many days of paid\tHOLIDAY has an employee ???\n", *HOUSE)) == plain


def test_an_answer_names_the_corpus_that_made_it() -> None:
    revision = corpus(*HOUSE).revision
    for question in ("paid holiday", "unicorn", "", "x" * 2_000):
        assert ask(question, *HOUSE).revision == revision


SECRET = article("secret", "The merger with Zebra Ltd is planned for May.", title="Project Zebra", collection="board")
OPEN = article("open", "The canteen is closed in May.", title="Canteen", collection="staff")


def test_an_audience_is_answered_from_its_own_collections_alone() -> None:
    assert ask("When is the merger with Zebra planned?", SECRET, OPEN).answered
    found = ask("When is the merger with Zebra planned?", SECRET, OPEN, collections=frozenset({"staff"}))
    assert (found.outcome, found.quotations) == (Outcome.NOT_COVERED, ())


def test_what_an_audience_may_not_see_does_not_count_as_known() -> None:
    found = ask("Is the merger with Zebra in May?", SECRET, OPEN, collections=frozenset({"staff"}))
    assert found.missing_terms == ("merger", "Zebra")
    assert SECRET.attribution not in found.nearest


@pytest.mark.parametrize("collections", [frozenset[str](), frozenset({"nowhere"})])
def test_an_audience_that_may_see_nothing_is_answered_with_nothing(collections: frozenset[str]) -> None:
    found = ask("When is the canteen closed in May?", SECRET, OPEN, collections=collections)
    assert (found.answered, found.quotations, found.nearest) == (False, (), ())


def test_articles_without_a_collection_are_outside_every_collection() -> None:
    assert not ask("paid holiday", *HOUSE, collections=frozenset({"staff"})).answered


def test_a_banner_does_not_give_away_an_article_that_the_asker_may_not_see() -> None:
    secret = article("plan", "The canteen closes for good.", title="Closures", collection="board", supersedes=[
        Reference("open", 1)
    ])  # fmt: skip
    found = ask("When is the canteen closed?", OPEN, secret, collections=frozenset({"staff"}))
    assert found.answered
    assert all(later_than(each) != secret.attribution for each in found.quotations)


def test_people_who_may_see_different_articles_do_not_share_a_receipt() -> None:
    question = "When is the merger with Zebra planned?"
    everything = ask(question, SECRET, OPEN)
    assert ask(question, SECRET, OPEN, collections=frozenset({"staff"})).receipt != everything.receipt


def test_a_receipt_tells_apart_corpora_that_answer_differently() -> None:
    question = "How long does the moratorium on police use last?"
    with_successor, without = ask(question, OLD, NEW), ask(question, OLD, replace(NEW, supersedes=()))
    assert with_successor.quotations != without.quotations
    assert with_successor.receipt != without.receipt


def test_a_filter_also_holds_for_the_later_word() -> None:
    question = "How long does the moratorium on police use last? before:2021"
    found = ask(question, OLD, NEW)
    assert {quotation.attribution.article for quotation in found.quotations} == {OLD.id}
    assert found.quotations[0].validity.replaced_by == NEW.attribution


def test_a_filter_that_fits_no_article_is_blamed_rather_than_the_words() -> None:
    found = ask("How long does the moratorium on police use last? since:2040", OLD, NEW)
    assert found.missing_terms == ()
    assert any("filters" in note for note in found.notes)


def test_where_nothing_but_a_phrase_is_asked_for_only_passages_with_it_are_looked_for_and_that_is_told() -> None:
    found = ask('"police moratorium"', OLD, NEW)
    assert not found.answered
    assert "Only passages with “police moratorium” word for word were looked for." in found.notes


def test_a_phrase_in_a_question_is_preferred_and_the_others_answer_all_the_same() -> None:
    first = ask('How long is the "use lasts one" moratorium on police?', OLD, NEW).quotations[0]
    assert first.attribution == NEW.attribution  # the later word
    found = ask('How long does the "police moratorium" on use last?', OLD, NEW)
    assert found.answered
    assert "None of these passages has “police moratorium” word for word." in found.notes
    assert not any("word for word" in note for note in ask('How long is the "moratorium on police use"?', OLD).notes)


def test_a_refusal_holds_the_nearest_passages_and_they_are_no_quotations_of_an_answer() -> None:
    near = ask("unicorn basilisk chimera griffin phoenix kraken flights manager dogs", *HOUSE)
    assert not near.answered
    assert near.quotations == ()
    assert [each.passage.attribution.title for each in near.nearest_passages] == ["Trips", "Animals at work"]
    assert ask("Where do I book trains?", *HOUSE).nearest_passages == ()


def test_a_wording_that_a_later_word_has_replaced_is_not_told_beside_it() -> None:
    pledge = "We asked the council to write strict rules for cameras in schools, and we hope that it will do so"
    reworded = "We have asked the council to write tough rules for cameras in schools, and hope it will do so"
    first = article("first", f"“{pledge},” it said.", title="First", published=date(2020, 1, 1))
    question = "What did they ask the council to write about rules for cameras in schools?"
    later = f"“{reworded},” it said."
    apart = article("second", later, title="Second", published=date(2021, 1, 1))
    assert any("different words" in note for note in ask(question, first, apart).notes)
    declared = replace(apart, supersedes=(Reference("first"),))
    assert not any("different words" in note for note in ask(question, first, declared).notes)


def test_an_answer_that_ran_out_of_time_says_so_and_leaves_no_receipt() -> None:
    these = corpus(*HOUSE)

    def asked(budget: Budget) -> Answer:
        sources = Sources(index(these), these.article, NO_SYNONYMS, budget=budget)
        return answer(Question("holiday -cats"), sources, Policy(seconds=3), TODAY)

    whole = asked(Budget(3.0, lambda: 0.0))
    assert whole.answered
    assert whole.receipt
    cut = asked(Budget(3.0, lambda: 4.0))
    said = "I stopped looking after 3 seconds, so there may be more. Fewer words may find it."
    assert said in cut.notes
    assert said not in whole.notes
    assert not cut.receipt


def test_of_rows_alike_the_one_whose_range_holds_the_number_comes_first_and_the_number_is_not_missed() -> None:
    heads = Context(row=("Years of service", "Days of leave"))
    plain = article("leave", "0 to 4\t25", "5 to 9\t29", "10 and more\t33", title="Leave")
    rows = tuple(replace(each, kind=PassageKind.ROW, context=heads) for each in plain.passages)
    found = ask("How many days of leave after 7 years of service?", replace(plain, passages=rows))
    assert found.quotations[0].passage.text == "5 to 9\t29"
    assert found.missing_terms == ()
