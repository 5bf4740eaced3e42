"""PDFs → paragraphs: lines joined where that is certain, the rest told, and no file that brings the reader down."""

import contextlib
import io
import zlib
from collections.abc import Sequence

import pdfplumber
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Attribution, Passage, Standing
from bot.documents.blocks import BlockKind, Omission, Reading, as_json, from_json
from bot.documents.faults import Faulty
from bot.documents.passages import passages
from bot.documents.readers import pdf
from tests.documents.small_pdfs import Drawn, Page, Set, assemble, pdf_file, set_paragraphs

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


LONG = "Staff who work from home keep the hours that they agreed"


def set_columns(*columns: list[str], top: float = 700, apart: float = 270, leading: float = 14) -> list[Set]:
    """Columns of lines, side by side, on the same lines of the page."""
    return [
        Set(text, top - row * leading, 50 + at * apart)
        for at, column in enumerate(columns)
        for row, text in enumerate(column)
        if text
    ]


def read_columns(*columns: list[str], apart: float = 270) -> Reading:
    return pdf.read(pdf_file([set_columns(*columns, apart=apart)]))


def rows(reading: Reading) -> list[tuple[str, ...]]:
    return [block.cells for block in reading.blocks if block.cells]


@pytest.mark.parametrize("right", [8, 3])
def test_columns_of_text_are_read_one_after_the_other_and_are_no_table(right: int) -> None:
    left = ["We pay for a desk and a chair once, and for", "the light that stands on it."] * 4
    reading = read_columns(
        left, [LONG + " with", "their manager, and tell the team if they change."] * (right // 2 + 1)
    )
    assert rows(reading) == []
    assert all("light that stands" in text for text in texts(reading)[:4])


def test_three_columns_of_text_are_no_table() -> None:
    column = ["We pay for a desk once, and", "for a chair as well."] * 5
    reading = read_columns(column, column, column, apart=180)
    assert texts(reading) == ["We pay for a desk once, and for a chair as well."] * 15


def test_lists_side_by_side_are_no_table() -> None:
    reading = read_columns(["• keys", "• badge", "• laptop"], ["• phone", "• papers", "• books"])
    assert texts(reading) == ["keys", "badge", "laptop", "phone", "papers", "books"]


def test_a_text_beside_short_lines_is_no_table() -> None:
    side = ["Contact", "People team", "Room 4"]
    reading = read_columns(
        ["Taxis are paid for at night only, or", "where no bus runs to the place.", "Ask."], side, apart=330
    )
    assert rows(reading) == []
    assert texts(reading)[0] == "Taxis are paid for at night only, or where no bus runs to the place."
    assert any("column by column" in warning for warning in reading.warnings)


def test_terms_beside_what_they_mean_are_rows_though_that_takes_several_lines() -> None:
    terms = ["Core hours", "", "Flex day"]
    meanings = [
        "The time from ten to three in which every",
        "colleague can be reached.",
        "A day on which hours are free.",
    ]
    assert rows(read_columns(terms, meanings, apart=150)) == [
        ("Core hours", "The time from ten to three in which every colleague can be reached."),
        ("Flex day", "A day on which hours are free."),
    ]


def test_lines_of_a_table_that_cannot_be_told_apart_are_not_joined() -> None:
    reading = read_columns(["Breakfast", "", "Dinner"], ["15", "20", "40"], ["per day", "abroad", ""], apart=120)
    assert not any("40" in text and "abroad" in text for text in texts(reading))


def test_a_line_that_ends_early_goes_on_in_small_letters() -> None:
    page = set_paragraphs(
        [
            [
                "This policy says who may take leave, and when they",
                "may take it.",
                "It covers all staff who work here for longer than half a year.",
            ]
        ]
    )
    assert texts(pdf.read(pdf_file([page])))[0].startswith(
        "This policy says who may take leave, and when they may take it."
    )


def test_words_written_across_a_page_are_listed_and_not_said() -> None:
    lines = b"BT /F1 11 Tf 1 0 0 1 72 700 Tm (Ask early.) Tj ET BT /F1 60 Tf .7 .7 -.7 .7 200 300 Tm (DRAFT) Tj ET"
    reading = pdf.read(assemble([lines]))
    assert texts(reading) == ["Ask early."]
    assert [each.text for each in reading.left_out] == ["DRAFT"]


def test_a_sign_without_a_name_before_words_is_the_mark_of_an_item() -> None:
    content = b"BT /F1 11 Tf 1 0 0 1 72 700 Tm (\x7f) Tj ET BT /F1 11 Tf 1 0 0 1 90 700 Tm (Ask early.) Tj ET"
    (block,) = pdf.read(assemble([content])).blocks
    assert (block.text, block.label) == ("Ask early.", None)


def test_words_with_letters_that_no_font_names_are_told_and_never_quoted_as_numbers() -> None:
    content = b"BT /F1 11 Tf 1 0 0 1 72 %d Tm (%s) Tj ET"
    lines = [b"An e\x7fcient and a pro\x7ftable team asks early for all that it needs."] + [
        b"Ask your manager first."
    ] * 9
    reading = pdf.read(assemble([b"\n".join(content % (700 - 30 * at, line) for at, line in enumerate(lines))]))
    assert not any("cid" in text for text in texts(reading))
    assert any("letters that no font names" in warning for warning in reading.warnings)


def test_a_paragraph_of_letters_without_names_is_listed_and_not_said() -> None:
    content = b"BT /F1 11 Tf 1 0 0 1 72 %d Tm (%s) Tj ET"
    lines = [b"Ask a\x7f\x7f\x7f"] + [b"Ask your manager first, and tell the team that you will not be there."] * 9
    reading = pdf.read(assemble([b"\n".join(content % (700 - 30 * at, line) for at, line in enumerate(lines))]))
    assert texts(reading)[0].startswith("Ask your manager")
    assert [each.reason for each in reading.left_out] == [Omission.UNREADABLE]


def test_pages_that_hold_themselves_are_refused_or_read_and_nothing_hangs() -> None:
    whole = pdf_file([set_paragraphs(LEAVE)])
    for broken in (b"/Kids [2 0 R]", b"/Kids [2 0 R 4 0 R]", b"/Kids [4 0 R 4 0 R]"):
        with contextlib.suppress(Faulty):
            pdf.read(whole.replace(b"/Kids [4 0 R]", broken))


def set_stretched(*lines: str, left: float, right: float, top: float = 700) -> list[Set]:
    """Lines that are set to both edges; the last is not stretched."""
    page = []
    for row, line in enumerate(lines):
        words = line.split()
        widths = [width_of(word) for word in words]
        gap = (right - left - sum(widths)) / max(1, len(words) - 1) if row < len(lines) - 1 else 3.1
        x = left
        for word, width in zip(words, widths, strict=True):
            page.append(Set(word, top - row * 13, x))
            x += width + gap
    return page


def width_of(word: str) -> float:
    """How wide a word is in Helvetica, 11 points."""
    with pdfplumber.open(io.BytesIO(pdf_file([[Set(word, 700)]]))) as document:
        return float(document.pages[0].chars[-1]["x1"] - document.pages[0].chars[0]["x0"])


def test_lines_that_are_set_to_both_edges_are_no_columns() -> None:
    left = (
        "administrative requirements for",
        "all employees travelling",
        "internationally on business",
        "which they have to announce",
        "as soon as ever possible.",
    )
    right = (
        "Documentation is retained",
        "throughout verification or",
        "notwithstanding circumstances",
        "of all kinds that they may",
        "care to name.",
    )
    page = set_stretched(*left, left=60, right=280) + set_stretched(*right, left=300, right=520)
    reading = pdf.read(pdf_file([page]))
    assert texts(reading) == [" ".join(left), " ".join(right)]
    assert rows(reading) == []
    assert reading.warnings == ()


def test_what_stands_below_columns_is_read_after_them() -> None:
    left = ["We pay for a desk and a chair once, and for", "the light that stands on it, but not for"] * 4
    page = set_columns(left, [LONG + " with", "their manager, and tell the team if they change."] * 4)
    found = texts(pdf.read(pdf_file([[*page, Set("Afterwards.", 560, 50), Set("Short.", 540, 50)]])))
    assert found[-2:] == ["Afterwards.", "Short."]


def set_table(*table: list[tuple[str, int, int]], top: float = 700, width: float = 100) -> list[Set | Drawn]:
    """Rows of cells, each with the columns and rows it takes; none where one from above reaches into the row."""
    page: list[Set | Drawn] = []
    taken: set[tuple[int, int]] = set()
    height = 20
    for row, cells in enumerate(table):
        column = 0
        for text, columns, lines in cells:
            while (row, column) in taken:
                column += 1
            taken |= {(row + down, column + over) for down in range(lines) for over in range(columns)}
            x, y = 60 + column * width, top - (row + lines) * height
            page += [Drawn(x, y, columns * width, lines * height), Set(text, top - row * height - 14, x + 4)]
    return page


def test_heads_in_two_rows_stand_above_each_column() -> None:
    reading = pdf.read(
        pdf_file(
            [
                set_table(
                    [("Country", 1, 2), ("Allowance", 2, 1), ("Notes", 1, 2)],
                    [("Full day", 1, 1), ("Half day", 1, 1)],
                    [("France", 1, 1), ("50", 1, 1), ("25", 1, 1), ("none", 1, 1)],
                )
            ]
        )
    )
    assert rows(reading) == [("France", "50", "25", "none")]
    assert reading.blocks[-1].heads == ("Country", "Allowance Full day", "Allowance Half day", "Notes")


def test_a_table_of_facts_has_no_heads() -> None:
    reading = pdf.read(pdf_file([set_table([("Owner", 1, 1), ("Finance", 1, 1)], [("Version", 1, 1), ("3.2", 1, 1)])]))
    assert rows(reading) == [("Owner", "Finance"), ("Version", "3.2")]


def drawn_pdf(page: Page) -> tuple[Passage, ...]:
    return passages(
        pdf.read(pdf_file([page])).blocks, Attribution("a", "", None, None, None, None, None, Standing.UNKNOWN)
    )


def test_a_row_that_names_the_table_stands_above_its_rows() -> None:
    found = drawn_pdf(
        set_table(
            [("Rates abroad", 3, 1)],
            [("City", 1, 1), ("Day", 1, 1), ("Night", 1, 1)],
            [("Paris", 1, 1), ("50", 1, 1), ("90", 1, 1)],
        )
    )
    assert [(each.text, each.context.row) for each in found] == [("Paris\t50\t90", ("City", "Day", "Night"))]
    assert found[0].context.parents == ("Rates abroad",)


def test_words_with_a_line_through_them_are_struck_out_and_underlined_ones_are_not() -> None:
    page: Page = [Set("The limit is 100 120 euros.", 700, 60), Drawn(115.6, 703, 18.4, 0.8), Drawn(60, 698, 40, 0.8)]
    (block,) = pdf.read(pdf_file([page])).blocks
    assert (block.text, [(mark.kind, mark.text) for mark in block.marks]) == (
        "The limit is 120 euros.",
        [("struck", "100")],
    )


def test_a_dot_that_is_drawn_before_words_is_the_mark_of_an_item() -> None:
    dots = [Drawn(68, 702, 4, 4), Drawn(68, 688, 4, 4)]
    page: Page = [Set("Keys are lent.", 700, 80), Set("Badges are not.", 686, 80), *dots]
    reading = pdf.read(pdf_file([page]))
    assert [(block.kind, block.text) for block in reading.blocks] == [
        (BlockKind.ITEM, "Keys are lent."),
        (BlockKind.ITEM, "Badges are not."),
    ]


WRAPPED = [
    (("Account", "Least length", "Changed"), 0),
    (("Standard", "12 characters", "only where somebody"), 20),
    (("user", "", "may know it"), 0),
    (("Admin", "16 characters", "every 180 days"), 20),
    (("Service", "24 characters", "every year, or when"), 20),
    (("", "", "its owner leaves us"), 0),
]
WHOLE = [
    ("Standard user", "12 characters", "only where somebody may know it"),
    ("Admin", "16 characters", "every 180 days"),
    ("Service", "24 characters", "every year, or when its owner leaves us"),
]


def set_wrapped(leading: float = 13) -> tuple[list[Set], list[float]]:
    """A table whose cells go on over lines that are as far apart as its rows; also where its rows begin."""
    page, borders, y = [], [], 700.0
    for cells, is_new in WRAPPED:
        if is_new:
            borders.append(y + 10)
        page += [Set(cell, y, 60 + at * 110) for at, cell in enumerate(cells) if cell]
        y -= leading
    return page, borders


def test_rows_that_lines_across_the_table_part_are_told_apart_whatever_their_cells_hold() -> None:
    page, borders = set_wrapped()
    lines = [Drawn(58, y, 340, 0.5) for y in borders]
    assert rows(pdf.read(pdf_file([[*page, *lines]]))) == WHOLE


def test_rows_that_stand_on_stripes_are_told_apart() -> None:
    page, borders = set_wrapped()
    ends = [*borders, borders[-1] - 26]
    stripes = [Drawn(58, ends[at + 1], 340, ends[at] - ends[at + 1]) for at in (0, 2)]
    assert rows(pdf.read(pdf_file([[*stripes, *page]]))) == WHOLE


def test_a_line_below_the_heads_alone_parts_no_rows() -> None:
    table = [("Grade", "Place", "Days"), ("Junior", "here", "25"), ("Senior", "there", "28")]
    page: Page = [
        Set(cell, 700 - row * 14, 60 + at * 110) for row, cells in enumerate(table) for at, cell in enumerate(cells)
    ]
    lines = [Drawn(58, y, 340, 0.5) for y in (712, 697, 668)]
    assert rows(pdf.read(pdf_file([[*page, *lines]]))) == table[1:]


def test_cells_that_go_on_may_be_wider_than_those_above() -> None:
    table = (
        ["Public", "Internal", "", "", "Secret"],
        ["Press", "Handbooks,", "policies that are not", "meant for all", "Pay"],
    )
    found = rows(read_columns(*table, apart=150))
    assert found == [
        ("Public", "Press"),
        ("Internal", "Handbooks, policies that are not meant for all"),
        ("Secret", "Pay"),
    ]


def test_rows_of_which_only_every_other_has_lines_between_its_cells_keep_their_cells() -> None:
    heads, odd = [("Step", 1, 1), ("Who", 1, 1), ("Until", 1, 1)], [("Ask", 1, 1), ("Staff", 1, 1), ("May", 1, 1)]
    page = set_table(heads, odd, [("Go", 3, 1)], [("End", 1, 1), ("Boss", 1, 1), ("June", 1, 1)])
    page += [Set("Boss", 646, 164), Set("June", 646, 264)]
    assert rows(pdf.read(pdf_file([page]))) == [
        ("Ask", "Staff", "May"),
        ("Go", "Boss", "June"),
        ("End", "Boss", "June"),
    ]


def test_a_cell_over_all_columns_stays_one() -> None:
    page = set_table(
        [("Step", 1, 1), ("Who", 1, 1), ("Until", 1, 1)],
        [("All of this is looked at in May.", 3, 1)],
        [("Ask", 1, 1), ("Staff", 1, 1), ("May", 1, 1)],
    )
    assert rows(pdf.read(pdf_file([page])))[0] == ("All of this is looked at in May.", "", "")


def drawn_rows(table: Sequence[tuple[str, str, str]], top: float) -> Page:
    """A table with lines around its cells, from a height on."""
    page: list[Set | Drawn] = []
    for number, row in enumerate(table):
        foot = top - 30 * (number + 1)
        for x, width, text in zip((72, 172, 232), (100, 60, 240), row, strict=True):
            page += [Drawn(x, foot, width, 30), Set(text, foot + 16, x + 4, 10)]
    return page


HEADS, LEAD = ("Role", "Limit", "Duty"), ("Lead", "500", "signs the orders of the whole department and")


@pytest.mark.parametrize("heads", [[], [HEADS]])
def test_a_row_that_the_end_of_a_page_parts_is_one_where_that_is_certain(heads: list[tuple[str, str, str]]) -> None:
    first = drawn_rows([HEADS, ("Clerk", "100", "files papers"), LEAD], 200)
    second = drawn_rows([*heads, ("", "", "keeps the list of gifts"), ("Board", "none", "meets")], 740)
    reading = pdf.read(pdf_file([[Set("Duties are told by role.", 720), *first], second]))
    assert rows(reading) == [
        ("Clerk", "100", "files papers"),
        (*LEAD[:2], f"{LEAD[2]} keeps the list of gifts"),
        ("Board", "none", "meets"),
    ]
    assert len(reading.left_out) == len(heads)
    short = drawn_rows([HEADS, ("Clerk", "100", "files papers"), ("Lead", "500", "signs orders")], 200)
    assert ("", "", "keeps the list of gifts") in rows(pdf.read(pdf_file([[Set("Duties.", 720), *short], second])))


def test_a_word_of_a_wide_cell_that_happens_to_stand_where_a_column_begins_stays_in_it() -> None:
    heads, rest = [("Step", 1, 1), ("Who", 1, 1), ("Until", 1, 1)], [("Ask", 1, 1), ("Staff", 1, 1), ("May", 1, 1)]
    # In Helvetica, of 11 points, "here" begins with the second column.
    page = set_table(heads, rest, [("nnnnnnnnnnnnnnnii here", 2, 1), ("June", 1, 1)], rest)
    assert rows(pdf.read(pdf_file([page])))[1] == ("nnnnnnnnnnnnnnnii here", "", "June")
