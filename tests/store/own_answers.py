"""A question that was handed over, who waits for it, and what curators chose and wrote."""

from datetime import UTC, date, datetime

from bot.core.answering.pins import Pin
from bot.core.curation.feedback import Opinion
from bot.core.curation.hand_overs import Asker, HandOver
from bot.core.curation.own_answers import Kept, WrittenAnswer

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
HAND_OVER = HandOver("h1", "Is there a “gym”? 🙂", frozenset({"", "pay"}), NOON)
ASKER = Asker("C1:1.0:U1", "U1", "C1", "1.0", "1.5", NOON, private=True, is_named=False, note="Soon, 'please'")
PIN = Pin("p1", ("Is there a gym?", "gym?"), "sports/hall", (2, 3), "ab" * 16, "the Légal team", date(2026, 5, 3))
PINNED = Kept(PIN, "U2")
WRITTEN = WrittenAnswer("gym-1", "Is there a gym?", "Yes 🙂\n- two", date(2026, 5, 3), "the Légal team", "U2", "pay")
OPINION = Opinion("C1:1.5", "0123456789ab", "U1", False, NOON, "Too “old” 🙂")
