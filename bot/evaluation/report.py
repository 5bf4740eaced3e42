"""What came of a measurement, as values, as JSON, and as rows of text for whoever prints them."""

from dataclasses import dataclass
from typing import Any

from bot.core.answering.answer_types import Kind
from bot.evaluation.measures import FALSE_ANSWERS, Judgement

Row = tuple[str, ...]
KIND_HEADER: Row = ("kind of question", "questions", "success@1", "success@3", "marked", "hit@1")


@dataclass(frozen=True, slots=True)
class RankingFigures:
    """The mean judgement over that many questions."""

    questions: int
    mean: Judgement


@dataclass(frozen=True, slots=True)
class MarkingFigures:
    """How often the marked sentence answers, and how long it is on average, in characters."""

    questions: int
    hit_1: float
    mean_length: float


@dataclass(frozen=True, slots=True)
class AbstentionFigures:
    """How well the confidence parts that many answerable questions from that many without an answer.

    `answered` is the share of the answerable ones that is answered where FALSE_ANSWERS percent of the others are.
    """

    answerable: int
    unanswerable: int
    auroc: float
    answered: float


@dataclass(frozen=True, slots=True)
class KindFigures:
    """The questions of one kind: success over all of them, hits over those with a known answering sentence."""

    kind: Kind
    questions: int
    success_1: float
    success_3: float
    marked: int
    hit_1: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one collection; None where it has no questions to tell.

    `hidden`: questions whose articles the index lacked. `near_misses`: the collection's own questions without
    an answer, asked of the full index. `turns`: the later questions of conversations with what was said before them,
    `turns_alone` without it, and `stories` with it in one message.
    """

    collection: str
    articles: int
    passages: int
    questions: int
    ranking: RankingFigures
    marking: MarkingFigures | None
    hidden: AbstentionFigures | None
    near_misses: AbstentionFigures | None
    kinds: tuple[KindFigures, ...]
    turns_alone: RankingFigures | None = None
    turns: RankingFigures | None = None
    stories: RankingFigures | None = None

    def as_json(self) -> dict[str, Any]:
        """The report as plain values, figures rounded to 4 digits."""
        return {
            "collection": self.collection,
            "articles": self.articles,
            "passages": self.passages,
            "questions": self.questions,
            "ranking": _ranking(self.ranking),
            "conversations": {
                "follow_ups_alone": _ranking(self.turns_alone),
                "follow_ups": _ranking(self.turns),
                "stories": _ranking(self.stories),
            },
            "marking": _marking(self.marking),
            "abstention": {"hidden": _abstention(self.hidden), "near_misses": _abstention(self.near_misses)},
            "kinds": {str(each.kind): _kind(each) for each in self.kinds},
        }


def figure_rows(report: Report) -> list[Row]:
    """What was measured, its figure to 3 digits, and over how many questions; one row for each figure."""
    rows: list[Row] = []
    for name, figure in _judgement(report.ranking.mean).items():
        rows.append((name, _shown(figure), _counted(report.ranking.questions)))
    for name, ranking in (
        ("follow-ups alone", report.turns_alone),
        ("follow-ups with what was said before", report.turns),
        ("told stories", report.stories),
    ):
        if ranking:
            for measure in ("nDCG@10", "success@3"):
                figure = _judgement(ranking.mean)[measure]
                rows.append((f"{name}, {measure}", _shown(figure), _counted(ranking.questions)))
    if report.marking:
        over = _counted(report.marking.questions)
        rows.append(("marked sentence, hit@1", _shown(report.marking.hit_1), over))
        rows.append(("marked sentence, mean characters", f"{report.marking.mean_length:.1f}", over))
    for name, figures in (("hidden articles", report.hidden), ("near misses", report.near_misses)):
        if figures:
            over = f"{figures.answerable:,} with an answer, {figures.unanswerable:,} without"
            rows.append((f"{name}, AUROC", _shown(figures.auroc), over))
            rows.append((f"{name}, answered at {FALSE_ANSWERS} % false answers", _shown(figures.answered), over))
    return rows


def kind_rows(report: Report) -> list[Row]:
    """One row for each kind of question, under KIND_HEADER; a dash where nothing could be marked."""
    return [
        (
            str(each.kind),
            f"{each.questions:,}",
            _shown(each.success_1),
            _shown(each.success_3),
            f"{each.marked:,}",
            "–" if each.hit_1 is None else _shown(each.hit_1),
        )
        for each in report.kinds
    ]


def _judgement(mean: Judgement) -> dict[str, float]:
    return {
        "nDCG@10": mean.ndcg_10,
        "R@100": mean.recall_100,
        "MRR@10": mean.mrr_10,
        "success@1": mean.success_1,
        "success@3": mean.success_3,
        "success@5": mean.success_5,
    }


def _ranking(figures: RankingFigures | None) -> dict[str, float] | None:
    if figures is None:
        return None
    return {"questions": figures.questions, **_rounded(_judgement(figures.mean))}


def _marking(figures: MarkingFigures | None) -> dict[str, float] | None:
    if figures is None:
        return None
    means = {"hit@1": figures.hit_1, "mean_length": figures.mean_length}
    return {"questions": figures.questions, **_rounded(means)}


def _abstention(figures: AbstentionFigures | None) -> dict[str, float] | None:
    if figures is None:
        return None
    shares = {"AUROC": figures.auroc, f"answered_at_{FALSE_ANSWERS}_percent_false": figures.answered}
    return {"answerable": figures.answerable, "unanswerable": figures.unanswerable, **_rounded(shares)}


def _kind(each: KindFigures) -> dict[str, float | None]:
    return {
        "questions": each.questions,
        "success@1": round(each.success_1, 4),
        "success@3": round(each.success_3, 4),
        "marked": each.marked,
        "hit@1": None if each.hit_1 is None else round(each.hit_1, 4),
    }


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(figure, 4) for name, figure in figures.items()}


def _shown(figure: float) -> str:
    return f"{figure:.3f}"


def _counted(questions: int) -> str:
    return f"{questions:,} question{'' if questions == 1 else 's'}"
