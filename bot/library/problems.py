"""What is wrong with the corpus files, as the curators are told of it."""

from bot.core.curation.problems import Effect, FileProblem, Problem
from bot.documents.faults import Fault
from bot.library.snapshot import Snapshot

EMPTY = Problem(0, "holds no document", "see that the right folder is there, or add documents with `policybot add`")


def file_problems(snapshot: Snapshot) -> dict[str, FileProblem]:
    """What is wrong with each file, by its path within the corpus folder, and what becomes of its article meanwhile."""
    in_force = frozenset(snapshot.inventory.paths)

    def effect(path: str) -> Effect:
        if snapshot.stays(path):  # what stays as it was is in force, too
            return Effect.AS_IT_WAS
        return Effect.IN_FORCE if path in in_force else Effect.LEFT_OUT

    def problem(fault: Fault) -> Problem:
        # Where the folders are on this machine is nobody's business, and may differ from replica to replica.
        what = fault.what
        for root in snapshot.roots.all:
            what = what.replace(f"{root.folder}/", root.prefix)
        return Problem(fault.line, what, fault.mend)

    found = {
        path: FileProblem.of(effect(path), map(problem, faults)) for path, faults in snapshot.faults_by_file.items()
    }
    if not snapshot.corpus.articles:
        found.setdefault("", FileProblem.of(Effect.LEFT_OUT, [EMPTY]))
    return found
