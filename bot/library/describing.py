"""What there is to say of the index of a corpus."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.library.library import Library


@dataclass(frozen=True, slots=True)
class Description:
    """How large an index is, and what of it is kept.

    `words` counts the distinct ones. `place` is where the index is kept, `size` its bytes there and `built` when it was
    written (UTC); none of the three where it is made anew at each start, for which `why` gives the reason. `read`
    counts the files that were read and `faults` what is wrong with files. `encoder` names the sentence encoder, if one
    compares meanings, and `encoded` counts the texts that it has encoded.
    """

    articles: int
    passages: int
    words: int
    revision: str
    read: int
    faults: int
    encoder: str | None = None
    encoded: int | None = None
    place: Path | None = None
    size: int | None = None
    built: datetime | None = None
    why: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The description as plain values."""
        return {
            "articles": self.articles,
            "passages": self.passages,
            "words": self.words,
            "revision": self.revision,
            "read": self.read,
            "faults": self.faults,
            "encoder": self.encoder,
            "encoded": self.encoded,
            "place": None if self.place is None else str(self.place),
            "bytes": self.size,
            "built": None if self.built is None else self.built.isoformat(),
            "why": self.why,
        }

    def rows(self) -> list[tuple[str, str]]:
        """The description as lines of a table."""
        rows = [
            ("documents", f"{self.articles:,}"),
            ("passages", f"{self.passages:,}"),
            ("words", f"{self.words:,}"),
            ("revision", self.revision),
            ("files read", f"{self.read:,}"),
            ("faults", f"{self.faults:,}"),
        ]
        if self.encoder is not None:
            rows += [("encoder", self.encoder), ("encoded", f"{self.encoded:,} texts")]
        if self.built is None or self.size is None:
            return [*rows, ("kept", f"no: {self.why}")]
        size, built = f"{self.size / 1e6:,.1f} MB", f"{self.built:%Y-%m-%d %H:%M} UTC"
        return [*rows, ("kept", str(self.place)), ("size", size), ("written", built)]


def described(library: Library) -> Description:
    """The description of a library's index as it is now."""
    now, kept = library.snapshot, library.refresher.saved
    words = now.index.count_words()
    described = Description(
        len(now.corpus.articles),
        len(now.corpus.passages),
        words,
        now.corpus.revision,
        library.refresher.files_read,
        len(now.faults),
    )
    if comparing := now.index.comparing:
        described = replace(described, encoder=comparing.model, encoded=comparing.count)
    if kept is not None:
        return replace(described, place=kept.place, size=kept.size, built=kept.built)
    too_small = "so few passages are indexed again at each start, which takes no longer than opening an index"
    return replace(described, why=too_small if now.indexed is None else library.refresher.why_not_saved)
