"""Settings that are fine one by one, and do not go together."""

from collections.abc import Iterator

from bot.doctor.finding import Finding
from bot.settings import Settings


def check_choices(settings: Settings) -> Iterator[Finding]:
    """Each pair of settings of which one leaves the other without effect."""
    if settings.digest.subscribers == "curators" and not (settings.keepers or settings.digest.curators_channel):
        remedy = "name roles.curators, or set digest.subscribers to anyone"
        yield Finding("digest", False, "nobody can subscribe a channel", remedy)
    if settings.answering.note_changes and settings.keep_days < settings.answering.note_changes_days:
        says = f"answers are kept for keep_days = {settings.keep_days} only: older ones get no reply"
        yield Finding("note_changes_days", False, says, "keep them for longer, or look back for fewer days")
