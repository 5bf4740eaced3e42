"""Whether a text is in the corpus already: from the same address, word for word, or nearly so.

Two texts are compared by their shingles, the series of five words in a row (Broder 1997, "On the resemblance and
containment of documents"). Case, punctuation and the order of paragraphs hardly matter. What is measured is the part
of the larger text's shingles that both have. Five articles in which newspapers told one piece of news, quoting one
statement, share at most 10 %; a text in which every twentieth word is mistyped still shares 71 % with itself before,
one that lost every fourth paragraph 58 %, one that a fifth was added to 83 %. More than half is the same text.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from urllib.parse import parse_qsl, urlencode, urlsplit
from zlib import crc32

SHINGLE = 5
SAME = 0.5
# Of the shingles of an article, so many are kept to find it by: one in sixteen, and of short articles more.
FEWEST, ONE_IN = 32, 16
MOST_COMPARED = 10
# An article of whose sample this part of what more than half the same text would share is missing is not compared.
UNLIKELY = 0.5
# So many texts' shingles are kept at hand: of those that were compared last.
MOST_KEPT = 64
WORD = re.compile(r"[^\W_]+")
# What is put behind addresses to tell where a reader came from.
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|cmpid|ref_src", re.IGNORECASE)


class Kind(StrEnum):
    """How a text is like an article. All but PARTLY mean that it is there already."""

    SAME_TEXT = "the same text as"
    SAME_ADDRESS = "from the same address as"
    ALIKE = "nearly the same text as"
    PARTLY = "partly the same text as"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Which article a text is like, and how.

    `shared` is what part of the larger of the two texts is in both, `contained` what part of the smaller; 0 to 1.
    """

    article: str
    kind: Kind
    shared: float = 1.0
    contained: float = 1.0

    @property
    def is_duplicate(self) -> bool:
        return self.kind is not Kind.PARTLY

    def __str__(self) -> str:
        if self.kind is Kind.PARTLY:
            return f"{self.kind} {self.article} ({self.contained:.0%} of the shorter)"
        return f"{self.kind} {self.article}" + ("" if self.kind is Kind.SAME_TEXT else f" ({self.shared:.0%} the same)")


@dataclass(frozen=True, slots=True)
class _Text:
    name: str
    shingles: int
    texts: tuple[str, ...]


class KnownTexts:
    """The texts that are there, to be asked which of them a new one is like. Not for several threads at once.

    All shingles of ten thousand articles would fill the memory, so that a sample finds the few articles that come
    into question: those with the smallest hashes, which are the same for equal shingles (Broder's sketch). These
    are then compared in full.
    """

    def __init__(self) -> None:
        self._texts: list[_Text] = []
        self._by_content: dict[bytes, str] = {}
        self._by_place: dict[str, int] = {}
        self._by_shingle: dict[int, list[int]] = {}

    def note(self, name: str, url: str | None, texts: Sequence[str]) -> None:
        """Takes in an article: its name, its address, and its paragraphs."""
        number, found = len(self._texts), shingles(tuple(texts))
        self._texts.append(_Text(name, len(found), tuple(texts)))
        self._by_content.setdefault(_content(texts), name)
        if place := same_place(url):
            self._by_place.setdefault(place, number)
        for shingle in sorted(found)[: _sampled(len(found))]:
            self._by_shingle.setdefault(shingle, []).append(number)

    def like(self, url: str | None, texts: Sequence[str]) -> tuple[Likeness, ...]:
        """The articles that a text is like, those that it is a duplicate of first, then by how alike they are."""
        found = shingles(tuple(texts))
        same = self._by_content.get(_content(texts))
        here = self._by_place.get(same_place(url))
        numbers = set(self._candidates(found)) | ({here} if here is not None else set())
        alike = []
        for number in numbers:
            known = self._texts[number]
            both = len(found & shingles(known.texts))
            small, large = sorted((len(found), known.shingles))
            shared, contained = both / max(large, 1), both / max(small, 1)
            kind = _kind(known.name == same, number == here, shared, contained)
            if kind is not None:
                alike.append(Likeness(known.name, kind, shared, contained))
        if same is not None and not any(each.article == same for each in alike):
            alike.append(Likeness(same, Kind.SAME_TEXT))
        return tuple(sorted(alike, key=lambda each: (list(Kind).index(each.kind), -each.shared, each.article)))

    def _candidates(self, found: Collection[int]) -> list[int]:
        known = self._by_shingle
        hits = Counter(chain.from_iterable(known[shingle] for shingle in found & known.keys()))
        likely = [hit for hit in hits.items() if self._is_likely(*hit, len(found))]
        return [number for number, _ in sorted(likely, key=lambda hit: (-hit[1], hit[0]))[:MOST_COMPARED]]

    def _is_likely(self, number: int, hits: int, size: int) -> bool:
        known = self._texts[number].shingles
        expected = SAME * _sampled(known) * min(size, known) / known
        return hits >= UNLIKELY * expected


def _sampled(count: int) -> int:
    """Of how many of an article's shingles its sample consists."""
    return min(count, max(FEWEST, count // ONE_IN))


def _kind(same_text: bool, same_place: bool, shared: float, contained: float) -> Kind | None:
    if same_text:
        return Kind.SAME_TEXT
    if same_place:
        return Kind.SAME_ADDRESS
    if shared > SAME:
        return Kind.ALIKE
    return Kind.PARTLY if contained > SAME else None


@lru_cache(maxsize=MOST_KEPT)
def shingles(texts: tuple[str, ...]) -> frozenset[int]:
    """The series of five words in a text, each as a number; of a shorter text, all its words as one."""
    words = WORD.findall("\n".join(texts).casefold())
    numbers = {word: crc32(word.encode()) for word in set(words)}
    row = [numbers[word] for word in words]
    series = zip(*(row[n:] for n in range(SHINGLE)), strict=False) if len(row) > SHINGLE else [tuple(row)] * bool(row)
    # The hash of numbers, unlike that of texts, is the same in every run.
    return frozenset(map(hash, series))


def same_place(url: str | None) -> str:
    """What addresses of one page have in common: neither scheme nor `www.`, mark, tracking or final slash counts.

    "" for no address.
    """
    try:
        parts = urlsplit((url or "").strip())
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return ""
    if not host:
        return ""
    kept = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(pair[0]))
    at = f":{port}" if port not in (None, 80, 443) else ""
    return f"{host}{at}{parts.path.rstrip('/')}" + (f"?{urlencode(kept)}" if kept else "")


def _content(texts: Iterable[str]) -> bytes:
    return sha256("\n".join(" ".join(text.split()) for text in texts).encode("utf-8", "replace")).digest()
