"""What people say of answers is kept."""

from bot.core.curation.feedback import Feedback, Opinion
from bot.core.curation.requests import GiveFeedback
from bot.core.requests import Handled, Request


def give_feedback(feedback: Feedback, request: Request[GiveFeedback]) -> Handled:
    """Keeps what was pressed or written; the last of it counts."""
    given = request.payload
    opinion = Opinion(given.answer, given.receipt, request.person or "", given.helped, request.received, given.reason)
    feedback.give(opinion)
    return Handled("helped" if given.helped else "did not help")
