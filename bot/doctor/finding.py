"""A line of what `policybot doctor` says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is sound, and what to say of it: where it is not, with a remedy."""

    subject: str
    sound: bool
    says: str
