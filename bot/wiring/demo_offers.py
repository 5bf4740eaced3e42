"""What the demo proposes: five things to try with the examples that ship, or questions from other documents."""

from bot.core.model import Answer, Question
from bot.library.library import asking, open_library, policy_of
from bot.settings import Settings
from slack_playground.page.setup import Offer

OFFERS = (
    Offer("A quotation that answers", "mention", "Who is exempt from Amazon's pause?"),
    Offer(
        "A statement that was replaced", "mention", "How long does Amazon's pause on police use of Rekognition last?"
    ),
    Offer("A refusal that says why", "mention", "How do I reset my VPN password?"),
    Offer("A quotation, checked", "command", "verify The pause on police use of Rekognition lasts one year."),
    Offer("A digest", "digest"),
)
FIRST_QUESTION = OFFERS[1].text
HELLO = "What do you know about?"
# A quotation to be checked is no longer than this, so that it is read at a glance.
LONGEST_CHECKED = 200


def offers_of(settings: Settings) -> tuple[Offer, ...]:
    """The proposals for the documents of the settings: those that ship are known, others are asked about first."""
    library, policy = open_library(settings), policy_of(settings)
    ask = asking(library, settings)

    def firm(words: str) -> Answer | None:
        answer = ask(Question(words))
        return answer if answer.answered and not answer.weak else None

    if firm(OFFERS[0].text):
        return OFFERS
    questions = library.prompts(None, policy)
    answers = [answer for each in questions if (answer := firm(each))]
    return (
        *(Offer("A question that your documents answer", "mention", each) for each in questions),
        *(Offer("A quotation, checked", "command", f"verify {words}") for words in _quotable(answers)[:1]),
        Offer("What there is", "mention", HELLO),
        Offer("A digest", "digest"),
    )


def first_question(offers: tuple[Offer, ...]) -> str:
    """What the demo asks by itself: the best of what it proposes."""
    return FIRST_QUESTION if offers == OFFERS else offers[0].text if offers[0].kind == "mention" else HELLO


def _quotable(answers: list[Answer]) -> list[str]:
    """Sentences that answered, to be checked."""
    marked = [" ".join(answer.quotations[0].marked.split()) for answer in answers]
    return [each for each in marked if len(each.split()) > 3 and len(each) <= LONGEST_CHECKED]
