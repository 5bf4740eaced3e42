"""The bytes of a page → its text, much as browsers do it (https://encoding.spec.whatwg.org); no bytes ever raise.

The byte-order mark goes before what the server says, that before what the page says of itself. Where nobody says
anything that can be true, it is UTF-8 if it can be, and else Windows-1252, in which most old pages are written.
"""

import codecs
import re
from dataclasses import dataclass

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
LOOKED_AT = 4_096
IN_META = re.compile(rb"""<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.IGNORECASE)
IN_XML = re.compile(rb"""^\s{0,9}<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""")
REPLACED = "\ufffd"
DEFAULT = "cp1252"
# What pages may be written in, by Python's names. Python has more "encodings", some of which unpack or evaluate.
KNOWN = frozenset(
    """
    utf-8 utf-16 utf-16-le utf-16-be ascii cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 cp866
    iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11
    iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic gb2312 gbk gb18030 big5 big5hkscs
    euc_jp shift_jis cp932 iso2022_jp euc_kr cp949 tis-620
    """.split()
)
# What browsers read in place of what is said: the larger sets that are meant by it in practice.
MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "utf-16": "utf-16-le",
}  # fmt: skip

PASTED = re.compile("[\udc80-\udcff]")
SPOKEN = {
    "cp1252": "Windows-1252",
    "cp1251": "Windows-1251",
    "utf-8 and cp1252": "UTF-8 and Windows-1252 at once",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "mac-roman": "Mac Roman",
}
FEW = 0.2


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, what it was written in, and how many characters could not be read and stand as `�`."""

    text: str
    encoding: str
    unreadable: int

    @property
    def warnings(self) -> tuple[str, ...]:
        """What whoever brings the text in should know, a sentence each."""
        said = []
        if self.encoding != "utf-8":
            said.append(f"it is written in {SPOKEN.get(self.encoding, self.encoding)}, and was read as that")
        if self.unreadable:
            said.append(f"characters that could not be read, and stand as �: {self.unreadable}")
        return tuple(said)


def decoded(data: bytes, charset: str = "") -> Decoded:
    """Reads the bytes of a page or text. `charset`: what the server says, "" if nothing."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _read(data.removeprefix(mark), encoding)
    said = _said(data, charset)
    if said is not None and said not in ("utf-8", DEFAULT):
        return _read(data, said)
    if said is None and (wide := _wide(data)):
        return _read(data, wide)
    # Who says Windows-1252 (or Latin-1) often only repeats a default; and who says UTF-8 is at times mistaken.
    utf8 = _read(data, "utf-8")
    if not utf8.unreadable:
        return utf8
    foreign = sum(not character.isascii() for character in utf8.text)
    if said == "utf-8" and foreign > 2 * utf8.unreadable:
        return utf8
    return _mixed(data, utf8) or _read(data, _single_byte(data))


def _mixed(data: bytes, utf8: Decoded) -> Decoded | None:
    """UTF-8 into which bytes of Windows-1252 were pasted; None where it may as well be no UTF-8 at all."""
    right = [character for character in utf8.text if not character.isascii() and character != REPLACED]
    # Signs of three bytes come about by chance in no other encoding, but for those of East Asia.
    if 2 * len(right) < utf8.unreadable or not any("\u2000" <= character <= "\u2122" for character in right):
        return None
    text = data.decode("utf-8", errors="surrogateescape")
    mended = PASTED.sub(lambda match: bytes([ord(match[0]) - 0xDC00]).decode(DEFAULT, "replace"), text)
    return Decoded(mended, "utf-8 and cp1252", mended.count(REPLACED))


def _single_byte(data: bytes) -> str:
    """Windows-1252, unless hardly any letter would be one of English: Cyrillic letters take these places elsewhere."""
    head = data[: 16 * LOOKED_AT]
    high = [byte for byte in head if byte >= 0x80]
    capital = sum(0xC0 <= byte <= 0xDF for byte in high)
    small = sum(byte >= 0xE0 for byte in high)
    if len(high) <= sum(chr(byte).isalpha() for byte in head if byte < 0x80) or capital + small < 0.9 * len(high):
        return DEFAULT
    return "cp1251" if small > capital else "koi8-r"


def _said(data: bytes, charset: str) -> str | None:
    head = data[:LOOKED_AT]
    in_page = next((match[1].decode("ascii") for at in (IN_XML, IN_META) if (match := at.search(head))), "")
    server, page = _known(charset), _known(in_page)
    # A page that can be searched for `<meta` is not written in UTF-16, whatever it says.
    return server or ("utf-8" if page and page.startswith("utf-16") else page)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark, told by its zeros: every other byte of most texts is one."""
    head = data[:LOOKED_AT]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < FEW * len(head) or min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name.strip()).name if name.isascii() else ""
    except (LookupError, ValueError):
        return None
    return MEANT.get(found, found) if found in KNOWN else None


def _read(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    as_such = data.count(REPLACED.encode()) if encoding == "utf-8" else 0
    return Decoded(text, encoding, text.count(REPLACED) - as_such)
