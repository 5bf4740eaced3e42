"""What the corpus is about, and what it answers: for who greets, or asks what there is."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.answering.small_talk import SmallTalk, Talk, TalkKind
from bot.core.answering.wording import label
from bot.core.corpus import Corpus
from bot.core.model import Answer, Article, Attribution, Passage, Scope

EXAMPLES = 3
NAMED = 3
"""So many publishers and titles, and twice as many topics, are named at most."""
SAMPLED = 60
"""So many articles are looked through for questions, spread over the corpus,"""
TRIED = 12
"""and so many questions are tried, to offer those that are answered."""
LONGEST_QUESTION = 100

_NOTHING_MORE = frozenset({TalkKind.THANKS, TalkKind.FAREWELL, TalkKind.MAKER})
_FACTS = {
    TalkKind.GREETING: ("count",),
    TalkKind.ABILITIES: ("count",),
    TalkKind.ABOUT: ("count", "newest", "publishers", "topics", "titles"),
}


@dataclass(frozen=True, slots=True)
class Introduction:
    """What is answered to small talk: sentences of our own, and questions that the corpus answers."""

    sentences: tuple[str, ...]
    questions: tuple[str, ...] = ()


def introduce(
    talk: Talk, small_talk: SmallTalk, corpus: Corpus, seen: Scope, ask: Callable[[str], Answer]
) -> Introduction:
    """Answers small talk, in its language, from what the asker may see. `ask` answers a question from that."""
    if talk.kind is None:
        raise ValueError("a question is no small talk")
    reply = small_talk.replies[talk.language]
    said = [reply[talk.kind]]
    if talk.kind in _NOTHING_MORE:
        return Introduction(tuple(said))
    known = [each for each in corpus.attributions if seen.admits(each)]
    if not known:
        return Introduction((*said, reply["empty"]))
    facts = _facts(known, reply)
    said += [facts[name] for name in _FACTS.get(talk.kind, ()) if name in facts]
    questions = examples(known, corpus, ask)
    return Introduction((*said, reply["examples"]) if questions else tuple(said), questions)


def examples(known: Sequence[Attribution], corpus: Corpus, ask: Callable[[str], Answer]) -> tuple[str, ...]:
    """Questions that the articles which somebody may see (`known`) answer, taken from them."""
    return tuple(_answered(_candidates(known, corpus), ask))


def _facts(known: Sequence[Attribution], reply: Mapping[str, str]) -> dict[str, str]:
    facts = {"count": reply["one"] if len(known) == 1 else reply["many"].replace("{count}", str(len(known)))}
    days = [each.updated or each.published for each in known]
    newest = max((day for day in days if day), default=None)
    if newest:
        facts["newest"] = reply["newest"].replace("{day}", _day(newest, reply))
    for name, values, between in (
        ("publishers", [each.publisher for each in known if each.publisher], "; "),
        ("topics", [topic for each in known for topic in each.topics], ", "),
        ("titles", [f"“{label(each)}”" for each in _newest_first(known) if each.title], ", "),
    ):
        if values:
            common = Counter(values).most_common(NAMED if name != "topics" else 2 * NAMED)
            facts[name] = reply[name].replace("{names}", between.join(value for value, _ in common))
    return facts


def _newest_first(known: Iterable[Attribution]) -> list[Attribution]:
    return sorted(known, key=lambda each: each.updated or each.published or date.min, reverse=True)


def _day(day: date, reply: Mapping[str, str]) -> str:
    month = reply["months"].split()[day.month - 1]
    return reply["date"].format(day=day.day, month=month, year=day.year)


def _answered(candidates: Iterable[tuple[str, str]], ask: Callable[[str], Answer]) -> Iterator[str]:
    """The first questions that are answered firmly, from the article that they were taken from; each of another."""
    offered = 0
    for question, article in [*candidates][:TRIED]:
        found = ask(question)
        if found.answered and not found.weak and found.quotations[0].attribution.article == article:
            yield question
            offered += 1
        if offered == EXAMPLES:
            return


def _candidates(known: Sequence[Attribution], corpus: Corpus) -> list[tuple[str, str]]:
    """Questions with the article that they are taken from, the best first: one an article."""
    step = max(1, len(known) // SAMPLED)
    articles = (corpus.article(each.article) for each in known[::step][:SAMPLED])
    best = [found for article in articles if article is not None and (found := _best(article))]
    ranked = sorted(best, key=lambda each: each[0])
    return list({question: (question, article) for _, question, article in ranked}.values())


def _best(article: Article) -> tuple[int, str, str] | None:
    """A question that the article is likely to answer: one that stands in it, a heading, or its title."""
    found = [(rank, question) for passage in article.passages for rank, question in _asked_above(passage)]
    if article.attribution.title:
        found.append((1, _as_question(article.attribution.title)))
    fitting = [each for each in found if len(each[1]) <= LONGEST_QUESTION]
    if not fitting:
        return None
    rank, question = min(fitting, key=lambda each: each[0])
    return rank, question, article.id


def _asked_above(passage: Passage) -> Iterator[tuple[int, str]]:
    heading = passage.context.headings[-1] if passage.context.headings else ""
    if heading.endswith("?"):
        yield 0, heading
    elif len(heading.split()) > 1:
        yield 2, _as_question(heading)


def _as_question(heading: str) -> str:
    return heading if heading.endswith("?") else f"{heading.rstrip('.:;!')}?"
