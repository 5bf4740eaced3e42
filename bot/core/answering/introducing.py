"""What the corpus is about, and what it answers: for people who greet the bot, or ask what there is."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.answering.citing import label
from bot.core.answering.small_talk import SmallTalk, Talk, TalkKind
from bot.core.corpus import Corpus
from bot.core.model import Answer, Article, Attribution, Passage, Scope

EXAMPLES = 3
NAMED = 3
"""So many publishers and titles, and twice as many topics, are named at most."""
SAMPLED = 60
"""How many articles, spread over the corpus, are searched for questions,"""
TRIED = 12
"""and how many questions are tried, to offer those that are answered."""
LONGEST_QUESTION = 100
ABOUT = "What is said about {words}?"
_ASKING = re.compile(r"(?:how|what|when|where|which|who|whom|whose|why|can|may|must|do|does|is)\b", re.IGNORECASE)
_OF_THE_READER = re.compile(r"(?:have|did|do|are|has|is)\s+(?:you|your)\b", re.IGNORECASE)
_TEMPLATE = re.compile(r"\$\w+\$|[{}<>]|%\w*%")
# Headings that are questions but for their mark, and those that are easily made one.
_INVERTED = re.compile(
    r"(?:how|what|when|where|which|who|why)(?:\s+\w+)?\s+(?:is|are|do|does|can|may|must)\b", re.IGNORECASE
)
_HOW_TO = re.compile(r"how to\s+(.+)", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:The|An?|Your|Our)\b")
# What is longer says something, and does not only name it.
MOST_NAMING = 8

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
    """The first questions that are answered firmly, from the article that they were taken from."""
    offered = 0
    for question, article in [*candidates][:TRIED]:
        found = ask(question)
        if found.answered and not found.weak and found.quotations[0].attribution.article == article:
            yield question
            offered += 1
        if offered == EXAMPLES:
            return


def _candidates(known: Sequence[Attribution], corpus: Corpus) -> list[tuple[str, str]]:
    """Questions with the article that they are taken from, the best first: of equals one an article, then a second …"""
    step = max(1, len(known) // SAMPLED)
    articles = (corpus.article(each.article) for each in known[::step][:SAMPLED])
    best = [found for article in articles if article is not None for found in _best(article)]
    ranked = sorted(best, key=lambda each: each[:2])
    return list({question: (question, article) for _, _, question, article in ranked}.values())


def _best(article: Article) -> Iterator[tuple[int, int, str, str]]:
    """The questions that the article is likely to answer: those that stand in it, its title, its headings.

    Each with how well it can be asked (0 is best), and which of the article's it is.
    """
    found = {question: rank for passage in article.passages for rank, question in _asked_above(passage)}
    if article.attribution.title:
        found.setdefault(*_as_question(article.attribution.title, 2))
    fitting = [each for each in found.items() if len(each[0]) <= LONGEST_QUESTION and not _TEMPLATE.search(each[0])]
    for number, (question, rank) in enumerate(sorted(fitting, key=lambda each: each[1])[:TRIED]):
        yield rank, number, question, article.id


def _asked_above(passage: Passage) -> Iterator[tuple[int, str]]:
    heading = passage.context.headings[-1] if passage.context.headings else ""
    if heading.endswith("?"):
        # What a form asks its reader is no question to the form.
        yield 4 if _OF_THE_READER.match(heading) else 0 if _ASKING.match(heading) else 1, heading
    elif len(heading.split()) > 1:
        question, rank = _as_question(heading, 3)
        yield rank, question


def _as_question(heading: str, rank: int) -> tuple[str, int]:
    """A question on what a heading names, and its rank: the given one, unless the heading is a question, too."""
    words = heading.rstrip(".:;!")
    if heading.endswith("?"):
        return heading, 0
    if _INVERTED.match(words):
        return f"{words}?", 0
    if how := _HOW_TO.match(words):
        return f"How do I {how[1][:1].lower()}{how[1][1:]}?", 0
    if _ASKING.match(words) or len(words.split()) > MOST_NAMING:
        return f"{words}?", rank + 2
    return ABOUT.format(words=f"{words[:1].lower()}{words[1:]}" if _ARTICLE.match(words) else words), rank
