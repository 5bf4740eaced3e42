"""The corpus, found from what is known of it and from the files that have changed since."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.core.model import Article
from bot.documents.corpus.catalogue import Clock, Entry, Looked, Progress, catalogued
from bot.documents.corpus.loading import placed
from bot.documents.corpus.withholding import Withheld
from bot.documents.faults import Fault


@dataclass(frozen=True)
class Inventory:
    """What is known of the files of a corpus.

    `entries` are those of all corpus files, by path. `paths` are the files of the corpus's articles, in its order.
    `faults` are what is wrong among sound files, `faulty` with the others. `retained` are those of `paths` that are
    faulty or out of reach now: their articles are as they were when they could last be read. `withheld` are those
    among them that are gone, and wait for a curator to confirm it.
    """

    entries: Mapping[str, Entry]
    paths: Sequence[str] = ()
    faults: tuple[Fault, ...] = ()
    faulty: tuple[Fault, ...] = ()
    retained: frozenset[str] = frozenset()
    withheld: tuple[Withheld, ...] = ()

    def withholds(self, path: str) -> bool:
        """Whether a document is gone, and still quoted."""
        return any(path in each.paths for each in self.withheld)

    @property
    def passages(self) -> int:
        """How many the corpus has."""
        cards = (self.entries[path].card for path in self.paths)
        return sum(card.paragraphs for card in cards if card)

    def file_of(self, article: str) -> str | None:
        """The path of an article's file, if the corpus has that article."""
        return self._files.get(article)

    @property
    def files(self) -> Mapping[str, str]:
        """The path of each article's file, by the article's name."""
        return self._files

    def has(self, path: str, content: str) -> bool:
        """Whether this is the hash of what a document's article was read of."""
        return self.entries[path].content == content

    @cached_property
    def contents(self) -> dict[str, str]:
        """A hash of the file of each article, by the article's name."""
        return {name: self.entries[path].content for name, path in self._files.items()}

    def steps(self, passages: int) -> Iterator[int]:
        """How many articles there are at the end of each step, if a step takes so many passages, or a few more."""
        size = 0
        for number, path in enumerate(self.paths, start=1):
            card = self.entries[path].card
            size += card.paragraphs if card else 0
            if size >= passages or number == len(self.paths):
                yield number
                size = 0

    def beginning(self, articles: int) -> "Inventory":
        """What is known of the files of so many of its articles, the first ones."""
        paths = self.paths[:articles]
        return Inventory({path: self.entries[path] for path in paths}, paths)

    @cached_property
    def _files(self) -> dict[str, str]:
        return {self.entries[path].name: path for path in self.paths}


NOTHING_KNOWN = Inventory({})


@dataclass(frozen=True, slots=True)
class Taken:
    """An inventory, and the articles of the corpus in order: a number, from 0, stands for an article that was in the
    corpus of the inventory before, and is there unchanged; a path for one of those that were read to find this out.
    """

    inventory: Inventory
    order: Sequence[int | str]
    # By path: the shelf on which the article lies.
    read: Mapping[str, Mapping[str, Article]]

    def article(self, path: str) -> Article:
        """One of the articles that were read."""
        return self.read[path][path]

    @property
    def fresh(self) -> Iterator[Article]:
        """The articles that were not there, one at a time: all of them may be more than memory holds."""
        return (self.article(each) for each in self.order if isinstance(each, str))


def take(
    looked: Looked,
    known: Inventory = NOTHING_KNOWN,
    told: Progress | None = None,
    clock: Clock = time.time_ns,
    *,
    keep_faulty: bool = False,
) -> Taken:
    """The inventory of a corpus that looks like this now. `told` and `clock` are those of `catalogued`.

    An article that is in the corpus of `known` and whose file is faulty or out of reach now is left out, or, with
    `keep_faulty`, stays as it was. One whose file is gone goes; one that is faulty from the start, or that was aside,
    has no last good state and is left out in any case.
    """
    entries = dict(known.entries)
    numbers = {path: number for number, path in enumerate(known.paths)}
    fresh: dict[str, Mapping[str, Article]] = {}
    while True:
        catalogue = catalogued(looked, entries, told, clock, numbers if keep_faulty else ())
        fresh |= dict.fromkeys(catalogue.articles, catalogue.articles)
        entries = dict(catalogue.entries)
        cards = {path: entry.card for path, entry in entries.items() if entry.card}
        order, faults = placed(cards, catalogue.names, looked.roots)
        paths = list(order.values())
        lacking = [path for path in paths if path not in fresh and path not in numbers]
        aside = catalogue.retained.difference(paths)
        if not lacking and not aside:
            break
        # Some are in the corpus only now (an example, say, or the second of a name): they must be read after all. And
        # what has stepped aside is not in force: nothing of it stays.
        for path in (*lacking, *aside):
            del entries[path]
    inventory = Inventory(entries, paths, tuple(faults), catalogue.faults, catalogue.retained, catalogue.withheld)
    return Taken(inventory, [path if path in fresh else numbers[path] for path in paths], fresh)
