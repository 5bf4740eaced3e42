"""Fits the confidence to collections: trials of real questions, put to real indexes."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bot.core.answering.confidence import BY_MEANING, BY_WORDS
from bot.core.corpus import Corpus
from bot.core.errors import ConfigurationError
from bot.core.model import Passage
from bot.core.ports import PassageIndex
from bot.evaluation.collection import Collection
from bot.evaluation.fitting import Condition, Fitting, Observation, Sample, Thresholds, judge
from bot.evaluation.measuring import Progress
from bot.evaluation.own_questions import read_own
from bot.evaluation.reading import read
from bot.evaluation.trials import observations, trials_of
from bot.library.engine import Compare
from bot.library.keeping_up import comparing
from bot.library.library import open_library, read_synonyms, today
from bot.search.embedded import EmbeddedIndex, Ranker
from bot.search.posting_passages import PostingPassageIndex
from bot.settings import Settings
from bot.wiring.evaluating import vectors_of

Engine = Callable[[Sequence[Passage]], Ranker]


def fit(
    named: Sequence[str | Path], settings: Settings, progress: Progress, engine: Engine = PostingPassageIndex
) -> Fitting:
    """Fits the confidence to collections, and judges it on each without it. Raises ConfigurationError.

    A collection is named by its folder, or as CORPUS:QUESTIONS.jsonl, a corpus of one's own and questions about it.
    `progress` is told (done, total) before the first question and after each.
    """
    collections = [_collection(each, settings) for each in named]
    if len({each.name for each in collections}) < max(2, len(collections)):
        what = "each collection is judged by a fit to the others"
        raise ConfigurationError(f"{what}; name two or more, of different names")
    trials = [(each.name, condition, trial) for each in collections for condition, trial in trials_of(each)]
    total, done = sum(len(trial.questions) for _, _, trial in trials), 0
    progress(done, total)
    seen: dict[tuple[str, Condition], list[Observation]] = {}
    synonyms = read_synonyms(settings.synonyms)

    compare = {each.name: comparing(settings, vectors_of(each.name)) for each in collections}

    def build(corpus: Corpus, compare: Compare | None) -> PassageIndex:
        return EmbeddedIndex(corpus, engine(corpus.passages), compare(corpus) if compare else None)

    for name, condition, trial in trials:
        for observation in observations(trial, synonyms, partial(build, compare=compare[name]), today()):
            seen.setdefault((name, condition), []).append(observation)
            done += 1
            progress(done, total)
    samples = [Sample(name, condition, tuple(observed)) for (name, condition), observed in seen.items()]
    thresholds = Thresholds(settings.answering.floor, settings.answering.weak)
    return judge(samples, thresholds, BY_MEANING if settings.search.model else BY_WORDS)


def _collection(named: str | Path, settings: Settings) -> Collection:
    corpus, colon, questions = str(named).rpartition(":")
    if not colon or not questions.endswith(".jsonl"):
        return read(Path(named))
    library = open_library(settings.with_documents(corpus=Path(corpus)))
    return read_own(Path(questions).stem, tuple(library.snapshot.corpus.articles), Path(questions))
