"""A person is reminded of documents that are due for review, in their conversation with the bot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.core.answering import citing
from bot.core.corpus import Corpus
from bot.core.digests.requests import RemindOfReviews
from bot.core.digests.reviews import DueReview
from bot.core.errors import DeliveryError, RetryLater
from bot.core.model import Article
from bot.core.requests import Handled, PostStatus, Request
from bot.slack.api import kit
from bot.slack.api.delivery import Delivery
from bot.slack.api.kit import Block, said
from bot.slack.api.message import Destination, Message, Version, message_of
from bot.slack.quotation import title

MOST_SHOWN = 20
ONE = "A document is due for review:"
SEVERAL = "{count} documents are due for review:"
WHY = (
    "You get this because you are named as an owner, or look after the documents. Once a document has been looked at, "
    "give it a new review date; until then I remind you every {days} days."
)


@dataclass(frozen=True, slots=True)
class ReviewReminding:
    """Reminds people. `seen_by` holds what a person may see; `was_told` and `note` know what was told, by its mark."""

    delivery: Delivery
    seen_by: Callable[[str], Corpus]
    was_told: Callable[[str], bool]
    note: Callable[[str], None]
    every: timedelta

    def remind(self, request: Request[RemindOfReviews]) -> Handled:
        """Reminds of what is still due and was not told yet. Raises as the delivery does."""
        person = request.person or ""
        corpus = self.seen_by(person)
        due = [
            (article, review)
            for review in request.payload.reviews
            if (article := corpus.article(review.article)) and article.review_by == review.due
            if not self.was_told(review.mark(person))
        ]
        if not due:
            return Handled("nothing due")
        place = Destination(f"review:{request.id}", request.place or "")
        message = review_message([article for article, _ in due], self.every)
        try:
            self.delivery.post(place, Version(), lambda: message)
        except RetryLater:
            raise
        except DeliveryError:
            # What may stand there is not told again; what was refused is told tomorrow.
            known = self.delivery.find(place.key)
            if known and known.fate is PostStatus.UNKNOWN:
                self._note(person, due)
            raise
        self._note(person, due)
        return Handled("reminded")

    def _note(self, person: str, due: Sequence[tuple[Article, DueReview]]) -> None:
        for _, review in due:
            self.note(review.mark(person))


def review_message(articles: Sequence[Article], every: timedelta) -> Message:
    """Which documents are due, the longest overdue first, and what to do about it."""
    ordered = sorted(articles, key=lambda each: (each.review_by is None, each.review_by))
    heading = ONE if len(ordered) == 1 else SEVERAL.format(count=len(ordered))
    lines = [kit.section([title(each.attribution), *_since(each)]) for each in ordered[:MOST_SHOWN]]
    more = [said(f"and {len(ordered) - MOST_SHOWN} more")] if len(ordered) > MOST_SHOWN else []
    listed = kit.rich_text([kit.section([kit.text(heading, bold=True)]), kit.bullets(lines)])
    first = citing.label(ordered[0].attribution)
    return message_of(f"{heading} {first}", [listed, *more, kit.context([kit.plain(WHY.format(days=every.days))])])


def _since(article: Article) -> list[Block]:
    return [kit.text(f" · since {citing.day(article.review_by)}")] if article.review_by else []
