"""Whether Slack's secrets are there and accepted, and what to do if not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.slack.api.client import build_client
from bot.slack.api.clocks import SlackClock
from bot.slack.api.refusals import MENDABLE, refusal_of

# What each scope buys: those without which the bot cannot work, and those without which it does less.
REQUIRED = {
    "app_mentions:read": "mentions are not heard",
    "assistant:write": "the app's own conversation has no suggested prompts",
    "chat:write": "nothing can be answered",
    "commands": "the slash command and the shortcuts do nothing",
    "im:history": "direct messages are not heard",
}
_OF_HISTORY = (
    "a reply whose fate is unknown after a crash or a lost connection is not repeated, deleted questions keep their "
    "replies, and questions in threads need a mention"
)
OPTIONAL = {
    "channels:history": f"in public channels {_OF_HISTORY}",
    "groups:history": f"in private channels {_OF_HISTORY}",
    "users:read": (
        "a digest comes by the clocks of the settings unless its zone is named; with [[collections]], everybody counts "
        "as a guest"
    ),
    "im:write": "a curator's answer to a private question is not sent again where nobody knows whether Slack took it",
    "users:read.email": "owners of documents who are named by their e-mail address are not reminded of reviews",
    "channels:read": "nobody knows who is in which channel, or which are shared: what depends on it is shown to nobody",
    "groups:read": "the same holds of private channels",
    "usergroups:read": (
        "nobody knows who is in which user group: what depends on it is shown to nobody, and no group that owns a "
        "document is reminded of its review"
    ),
}
APPS = "https://api.slack.com/apps"
SWAPPED = "SLACK_BOT_TOKEN takes the one that starts with xoxb-, SLACK_APP_TOKEN the one with xapp-; swap them"


@dataclass(frozen=True, slots=True)
class TokenFault:
    """What is wrong with which secret, and how to put it right. `certain`: trying again would not help."""

    name: str
    what: str
    remedy: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Accepted:
    """A secret that is sound, and how that is known. `scopes`: what it allows, where Slack tells.

    `ahead`: how far this machine's clock is ahead of Slack's, where that was seen.
    """

    name: str
    says: str
    scopes: frozenset[str] = frozenset()
    ahead: timedelta | None = None


def check_bot_token(token: str | None, api_url: str) -> Accepted | TokenFault:
    """Asks Slack whether it knows the bot token."""
    name = "SLACK_BOT_TOKEN"
    if not token:
        return TokenFault(name, "is not set", f"copy it from {APPS} → your app → OAuth & Permissions")
    if token.startswith("xapp-"):
        return TokenFault(name, "holds the app-level token (xapp-…)", SWAPPED)
    if not token.startswith("xoxb-"):
        return TokenFault(name, "is not a bot token", "it starts with xoxb-; copy it from OAuth & Permissions")
    try:
        known = build_client(token, api_url).auth_test()
    except Exception as error:
        return _refused(name, api_url, error, "install the app again, and copy it again")
    scopes = str(_header(known.headers, "x-oauth-scopes"))
    granted = frozenset(scope.strip() for scope in scopes.split(",") if scope.strip())
    clock = SlackClock(lambda: datetime.now(UTC))
    clock.hear(known.headers)
    return Accepted(name, f"accepted: @{known.get('user')} in {known.get('team')}", granted, clock.ahead())


def check_app_token(token: str | None, api_url: str) -> Accepted | TokenFault:
    """Asks Slack whether it opens connections for the app token."""
    name = "SLACK_APP_TOKEN"
    if not token:
        remedy = f"make one with connections:write at {APPS} → your app → Basic Information → App-Level Tokens"
        return TokenFault(name, "is not set", remedy)
    if token.startswith("xoxb-"):
        return TokenFault(name, "holds the bot token (xoxb-…)", SWAPPED)
    if not token.startswith("xapp-"):
        return TokenFault(
            name, "is not an app-level token", "it starts with xapp-; see Basic Information → App-Level Tokens"
        )
    try:
        build_client(None, api_url).apps_connections_open(app_token=token)
    except Exception as error:
        remedy = "check that Socket Mode is on and the token has connections:write"
        return _refused(name, api_url, error, remedy)
    return Accepted(name, "accepted: Slack opens connections for it")


def check_signing_secret(secret: str | None) -> Accepted | TokenFault:
    """A signing secret can only be proved by a request from Slack; here it must be there and look like one."""
    if not secret:
        remedy = f"copy it from {APPS} → your app → Basic Information → Signing Secret"
        return TokenFault("SLACK_SIGNING_SECRET", "is not set", remedy)
    if len(secret) < 16:
        return TokenFault("SLACK_SIGNING_SECRET", "is too short", "copy all of it from Basic Information")
    return Accepted("SLACK_SIGNING_SECRET", "set; only a request from Slack can prove it")


def missing(granted: frozenset[str]) -> dict[str, str]:
    """The scopes that are not granted, and what each of them costs; none where nobody knows what is granted."""
    known = REQUIRED | OPTIONAL
    return {scope: cost for scope, cost in known.items() if scope not in granted} if granted else {}


def _header(headers: Mapping[str, str], name: str) -> str:
    return next((value for key, value in headers.items() if key.lower() == name), "")


def _refused(name: str, api_url: str, error: Exception, remedy: str) -> TokenFault:
    """What a failed call says of the token: only what Slack says for certain is about the token at all."""
    refusal = refusal_of(error)
    if refusal is None:
        raise error
    if refusal.again and refusal.reason not in MENDABLE:
        what = f"could not be checked: {api_url} cannot be used now ({refusal.reason})"
        return TokenFault(name, what, "try again; if it goes on, check the network and status.slack.com", certain=False)
    return TokenFault(name, f"is refused by Slack ({refusal.reason})", remedy)
