"""Who and what there is in the workspace, who is where, and what the app may do there."""

import secrets
from collections.abc import Callable
from dataclasses import replace

from slack_playground.conversations import Conversations
from slack_playground.people import App, Channel, Person, the_channels, the_people
from slack_playground.refusals import Impossible, Refused
from slack_playground.watching import Watched


class Premises:
    """Three people, three channels, one app with its secrets and ``scopes``.

    ``crowd`` and ``rooms`` are how many people and channels there are besides; the bot is in all of these rooms.
    ``token_fault`` is Slack's error name for the bot token, once that is revoked.
    """

    def __init__(self, scopes: frozenset[str] | set[str], crowd: int, rooms: int, now: Callable[[], float]) -> None:
        self.scopes, self.now = set(scopes), now
        self.bot_token = f"xoxb-playground-{secrets.token_hex(12)}"
        self.app_token = f"xapp-playground-{secrets.token_hex(12)}"
        self.signing_secret = secrets.token_hex(16)
        self.token_fault: str | None = None
        self.app = App()
        self.people = the_people(crowd)
        self._people = {name: person for person in self.people for name in (person.id, person.name)}
        self.user_groups: dict[str, frozenset[str]] = {}
        self.changes = Watched()
        self.conversations = Conversations(self.people, the_channels(self.people, self.app, rooms), self.app, now)

    def person(self, who: Person | str) -> Person:
        """By id or name. Raises Impossible."""
        found = self._people.get(who.id if isinstance(who, Person) else who)
        if found is None:
            raise Impossible(f"there is nobody called {who!r}")
        return found

    def channel(self, where: Channel | str) -> Channel:
        """By id or name, as it is now. Raises Impossible."""
        try:
            return self.conversations.channel(where.id if isinstance(where, Channel) else where)
        except Refused as error:
            raise Impossible(f"there is no channel called {where!r}") from error

    def direct_channel(self, who: Person | str) -> Channel:
        """The conversation of this person with the bot."""
        return self.channel(self.person(who).id)

    def invite_bot(self, where: Channel | str) -> Channel:
        """Make the bot a member."""
        with self.changes.changing():
            return self.conversations.join(self.channel(where), self.app.user_id)

    def remove_bot(self, where: Channel | str) -> Channel:
        """Take the bot out of a channel."""
        with self.changes.changing():
            return self.conversations.leave(self.channel(where), self.app.user_id)

    @staticmethod
    def handle_of(group: str) -> str:
        """What people type after @ to name a user group."""
        return group.removeprefix("S0").lower()

    def set_group(self, name: str, *people: Person | str) -> None:
        """Make a user group of these people, or put them in the place of who was in it."""
        with self.changes.changing():
            self.user_groups = {**self.user_groups, name: frozenset(self.person(who).id for who in people)}

    def make_guest(self, who: Person | str) -> Person:
        """From now on this person is a guest, for all that users.info tells."""
        with self.changes.changing():
            guest = replace(self.person(who), guest=True)
            self.conversations.people[guest.id] = guest
            return guest

    def make_stranger(self, who: Person | str, team: str = "T0ELSEWHERE") -> Person:
        """From now on this person belongs to another organization."""
        with self.changes.changing():
            stranger = replace(self.person(who), team=team)
            self._people |= {stranger.id: stranger, stranger.name: stranger}
            self.conversations.people[stranger.id] = stranger
            return stranger

    def take_out(self, who: Person | str, where: Channel | str) -> Channel:
        """Take a person out of a channel."""
        with self.changes.changing():
            return self.conversations.leave(self.channel(where), self.person(who).id)

    def share_outside(self, where: Channel | str) -> Channel:
        """Share a channel with another organization."""
        with self.changes.changing():
            return self.conversations.put(replace(self.channel(where), shared=True))

    def archive(self, where: Channel | str, archived: bool = True) -> Channel:
        """Close a channel for everybody (``is_archived``), or open it again."""
        with self.changes.changing():
            return self.conversations.put(replace(self.channel(where), archived=archived))

    def delete_channel(self, where: Channel | str) -> None:
        """Delete a channel with all that was said in it (``channel_not_found``)."""
        with self.changes.changing():
            self.conversations.forget(self.channel(where))

    def revoke_token(self, error: str = "token_revoked") -> None:
        """From now on every method answers the bot token with this error; the app token stays good."""
        with self.changes.changing():
            self.token_fault = error

    def restore_token(self) -> None:
        """Take the bot token again."""
        with self.changes.changing():
            self.token_fault = None
