"""What an answer may look like, as the settings have it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """What an answer may look like.

    `floor`: the confidence, 0 to 1, below which the bot declines, unless a passage covers nearly all of the question;
    `weak`: below which it says that it is weak.
    `next_floor`: what each further passage must cover of the question, as a share of what the best one covers.
    `longest_question`: in characters. `seconds`: how long passages are looked through.
    """

    quotations: int = 3
    floor: float = 0.04
    weak: float = 0.2
    next_floor: float = 0.4
    longest_question: int = 1_000
    seconds: float = 3.0
