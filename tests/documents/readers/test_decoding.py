"""The bytes of a page → its text: whatever was declared, and whatever was not."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.readers.decoding import KNOWN, MEANT, decoded

WORD = "naïve café – “wages”"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_page_that_says_nothing_is_read_as_what_it_can_be(encoding: str) -> None:
    assert decoded(WORD.encode(encoding)).text == WORD


def test_the_server_goes_before_the_page() -> None:
    page = '<meta charset="koi8-r">Отпуск'.encode("cp1251")
    assert decoded(page, "windows-1251").text.endswith("Отпуск")
    assert decoded('<meta charset="windows-1251">Отпуск'.encode("cp1251")).text.endswith("Отпуск")


def test_a_byte_order_mark_goes_before_everybody() -> None:
    assert decoded(codecs.BOM_UTF8 + WORD.encode(), "windows-1251").text == WORD
    assert decoded(codecs.BOM_UTF16_BE + WORD.encode("utf-16-be"), "utf-8").text == WORD


@pytest.mark.parametrize(
    "head",
    [
        "<meta charset=windows-1251>",
        '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1251">',
        "<meta charset = 'windows-1251'>",
        '<?xml version="1.0" encoding="windows-1251"?>',
    ],
)
def test_a_page_may_say_it_in_several_ways(head: str) -> None:
    assert decoded(f"{head}Отпуск".encode("cp1251")).encoding == "cp1251"


def test_latin_1_means_windows_1252_as_in_every_browser() -> None:
    assert decoded(b"\x93wages\x94", "iso-8859-1").text == "“wages”"


def test_utf_8_is_known_though_a_default_says_otherwise() -> None:
    assert decoded(WORD.encode(), "iso-8859-1").text == WORD
    assert decoded(f'<meta charset="windows-1252">{WORD}'.encode()).text.endswith(WORD)


def test_windows_1252_is_known_though_utf_8_is_said() -> None:
    assert decoded("café au lait".encode("cp1252"), "utf-8").text == "café au lait"


def test_what_cannot_be_read_stands_as_such_and_is_counted() -> None:
    broken = decoded("ä ö ü ä ö ü".encode() + b"\xff", "utf-8")
    assert (broken.text[-1], broken.unreadable) == ("\ufffd", 1)
    assert decoded("ä \ufffd".encode()).unreadable == 0


@pytest.mark.parametrize(
    "charset", ["zlib", "bz2", "rot13", "unicode_escape", "idna", "undefined", "x\0y", "ü", "?" * 99]
)
def test_what_is_no_encoding_of_pages_is_not_used(charset: str) -> None:
    assert decoded(rb"\u0041", charset).text == r"\u0041"


def test_short_chinese_is_not_mistaken_for_utf_8() -> None:
    assert decoded("联通".encode("gbk"), "gb2312").text == "联通"


def test_every_encoding_that_is_known_can_be_used() -> None:
    for name in (*KNOWN, *MEANT.values()):
        assert codecs.lookup(name).name in KNOWN
        assert decoded(b"a" * 4, name).unreadable == 0


@given(st.binary(max_size=200), st.one_of(st.text(max_size=20), st.sampled_from(sorted(KNOWN))))
def test_no_bytes_whatever_make_it_raise(data: bytes, charset: str) -> None:
    assert decoded(data, charset).text is not None


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_russian_is_told_by_its_letters(encoding: str) -> None:
    text = "Сотрудники получают двадцать восемь дней отпуска в год."
    assert decoded(text.encode(encoding)).text == text


def test_windows_1252_that_was_pasted_into_utf_8_is_read_and_that_is_said() -> None:
    found = decoded("Leave – rules\n".encode() + b"28 days \x96 caf\xe9")
    assert (found.text, found.unreadable) == ("Leave – rules\n28 days – café", 0)
    assert "at once" in found.warnings[0]
