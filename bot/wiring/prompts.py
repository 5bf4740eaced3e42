"""Questions to begin with, taken from the corpus."""

from collections.abc import Callable
from functools import lru_cache

from bot.core.access import Access
from bot.library.library import Library, policy_of
from bot.settings import Settings

KEPT = 16


def prompts_of(library: Library, settings: Settings, access: Access) -> Callable[[str, str], tuple[str, ...]]:
    """What a person may be offered to ask in their conversation with the bot.

    To find it takes a dozen questions, so it is kept as long as the corpus stays as it is.
    """
    policy = policy_of(settings)

    @lru_cache(KEPT)
    def found(collections: frozenset[str] | None, revision: str) -> tuple[str, ...]:  # the revision names the corpus
        return library.prompts(collections, policy)

    def prompts(person: str, conversation: str) -> tuple[str, ...]:
        collections = access.audience(person, conversation, private=True).collections
        return found(collections, library.seen(collections).index.revision)

    return prompts
