"""Articles for the tests, as small as they may be: paragraphs, and what is known of them."""

from collections.abc import Sequence
from datetime import date

from bot.core.corpus import Corpus
from bot.core.model import Article, Attribution, Passage, Quotation, Reference, Standing, Validity
from bot.search.embedded import EmbeddedIndex
from bot.search.okapi import OkapiIndex


def attribution(
    name: str = "leave",
    *,
    title: str | None = None,
    publisher: str | None = None,
    author: str | None = None,
    published: date | None = None,
    url: str | None = None,
    standing: Standing = Standing.UNKNOWN,
    updated: date | None = None,
    topics: Sequence[str] = (),
    collection: str | None = None,
    begins: str = "Somebody wrote",
) -> Attribution:
    return Attribution(
        article=name,
        begins=begins,
        title=title,
        publisher=publisher,
        author=author,
        published=published,
        url=url,
        standing=standing,
        updated=updated,
        topics=tuple(topics),
        collection=collection,
    )


def article(
    name: str,
    *paragraphs: str,
    title: str | None = None,
    publisher: str | None = None,
    published: date | None = None,
    topics: Sequence[str] = (),
    collection: str | None = None,
    supersedes: Sequence[Reference] = (),
) -> Article:
    known = attribution(
        name, title=title, publisher=publisher, published=published, topics=topics, collection=collection
    )
    passages = tuple(Passage(known, number, text) for number, text in enumerate(paragraphs, start=1))
    return Article(known, passages, supersedes=tuple(supersedes))


def passages(*texts: str) -> tuple[Passage, ...]:
    """One article without a title, so that a passage is found by its own words alone."""
    return article("leave", *texts).passages


def quotation(text: str, of: Attribution | None = None, *, validity: Validity | None = None) -> Quotation:
    """A whole paragraph, quoted."""
    passage = Passage(of or attribution(), 1, text)
    return Quotation(passage, 0, len(text), 1.5, validity=validity or Validity())


def corpus(*articles: Article) -> Corpus:
    return Corpus(articles)


def index(of: Corpus) -> EmbeddedIndex:
    return EmbeddedIndex(of, OkapiIndex(of.passages))
