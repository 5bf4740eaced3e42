"""Slack: whether it accepts the secrets, what missing scopes cost, and whether the clocks agree."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import structlog
from pydantic import SecretStr

from bot.core.access import groups_in
from bot.core.errors import ConfigurationError
from bot.doctor.finding import Finding
from bot.settings import Settings, Tokens
from bot.slack.api.tokens import (
    REQUIRED,
    Accepted,
    TokenFault,
    check_app_token,
    check_bot_token,
    check_signing_secret,
    missing,
)

START_TRIES = 4
# So far a clock may be off before somebody should know; Slack's own signatures hold for five minutes.
SKEW = timedelta(seconds=30)

ADD_SCOPE = "add it under OAuth & Permissions (the manifest has them all), and install the app again"

log = structlog.get_logger()


def check_slack(settings: Settings, tokens: Tokens) -> Iterator[Finding]:
    """Asks Slack."""
    for checked in _checked(settings, tokens):
        match checked:
            case TokenFault(name, what, remedy):
                yield Finding(name, False, what, remedy)
            case Accepted(name, by, scopes, ahead):
                yield Finding(name, True, by)
                if ahead is not None:
                    yield _clock(ahead)
                yield from _scopes(scopes, settings)


def demand_tokens(settings: Settings, tokens: Tokens, pause: Callable[[float], None] = time.sleep) -> None:
    """Raises ConfigurationError if a secret is missing, or refused by Slack for certain.

    Passing trouble is waited for, some seconds; after that the bot starts all the same, and goes on trying.
    """
    for tried in range(START_TRIES):
        faults = [each for each in _checked(settings, tokens) if isinstance(each, TokenFault)]
        if certain := [fault for fault in faults if fault.certain]:
            raise ConfigurationError("\n".join(f"{fault.name} {fault.what}; {fault.remedy}" for fault in certain))
        if not faults:
            return
        if tried == 0:
            log.warning(f"{faults[0].name} {faults[0].what}; trying again")
        pause(random.uniform(0.5, 1) * 2**tried)  # noqa: S311  # many bots that start together do not ask together
    log.warning("Slack does not say whether the tokens are right; starting anyway, and trying again")


def _checked(settings: Settings, tokens: Tokens) -> Iterator[Accepted | TokenFault]:
    url = settings.slack.api_url
    yield check_bot_token(_reveal(tokens.bot_token), url)
    if settings.slack.mode == "http":
        yield check_signing_secret(_reveal(tokens.signing_secret))
    else:
        yield check_app_token(_reveal(tokens.app_token), url)


def _scopes(granted: frozenset[str], settings: Settings) -> Iterator[Finding]:
    """What is granted, and what each scope costs that is not. It is a fault only where the settings lean on it."""
    if granted:
        yield Finding("scopes", True, f"granted: {', '.join(sorted(granted))}")
    needed = REQUIRED.keys() | _needed(settings)
    for scope, cost in missing(granted).items():
        yield Finding("scopes", scope not in needed, f"without {scope}, {cost}", ADD_SCOPE)


def _needed(settings: Settings) -> set[str]:
    """The optional scopes that the rules about who may see what, and who looks after it, need."""
    named = settings.collections
    needed = {"users:read", "channels:read"} if named else set()
    needed |= {"groups:read"} if any(each.channels for each in named) else set()
    groups = any(each.groups for each in named) or groups_in(settings.keepers)
    return needed | ({"usergroups:read"} if groups else set())


def _clock(ahead: timedelta) -> Finding:
    seconds, way = abs(round(ahead.total_seconds())), "ahead of" if ahead > timedelta() else "behind"
    if abs(ahead) <= SKEW:
        return Finding("clock", True, f"within {SKEW.seconds} seconds of Slack's")
    says = f"this machine's clock is {seconds:,} seconds {way} Slack's, and digests go by it"
    return Finding("clock", False, says, "let NTP set it")


def _reveal(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
