"""What articles said on an earlier day, as far as it was noted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.core.changes.revisions import Revision, paragraphs_of
from bot.core.corpus import Corpus
from bot.core.model import Article, Context, Passage

History = Callable[[datetime], Mapping[str, Sequence[Revision]]]
"""What the articles said that have changed after a moment: at the moment itself (first), and from then on."""


def read_otherwise(corpus: Corpus, history: History, day: date) -> dict[str, Article]:
    """The articles that read otherwise at the end of a day (UTC) than they do in the corpus, as they read then.

    Before an article was first seen, it is taken to have read as it did when it was. What is said of it (its title,
    its dates) is what is known of it now.
    """
    found = {}
    for name, said in history(datetime.combine(day, time.max, UTC)).items():
        article = corpus.article(name)
        if article is not None and said[0].paragraphs != paragraphs_of(article):
            found[name] = _as_it_read(article, said[0].paragraphs)
    return found


def _as_it_read(article: Article, paragraphs: Sequence[str]) -> Article:
    contexts = {passage.text: passage.context for passage in article.passages}
    passages = (
        Passage(article.attribution, number, text, contexts.get(text, Context()))
        for number, text in enumerate(paragraphs, 1)
    )
    return replace(article, passages=tuple(passages))
