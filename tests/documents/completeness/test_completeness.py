"""No word of a document is lost on the way in, and none is made up."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Passage
from bot.documents.corpus.format import Described, described
from bot.documents.faults import Faulty
from bot.documents.readers import pdf, registry
from tests.documents.completeness.counting import account
from tests.documents.completeness.independent import PDFTOTEXT, words_in, words_of
from tests.documents.small_pdfs import Set, pdf_file, set_paragraphs

LINES = st.sampled_from(
    """
# Alpha
## Bravo?
Charlie:
Delta echo:
Foxtrot golf hotel.
- india
  - juliett
    - kilo:
1. lima:
2. **Mike?** November.
**Oscar**
**Papa?**
> quebec:
> romeo
| sierra | tango |
|---|---|
| uniform | |
| victor | whiskey |
Q: xray?
A: yankee.
(a) zulu
4.2.1 Able:
---
```
baker[^1]
[^1]: charlie
<details><summary>Dog</summary>
</details>
~~easy~~ fox
    George
: how
<!-- item -->
{{ jig }}
!!! note "King"
:::tip Love
:::
""".split("\n")
)
TABLE = (("Grade", "Days"), ("Junior", "25"), ("Senior", "28"))
MARKUP = {"details", "summary", "tip", "note", "item", "1", "2", "alpha"}


def found_in(name: str, text: str) -> Described:
    return described("leave", registry.read(name, text.encode()))


@given(st.lists(LINES, min_size=1, max_size=12), st.sampled_from(["a.md", "a.txt"]))
def test_no_word_is_lost_and_none_is_made_up_in_whatever_order_things_come(lines: list[str], name: str) -> None:
    text = "\n".join(lines)
    read = registry.read(name, text.encode())
    try:
        found = described("leave", read)
    except Faulty:
        return
    said = [*map(_all, found.article.passages), *(each.text for each in found.left_out)]
    # What is markup in Markdown is text in a text; the title stands above.
    markup = {
        "details",
        "summary",
        "tip",
        "note",
        "item",
        "1",
        "2",
        "alpha",
        *words_in(found.article.attribution.title or ""),
        *words_in("\n".join((*read.known, *read.known.values()))),
    }
    assert words_in(text).keys() - words_in("\n".join(said)).keys() <= markup
    assert {word for word in words_in("\n".join(said)) if not word.isdigit()} <= words_in(text).keys()


@pytest.mark.parametrize(
    ("text", "lost", "made_up"),
    [
        ("# Leave\n\nThirty days, see [there](https://x.example/words).", 0, 0),
        ("---\ntitle: Other\n---\n# Leave\n\nThirty `days`.\n\n```\ncode\n```\n", 0, 0),
    ],
)
def test_the_independent_reader_and_ours_agree(text: str, lost: int, made_up: int) -> None:
    source = words_of("a.md", text.encode())
    assert source is not None
    told = account(source, found_in("a.md", text))
    assert (told.lost.total(), told.made_up.total()) == (lost, made_up)


@pytest.mark.skipif(PDFTOTEXT is None, reason="there is no pdftotext here (Debian: poppler-utils)")
def test_no_word_of_a_pdf_is_lost_and_none_is_made_up() -> None:
    lines = [
        Set("Leave", 740, size=18),
        *set_paragraphs([["Each parent may take sixteen weeks of paid leave, and", "more."]]),
    ]
    table = [
        Set(text, 500 - row * 20, 72 + at * 150) for row, cells in enumerate(TABLE) for at, text in enumerate(cells)
    ]
    data = pdf_file([[*lines, *table], [Set("Afterwards, all stays as it was.", 700)]])
    source = words_of("a.pdf", data)
    assert source
    told = account(source, described("leave", pdf.read(data)))
    assert (told.lost, told.made_up) == (Counter(), Counter())


def test_a_word_that_a_reader_drops_is_told() -> None:
    told = account(words_in("thirty days of leave"), found_in("a.md", "Thirty days."))
    assert told.lost == Counter({"of": 1})
    assert told.share == 0.25


def _all(passage: Passage) -> str:
    context = passage.context
    marks = (mark.text for mark in passage.marks)
    return "\n".join((passage.text, context.words, *marks))
