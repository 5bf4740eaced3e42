"""What articles said on an earlier day, as far as it was noted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from bot.core.changes.revisions import Revision, paragraphs_of
from bot.core.changes.withdrawals import Withdrawal
from bot.core.corpus import Corpus
from bot.core.model import Article, Context, Passage, Scope


@dataclass(frozen=True, slots=True)
class Past:
    """What was noted of a moment.

    `changed`: what the articles said that have changed after it, at the moment itself (first), and from then on;
    `gone`: those that were withdrawn after it, each with its paragraphs at the moment.
    """

    changed: Mapping[str, Sequence[Revision]] = field(default_factory=dict)
    gone: Sequence[tuple[Withdrawal, Sequence[str]]] = ()


History = Callable[[datetime], Past]
"""What is known of a moment."""


def read_otherwise(corpus: Corpus, history: History, day: date, seen: Scope) -> dict[str, Article]:
    """The articles that read otherwise at the end of a day (UTC) than they do in the corpus, as they read then.

    Also those that have been withdrawn since, as far as they may be `seen`. Before an article was first seen, it is
    taken to have read as it did when it was. What is said of it (its title, its dates) is what is known of it now.
    """
    past = history(datetime.combine(day, time.max, UTC))
    found = {}
    for name, said in past.changed.items():
        article = corpus.article(name)
        if article is not None and said[0].paragraphs != paragraphs_of(article):
            found[name] = _as_it_read(article, said[0].paragraphs)
    for withdrawal, paragraphs in past.gone:
        known = withdrawal.document.attribution
        if paragraphs and corpus.article(known.article) is None and seen.admits(known):
            empty = Article(known, (), withdrawn=withdrawal.seen.date())
            found[known.article] = _as_it_read(empty, paragraphs)
    return found


def _as_it_read(article: Article, paragraphs: Sequence[str]) -> Article:
    contexts = {passage.text: passage.context for passage in article.passages}
    passages = (
        Passage(article.attribution, number, text, contexts.get(text, Context()))
        for number, text in enumerate(paragraphs, 1)
    )
    return replace(article, passages=tuple(passages))
