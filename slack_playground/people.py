"""Who is in the workspace: people, the app under test, and the places where they meet."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

TEAM_ID = "T0PLAYGROUND"
TEAM_NAME = "Playground"


@dataclass(frozen=True, slots=True)
class Person:
    """A human. ``tz_offset`` is in seconds east of UTC; a ``guest`` is no full member, and ``team`` is where they are
    at home."""

    id: str
    name: str
    real_name: str
    tz: str
    tz_offset: int
    guest: bool = False
    team: str = TEAM_ID

    @property
    def email(self) -> str:
        """Their address."""
        return f"{self.name}@playground.example"

    def as_slack(self) -> Json:
        """The object that users.info gives."""
        profile = {"real_name": self.real_name, "display_name": self.name, "team": self.team, "email": self.email}
        return {
            "id": self.id,
            "team_id": self.team,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": False,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": self.tz_offset,
            "profile": profile,
            "is_bot": False,
            "is_restricted": self.guest,
            "is_ultra_restricted": False,
            "is_app_user": False,
            "locale": "en-GB",
        }


@dataclass(frozen=True, slots=True)
class App:
    """The app under test: its app id, and its bot's user id and bot id."""

    id: str = "A0POLICYBOT"
    user_id: str = "U0POLICYBOT"
    bot_id: str = "B0POLICYBOT"
    name: str = "policybot"

    def as_slack(self) -> Json:
        """The bot's own entry in users.info."""
        profile = {"real_name": self.name, "api_app_id": self.id, "bot_id": self.bot_id, "team": TEAM_ID}
        return {
            "id": self.user_id,
            "team_id": TEAM_ID,
            "name": self.name,
            "real_name": self.name,
            "deleted": False,
            "tz": "Europe/London",
            "tz_label": "Europe/London",
            "tz_offset": 0,
            "profile": profile,
            "is_bot": True,
            "is_app_user": False,
        }


@dataclass(frozen=True, slots=True)
class Channel:
    """A public or ``private`` channel, or (with ``partner``) the direct conversation of one person with the bot.

    ``members`` are ids. Nobody can write in an ``archived`` channel. A ``shared`` one has people of other
    organizations in it.
    """

    id: str
    name: str
    members: frozenset[str] = field(default_factory=frozenset)
    partner: str | None = None
    archived: bool = False
    private: bool = False
    shared: bool = False

    @property
    def is_im(self) -> bool:
        return self.partner is not None

    def as_slack(self, bot_user: str) -> Json:
        """The object that conversations.info gives."""
        if self.partner is not None:
            return {
                "id": self.id,
                "is_im": True,
                "user": self.partner,
                "created": 1700000000,
                "is_open": True,
            }
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": True,
            "is_group": False,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.private,
            "is_shared": self.shared,
            "is_ext_shared": self.shared,
            "is_archived": self.archived,
            "is_general": self.name == "general",
            "is_member": bot_user in self.members,
            "created": 1700000000,
            "num_members": len(self.members),
        }


def the_people(crowd: int = 0) -> tuple[Person, ...]:
    """Three people in three time zones, and ``crowd`` more, called crowd-1 and so on."""
    more = range(1, crowd + 1)
    return (
        Person("U0AMIRA", "amira", "Amira Haddad", "Europe/London", 0),
        Person("U0BEN", "ben", "Ben Okafor", "America/New_York", -18000),
        Person("U0CHLOE", "chloe", "Chloe Tan", "Asia/Tokyo", 32400),
        *(Person(f"U0CROWD{number}", f"crowd-{number}", f"Crowd {number}", "Europe/London", 0) for number in more),
    )


def the_channels(people: tuple[Person, ...], app: App, rooms: int = 0) -> tuple[Channel, ...]:
    """#general and #policy with the bot, #random without it, and everyone's conversation with the bot.

    So many ``rooms`` more, #room-1 and so on, have the bot in them as well.
    """
    everyone = frozenset(person.id for person in people)
    with_bot = everyone | {app.user_id}
    return (
        Channel("C0GENERAL", "general", with_bot),
        Channel("C0POLICY", "policy", with_bot),
        Channel("C0RANDOM", "random", everyone),
        *(Channel(f"C0ROOM{number}", f"room-{number}", with_bot) for number in range(1, rooms + 1)),
        *(
            Channel(f"D0{person.id[2:]}", person.name, frozenset({person.id, app.user_id}), person.id)
            for person in people
        ),
    )
