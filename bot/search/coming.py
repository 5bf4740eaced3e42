"""Articles that come into an index, as they are kept: none of them is held as it was read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from bot.core.corpus import Origin, digest_of, origin_of
from bot.core.model import Article
from bot.search.records import Bytes, Records, head_of, text_of, written


@dataclass(frozen=True, slots=True, eq=False)
class Come:
    """The articles in order: their records, and what the index keeps beside them."""

    heads: Records
    texts: Records
    names: list[str]
    sizes: list[int]
    replaces: list[bool]
    origins: list[Origin]
    digests: Bytes

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Self:
        """Those that come one at a time."""
        heads, names, sizes, replaces, origins = list[bytes](), list[str](), list[int](), list[bool](), list[Origin]()
        digests = bytearray()

        def passing() -> Iterator[bytes]:
            for each in articles:
                heads.append(written(head_of(each)))
                names.append(each.id)
                sizes.append(len(each.passages))
                replaces.append(bool(each.supersedes))
                origins.append(origin_of(each.attribution))
                digests.extend(bytes.fromhex(digest_of(each)))
                yield written(text_of(each))

        texts = Records.made(passing())
        rows = np.frombuffer(digests, np.uint8).reshape(-1, 16)
        return cls(Records.made(heads), texts, names, sizes, replaces, origins, rows)
