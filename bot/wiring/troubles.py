"""What is wrong with the corpus files, as the curators are told of it."""

from bot.core.troubles import Effect, Flaw, Trouble
from bot.wiring.upkeep import Snapshot


def troubles(snapshot: Snapshot) -> dict[str, Trouble]:
    """What is wrong with each file, by its path within the corpus folder, and what becomes of its article meanwhile."""
    in_force = frozenset(snapshot.inventory.paths)

    def effect(path: str) -> Effect:
        if snapshot.stays(path):  # what stays as it was is in force, too
            return Effect.AS_IT_WAS
        return Effect.IN_FORCE if path in in_force else Effect.LEFT_OUT

    return {
        path: Trouble.of(effect(path), (Flaw(each.line, each.what, each.mend) for each in faults))
        for path, faults in snapshot.faults_by_file.items()
    }
