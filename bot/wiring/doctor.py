"""Whether configuration, corpus and Slack tokens are sound, a line each, with the step that is missing."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import structlog
from pydantic import SecretStr

from bot.core.access import NoDirectory
from bot.core.corpus import Corpus
from bot.core.errors import ConfigurationError, StoreError
from bot.core.model import Standing
from bot.library.library import open_library, read_boilerplate
from bot.settings import Settings, Tokens
from bot.slack.api.tokens import (
    Accepted,
    TokenFault,
    check_app_token,
    check_bot_token,
    check_signing_secret,
    missing_for_access,
    missing_history,
    missing_profiles,
)
from bot.wiring.access import access_of
from bot.wiring.source_check import check_sources
from bot.wiring.state import open_state, place_of

# Of what could not be delivered, the latest tell enough.
MOST_TOLD = 20
START_TRIES = 4
# So far a clock may be off before somebody should know; Slack's own signatures hold for five minutes.
SKEW = timedelta(seconds=30)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check: what was looked at, whether it is sound, and what to say of it."""

    subject: str
    sound: bool
    says: str


def findings(settings: Settings, tokens: Tokens) -> Iterator[Finding]:
    """Looks at everything that `policybot run` needs, one after the other."""
    yield from _corpus(settings)
    try:
        yield from _state(settings)
        read_boilerplate(settings.boilerplate)
        yield Finding("boilerplate", True, f"{settings.boilerplate} can be read")
    except (ConfigurationError, StoreError) as error:
        yield Finding("files", False, str(error))
    if settings.digest.subscribers == "curators" and not settings.digest.curators:
        yield Finding(
            "digest", False, "nobody can subscribe a channel: name digest.curators, or set digest.subscribers to anyone"
        )
    if settings.answering.note_changes and settings.keep_days < settings.answering.note_changes_days:
        says = f"answers are kept for keep_days = {settings.keep_days} only: older ones get no reply"
        yield Finding("note_changes_days", False, says)
    yield from _slack(settings, tokens)


def _state(settings: Settings) -> Iterator[Finding]:
    store = open_state(settings)
    try:
        yield Finding("state", True, f"{place_of(settings)} can be written")
        if waiting := store.inbox.waiting():
            yield Finding("questions", True, f"{waiting} wait for their answer; the running bot will answer them")
        for given_up in store.inbox.abandoned()[:MOST_TOLD]:
            when = given_up.at.strftime("%Y-%m-%d %H:%M UTC")
            place = f" in {given_up.place}" if given_up.place else ""
            yield Finding("undelivered", True, f"a {given_up.kind}{place}, {when}: {given_up.reason}")
        for post in store.posts.unknown()[:MOST_TOLD]:
            when = post.since.strftime("%Y-%m-%d %H:%M UTC")
            yield Finding("unknown", True, f"a post in {post.channel}, {when}, may or may not have arrived")
        for subject, sound, says in check_sources(settings, store.curation.candidates):
            yield Finding(subject, sound, says)
    finally:
        store.close()


def _corpus(settings: Settings) -> Iterator[Finding]:
    try:
        library = open_library(settings)
    except ConfigurationError as error:
        yield Finding("corpus", False, str(error))
        return
    for fault in library.snapshot.faults:
        yield Finding("corpus", False, str(fault))
    corpus = library.snapshot.corpus
    count = f"{len(corpus.articles)} articles, {len(corpus.passages)} passages in {settings.corpus}"
    if not corpus.articles:
        yield Finding("corpus", False, f"no article in {settings.corpus}; add one: policybot add FILE")
    elif all(article.attribution.standing is Standing.EXAMPLE for article in corpus.articles):
        yield Finding("corpus", True, f"{count}, only the examples; add your own with: policybot add FILE")
    else:
        yield Finding("corpus", True, count)
    yield from _undeclared(settings, corpus)
    if comparing := library.snapshot.index.comparing:
        says = f"{comparing.model} in {settings.search.model}, {comparing.count:,} texts encoded"
        yield Finding("encoder", True, says)


def _undeclared(settings: Settings, corpus: Corpus) -> Iterator[Finding]:
    """Collections that documents name and no setting does: nobody may see them."""
    access = access_of(settings, NoDirectory())
    names = Counter(known.collection for known in corpus.attributions if known.collection)
    for name in access.undeclared(names):
        what = f"{names[name]} documents name the collection {name!r}, and no [[collections]] in the settings does"
        yield Finding("collections", False, f"{what}: nobody may see them")


def _needed(settings: Settings) -> set[str]:
    """The optional scopes that the rules about who may see what need."""
    named = settings.collections
    needed = {"users:read", "channels:read"} if named else set()
    needed |= {"groups:read"} if any(each.channels for each in named) else set()
    return needed | ({"usergroups:read"} if any(each.groups for each in named) else set())


def demand_tokens(settings: Settings, tokens: Tokens, pause: Callable[[float], None] = time.sleep) -> None:
    """Raises ConfigurationError if a secret is missing, or refused by Slack for certain.

    Passing trouble is waited for, some seconds; after that the bot starts all the same, and goes on trying.
    """
    for tried in range(START_TRIES):
        open_faults = [each for each in _token_findings(settings, tokens) if isinstance(each, TokenFault)]
        if certain := [fault for fault in open_faults if fault.certain]:
            raise ConfigurationError("\n".join(f"{fault.name} {fault.what}; {fault.mend}" for fault in certain))
        for fault in open_faults:
            log.warning("a secret could not be checked", secret=fault.name, what=fault.what)
        if not open_faults:
            return
        pause(random.uniform(0.5, 1) * 2**tried)  # noqa: S311  # many bots that start together do not ask together


def _slack(settings: Settings, tokens: Tokens) -> Iterator[Finding]:
    for found in _token_findings(settings, tokens):
        match found:
            case TokenFault(name, what, mend):
                yield Finding(name, False, f"{what}; {mend}")
            case Accepted(name, by, scopes, ahead):
                yield Finding(name, True, by)
                if ahead is not None and abs(ahead) > SKEW:
                    yield Finding("clock", False, _skewed(ahead))
                if hidden := missing_for_access(scopes, _needed(settings)):
                    yield Finding("collections", False, hidden)
                for lacking in filter(None, (missing_history(scopes), missing_profiles(scopes))):
                    yield Finding("scopes", True, lacking)


def _skewed(ahead: timedelta) -> str:
    seconds, way = abs(round(ahead.total_seconds())), "ahead of" if ahead > timedelta() else "behind"
    return f"this machine's clock is {seconds:,} seconds {way} Slack's; set it by NTP (digests depend on it)"


def _token_findings(settings: Settings, tokens: Tokens) -> Iterator[Accepted | TokenFault]:
    url = settings.slack.api_url
    yield check_bot_token(_reveal(tokens.bot_token), url)
    if settings.slack.mode == "http":
        yield check_signing_secret(_reveal(tokens.signing_secret))
    else:
        yield check_app_token(_reveal(tokens.app_token), url)


def _reveal(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
