"""The words of the passages in a cluster: how they are written, where they stand, which are near to a misspelt one."""

from collections.abc import Iterable, Mapping, Sequence

from bot.core.answering import spelling
from bot.core.model import Passage, Scope
from bot.core.text import analysis
from bot.search.opensearch import requests
from bot.search.opensearch.reader import Reader
from bot.search.opensearch.requests import Clause

# At most this many places are fetched and put in order; of more, the first is found sooner by looking from the top.
PLACES = 1_000


def suggested(reader: Reader, sought: Sequence[str], scope: Scope) -> Mapping[str, int]:
    """Known words that these may be misspelt from, and in how many passages each stands, whoever may see them."""
    is_part = bool(reader.visible) or not scope.is_open
    found = reader.search(requests.near(sought, known_elsewhere=is_part)).get("suggest", {})
    entries = [entry for each in found.values() for entry in each]
    return {option["text"]: option["freq"] for entry in entries for option in entry["options"]}


def themselves(reader: Reader, sought: Sequence[str]) -> Mapping[str, int]:
    """The same of the words themselves, and of what they are with their first letters in the other order."""
    own = list(dict.fromkeys(each for word in sought for each in (word, spelling.swapped(word))))
    return dict(zip(own, reader.counts([requests.term("words", word) for word in own]), strict=True))


def within(reader: Reader, words: Mapping[str, int], scope: Scope) -> Mapping[str, int]:
    """Those of the words that passages within the scope have, and how many have each."""
    filters = [*reader.visible, *requests.within(scope)]
    if filters or reader.place.published.gone:
        numbers = reader.counts([requests.both(requests.term("words", word), filters) for word in words])
        words = dict(zip(words, numbers, strict=True))
    return {word: number for word, number in words.items() if number}


def as_written(reader: Reader, word: str, scope: Scope) -> str:
    """A folded word as the first passage within the scope writes it."""
    filters = [*reader.visible, *requests.within(scope)]
    for passage in in_order(reader, requests.both(requests.term("words", word), filters)):
        if scope.admits(passage.attribution) and (found := analysis.as_written(word, passage.text)):
            return found
    return word


def in_order(reader: Reader, query: Clause) -> Iterable[Passage]:
    """Passages in corpus order, among them all that match."""
    found = reader.search(requests.places(query, PLACES))["hits"]
    if found["total"]["value"] > PLACES:
        # With so many matches, the first ones stand near the top.
        return reader.corpus.passages
    numbers, articles = reader.places(), reader.corpus.articles
    places = sorted((numbers[hit["fields"]["article"][0]], hit["fields"]["number"][0]) for hit in found["hits"])
    return (articles[at].passages[number - 1] for at, number in places)
