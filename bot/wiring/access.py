"""Who may see what, by the settings."""

from bot.core.access import Access, CollectionRule, Directory
from bot.core.model import UNCOLLECTED
from bot.settings import Settings


def access_of(settings: Settings, directory: Directory) -> Access:
    """The rules of the settings, applied to what the directory tells. Every source has a collection of its own: members
    see those that no rule names.
    """
    rules = tuple(
        CollectionRule(
            each.name, frozenset(each.channels), frozenset(each.groups), frozenset(each.people), public=each.public
        )
        for each in settings.collections
    )
    own = {source.collection or source.called for source in settings.sources} - {rule.name for rule in rules}
    return Access(rules, frozenset({UNCOLLECTED, *own}), directory)
