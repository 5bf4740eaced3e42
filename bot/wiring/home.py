"""The App Home, joined: what of the documents, the store and the digests its sections show."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.core.corpus import Corpus
from bot.slack.api.kit import Block
from bot.slack.curation.gaps import GapDesk
from bot.slack.digests.asked import KINDS
from bot.slack.digests.own_digests import OwnDigests
from bot.slack.home.page import Section, Visitor
from bot.slack.home.sections import OUTCOMES, asking_section, known_section, recent_section
from bot.store.sql import SqlStore

# Among so many questions, the last ones are looked for.
LOOKED_THROUGH = 20


def home_sections(
    seen_by: Callable[[str, str | None], Corpus],
    store: SqlStore,
    digests: OwnDigests,
    to_read: Callable[[str], Sequence[Block]],
    gaps: GapDesk,
) -> tuple[Section, ...]:
    """The sections of the page, from the top.

    `seen_by` holds what a person may see who is in a place; `to_read` is what they are asked to read.
    """
    now: Callable[[], datetime] = digests.subscribing.now

    def recent(visitor: Visitor) -> list[dict[str, object]]:
        asked = store.records.asked_lately(visitor.person, KINDS, set(OUTCOMES), LOOKED_THROUGH)
        return recent_section(asked)

    return (
        lambda visitor: to_read(visitor.person),
        lambda _: asking_section(digests.subscribing.command),
        lambda visitor: gaps.section(visitor.person, visitor.conversation),
        recent,
        lambda visitor: digests.section(visitor.person),
        lambda visitor: known_section(seen_by(visitor.person, visitor.conversation), now().date()),
    )
