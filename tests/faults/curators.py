"""Curators in the chain of lives: what was declined is handed over, answered, and asked again, each in another life."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from slack_playground.invocations import Invocation
from slack_playground.messages import Message
from slack_playground.views import View
from slack_playground.visible import visible_text
from slack_playground.workspace import Workspace

HAND_OVER, HANDED_BACK, PINNED = "question for curators", "curator's answer", "pinned answer"
CHANNEL, CURATORS = "policy", "room-1"
# What nothing answers. Its word alone stands also in what is found for others, once it is answered.
ASKED = "Who lets a {} come in?"
# A bot that lives opens a form at once; one that is killed never does.
PATIENCE, POLL = 5.0, 0.02
# So many questions are under way at a time.
MOST = 3


@dataclass
class Question:
    """What nothing answers, by a word of its own, and what was done about it."""

    word: str
    message: Message
    sent: Invocation | None = None
    written: Invocation | None = None
    again: Message | None = None


@dataclass
class Curating:
    """All such questions, and the people who do something about them."""

    workspace: Workspace
    questions: list[Question] = field(default_factory=list)

    def act(self, life: int, is_alive: Callable[[], bool]) -> None:
        """Goes a step further with what is under way, and asks something new where that is little."""
        under_way = [each for each in self.questions if each.again is None]
        for question in under_way:
            self._step(question, is_alive)
        if len(under_way) >= MOST:
            return
        # Far from any other, so that no spelling is corrected to it.
        word = "".join(chr(ord("a") + int(digit, 16)) for digit in sha256(str(life).encode()).hexdigest()[:12])
        self.questions.append(Question(word, self._ask(word)))

    def counted(self) -> Iterator[tuple[str, int, int]]:
        """Of each thing that was promised: what it is, how often it is to be there, and how often it is."""
        # Below the question may stand what was found for it: by its title, an answer to another one.
        posts = [visible_text(each.blocks[:1]) for each in self.workspace.messages(CURATORS) if each.bot_id]
        for each in self.questions:
            if each.sent and each.sent.acknowledged:
                yield HAND_OVER, 1, len([text for text in posts if ASKED.format(each.word) in text])
            if each.written and each.written.acknowledged:
                yield HANDED_BACK, 1, self._replies(each.message, "An answer from the curators")
            if each.again:
                yield PINNED, 1, self._replies(each.again, f"Every {each.word} may come in.")

    def _step(self, question: Question, is_alive: Callable[[], bool]) -> None:
        person = self.workspace.people[0]
        if not (question.sent and question.sent.acknowledged):
            reply = next((each for each in self._thread(question.message) if "ask_curator" in str(each.blocks)), None)
            if reply:
                self.workspace.press(person, reply, "ask_curator")
                question.sent = self._submit("Ask a curator", question.word, {}, is_alive)
        elif not (question.written and question.written.acknowledged):
            post = next((each for each in self._posts(question.word) if "hand_over_write" in str(each.blocks)), None)
            if post:
                self.workspace.press(person, post, "hand_over_write")
                text = {"text": f"Every {question.word} may come in."}
                question.written = self._submit("Write an answer", question.word, text, is_alive)
        elif question.again is None and self._replies(question.message, "An answer from the curators"):
            question.again = self._ask(question.word)

    def _submit(self, title: str, word: str, values: dict[str, str], is_alive: Callable[[], bool]) -> Invocation | None:
        """Sends a form once it is open; None where the bot was killed before."""
        person, ends = self.workspace.people[0], time.monotonic() + PATIENCE
        while is_alive() and time.monotonic() < ends:
            form = next((each for each in self.workspace.views(person) if _is(each, title, word)), None)
            if form:
                return self.workspace.submit(person, form, values)
            time.sleep(POLL)
        return None

    def _ask(self, word: str) -> Message:
        return self.workspace.mention(self.workspace.people[0], CHANNEL, ASKED.format(word))

    def _thread(self, asked: Message) -> list[Message]:
        return [each for each in self.workspace.replies(CHANNEL, asked.ts) if each.bot_id]

    def _replies(self, asked: Message, words: str) -> int:
        return len([each for each in self._thread(asked) if words in visible_text(each.blocks)])

    def _posts(self, word: str) -> list[Message]:
        return [
            each for each in self.workspace.messages(CURATORS) if each.bot_id and ASKED.format(word) in str(each.blocks)
        ]


def _is(view: View, title: str, word: str) -> bool:
    return view.body["title"]["text"] == title and word in str(view.body.get("private_metadata"))
