"""Who may see what, by the settings."""

from collections.abc import Iterator

from bot.core.access import EVERYTHING, Access, CollectionRule, Directory, NoDirectory
from bot.core.errors import ConfigurationError
from bot.core.model import UNCOLLECTED
from bot.core.roles import Roles
from bot.settings import Settings, Tokens
from bot.terminal.access import told_of


def access_of(settings: Settings, directory: Directory) -> Access:
    """The rules of the settings, applied to what the directory tells. Every source has a collection of its own: members
    see those that no rule names.
    """
    rules = rules_of(settings)
    own = {source.belongs_to for source in settings.sources} - {rule.name for rule in rules}
    return Access(rules, frozenset({UNCOLLECTED, *own}), directory)


def roles_of(settings: Settings, directory: Directory) -> Roles:
    """Who looks after the documents, by the settings and by what the directory tells."""
    given = settings.roles
    named = frozenset(given.curators), frozenset(given.administrators)
    return Roles(rules_of(settings), *named, settings.digest.curators_channel, directory)


def rules_of(settings: Settings) -> tuple[CollectionRule, ...]:
    """The [[collections]] of the settings."""
    return tuple(
        CollectionRule(
            each.name,
            frozenset(each.channels),
            frozenset(each.groups),
            frozenset(each.people),
            public=each.public,
            curators=frozenset(each.curators),
            administrators=frozenset(each.administrators),
        )
        for each in settings.collections
    )


def can_see(settings: Settings, tokens: Tokens, person: str) -> Iterator[str]:
    """What a person may see in private, and by which rule, one line per collection. Raises ConfigurationError."""
    if not settings.collections:
        yield EVERYTHING
        return
    if tokens.bot_token is None:
        raise ConfigurationError("SLACK_BOT_TOKEN is not set; Slack has to be asked what a person is a member of")
    decisions = access_of(settings, directory_of(settings, tokens)).decisions(person, None, private=True)
    yield from map(told_of, decisions)


def directory_of(settings: Settings, tokens: Tokens) -> Directory:
    """What Slack tells of people and places; nothing without a token."""
    from bot.slack.api.client import build_client  # noqa: PLC0415  # not loaded where nothing is asked of Slack
    from bot.slack.api.directory import SlackDirectory  # noqa: PLC0415

    if tokens.bot_token is None:
        return NoDirectory()
    return SlackDirectory(build_client(tokens.bot_token.get_secret_value(), settings.slack.api_url))
