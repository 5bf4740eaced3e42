"""A line of what `policybot doctor` says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is sound, and what to say of it.

    `remedy` is what to do about it, "" where nothing is to be done; where it is sound all the same, it is advice.
    """

    subject: str
    sound: bool
    says: str
    remedy: str = ""
