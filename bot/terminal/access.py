"""The rules that say who may see what, in sentences."""

from collections.abc import Iterator

from bot.core.access import EVERYTHING, MEMBERS, PUBLIC, UNDECLARED, Access, Decision
from bot.core.corpus import Corpus
from bot.core.model import UNCOLLECTED
from bot.core.roles import Roles

NAMES = {UNCOLLECTED: "documents in no collection"}


def who_sees(name: str, corpus: Corpus, access: Access, roles: Roles) -> list[str] | None:
    """Who may see a document or a collection, and who looks after it, one line per rule; None if there is neither."""
    document = corpus.article(name)
    collections = {known.collection for known in corpus.attributions} | {rule.name for rule in access.rules}
    if document is None and name not in collections:
        return None
    collection = (document.attribution.collection or UNCOLLECTED) if document else name
    where = [f"{name} is in {NAMES.get(collection, f'the collection {collection}')}."] if document else []
    return [*where, *_rules(access, collection), *_keepers(roles, collection)]


def told_of(decision: Decision) -> str:
    """Whether somebody may see a collection, and why."""
    name = NAMES.get(decision.collection, decision.collection)
    return f"{'yes' if decision.sees else 'no '}  {name}: {decision.why}"


def _keepers(roles: Roles, collection: str) -> Iterator[str]:
    """Who looks after it."""
    if curators := roles.curators_of(collection):
        yield f"Its curators: {', '.join(sorted(curators))}."
    elif roles.channel:
        yield f"Its curators: whoever is in {roles.channel}."
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
