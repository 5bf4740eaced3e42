"""The App Home, joined: what of the documents, the store and the digests its sections show."""

from collections.abc import Callable, Sequence

from bot.slack.api.kit import Block
from bot.slack.curation.gaps import GapDesk
from bot.slack.digests.asked import KINDS
from bot.slack.digests.own_digests import OwnDigests
from bot.slack.home.page import Section, Visitor
from bot.slack.home.sections import OUTCOMES, asking_section, known_section, recent_section
from bot.wiring.joints import Joints

# How many questions are searched for the latest ones to show.
LOOKED_THROUGH = 20


def home_sections(
    joints: Joints, digests: OwnDigests, to_read: Callable[[str], Sequence[Block]], gaps: GapDesk
) -> tuple[Section, ...]:
    """The sections of the page, from the top. `to_read` shows what a person is asked to read."""

    def recent(visitor: Visitor) -> list[dict[str, object]]:
        asked = joints.store.records.asked_lately(visitor.person, KINDS, set(OUTCOMES), LOOKED_THROUGH)
        return recent_section(asked)

    def known(visitor: Visitor) -> list[dict[str, object]]:
        seen = joints.seen_by(visitor.person, visitor.conversation)
        return known_section(seen, joints.store.changes.to_review, joints.now().date())

    return (
        lambda visitor: to_read(visitor.person),
        lambda _: asking_section(joints.settings.slack.command),
        lambda visitor: gaps.section(visitor.person, visitor.conversation),
        recent,
        lambda visitor: digests.section(visitor.person),
        known,
    )
