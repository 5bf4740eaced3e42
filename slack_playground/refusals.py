"""How the playground says no.

PlaygroundError
├── Refused      the app asked for something that Slack refuses; told to the app by Slack's own error name
└── Impossible   a person was made to do what nobody could do in Slack; a mistake in the test or the page
"""

from collections.abc import Sequence


class PlaygroundError(Exception):
    """Base of everything that the playground raises on purpose."""


class Refused(PlaygroundError):  # noqa: N818 - a word says it
    """Slack's error name, with the sentences that Slack adds in ``response_metadata.messages``."""

    def __init__(self, error: str, messages: Sequence[str] = ()) -> None:
        super().__init__(error, *messages)
        self.error = error
        self.messages = tuple(messages)


class Impossible(PlaygroundError, ValueError):  # noqa: N818 - a word says it
    """There is no such person, channel, button or field to act on."""
