"""The errors that policybot raises on purpose.

    PolicybotError
    ├── ConfigurationError   a setting, file or token is missing or wrong; the message says how to mend it
    ├── StoreError           the store cannot be read or written at this moment
    ├── SearchError          the search cluster cannot be asked at this moment
    └── DeliveryError        Slack refused a message, and sending it again would not help
        └── RetryLater        … but later it may

Bad *data* (a corpus file, a question) is no error: it comes back as a value.
"""


class PolicybotError(Exception):
    """Base of the tree; its message is fit for the person who started the program."""


class ConfigurationError(PolicybotError):
    """The program cannot start or go on as it is configured."""


class StoreError(PolicybotError):
    """The store cannot be read or written at this moment."""


class SearchError(PolicybotError):
    """The search cluster cannot be asked at this moment."""


class DeliveryError(PolicybotError):
    """A message could not be delivered. `uncertain`: it may stand in Slack all the same."""

    def __init__(self, message: str, *, uncertain: bool = False) -> None:
        super().__init__(message)
        self.uncertain = uncertain


class RetryLater(DeliveryError):  # noqa: N818 - a word says it
    """Not now. `seconds`: how long to wait, where that is known."""

    def __init__(self, message: str, seconds: float | None = None, *, uncertain: bool = False) -> None:
        super().__init__(message, uncertain=uncertain)
        self.seconds = seconds
