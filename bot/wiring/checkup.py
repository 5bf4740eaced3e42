"""Whether configuration, corpus and Slack tokens are sound, a line each, with the step that is missing."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import SecretStr

from bot.core.errors import ConfigurationError
from bot.core.model import Standing
from bot.settings import Settings, Tokens
from bot.slack.tokens import Accepted, TokenFault, check_app_token, check_bot_token, check_signing_secret
from bot.wiring.library import open_library, read_leavings
from bot.wiring.state import database, open_state


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
        open_state(settings)
        yield Finding("state", True, f"{database(settings)} can be written")
        read_leavings(settings.leavings)
        yield Finding("leavings", True, f"{settings.leavings} can be read")
    except ConfigurationError as error:
        yield Finding("files", False, str(error))
    yield from _slack(settings, tokens)


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
        yield Finding("corpus", True, f"{count}, examples only; your own go in with: policybot add FILE")
    else:
        yield Finding("corpus", True, count)


def demand_tokens(settings: Settings, tokens: Tokens) -> None:
    """Raises ConfigurationError if a secret is missing or refused; an unreachable Slack is left to come back."""
    for fault in _token_findings(settings, tokens):
        if isinstance(fault, TokenFault) and fault.certain:
            raise ConfigurationError(f"{fault.name} {fault.what}; {fault.mend}")


def _slack(settings: Settings, tokens: Tokens) -> Iterator[Finding]:
    for found in _token_findings(settings, tokens):
        match found:
            case TokenFault(name, what, mend):
                yield Finding(name, False, f"{what}; {mend}")
            case Accepted(name, by):
                yield Finding(name, True, by)


def _token_findings(settings: Settings, tokens: Tokens) -> Iterator[Accepted | TokenFault]:
    url = settings.slack.api_url
    yield check_bot_token(_reveal(tokens.bot_token), url)
    if settings.slack.mode == "http":
        yield check_signing_secret(_reveal(tokens.signing_secret))
    else:
        yield check_app_token(_reveal(tokens.app_token), url)


def _reveal(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
