"""What a home tells besides digests: how to ask, what was asked lately, what the bot knows."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta

from bot.core.access import is_direct
from bot.core.answering import citing
from bot.core.corpus import Corpus
from bot.core.model import Article, Outcome
from bot.core.requests import Answered
from bot.slack.api import kit
from bot.slack.api.kit import Block, said
from bot.slack.ask_form import OPEN
from bot.slack.browsing import latest_message, sources_message
from bot.slack.quotation import shortened, title

NEWEST, MOST_DUE, MOST_RECENT = 3, 5, 5
# A review is told of so long before it is due.
SOON = timedelta(days=30)
LONGEST_QUESTION, LONGEST_VALUE = 150, 2_000
HOW = (
    "Write to me in Messages, or mention me in a channel.",
    "Type {command} and a question anywhere: only you see the answer. {command} help shows more.",
    "In the menu of any message: Find sources, Check this quote. In the list of shortcuts: Ask.",
)
OUTCOMES = {Outcome.ANSWERED: "answered", Outcome.NOT_COVERED: "no answer found"}


def asking_section(command: str) -> list[Block]:
    """How to ask, and a button to begin with."""
    lines = [kit.section([kit.text(line.format(command=command))]) for line in HOW]
    button = {**kit.button("Ask a question", OPEN, ""), "style": "primary"}
    return [_header("How to ask"), kit.rich_text([kit.bullets(lines)]), kit.actions([button])]


def recent_section(asked: Sequence[Answered]) -> list[Block]:
    """A person's last questions, the newest first, each once, to be asked again."""
    newest: dict[str, Answered] = {}
    for each in asked:
        newest.setdefault(" ".join(each.request.payload.words.casefold().split()), each)
    blocks = [block for each in list(newest.values())[:MOST_RECENT] for block in _recent(each)]
    return [_header("Your recent questions"), *blocks] if blocks else []


def known_section(corpus: Corpus, to_review: Callable[[date], Collection[str]], today: date) -> list[Block]:
    """Where the documents come from, the newest of them, and which are due for review.

    `to_review` names the documents that are to be reviewed by a day.
    """
    blocks = [*sources_message(corpus).blocks]
    if corpus.articles:
        blocks += latest_message(corpus, NEWEST).blocks
    return [_header("What I know"), *blocks, *_due(corpus.some(to_review(today + SOON)), today)]


def _recent(asked: Answered) -> list[Block]:
    request = asked.request
    words: str = request.payload.words
    question: Block = {"type": "section", "text": kit.plain(shortened(words, LONGEST_QUESTION))}
    again = kit.button("Ask again", OPEN, words[:LONGEST_VALUE], f"Ask again: {words}")
    # Only where it was asked, and nothing that anybody typed, is markup here.
    if request.private or request.place is None:
        where = "privately"
    else:
        where = "in a direct message" if is_direct(request.place) else f"in <#{request.place}>"
    line = " · ".join([kit.moment_markup(request.received), where, OUTCOMES[Outcome(asked.outcome)]])
    small = kit.context([{"type": "mrkdwn", "text": line}])
    return [{**question, "accessory": again}, small]


def _due(articles: Sequence[Article], today: date) -> list[Block]:
    due = sorted((each for each in articles if _is_due(each, today)), key=lambda each: each.review_by or today)
    if not due:
        return []
    items = [kit.section([title(each.attribution), kit.text(_when(each, today))]) for each in due[:MOST_DUE]]
    more = [said(f"and {len(due) - MOST_DUE} more")] if len(due) > MOST_DUE else []
    heading = kit.section([kit.text("Due for review:", bold=True)])
    return [kit.rich_text([heading, kit.bullets(items)]), *more]


def _is_due(article: Article, today: date) -> bool:
    return article.review_by is not None and article.review_by <= today + SOON


def _when(article: Article, today: date) -> str:
    day = article.review_by or today
    return f" · {'since' if day <= today else 'on'} {citing.day(day)}"


def _header(words: str) -> Block:
    return {"type": "header", "text": kit.plain(words)}
