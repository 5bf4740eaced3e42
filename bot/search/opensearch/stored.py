"""An article as its document in the cluster carries it: its records, compressed, as text that JSON can hold."""

import zlib
from base64 import b64decode, b64encode

from bot.core.model import Article
from bot.search.records import article_from, head_of, read_from, text_of, written

BETWEEN = b"\n"  # which no record has in it
PADDING = "=="  # which the cluster leaves out


def packed(article: Article) -> str:
    """What `unpacked` makes the same article of."""
    both = written(head_of(article)), written(text_of(article))
    return b64encode(zlib.compress(BETWEEN.join(both))).decode()


def unpacked(stored: str) -> Article:
    """The article that was `packed`."""
    head, _, text = zlib.decompress(b64decode(stored + PADDING)).partition(BETWEEN)
    return article_from(read_from(head), read_from(text))
