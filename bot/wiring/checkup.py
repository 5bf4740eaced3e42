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
        library = open_library(settings.corpus)
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


def _slack(settings: Settings, tokens: Tokens) -> Iterator[Finding]:
    url = settings.slack.api_url
    match check_bot_token(_reveal(tokens.bot_token), url):
        case Accepted(team, bot):
            yield Finding("SLACK_BOT_TOKEN", True, f"accepted: @{bot} in {team}")
        case TokenFault(name, what, mend):
            yield Finding(name, False, f"{what}; {mend}")
    if settings.slack.mode == "http":
        name, fault = "SLACK_SIGNING_SECRET", check_signing_secret(_reveal(tokens.signing_secret))
        good = "set; only a request from Slack can prove it"
    else:
        name, fault = "SLACK_APP_TOKEN", check_app_token(_reveal(tokens.app_token), url)
        good = "accepted: Slack opens connections for it"
    yield Finding(name, False, f"{fault.what}; {fault.mend}") if fault else Finding(name, True, good)


def _reveal(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
