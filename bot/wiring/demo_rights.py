"""What the demo shows of rights, where the settings say nothing of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from bot.library.library import open_library
from bot.settings import CollectionSettings, RoleSettings, Settings
from slack_playground.page.setup import Offer
from slack_playground.workspace import Workspace

# Chloe is not in the one channel that sees the examples' research, and Amira looks after all documents.
CHANNEL, OUTSIDE, CURATOR, GROUP = "policy", "chloe", "U0AMIRA", "S0NEWSROOM"
RESEARCH = CollectionSettings(name="research", channels=("C0POLICY",))
HIDDEN = Offer("What not everybody may see", "direct", "What did Raji and Buolamwini show?", OUTSIDE)
TO_READ = Offer("A document to be read and confirmed", "command", "ask-to-read {name} until {day}", "amira")
ASKED_IN_VAIN = Offer("A human behind the bot: ask a curator in #general", "mention", "Is there a gym?", "ben")
MISSING = Offer("Unanswered questions, for curators", "command", "gaps", "amira")
CURATORS_CHANNEL = "C0GENERAL"
WEEK = timedelta(days=7)


def with_rights(settings: Settings, workspace: Workspace) -> Settings:
    """The settings with rights, and a workspace in which they make a difference."""
    workspace.take_out(OUTSIDE, CHANNEL)
    workspace.set_group(GROUP, "ben", OUTSIDE)
    return settings.model_copy(update={"collections": (RESEARCH,), "roles": RoleSettings(curators=(CURATOR,))})


def rights_to_try(settings: Settings) -> Iterator[Offer]:
    """What the page proposes of it, by the documents that there are."""
    known = open_library(settings).snapshot.corpus.attributions
    if any(each.collection == RESEARCH.name for each in known):
        yield HIDDEN
    if known:
        latest = max(known, key=lambda each: each.updated or each.published or date.min)
        day = (datetime.now(UTC) + WEEK).date()
        yield TO_READ._replace(text=TO_READ.text.format(name=latest.article, day=day))
    yield from (ASKED_IN_VAIN, MISSING)
