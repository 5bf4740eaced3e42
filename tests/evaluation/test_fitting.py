"""The confidence is fitted to what was observed, each collection alike, and judged where it was not fitted."""

import json
import math
import shutil
from collections.abc import Sequence
from dataclasses import astuple, replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answering import confidence
from bot.core.answering.confidence import BY_WORDS, Covering, Model, Signals
from bot.core.answering.synonyms import Synonyms
from bot.core.corpus import Corpus
from bot.core.errors import ConfigurationError
from bot.core.model import Hit, Passage, Reference
from bot.evaluation.collection import Asked, Collection, Entry, gather
from bot.evaluation.fitted import (
    CALIBRATION_HEADER,
    COEFFICIENT_HEADER,
    JUDGED_HEADER,
    as_json,
    calibration_rows,
    coefficient_rows,
    judged_rows,
)
from bot.evaluation.fitting import (
    BANDS,
    SIGNALS,
    Condition,
    Fitting,
    Observation,
    Sample,
    Thresholds,
    figures,
    fit,
    judge,
)
from bot.evaluation.reading import read
from bot.evaluation.trials import LONGEST, SMALL, Trial, observations, trials_of
from bot.search.embedded import EmbeddedIndex
from bot.search.okapi import OkapiIndex
from bot.settings import Settings
from bot.wiring import fitting as wiring
from tests.evaluation.conftest import QUERIES, Lay

THRESHOLDS = Thresholds(floor=0.1, weak=0.5)
CERTAIN = Signals(strength=1.0, rivals=0.0, missing_names=0.0, cover=0.5)
DOUBTFUL = Signals(strength=-1.0, rivals=0.5, missing_names=0.0, cover=0.5)
STRENGTH_ALONE = Model(0.0, Signals(1.0, *[0.0] * (len(SIGNALS) - 1)))


def sample(*seen: Observation, of: str = "one", condition: Condition = Condition.HIDDEN) -> Sample:
    return Sample(of, condition, seen)


def made(numbers: Sequence[float], right: bool) -> Observation:
    return Observation(Signals(*numbers), right, right)


def drawn(seed: int, slopes: Sequence[float], count: int) -> list[Observation]:
    """Questions whose chance of an answer is that of a logistic regression with these coefficients."""
    random = Random(seed)  # noqa: S311  # it keeps no secret
    found = []
    for _ in range(count):
        numbers = [random.gauss(0, 1) for _ in slopes]
        z = sum(slope * number for slope, number in zip(slopes, numbers, strict=True))
        found.append(made(numbers, random.random() < 1 / (1 + math.exp(-z))))
    return found


ONE = sample(*drawn(1, (1.0, -1.0, 0.5, 0.0), 60), of="one")
TWO = sample(*drawn(2, (0.5, 0.0, -1.0, 2.0), 80), of="two")

some_signals = st.tuples(*[st.floats(-3, 3)] * 4)
some_observations = st.builds(
    lambda yes, no, missed: [
        *(made(each, True) for each in yes),
        *(made(each, False) for each in no),
        *(Observation(Signals(*each), True, False) for each in missed),
    ],
    st.lists(some_signals, min_size=1, max_size=12),
    st.lists(some_signals, min_size=1, max_size=12),
    st.lists(some_signals, max_size=4),
)


def test_the_coefficients_that_made_the_answers_are_found() -> None:
    slopes = (2.0, -1.5, -0.5, 1.0, 0.5, 0.0, -1.0, 0.5, 1.5)
    found = fit([sample(*drawn(3, slopes, 6_000))])
    assert astuple(found.slopes) == pytest.approx(slopes, abs=0.2)
    assert found.intercept == pytest.approx(0, abs=0.2)


@settings(max_examples=40)
@given(some_observations)
def test_in_the_mean_the_number_is_the_share_that_is_right(seen: list[Observation]) -> None:
    model = fit([sample(*seen)])
    sides = [[each for each in seen if each.answerable is side] for side in (True, False)]
    promised = sum(sum(each.confidence(model) for each in side) / len(side) for side in sides)
    assert promised == pytest.approx(sum(each.found for each in sides[0]) / len(sides[0]), abs=1e-5)


@settings(max_examples=40)
@given(some_observations, st.integers(0, 4), st.sampled_from([-0.05, 0.05]))
def test_no_other_coefficients_fit_better(seen: list[Observation], place: int, change: float) -> None:
    def loss(numbers: Sequence[float]) -> float:
        """The balanced mean of −log(likelihood); the ridge aside, this is what is as small as it can be."""
        model = Model(numbers[0], Signals(*numbers[1:]))
        counts = [sum(each.answerable is side for each in seen) for side in (False, True)]
        return -sum(
            math.log(max(p if each.found else 1 - p, 1e-300)) / counts[each.answerable] / 2
            for each in seen
            for p in [each.confidence(model)]
        )

    best = [(model := fit([sample(*seen)])).intercept, *astuple(model.slopes)]
    other = [number + change * (at == place) for at, number in enumerate(best)]
    # What the ridge may cost at most: coefficients that part all questions would grow without end.
    assert loss(best) <= loss(other) + 1e-4 * (1 + sum(number**2 for number in best))


def test_questions_that_one_signal_parts_get_finite_coefficients() -> None:
    found = fit([sample(*[made((1, 0, 0, 0), True)] * 3, *[made((-1, 0, 0, 0), False)] * 5)])
    assert all(map(math.isfinite, (found.intercept, *astuple(found.slopes))))
    assert astuple(found.slopes)[0] > 1
    assert astuple(found.slopes)[1:] == (0,) * (len(SIGNALS) - 1)


def test_a_large_collection_weighs_no_more_than_a_small_one() -> None:
    larger = sample(*TWO.observations * 7, of="two")
    assert _same(fit([ONE, TWO]), fit([ONE, larger]))


def test_a_collection_of_many_conditions_weighs_no_more_than_one_of_few() -> None:
    again = replace(TWO, condition=Condition.RETOLD)
    assert _same(fit([ONE, TWO]), fit([ONE, TWO, again]))


def test_questions_without_an_answer_weigh_as_much_as_those_with_one() -> None:
    twice = sample(*ONE.observations, *(each for each in ONE.observations if not each.answerable))
    assert _same(fit([ONE]), fit([twice]))


def test_near_misses_are_judged_but_never_learnt_from() -> None:
    near = replace(TWO, condition=Condition.NEAR_MISSES)
    assert fit([ONE, near]) == fit([ONE])
    assert [each.condition for each in judge([ONE, TWO, near], THRESHOLDS).judged][-1] is Condition.NEAR_MISSES


def test_what_was_not_found_teaches_nothing_about_signals() -> None:
    lost = [Observation(None, True, False), Observation(None, False, False)]
    assert _same(fit([ONE]), fit([sample(*ONE.observations, *lost)]))


def test_a_collection_is_judged_by_what_the_others_taught() -> None:
    near = replace(ONE, condition=Condition.NEAR_MISSES)
    judged = judge([ONE, TWO, near], THRESHOLDS)
    assert judged.fitted == fit([ONE, TWO])
    assert judged.judged[0].left_out == judged.judged[2].left_out == figures(ONE, fit([TWO]), THRESHOLDS)
    assert judged.judged[1].left_out == figures(TWO, fit([ONE]), THRESHOLDS)
    assert judged.judged[1].in_force == figures(TWO, BY_WORDS, THRESHOLDS)


@pytest.mark.parametrize("samples", [[], [sample(made((1, 1, 1, 1), True), of="one")], [ONE]])
def test_too_few_questions_are_refused_with_a_way_out(samples: list[Sample]) -> None:
    with pytest.raises(ConfigurationError, match="name two collections or more"):
        judge(samples, THRESHOLDS) if samples else fit(samples)


def test_a_sample_in_which_all_have_an_answer_is_left_out_of_the_table() -> None:
    plain = sample(made((1, 1, 1, 1), True), of="three")
    assert [each.collection for each in judge([ONE, TWO, plain], THRESHOLDS).judged] == ["one", "two"]


def test_figures_tell_what_the_thresholds_let_through() -> None:
    seen = sample(
        Observation(CERTAIN, True, True),
        Observation(replace(DOUBTFUL, strength=-5.0), True, True),
        Observation(DOUBTFUL, False, False),
        Observation(None, False, False),
    )
    found = figures(seen, STRENGTH_ALONE, THRESHOLDS)
    assert (found.auroc, found.answered) == (0.75, 0.5)
    assert (found.kept, found.kept_false, found.firm, found.firm_false) == (0.5, 0.5, 0.5, 0)


def test_a_passage_that_covers_nearly_all_of_a_question_is_not_declined() -> None:
    covered = sample(
        Observation(replace(DOUBTFUL, strength=-5.0, cover=0.75), True, True),
        Observation(replace(DOUBTFUL, strength=-5.0, cover=0.74), False, False),
    )
    found = figures(covered, STRENGTH_ALONE, THRESHOLDS)
    assert (found.kept, found.kept_false, found.firm) == (1, 0, 0)


def test_calibration_weighs_both_sides_alike() -> None:
    seen = sample(Observation(CERTAIN, True, True), *[Observation(CERTAIN, False, False)] * 3)
    *least, band, most = figures(seen, STRENGTH_ALONE, THRESHOLDS).bands
    assert band
    assert (band.questions, band.confidence, band.right) == pytest.approx((4, 1 / (1 + math.exp(-1)), 0.5))
    assert (*least, most) == (None,) * (BANDS - 1)


def test_reports_show_every_figure_beside_what_is_in_force() -> None:
    fitting = judge([ONE, TWO], THRESHOLDS)
    assert [row[:2] for row in coefficient_rows(fitting)][:2] == [
        ("intercept", f"{BY_WORDS.intercept:.3f}"),
        ("strength", f"{BY_WORDS.slopes.strength:.3f}"),
    ]
    for header, rows in (
        (COEFFICIENT_HEADER, coefficient_rows(fitting)),
        (JUDGED_HEADER, judged_rows(fitting)),
        (CALIBRATION_HEADER, calibration_rows(fitting)),
    ):
        assert {len(row) for row in rows} == {len(header)}
    assert judged_rows(fitting)[0][:3] == ("one, hidden articles", *_counts(ONE))
    told = json.loads(json.dumps(as_json(fitting), allow_nan=False))
    assert told["coefficients"]["in_force"]["rivals"] == BY_WORDS.slopes.rivals
    assert told["thresholds"] == {"floor": 0.1, "weak": 0.5}
    assert told["judged"][1]["left_out"]["auroc"] == round(fitting.judged[1].left_out.auroc, 4)


def test_coefficients_in_force_give_the_bots_own_confidence(lay: Lay) -> None:
    passage = read(lay()).passages["Leave#1 p1"]
    covering, hits = Covering({"day": 2.0, "2021": 3.0}), [Hit(passage, 1.5)]
    seen = confidence.signals("How many days in 2021?", covering, hits)
    sure = confidence.confidence("How many days in 2021?", covering, hits)
    assert Observation(seen, True, True).confidence(BY_WORDS) == pytest.approx(sure, abs=1e-12)
    assert Observation(None, True, False).confidence(BY_WORDS) == 0


# ---------------------------------------------------------------- what is observed


def large(articles: int, passages: int) -> Collection:
    """A collection without a list of hidden articles, in which every passage answers a question of its own."""
    entries = [
        Entry(f"{article}-{passage}", f"Title {article}", f"Rule{article} asks for form{passage} twice.", f"a{article}")
        for article in range(articles)
        for passage in range(passages)
    ]
    questions = [Asked(f"q{each.id}", f"What of {each.text}", grades={each.id: 1}) for each in entries]
    return gather("large", entries, [*questions, Asked("none", "Where is the canteen?", answerable=False)])


def test_questions_about_hidden_articles_have_no_answer_any_more(lay: Lay) -> None:
    condition, trial = next(iter(trials_of(read(lay(hidden=["Travel#1"])))))
    assert condition is Condition.HIDDEN
    assert [article.id for article in trial.articles] == ["Leave#1"]
    seen = {asked.id: one for (asked, _), one in zip(trial.questions, _observed(trial), strict=True)}
    assert {name: (one.answerable, one.found) for name, one in seen.items()} == {
        "q 1": (True, True),
        "q 2": (True, True),
        "q 3": (False, False),
    }


def test_where_no_list_says_what_to_hide_two_fifths_of_what_answers_is_hidden() -> None:
    trial = next(trial for condition, trial in trials_of(large(200, 1)) if condition is Condition.HIDDEN)
    assert 100 <= len(trial.articles) <= 140
    assert len(trial.questions) == 200
    assert sum(one.answerable for one in _observed(trial)) == len(trial.articles)


def test_half_of_the_articles_are_retold_and_a_retold_answer_is_an_answer() -> None:
    trials = dict(trials_of(large(60, 3)))
    kept, retold = trials[Condition.HIDDEN], trials[Condition.RETOLD]
    copies = [article for article in retold.articles if article not in kept.articles]
    assert 0.3 * len(kept.articles) < len(copies) < 0.7 * len(kept.articles)
    answering = {asked.id: after for asked, after in retold.questions}
    for asked, before in kept.questions:
        copied = {Reference(f"{each.article}, retold", each.paragraph) for each in before}
        there = {passage.reference for article in copies for passage in article.passages}
        assert answering[asked.id] == before | (copied & there)


def test_a_retold_passage_has_fewer_words_and_never_none() -> None:
    collection = large(30, 3)
    texts = {passage.text for passage in collection.passages.values()}
    retold = [article for article in dict(trials_of(collection))[Condition.RETOLD].articles if "retold" in article.id]
    words = [passage.text.split() for article in retold for passage in article.passages]
    assert all(words)
    assert sum(map(len, words)) < 0.9 * 5 * len(words)
    assert all(
        passage.text not in texts or len(passage.text.split()) == 5 for each in retold for passage in each.passages
    )


def test_small_corpora_share_no_article_and_get_questions_from_everywhere() -> None:
    small = [trial for condition, trial in trials_of(large(40, 10)) if condition is Condition.SMALL]
    names = [article.id for trial in small for article in trial.articles]
    assert len(small) == 5
    assert len(names) == len(set(names))
    for trial in small:
        assert SMALL < sum(len(article.passages) for article in trial.articles) <= SMALL + LONGEST
        assert {one.answerable for one in _observed(trial)} == {True, False}


def test_passages_that_are_articles_of_their_own_are_neither_retold_nor_gathered() -> None:
    assert [condition for condition, _ in trials_of(large(20, 1))] == [Condition.HIDDEN, Condition.NEAR_MISSES]


def test_near_misses_are_asked_of_all_articles() -> None:
    collection = large(20, 1)
    trial = dict(trials_of(collection))[Condition.NEAR_MISSES]
    assert trial.articles == collection.articles
    assert sum(not one.answerable for one in _observed(trial)) == 1


def test_folders_become_coefficients_and_the_same_ones_each_time(lay: Lay, as_shipped: Settings) -> None:
    folders = _two(lay)
    told: list[tuple[int, int]] = []
    found = wiring.fit(folders, as_shipped, lambda done, total: told.append((done, total)))
    assert isinstance(found, Fitting)
    assert found.thresholds == Thresholds(as_shipped.answering.floor, as_shipped.answering.weak)
    assert {each.collection for each in found.judged} == {"small set", "other set"}
    assert [done for done, _ in told] == list(range(told[0][1] + 1))
    assert wiring.fit(folders, as_shipped, lambda done, total: None) == found


def test_another_engine_may_search(lay: Lay, as_shipped: Settings) -> None:
    sizes: list[int] = []

    def engine(passages: Sequence[Passage]) -> OkapiIndex:
        sizes.append(len(passages))
        return OkapiIndex(passages)

    wiring.fit(_two(lay), as_shipped, lambda done, total: None, engine)
    assert sizes[0] == 2
    assert max(sizes) == 4


@pytest.mark.parametrize("times", [0, 1, 2])
def test_fewer_than_two_collections_are_refused(lay: Lay, as_shipped: Settings, times: int) -> None:
    with pytest.raises(ConfigurationError, match="two or more"):
        wiring.fit([lay(hidden=["Travel#1"])] * times, as_shipped, lambda done, total: None)


@pytest.fixture
def as_shipped() -> Settings:
    return Settings()


def _two(lay: Lay) -> list[Path]:
    # What is asked of the hidden article shares words with another, so that there is something to be unsure of.
    asked = {**QUERIES[2], "text": "How many days does a receipt take?"}
    first = lay(queries=[*QUERIES[:2], asked], hidden=["Travel#1"])
    return [first, Path(shutil.copytree(first, first.parent / "other set"))]


def _observed(trial: Trial) -> list[Observation]:
    def build(corpus: Corpus) -> EmbeddedIndex:
        return EmbeddedIndex(corpus, OkapiIndex(corpus.passages))

    return list(observations(trial, Synonyms(), build, date(2026, 3, 2)))


def _same(one: Model, other: Model) -> bool:
    return [one.intercept, *astuple(one.slopes)] == pytest.approx([other.intercept, *astuple(other.slopes)], abs=1e-8)


def _counts(of: Sample) -> tuple[str, str]:
    yes = sum(each.answerable for each in of.observations)
    return str(yes), str(len(of.observations) - yes)
