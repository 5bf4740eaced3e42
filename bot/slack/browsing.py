"""What the bot knows, without a question: its sources, its latest documents, and what one of them begins with."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from bot.core.answering import citing
from bot.core.answering.titles import documents_named
from bot.core.corpus import Corpus
from bot.core.counting import counted
from bot.core.model import Article, Attribution
from bot.slack.api import kit
from bot.slack.api.kit import Block, said
from bot.slack.api.message import Message, sentence_message, whole_message
from bot.slack.quotation import full_source_block, shortened, title

MOST_SOURCES, MOST_LATEST, MOST_NAMED = 20, 10, 5
# Of an article so many paragraphs are shown, of each so many characters.
MOST_PARAGRAPHS, LONGEST_PARAGRAPH = 3, 600
NOTHING = "There are no documents here yet."
UNKNOWN = "No publisher named"


def sources_message(corpus: Corpus) -> Message:
    """Who published how many of the documents."""
    known = corpus.attributions
    if not known:
        return sentence_message(NOTHING)
    have = f"I have {counted(len(known), 'document')}"
    if not any(each.publisher for each in known):
        return sentence_message(f"{have}. None of them names its publisher." if len(known) > 1 else f"{have}.")
    count = Counter(citing.name(each.publisher) or UNKNOWN for each in known)
    lines = [f"{name}: {counted(number, 'document')}" for name, number in count.most_common(MOST_SOURCES)]
    if len(count) > MOST_SOURCES:
        lines.append(f"and {len(count) - MOST_SOURCES} more")
    return _listed(f"{have}:", [[kit.text(line)] for line in lines])


def latest_message(corpus: Corpus, most: int = MOST_LATEST) -> Message:
    """The documents that were published or updated last."""
    dated = [(each.updated or each.published, each) for each in corpus.attributions]
    latest = sorted(((day, each) for day, each in dated if day), key=lambda pair: pair[0], reverse=True)[:most]
    if not latest:
        return sentence_message("None of the documents has a date." if dated else NOTHING)
    return _listed("The latest documents:", [_dated(day, each) for day, each in latest])


def article_message(corpus: Corpus, name: str) -> Message | None:
    """The document of this name or title with its first paragraphs, or several that the words fit; None for none."""
    found = documents_named(corpus, name)
    if len(found) > 1:
        return _listed(
            "Several documents match. Which one do you mean?", [[title(each)] for each in found[:MOST_NAMED]]
        )
    article = corpus.article(found[0].article) if found else None
    return _begins(article) if article else None


def _begins(article: Article) -> Message:
    shown = article.passages[:MOST_PARAGRAPHS]
    quoted = [kit.rich_text([kit.quote([kit.quoted(shortened(each.text, LONGEST_PARAGRAPH))])]) for each in shown]
    more = len(article.passages) - len(shown)
    source = [full_source_block(shown, counted(more, "more paragraph") if more else "")] if shown else []
    label = citing.label(article.attribution)
    return whole_message([said(label, bold=True), *quoted, *source])


def _listed(heading: str, items: Iterable[list[Block]]) -> Message:
    lines = [kit.section(item) for item in items]
    return whole_message([kit.rich_text([kit.section([kit.text(heading, bold=True)]), kit.bullets(lines)])])


def _dated(day: date, known: Attribution) -> list[Block]:
    return [title(known), kit.text(f" · {citing.day(day)}")]
