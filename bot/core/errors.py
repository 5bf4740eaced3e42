"""The errors that policybot raises on purpose.

    PolicybotError
    ├── ConfigurationError   a setting, file or token is missing or wrong; the message says how to mend it
    └── DeliveryError        Slack refused a message, and sending it again would not help

Bad *data* (a corpus file, a question) is no error: it comes back as a value.
"""


class PolicybotError(Exception):
    """Base of the tree; its message is fit for the person who started the program."""


class ConfigurationError(PolicybotError):
    """The program cannot start or go on as it is configured."""


class DeliveryError(PolicybotError):
    """A message could not be delivered."""
