"""What cannot be read for want of a package: for a hundred files, one sentence is enough."""

from bot.documents.faults import Fault
from bot.documents.readers.formats import LACKING
from bot.documents.web.fetched import Trouble


class Lacking:
    """Gathers it, by what is missing."""

    def __init__(self) -> None:
        self._gathered: dict[str, list[str]] = {}

    def takes(self, trouble: Fault | Trouble) -> bool:
        """Takes a trouble in, if it is of this kind."""
        if not trouble.what.startswith(LACKING):
            return False
        self._gathered.setdefault(f"{trouble.what}; {trouble.mend}", []).append(str(trouble))
        return True

    def sentences(self) -> list[str]:
        """A sentence for each package that is missing."""
        return [
            gathered[0] if len(gathered) == 1 else f"{len(gathered)} sources {says}"
            for says, gathered in self._gathered.items()
        ]
