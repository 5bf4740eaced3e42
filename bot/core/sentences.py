"""Where the sentences of a passage begin and end. The text itself is never touched."""

import re

LONGEST = 400

# A full stop after one of these ends no sentence.
ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof rev hon gen col sgt capt lt sen rep gov pres st jr sr vs cf ca approx dept est fig
    figs inc corp ltd co llc plc bros assn univ no nos nr art arts sec secs para paras ch vol pp ed eds al
    etc e.g i.e u.s u.k u.n e.u d.c a.m p.m ph.d jan feb mar apr jun jul aug sep sept oct nov dec
    """.split()
)
_END = re.compile(r"""(?:[.!?…]+["'”’»)\]]*(?=\s|$)|[。！？]["”’」』）]*|\n)""")
_LAST_WORD = re.compile(r"""[\w.]+$""")
_SOFT_END = (";", ":", ",", " ")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end) offsets, in order, without the white space around them.

    None is longer than LONGEST characters: what is longer is parted at a semicolon, a colon, a comma or a
    blank. Together they hold everything but white space.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if _ends_sentence(text, start, match):
            spans.append((start, match.end()))
            start = match.end()
    spans.append((start, len(text)))
    return [piece for span in spans for piece in _pieces(text, *span)]


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    mark = match.group()
    if not mark.startswith("."):
        # "…" and "?" may stand inside a sentence; then it goes on in lower case.
        return not _goes_on(text, match.end()) if mark[0] in "…!?" else True
    before = _LAST_WORD.search(text, max(start, match.start() - 20), match.start())
    word = before.group().casefold() if before else ""
    if mark == "." and (word in ABBREVIATIONS or (len(word) == 1 and word.isalpha())):
        return False
    return not _goes_on(text, match.end())


def _goes_on(text: str, end: int) -> bool:
    rest = text[end : end + 3].lstrip()
    return bool(rest) and rest[0].islower()


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    pieces = []
    while end - start > LONGEST:
        cut = _cut(text, start, start + LONGEST)
        pieces += _pieces(text, start, cut)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        pieces.append((start, end))
    return pieces


def _cut(text: str, start: int, end: int) -> int:
    half = start + (end - start) // 2
    for mark in _SOFT_END:
        at = text.rfind(mark, half, end)
        if at > 0:
            return at + 1
    return end
