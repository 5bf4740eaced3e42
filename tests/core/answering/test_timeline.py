"""The later word stands first, and the earlier never alone where the later is known."""

from dataclasses import replace
from datetime import date

from bot.core.answering.timeline import AsOfView, in_force_first, later_word_first, latest, validity
from bot.core.corpus import Corpus
from bot.core.model import Article, Hit, Reference, Scope, Validity
from tests.small_articles import article, corpus

TODAY = date(2026, 7, 1)
OLD = article("old", "one year", "28 lawmakers", published=date(2020, 6, 10))
NEW = article("new", "until further notice", published=date(2021, 5, 18), supersedes=[Reference("old", 1)])
OTHER = article("other", "one year too")
ALL = corpus(OLD, NEW, OTHER)


def hit(of: Article, number: int = 1, score: float = 1.0) -> Hit:
    return Hit(of.passages[number - 1], score)


def ordered(chosen: list[Hit], hits: list[Hit], of: Corpus = ALL) -> list[str]:
    return [each.passage.text for each in later_word_first(chosen, hits, AsOfView(of, TODAY, Scope()))]


def test_without_a_later_word_the_order_stays() -> None:
    chosen = [hit(OTHER), hit(OLD, 2)]
    assert ordered(chosen, chosen) == ["one year too", "28 lawmakers"]


def test_the_later_word_goes_before_the_earlier_one() -> None:
    chosen = [hit(OLD), hit(OTHER), hit(NEW)]
    assert ordered(chosen, chosen) == ["until further notice", "one year", "one year too"]
    chosen = [hit(OLD), hit(NEW), hit(OTHER)]
    assert ordered(chosen, chosen) == ["until further notice", "one year", "one year too"]


def test_a_later_word_that_stands_first_already_stays_there() -> None:
    chosen = [hit(NEW), hit(OLD)]
    assert ordered(chosen, chosen) == ["until further notice", "one year"]


def test_a_later_word_that_was_not_chosen_joins() -> None:
    hits = [hit(OLD), hit(OTHER), hit(NEW)]
    assert ordered(hits[:2], hits)[:2] == ["until further notice", "one year"]


def test_a_passage_that_was_replaced_is_never_chosen_alone_if_the_later_word_shares_the_question() -> None:
    assert ordered([hit(OLD)], [hit(OLD), hit(NEW)]) == ["until further notice", "one year"]


def test_a_later_word_that_shares_nothing_with_the_question_is_spoken_by_its_lead() -> None:
    assert ordered([hit(OLD)], [hit(OLD), hit(OTHER)]) == [NEW.passages[0].text, "one year"]


def test_the_statement_beside_the_replaced_one_draws_nothing_in() -> None:
    assert ordered([hit(OLD, 2)], [hit(OLD, 2), hit(NEW)]) == ["28 lawmakers"]


def test_the_best_passage_of_the_later_article_is_the_one_that_joins() -> None:
    new = article("new", "good", "better", supersedes=[Reference("old", 1)])
    hits = [hit(OLD), hit(new, 2, 0.5), hit(new, 1, 0.4)]
    assert ordered(hits[:1], hits, corpus(OLD, new)) == ["better", "one year"]


def test_no_passage_comes_twice_and_no_answer_grows_beyond_what_was_chosen() -> None:
    twice = article("old-2", "twelve months", published=date(2020, 6, 11))
    new = article("new", "until further notice", supersedes=[Reference("old", 1), Reference("old-2", 1)])
    hits = [hit(OLD), hit(twice), hit(OTHER), hit(new)]
    result = ordered(hits[:3], hits, corpus(OLD, twice, new, OTHER))
    assert result[0] == "until further notice"
    assert len(result) == len(set(result)) == 3


def test_articles_that_supersede_each_other_do_no_harm() -> None:
    first = article("first", "a", supersedes=[Reference("second")])
    second = article("second", "b", supersedes=[Reference("first")])
    hits = [hit(first), hit(second)]
    assert sorted(ordered(hits, hits, corpus(first, second))) == ["a", "b"]


def test_nothing_chosen_is_nothing_said() -> None:
    assert ordered([], [hit(OLD), hit(NEW)]) == []


def test_of_a_chain_the_latest_word_stands_first() -> None:
    newest = article("newest", "for good", published=date(2022, 1, 1), supersedes=[Reference("new")])
    hits = [hit(OLD), hit(NEW), hit(newest)]
    assert ordered(hits[:1], hits, corpus(OLD, NEW, newest))[0] == "for good"


def test_a_word_that_counts_only_from_tomorrow_replaces_nothing_today() -> None:
    hits = [hit(OLD), hit(NEW)]
    the_day_before = date(2021, 5, 17)
    assert later_word_first(hits[:1], hits, AsOfView(ALL, the_day_before, Scope())) == hits[:1]
    assert validity(OLD.passages[0], AsOfView(ALL, the_day_before, Scope())).replaced_by is None


def test_a_passage_knows_the_later_word_and_since_when_it_counts() -> None:
    stands = validity(OLD.passages[0], AsOfView(ALL, TODAY, Scope()))
    assert (stands.in_force, stands.replaced_by, stands.replaced_on) == (False, NEW.attribution, date(2021, 5, 18))


def test_the_statement_beside_it_is_as_good_as_ever() -> None:
    assert validity(OLD.passages[1], AsOfView(ALL, TODAY, Scope())) == Validity()


def test_what_an_article_says_of_its_time_counts_to_the_day() -> None:
    bounded = replace(
        OLD, in_force_from=date(2026, 1, 1), in_force_until=date(2026, 12, 31), review_by=date(2026, 6, 30)
    )
    passage, house = bounded.passages[0], corpus(bounded)
    assert validity(passage, AsOfView(house, date(2025, 12, 31), Scope())) == Validity(
        in_force=False, begins=date(2026, 1, 1)
    )
    assert validity(passage, AsOfView(house, date(2026, 1, 1), Scope())) == Validity(in_force=True)
    assert validity(passage, AsOfView(house, date(2026, 6, 30), Scope())) == Validity(in_force=True)
    assert validity(passage, AsOfView(house, date(2026, 7, 1), Scope())) == Validity(
        in_force=True, review_since=date(2026, 6, 30)
    )
    assert validity(passage, AsOfView(house, date(2026, 12, 31), Scope())).in_force
    assert validity(passage, AsOfView(house, date(2027, 1, 1), Scope())).ended == date(2026, 12, 31)


def test_an_article_that_says_nothing_of_its_time_is_neither_in_force_nor_out_of_it() -> None:
    assert validity(OTHER.passages[0], AsOfView(ALL, TODAY, Scope())).in_force is None


THIS_YEAR = replace(article("2026", "the cap is 150", published=date(2025, 12, 1)), in_force_from=date(2026, 1, 1))
NEXT_YEAR = replace(
    article("2027", "the cap is 180", published=date(2026, 6, 1), supersedes=[Reference("2026")]),
    in_force_from=date(2027, 1, 1),
)
LAST_YEAR = replace(article("2025", "the cap is 120"), in_force_until=date(2025, 12, 31))
YEARS = corpus(LAST_YEAR, THIS_YEAR, NEXT_YEAR, OTHER)
COVERED = {"150": 1.0, "180": 1.0, "120": 1.0, "too": 0.5}


def in_force(chosen: list[Hit], hits: list[Hit], day: date = TODAY) -> list[str]:
    def share(of: Hit) -> float:
        return COVERED[of.passage.text.split()[-1]]

    return [each.passage.text[-3:] for each in in_force_first(chosen, hits, AsOfView(YEARS, day, Scope()), share)]


def test_the_word_in_force_stands_before_next_years_and_last_years() -> None:
    hits = [hit(NEXT_YEAR), hit(LAST_YEAR), hit(THIS_YEAR)]
    assert in_force(hits, hits) == ["150", "120", "180"]


def test_what_is_in_force_joins_where_only_next_years_word_was_chosen() -> None:
    hits = [hit(NEXT_YEAR), hit(OTHER), hit(THIS_YEAR)]
    assert in_force(hits[:1], hits) == ["150", "180"]


def test_what_is_on_another_subject_is_not_put_before_it() -> None:
    hits = [hit(NEXT_YEAR), hit(OTHER)]
    assert in_force(hits, hits) == ["180", "too"]


def test_on_a_day_of_next_year_its_word_stands_where_it_was_found() -> None:
    hits = [hit(NEXT_YEAR), hit(THIS_YEAR)]
    assert in_force(hits, hits, date(2027, 1, 1)) == ["180", "150"]


def test_a_chain_of_replacements_counts_more_than_dates() -> None:
    newest = article("newest", "for good", supersedes=[Reference("new")])
    hits = [hit(OLD), hit(NEW), hit(newest)]
    assert ordered(hits[:1], hits, corpus(OLD, NEW, newest))[0] == "for good"


def test_an_undated_article_is_not_older_than_a_dated_one() -> None:
    undated = article("undated", "for good", supersedes=[Reference("old")])
    successors = AsOfView(corpus(OLD, NEW, undated), TODAY, Scope()).successors(OLD.passages[0])
    assert [each.id for each in successors] == ["undated", "new"]


def test_the_newest_document_is_the_one_updated_last_and_on_a_past_day_by_what_was_known_then() -> None:
    passage = article("updated", "three days", published=date(2020, 1, 1)).passages[0]
    passage = replace(passage, attribution=replace(passage.attribution, updated=date(2022, 9, 1)))
    hits = [hit(NEW), Hit(passage, 1.0), hit(OTHER)]
    assert latest(hits) == date(2022, 9, 1)
    assert latest(hits, until=date(2021, 6, 1)) == date(2021, 5, 18)
    assert latest([hit(OTHER)]) is None
