"""Channels and user groups that the settings name, as Slack knows them."""

from collections.abc import Callable, Iterator, Set

from bot.core.access import groups_in
from bot.doctor.finding import Finding
from bot.settings import Settings


def check_places(
    settings: Settings, groups: Callable[[], Set[str] | None], may_post: Callable[[str], bool | None]
) -> Iterator[Finding]:
    """Whether the groups are there, and the bot is in the channels; nothing is said of what Slack does not tell.

    `groups` are the user groups of the workspace; `may_post` says whether a message into a place would be taken.
    """
    if named := _groups(settings):
        known = groups()
        for group in sorted(named - known) if known is not None else ():
            remedy = "copy its ID again, or check whether it was disabled"
            yield Finding("groups", False, f"Slack knows no user group {group}, so nobody is in it", remedy)
        if known is not None and named <= known:
            yield Finding("groups", True, f"Slack knows {', '.join(sorted(named))}")
    for channel, setting in _channels(settings).items():
        if may_post(channel) is False:
            says = f"the bot is not in {channel} ({setting}), or there is no such channel"
            yield Finding("channels", False, says, "invite it there: /invite @policybot")


def _groups(settings: Settings) -> Set[str]:
    of_collections = {group for each in settings.collections for group in each.groups}
    return of_collections | groups_in(settings.keepers)


def _channels(settings: Settings) -> dict[str, str]:
    """Where the settings have the bot post by itself, and which setting says so."""
    digest = settings.digest
    named = dict.fromkeys(digest.channels, "digest.channels")
    for channel, setting in ((digest.curators_channel, "curators_channel"), (digest.heartbeat, "heartbeat")):
        if channel:
            named[channel] = f"digest.{setting}"
    return named
