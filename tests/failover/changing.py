"""Documents that change all the time, and what is to be told of each change: once."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from bot.core.digests.subscriptions import Cadence, Schedule, Subscription
from bot.slack.digests.amendments import CHANGED
from bot.store.sql import SqlStore
from slack_playground.messages import Message
from slack_playground.visible import visible_text
from slack_playground.workspace import Workspace

CURATORS, DIGESTS = "room-1", "policy"
# Seconds between two new articles, two articles that become faulty, and two whose words change below an answer.
NEW, FAULTY, OTHERWISE = 0.5, 3.0, 2.0
# Longer than a clock may be ahead, with the minute in which it is due.
DUE = timedelta(minutes=2)
# Who follows has read by then what the one that leads has noted.
FOLLOWED = 8.0
BEFORE, AFTER = "ten hours", "eleven hours"
KINDS = ("news", "digest", "notice", "note")


@dataclass
class Changing:
    """A folder, and what was written there by kind: each change is known by a word that stands nowhere else."""

    workspace: Workspace
    folder: Path
    store: SqlStore
    written: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    asked: dict[str, Message] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.write("travel", "Whoever travels by train books the second class.")

    def write(self, name: str, *paragraphs: str) -> None:
        """Writes an article at once, as careful editors do."""
        hidden = self.folder / f".{name}"
        hidden.write_text("\n\n".join([f"---\ntitle: {name}\n---", *paragraphs, ""]))
        hidden.rename(self.folder / f"{name}.md")

    def prepare(self, how_many: int) -> None:
        """Asks about articles that are to change, and waits for the answers."""
        words = [f"wombat{next(self._numbers)}x" for _ in range(how_many)]
        for word in words:
            self.write(word, f"Every {word} sleeps for {BEFORE}, and is not to be woken.")
        self.until(lambda: self.store.changes.first_seen(words).keys() == set(words), 60)
        time.sleep(FOLLOWED)
        for word in words:
            person = self.workspace.people[len(self.asked) % len(self.workspace.people)]
            self.asked[word] = self.workspace.mention(person, "general", f"How long does every {word} sleep?")
        assert self.until(lambda: all(self._below(word, BEFORE) for word in words), 60), "not all was answered"

    def change(self, seconds: float) -> None:
        """Writes, breaks and changes articles for so long."""
        began = time.monotonic()
        turns = [(NEW, self._news), (FAULTY, self._break), (OTHERWISE, self._word_otherwise)]
        due = sorted((step * every, at) for at, (every, _) in enumerate(turns) for step in range(int(seconds / every)))
        for moment, at in due:
            time.sleep(max(0.0, began + moment - time.monotonic()))
            turns[at][1]()

    def missing(self) -> int:
        """How much has not been told yet."""
        return sum(told < 1 for counts in self.counted().values() for told in counts)

    def counted(self) -> dict[str, list[int]]:
        """By kind, how often each change was told; news: whether it was noted."""
        digests, notices = self._said(DIGESTS), self._said(CURATORS)
        seen = self.store.changes.first_seen(self.written["news"])
        return {
            "news": [int(word in seen) for word in self.written["news"]],
            "digest": [sum(word in text for text in digests) for word in self.written["digest"]],
            "notice": [sum(word in text for text in notices) for word in self.written["notice"]],
            "note": [self._below(word, CHANGED) for word in self.written["note"]],
        }

    @staticmethod
    def until(done: Callable[[], bool], seconds: float) -> bool:
        """Waits until that is so; False if it is not after so many seconds."""
        ends = time.monotonic() + seconds
        while not done():
            if time.monotonic() > ends:
                return False
            time.sleep(0.2)
        return True

    def _news(self) -> None:
        """A new article; each fourth is told in a digest of its own, which is due once DUE has passed by any clock."""
        word = f"quokka{next(self._numbers)}x"
        self.write(word, f"Every {word} is to be fed at noon.")
        self.written["news"].append(word)
        if len(self.written["news"]) % 4 == 0:
            now = datetime.now(UTC)
            daily = Schedule(Cadence.DAILY, (now + DUE).time().replace(second=0, microsecond=0), "UTC")
            self.store.subscriptions.keep(Subscription("C0POLICY", None, daily, now - timedelta(minutes=1), word))
            self.written["digest"].append(word)

    def _break(self) -> None:
        word = f"broken{next(self._numbers)}x"
        (self.folder / f"{word}.md").write_text("---\ntitle: Broken\nstanding: wrong\n---\n\nText.\n")
        self.written["notice"].append(word)

    def _word_otherwise(self) -> None:
        word = next((each for each in self.asked if each not in self.written["note"]), None)
        if word is not None:
            self.write(word, f"Every {word} sleeps for {AFTER}, and is not to be woken.")
            self.written["note"].append(word)

    def _said(self, channel: str) -> list[str]:
        return [visible_text(each.blocks) for each in self.workspace.messages(channel) if each.bot_id]

    def _below(self, word: str, what: str) -> int:
        replies = self.workspace.replies("general", self.asked[word].ts)
        return sum(what in visible_text(each.blocks) for each in replies if each.bot_id)
