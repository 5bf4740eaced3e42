"""Where each setting was said, by file and line or by variable, and what was meant by one that there is not.

A setting is named by its path: `("digest", "time")`, or `("sources", 0, "feed")`, as pydantic names it.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PREFIX = "POLICYBOT_"
# What is no setting and begins so all the same: where settings are, where a secret is, what tests are told.
NO_SETTINGS = (f"{PREFIX}CONFIG", f"{PREFIX}DATABASE_FILE")
OF_TESTS = tuple(PREFIX + name for name in ("TEST_", "EXAMPLES", "EVERY_ZONE", "CHROMIUM", "AXE"))

# How what is checked by a pattern is to be written, by the last word of its name.
_CHANNEL = "write a channel's id, such as C0123456789; Slack shows it at the foot of the channel's details"
_ADDRESS = "write a web address that begins with https:// or http://"
_PERSON = "write a person's id, such as U0123456789; Slack shows it in their profile, under Copy member ID"
_PERSON_OR_GROUP = "write a person's id, such as U0123456789, or a user group's, such as S0123456789"
HOW_TO_WRITE = {
    "channels": _CHANNEL,
    "curators_channel": _CHANNEL,
    "heartbeat": _CHANNEL,
    "curators": _PERSON_OR_GROUP,
    "administrators": _PERSON_OR_GROUP,
    "people": _PERSON,
    "groups": "write a user group's id, such as S0123456789",
    "command": "write a slash and up to 31 small letters, digits, hyphens or underscores, such as /policy",
    "api_url": "write a web address that ends with a slash, such as https://slack.com/api/",
    "name": "write up to 40 small letters, digits and hyphens",
    "pages": _ADDRESS,
    "sitemap": _ADDRESS,
    "feed": _ADDRESS,
    "link": _ADDRESS,
    "hosts": "write web addresses of nodes, without a path, a name or a password, such as https://search-1:9200",
    "prefix": "write up to 40 small letters, digits and hyphens",
}

SettingPath = tuple[str | int, ...]
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]\]?")
_KEY = re.compile(r"\s*([\w-]+(?:\s*\.\s*[\w-]+)*)\s*=")


@dataclass(frozen=True, slots=True)
class Said:
    """What the settings file holds (nothing, if there is none), and what the environment does."""

    file: Path
    text: str
    environment: Mapping[str, str]

    def origin(self, path: SettingPath) -> str | None:
        """The variable that says a setting, or the file and its line; None where nobody does."""
        if variable := self.variable(path):
            return variable
        line = line_of(self.text, path)
        return f"{self.file}:{line}" if line else None

    def variable(self, path: SettingPath) -> str | None:
        """The variable that says a setting, or the whole section in which it is."""
        given = {name.upper(): name for name in self.environment}
        if path == ("database",) and f"{PREFIX}DATABASE" not in given and f"{PREFIX}DATABASE_FILE" in given:
            return given[f"{PREFIX}DATABASE_FILE"]
        for length in range(len(path), 0, -1):
            name = PREFIX + "__".join(str(part) for part in path[:length]).upper()
            if name in given:
                return given[name]
        return None


def line_of(text: str, path: SettingPath) -> int | None:
    """The line of a TOML file on which a setting is, or else the one that begins its section."""
    best: tuple[int, int] | None = None
    for number, named in _lines(text):
        if path[: len(named)] == named and (best is None or len(named) > best[0]):
            best = (len(named), number)
    return best[1] if best else None


def _lines(text: str) -> Iterator[tuple[int, SettingPath]]:
    section: SettingPath = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            section = tuple(header[2].split("."))
            if header[1] == "[[":
                counts[header[2]] = counts.get(header[2], -1) + 1
                section = (*section, counts[header[2]])
            yield number, section
        elif key := _KEY.match(line):
            yield number, (*section, *(part.strip() for part in key[1].split(".")))


def unknown_variables(environment: Mapping[str, str], known: Collection[SettingPath]) -> list[str]:
    """A sentence for each variable that begins as ours do and says no setting."""
    names = {PREFIX + "__".join(map(str, path)).upper() for path in known} | set(NO_SETTINGS)
    unknown = [name for name in environment if name.upper().startswith(PREFIX) and name.upper() not in names]
    return [
        f"{name}: there is no such setting{did_you_mean(name.upper(), names)}"
        for name in unknown
        if not name.upper().startswith(OF_TESTS)
    ]


def unknown_setting(path: SettingPath, known: Collection[SettingPath]) -> str:
    """What is said of a setting that there is not."""
    names = {".".join(str(part) for part in each if isinstance(part, str)): each for each in known}
    asked = ".".join(str(part) for part in path if isinstance(part, str))
    elsewhere = [name for name, each in names.items() if each[-1] == path[-1]]
    meant = f"; did you mean {elsewhere[0]}?" if len(elsewhere) == 1 else did_you_mean(asked, names)
    return f"there is no such setting{meant}"


def did_you_mean(word: str, known: Collection[str]) -> str:
    """“; did you mean …?” with what is most like a word, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415  # seldom needed

    close = get_close_matches(word, sorted(known), 1, 0.75)
    return f"; did you mean {close[0]}?" if close else ""


def how_to_write(path: SettingPath) -> str:
    """How a setting is written whose words must have a certain form."""
    if "collections" in path and path[-1] == "name":
        return "write up to 80 characters, without blanks at the ends"
    words = [part for part in path if isinstance(part, str)]
    return HOW_TO_WRITE.get(words[-1], "it is not written as it has to be")
