"""PDFs → paragraphs: lines joined where that is certain, the rest told, and no file that brings the reader down."""

import contextlib
import io
import zlib

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.blocks import Reading, as_json, from_json
from bot.documents.faults import Faulty
from bot.documents.readers import pdf
from tests.documents.small_pdfs import Set, assemble, pdf_file, set_paragraphs

LEAVE = [
    ["Each parent may take up to sixteen weeks of paid leave in the first two years", "after a child arrives."],
    ["Tell your manager ten weeks before the leave begins, in writing, and tell the team", "as soon as you like."],
]
JOINED = [" ".join(lines) for lines in LEAVE]


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks]


def read_pages(*pages: list[list[str]]) -> Reading:
    return pdf.read(pdf_file([set_paragraphs(page) for page in pages]))


def refused(data: bytes) -> Faulty:
    with pytest.raises(Faulty) as caught:
        pdf.read(data)
    assert caught.value.mend
    return caught.value


def test_a_line_that_was_ended_on_purpose_stays_a_paragraph() -> None:
    address = ["Example Works", "12 Harbour Road", "Port Example"]
    assert texts(read_pages([*LEAVE, address]))[2:] == address


def test_indented_first_lines_begin_paragraphs() -> None:
    first = [Set(LEAVE[0][0], 700), Set(LEAVE[0][0], 686), Set(LEAVE[0][0], 672)]
    second = [Set(LEAVE[1][0], 658, x=90), Set(LEAVE[1][0], 644)]
    assert len(texts(pdf.read(pdf_file([[*first, *second]])))) == 2


def test_the_items_of_a_list_are_paragraphs_without_their_bullets() -> None:
    lines = [
        "•  Send the form to the People team, and do it in time for the pay of the month to come,",
        "as the desk closes.",
        "•  Hand over open work.",
    ]
    placed = [Set(lines[0], 700), Set(lines[1], 686, x=86), Set(lines[2], 672)]
    assert texts(pdf.read(pdf_file([placed]))) == [
        "Send the form to the People team, and do it in time for the pay of the month to come, as the desk closes.",
        "Hand over open work.",
    ]


def test_the_number_of_a_page_is_no_part_of_the_text() -> None:
    reading = pdf.read(pdf_file([[*set_paragraphs(LEAVE), Set("– 1 –", 40)]]))
    assert texts(reading) == JOINED
    assert [paragraph.text for paragraph in reading.left_out] == ["– 1 –"]


def test_a_sentence_goes_on_over_the_page() -> None:
    reading = read_pages(
        [*LEAVE, ["Whoever has questions left asks the People team, which is there for all"]], [["who ask."]]
    )
    assert texts(reading)[-1].endswith("which is there for all who ask.")
    assert texts(read_pages([["Ask the People team."]], [["who ask."]])) == ["Ask the People team.", "who ask."]


@pytest.mark.parametrize(
    "title",
    ["", " ", "Untitled", "Document", "Microsoft Word - leave.docx", "leave_final_2.docx", "Doc1", "scan_0042", "PDF",
     "20240301123000", "file:///C:/leave.html"],
)  # fmt: skip
def test_a_title_that_a_program_made_up_is_none(title: str) -> None:
    assert "title" not in pdf.read(pdf_file([set_paragraphs(LEAVE)], {"Title": title})).known


@pytest.mark.parametrize("author", ["", "admin", "Administrator", "User", "ada@example.org", "EXAMPLE\\ada", "Scanner"])
def test_an_author_that_a_program_made_up_is_none(author: str) -> None:
    assert "author" not in pdf.read(pdf_file([set_paragraphs(LEAVE)], {"Author": author})).known


def test_the_day_on_which_the_file_was_made_is_told_and_not_taken_for_its_publication() -> None:
    reading = pdf.read(pdf_file([set_paragraphs(LEAVE)], {"CreationDate": "D:20240301120000Z"}))
    assert "published" not in reading.known
    assert any("made on 2024-03-01" in note for note in reading.warnings)
    for odd in ("D:", "yesterday", "D:99999999999999Z", "D:20240230"):
        assert texts(pdf.read(pdf_file([set_paragraphs(LEAVE)], {"CreationDate": odd}))) == JOINED


def test_pages_without_text_are_named() -> None:
    reading = pdf.read(pdf_file([set_paragraphs(LEAVE), [], []]))
    assert "pages 2, 3: no text" in reading.warnings


def test_a_scan_says_what_to_do() -> None:
    fault = refused(pdf_file([[], []]))
    assert "its pages are pictures" in fault.what
    assert "ocrmypdf" in fault.mend


def protected(password: str, owner: str = "owner") -> bytes:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf_file([set_paragraphs(LEAVE)]))))
    writer.encrypt(password, owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_needs_a_password_says_so() -> None:
    assert refused(protected("secret")).what == "needs a password"


def test_what_is_protected_against_changes_alone_can_be_read() -> None:
    assert texts(pdf.read(protected(""))) == JOINED


def test_an_encryption_that_is_not_at_hand_says_so() -> None:
    key = b"<" + b"00" * 32 + b">"
    filters = b"/CF << /StdCF << /AuthEvent /DocOpen /CFM /AESV2 /Length 16 >> >> /StmF /StdCF /StrF /StdCF"
    encrypt = b"/Encrypt << /Filter /Standard /V 4 /R 4 /Length 128 /P -44 /O %s /U %s %s >> /ID [<00> <00>]"
    data = pdf_file([set_paragraphs(LEAVE)]).replace(b"/Root 1 0 R", b"/Root 1 0 R " + encrypt % (key, key, filters))
    assert refused(data).what in ("is encrypted", "needs a password")


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"<html>", b"\0" * 5_000, b"startxref\n0\n%%EOF"]
)
def test_what_is_no_pdf_says_so(data: bytes) -> None:
    assert refused(data).what in ("is empty", "is damaged, or no PDF")


def test_a_file_that_was_cut_off_is_read_as_far_as_it_goes_or_refused() -> None:
    whole = pdf_file([set_paragraphs(LEAVE)])
    for end in range(0, len(whole), 97):
        try:
            assert set(texts(pdf.read(whole[:end]))) <= set(JOINED)
        except Faulty:
            continue


def test_bombs_within_bombs_are_not_unpacked() -> None:
    packed = zlib.compress(zlib.compress(b" " * 80_000_000, 1))
    data = pdf_file([set_paragraphs(LEAVE)], pack=True)
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\n" % (len(packed), packed)
    page = assemble([b"x"]).replace(b"<< /Length 1 >>\nstream\nx\n", stream)
    assert texts(pdf.read(data)) == JOINED
    assert refused(page).mend


def test_wrapped_lines_are_joined_to_paragraphs_on_their_page() -> None:
    reading = read_pages(LEAVE)
    assert texts(reading) == JOINED
    assert {block.page for block in reading.blocks} == {1}


@given(st.binary(max_size=200))
def test_bytes_that_are_no_pdf_are_a_fault_and_nothing_else(data: bytes) -> None:
    with contextlib.suppress(Faulty):
        pdf.read(b"%PDF-1.4\n" + data)


def test_a_reading_can_be_written_down_and_read_back() -> None:
    reading = read_pages(LEAVE)
    assert from_json(as_json(reading)) == reading
