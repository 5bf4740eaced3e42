"""Asks twenty questions a second while something happens, and counts what came of them."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from bot.slack.request_handler import WAITING
from slack_playground.messages import Message
from slack_playground.workspace import Workspace
from tests.failover.house import ROOMS

RATE = 20.0
# What happens begins so many seconds after the first question, so long is asked afterwards, and so long a question
# may wait for its answer.
BEFORE, AFTER, PATIENCE = 3.0, 6.0, 120.0


@dataclass(frozen=True)
class Result:
    """What came of the questions: times in seconds from a question to its answer."""

    asked: int
    lost: int
    twice: int
    told_to_wait: int
    median: float
    longest: float

    def cells(self) -> str:
        """As cells of a table."""
        counts = f"{self.asked} | {self.lost} | {self.twice} | {self.told_to_wait}"
        return f"{counts} | {self.median:.2f} | {self.longest:.1f}"


@dataclass
class Tally:
    """Which questions were asked, and what the bot wrote below each: heard as it comes, and looked for nowhere."""

    workspace: Workspace
    asked: list[Message] = field(default_factory=list)
    _answers: dict[tuple[str, str], list[Message]] = field(default_factory=dict)
    _told: set[tuple[str, str]] = field(default_factory=set)

    def hear(self, message: Message) -> None:
        """Takes down what is an answer."""
        if message.bot_id and message.thread_ts:
            place = message.channel, message.thread_ts
            if message.text == WAITING:
                self._told.add(place)
            else:
                self._answers.setdefault(place, []).append(message)

    @property
    def open(self) -> int:
        """How many questions have no answer."""
        return sum((each.channel, each.ts) not in self._answers for each in self.asked)

    def result(self) -> Result:
        """What came of all questions."""
        answers = {each.ts: self._answers.get((each.channel, each.ts), []) for each in self.asked}
        late = sorted(float(own[0].ts) - float(asked) for asked, own in answers.items() if own)
        median, longest = (late[len(late) // 2], late[-1]) if late else (0.0, 0.0)
        twice = sum(len(own) > 1 for own in answers.values())
        return Result(len(self.asked), self.open, twice, len(self._told), median, longest)


def asked_during(act: Callable[[], None], workspace: Workspace, questions: Sequence[str], rate: float = RATE) -> Result:
    """Asks from some seconds before until some seconds after the act, and waits for the answers."""
    tally = Tally(workspace)
    forget = workspace.hear_messages(tally.hear)
    with ThreadPoolExecutor(1) as beside:
        began, number, acting, ends = time.monotonic(), 0, None, float("inf")
        while (due := number / rate) < ends:
            time.sleep(max(0.0, began + due - time.monotonic()))
            if acting is None and due >= BEFORE:
                acting = beside.submit(act)
            if acting is not None and acting.done() and ends == float("inf"):
                ends = due + AFTER
            person = workspace.people[number % len(workspace.people)]
            words = questions[number % len(questions)]
            tally.asked.append(workspace.mention(person, f"room-{number % ROOMS + 1}", words))
            number += 1
    assert acting is not None
    acting.result()
    with suppress(TimeoutError):
        workspace.wait_for(lambda _: tally.open == 0 or None, timeout=PATIENCE)
    time.sleep(1.0)  # what comes twice comes a moment later
    forget()
    return tally.result()
