"""Tells of each folder how many of its words are lost on the way in, and which: less than one in 200 is the aim."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.documents.blocks import from_json
from bot.documents.corpus.format import described
from bot.documents.faults import Faulty
from bot.documents.readers import registry, sandbox
from tests.documents.completeness.counting import NOTHING, Account, account
from tests.documents.completeness.independent import PDFTOTEXT, anywhere_in, words_of

MOST_SHOWN = 15


def main(folders: list[str]) -> None:
    """Prints an account of each folder."""
    if PDFTOTEXT is None:
        print("PDFs are not looked at: there is no pdftotext here (Debian: poppler-utils)")
    for folder in folders:
        whole, unread = NOTHING, 0
        for file, found in _accounts(Path(folder)):
            if found is None:
                unread += 1
                continue
            whole += found
            if found.lost.total() > 5 or found.made_up:
                lost = " ".join(f"{word}:{count}" for word, count in found.lost.most_common(MOST_SHOWN))
                made_up = " ".join(list(found.made_up)[:MOST_SHOWN])
                print(f"  {file}: {found.share:.1%} lost ({lost}); made up: {made_up or 'nothing'}")
        print(
            f"{folder}: {whole.words:,} words, {whole.share:.2%} lost, {whole.made_up.total()} made up, {unread} unread"
        )


def _accounts(folder: Path) -> Iterator[tuple[Path, Account | None]]:
    for file in sorted(folder.rglob("*")):
        data = file.read_bytes() if file.is_file() else b""
        source = words_of(file.name, data) if data and registry.kind_of(file.name) else None
        if source:
            try:
                found = described(file.stem, registry.read(file.name, data, _apart))
                told = account(source, found, anywhere_in(data))
                # A sheet keeps days and amounts as numbers, and shows them by their formats.
                yield file, replace(told, made_up=_words(told.made_up)) if file.suffix == ".xlsx" else told
            except Faulty as fault:
                print(f"  {fault.within(file)}")
                yield file, None


def _words(counted: Counter[str]) -> Counter[str]:
    return Counter({word: count for word, count in counted.items() if not word.isdigit()})


def _apart(kind: str, data: bytes):  # type: ignore[no-untyped-def]  # as in the corpus
    return from_json(sandbox.call(kind, data, {}))


main(sys.argv[1:])
