"""Why a delivery was not taken."""

from slack_playground.refusals import PlaygroundError


class Undelivered(PlaygroundError):  # noqa: N818 - a word says it
    """``reason`` is Slack's retry reason; ``again`` is False where the app asked for no retry."""

    def __init__(self, reason: str, again: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again
