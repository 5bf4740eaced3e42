"""What stands in the cluster: a document for each article, and one for each of its passages, as its child.

Terms are made here and sent as they are: a field is a list of terms, and no analyser of the cluster's splits or changes
one. So one analysis serves every engine, and the cluster's frequencies are ours. An article's document also carries the
article itself, for replicas that have no files.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from bot.core.model import UNCOLLECTED, Article
from bot.core.text import analysis
from bot.search.field_terms import field_terms, struck_words
from bot.search.opensearch.stored import packed
from bot.search.weighing import K1, B

# Whoever changes what stands in a document, or how, gives it another number: indexes of both may stand side by side.
LAYOUT = 3
# Characters. Lucene takes no term of more than 32,766 bytes.
LONGEST_TERM = 500

TEXT, TITLE, HEADING, PAIRS, WHOLE = "text", "title", "heading", "pairs", "whole"


def mapping(shards: int) -> dict[str, Any]:
    """The settings and the mapping of an index. Replicas come once it is filled."""
    ranked = {"type": "text", "analyzer": "keyword", "index_options": "freqs", "similarity": "policy"}
    keyword = {"type": "keyword"}
    length = {"type": "integer", "index": False}
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": 0,
            "refresh_interval": "-1",
            "similarity": {
                "policy": {"type": "BM25", "k1": K1, "b": B},
                "pairs": {"type": "BM25", "k1": K1, "b": 0.0},
            },
        },
        "mappings": {
            "dynamic": False,
            "_source": {"enabled": False},
            "properties": {
                "kind": {"type": "join", "relations": {"article": "passage"}},
                "article": keyword,
                "number": length,
                "digest": {"type": "keyword", "index": False},
                "place": {"type": "integer"},
                "stored": {"type": "binary", "doc_values": True},
                TEXT: ranked,
                TITLE: ranked,
                HEADING: ranked,
                PAIRS: {**ranked, "similarity": "pairs"},
                WHOLE: ranked,
                **{f"{field}_length": length for field in (TEXT, TITLE, HEADING, WHOLE)},
                "words": keyword,
                "said": {
                    "type": "text",
                    "analyzer": "keyword",
                    "index_options": "positions",
                    "norms": False,
                    "position_increment_gap": 0,
                },
                "collection": keyword,
                "publisher": keyword,
                "topics": keyword,
                "published": {"type": "date", "format": "yyyy-MM-dd"},
            },
        },
    }


def lines_of(index: str, article: Article, digest: str, place: int) -> Iterator[str]:
    """The lines of a bulk request that write an article into an index. Written twice, it stands there once.

    `place` is that of the article in its corpus.
    """
    known = article.attribution
    name, own = key(known.article), id_of(known.article)
    scope = {
        "collection": key(known.collection or UNCOLLECTED),
        "publisher": key(known.publisher) if known.publisher is not None else None,
        "topics": [key(topic) for topic in known.topics],
        "published": known.published.isoformat() if known.published else None,
    }
    found = list(field_terms(article.passages))
    whole = [*found[0].title, *(term for each in found for term in each.text)] if found else []
    itself = {"kind": "article", "article": name, "digest": digest, "place": place, "stored": packed(article)}
    head = {**itself, WHOLE: keys(whole), f"{WHOLE}_length": len(whole)}
    yield from _lines(index, own, own, {**head, **scope})
    for passage, terms in zip(article.passages, found, strict=True):
        said = analysis.words(passage.text)
        body = {
            "kind": {"name": "passage", "parent": own},
            "article": name,
            "number": passage.number,
            TEXT: keys(terms.text),
            TITLE: keys(terms.title),
            HEADING: keys(terms.heading),
            PAIRS: keys(analysis.pairs(terms.text)),
            f"{TEXT}_length": len(terms.text),
            f"{TITLE}_length": len(terms.title),
            f"{HEADING}_length": len(terms.heading),
            "words": keys(sorted({*analysis.words_beside(passage), *said, *struck_words(passage)})),
            "said": keys(said),
        }
        yield from _lines(index, f"{own}.{passage.number}", own, {**body, **scope})


def _lines(index: str, own: str, routing: str, body: Mapping[str, Any]) -> Iterator[str]:
    yield json.dumps({"index": {"_index": index, "_id": own, "routing": routing}}) + "\n"
    yield json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n"


def id_of(article: str) -> str:
    """The id of an article's document."""
    return blake2b(article.encode(errors="surrogatepass"), digest_size=12).hexdigest()


def key(word: str) -> str:
    """A term or a name as the cluster has it: itself, but for what is too long or no Unicode."""
    if len(word) <= LONGEST_TERM and (word.isascii() or not any("\ud800" <= each <= "\udfff" for each in word)):
        return word
    return f"\x01{blake2b(word.encode(errors='surrogatepass'), digest_size=16).hexdigest()}"


def keys(words: Sequence[str]) -> Sequence[str]:
    """The same of several."""
    if max(map(len, words), default=0) <= LONGEST_TERM and "".join(words).isascii():
        return words
    return [key(word) for word in words]
