"""Who may see what, by the settings."""

from collections.abc import Iterator

from bot.core.access import EVERYTHING, MEMBERS, PUBLIC, UNDECLARED, Access, CollectionRule, Directory, NoDirectory
from bot.core.errors import ConfigurationError
from bot.core.model import UNCOLLECTED
from bot.core.roles import Roles
from bot.library.library import open_library
from bot.settings import Settings, SourceSettings, Tokens

NAMES = {UNCOLLECTED: "documents in no collection"}


def access_of(settings: Settings, directory: Directory) -> Access:
    """The rules of the settings, applied to what the directory tells. Every source has a collection of its own: members
    see those that no rule names.
    """
    rules = rules_of(settings)
    own = {collection_of(source) for source in settings.sources} - {rule.name for rule in rules}
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


def collection_of(source: SourceSettings) -> str:
    """The collection of what comes from a source."""
    return source.collection or source.called


def who_sees(settings: Settings, name: str) -> list[str] | None:
    """Who may see a document or a collection, a line a rule; None if there is neither of that name."""
    corpus, access = open_library(settings).snapshot.corpus, access_of(settings, NoDirectory())
    document = corpus.article(name)
    collections = {known.collection for known in corpus.attributions} | {rule.name for rule in access.rules}
    if document is None and name not in collections:
        return None
    collection = (document.attribution.collection or UNCOLLECTED) if document else name
    where = [f"{name} is in {NAMES.get(collection, f'the collection {collection}')}."] if document else []
    return [*where, *_rules(access, collection), *_keepers(settings, collection)]


def can_see(settings: Settings, tokens: Tokens, person: str) -> Iterator[str]:
    """What a person may see in private, and by which rule, a line a collection. Raises ConfigurationError."""
    if not settings.collections:
        yield EVERYTHING
        return
    if tokens.bot_token is None:
        raise ConfigurationError("SLACK_BOT_TOKEN is not set; Slack has to be asked what a person is a member of")
    for each in access_of(settings, directory_of(settings, tokens)).decisions(person, None, private=True):
        yield f"{'yes' if each.sees else 'no '}  {NAMES.get(each.collection, each.collection)}: {each.why}"


def directory_of(settings: Settings, tokens: Tokens) -> Directory:
    """What Slack tells of people and places; nothing without a token."""
    from bot.slack.api.client import build_client  # noqa: PLC0415  # who asks nothing of Slack need not load it
    from bot.slack.api.directory import SlackDirectory  # noqa: PLC0415

    if tokens.bot_token is None:
        return NoDirectory()
    return SlackDirectory(build_client(tokens.bot_token.get_secret_value(), settings.slack.api_url))


def _keepers(settings: Settings, collection: str) -> Iterator[str]:
    """Who looks after it."""
    roles = roles_of(settings, NoDirectory())
    if curators := roles.curators_of(collection):
        yield f"Its curators: {', '.join(sorted(curators))}."
    elif roles.channel:
        yield f"Its curators: who reads {roles.channel}."
    if administrators := roles.administrators_of(collection):
        yield f"Its administrators: {', '.join(sorted(administrators))}."


def _rules(access: Access, collection: str) -> Iterator[str]:
    if not access.rules:
        yield EVERYTHING
        return
    rule = next((each for each in access.rules if each.name == collection), None)
    if rule is None:
        yield MEMBERS if collection in access.for_members else UNDECLARED
        return
    if rule.public:
        yield PUBLIC
    yield from (f"in the channel {channel}, and its members in private" for channel in sorted(rule.channels))
    yield from (f"members of the user group {group}, in private" for group in sorted(rule.groups))
    yield from (f"in private, {person}" for person in sorted(rule.people))
    yield from (f"in private, {keeper}, who looks after it" for keeper in sorted(rule.keepers))
