"""Word files → blocks: headings, lists and tables as they are styled, changes accepted, nothing hidden."""

import io
import zipfile

import pytest

from bot.core.model import Mark
from bot.documents.blocks import BlockKind, Omission, Reading
from bot.documents.faults import Faulty
from bot.documents.readers import docx

NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATED = f'xmlns:r="{RELATIONS}"'
PICTURE = f'xmlns:v="urn:schemas-microsoft-com:vml" {RELATED}'
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = f"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{KINDS}.document.main+xml"/></Types>"""


def related(**parts: str) -> str:
    each = (
        f'<Relationship Id="{name}" Type="{RELATIONS}/{name}" Target="{target}"/>' for name, target in parts.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{"".join(each)}</Relationships>'


def word_file(body: str, **parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", related(officeDocument="word/document.xml"))
        package.writestr("word/_rels/document.xml.rels", related(**{name: f"{name}.xml" for name in parts}))
        package.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)
    return made.getvalue()


def run(text: str, style: str = "") -> str:
    return f'<w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{inner}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    made = ("".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in made)}</w:tbl>"


def read(body: str, **parts: str) -> Reading:
    return docx.read(word_file(body, **parts))


def test_headings_and_paragraphs_are_told_by_their_styles() -> None:
    reading = read(paragraph(run("Leave"), "Heading1") + paragraph(run("Ask ") + run("early", "<w:b/>") + run(".")))
    assert [(each.kind, each.level, each.text, each.line) for each in reading.blocks] == [
        (BlockKind.HEADING, 1, "Leave", 1),
        (BlockKind.PARAGRAPH, 0, "Ask early.", 2),
    ]
    assert reading.unit == "block"


def test_the_first_row_of_a_table_is_its_head() -> None:
    (block,) = read(table(("Grade", "Days"), ("Senior", "28"))).blocks
    assert (block.cells, block.heads) == (("Senior", "28"), ("Grade", "Days"))


def test_years_may_be_heads() -> None:
    assert [each.heads for each in read(table(("", "2023", "2024"), ("Days", "25", "28"))).blocks] == [
        ("", "2023", "2024")
    ]


def test_a_first_row_of_numbers_is_no_head() -> None:
    first, second = read(table(("Senior", "28"), ("Junior", "25"))).blocks
    assert (first.cells, first.heads, second.cells) == (("Senior", "28"), (), ("Junior", "25"))


def test_changes_are_accepted_and_what_they_deleted_is_listed() -> None:
    old = '<w:del w:id="1"><w:r><w:delText>five</w:delText></w:r></w:del>'
    new = f'<w:ins w:id="2">{run("ten")}</w:ins>'
    reading = read(paragraph(run("At most ") + old + new + run(" days.")))
    assert reading.blocks[0].text == "At most ten days."
    assert [(each.reason, each.text) for each in reading.left_out] == [(Omission.DELETED, "five")]


def test_a_deleted_row_is_no_row() -> None:
    deleted = f'<w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc>{paragraph(run("Gone"))}</w:tc></w:tr></w:tbl>'
    body = table(("Grade", "Days"), ("Senior", "28")).replace("</w:tbl>", deleted)
    assert [block.cells for block in read(body).blocks] == [("Senior", "28")]


def test_hidden_text_and_comments_are_left_out_and_listed() -> None:
    comments = f'<w:comments {NAMES}><w:comment w:id="0">{paragraph(run("Really?"))}</w:comment></w:comments>'
    reading = read(paragraph(run("Ask early.") + run("Secret.", "<w:vanish/>")), comments=comments)
    assert [block.text for block in reading.blocks] == ["Ask early."]
    left_out = {(each.reason, each.text) for each in reading.left_out}
    assert left_out == {(Omission.HIDDEN, "Secret."), (Omission.COMMENT, "Really?")}


def test_what_is_struck_through_is_a_mark_and_no_word() -> None:
    (block,) = read(paragraph(run("Dogs ") + run("may ", "<w:strike/>") + run("must not enter."))).blocks
    assert (block.text, block.marks) == ("Dogs must not enter.", (Mark("struck", 5, "may"),))


def test_a_footnote_is_a_note_and_its_mark_no_word() -> None:
    notes = f'<w:footnotes {NAMES}><w:footnote w:id="4">{paragraph(run("Of work."))}</w:footnote></w:footnotes>'
    body = paragraph(run("Within 30") + '<w:r><w:footnoteReference w:id="4"/></w:r>' + run(" days."))
    text, note = read(body, footnotes=notes).blocks
    assert (text.text, text.marks) == ("Within 30 days.", (Mark("note", 9, "1"),))
    assert (note.kind, note.label, note.text) == (BlockKind.NOTE, "1", "Of work.")


LEVELS = (
    '<w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>'
)
NUMBERING = (
    f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
)


def test_paragraphs_have_the_numbers_that_word_shows() -> None:
    def clause(text: str, level: int, style: str = "") -> str:
        more = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        return paragraph(run(text), style, more)

    body = clause("Data", 0, "Heading1") + clause("Staff:", 1) + clause("files", 2) + clause("pay", 2)
    body += clause("Guests", 1) + clause("badges", 2)
    found = [(each.kind.value, each.level, each.label, each.text) for each in read(body, numbering=NUMBERING).blocks]
    assert found == [
        ("heading", 1, None, "4 Data"),
        ("item", 2, "4.1", "Staff:"),
        ("item", 3, "(a)", "files"),
        ("item", 3, "(b)", "pay"),
        ("item", 2, "4.2", "Guests"),
        ("item", 3, "(a)", "badges"),
    ]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no archive", word_file("")])
def test_what_is_no_word_file_or_empty_says_so(data: bytes) -> None:
    with pytest.raises(Faulty) as caught:
        docx.read(data)
    assert caught.value.mend


STYLES = f"""<w:styles {NAMES}>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Company Head"/><w:basedOn w:val="H2"/></w:style>
<w:style w:type="paragraph" w:styleId="Out"><w:name w:val="Clause"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Guide"><w:name w:val="Guide"/><w:basedOn w:val="Secret"/></w:style>
<w:style w:type="paragraph" w:styleId="LB1"><w:name w:val="List Bullet"/></w:style>
<w:style w:type="paragraph" w:styleId="LB2"><w:name w:val="List Bullet 2"/></w:style>
<w:style w:type="paragraph" w:styleId="N1"><w:name w:val="Numbered"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="N2"><w:name w:val="Deeper"/><w:basedOn w:val="N1"/>
<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnisueberschrift"><w:name w:val="TOC Heading"/></w:style>
</w:styles>"""
COUNTED = f"""<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


@pytest.mark.parametrize(("style", "level"), [("Own", 2), ("Out", 3)])
def test_a_style_of_ones_own_is_a_heading_if_it_is_made_from_one(style: str, level: int) -> None:
    heading, _ = read(paragraph(run("Leave"), style) + paragraph(run("Ask.")), styles=STYLES).blocks
    assert (heading.kind, heading.level) == (BlockKind.HEADING, level)


def test_what_a_style_hides_is_listed_and_not_said() -> None:
    body = paragraph(run("Ask. ") + run("Guidance", '<w:rStyle w:val="Guide"/>')) + paragraph(run("Notes"), "Secret")
    reading = read(body, styles=STYLES)
    assert [each.text for each in reading.blocks] == ["Ask."]
    assert sorted(each.text for each in reading.left_out) == ["Guidance", "Notes"]
    assert {each.reason for each in reading.left_out} == {Omission.HIDDEN}


@pytest.mark.parametrize("style", ["Verzeichnis1", "Verzeichnisueberschrift", "TOC2"])
def test_contents_are_listed_and_not_said_in_a_file_of_any_language(style: str) -> None:
    reading = read(paragraph(run("1 Leave 3"), style) + paragraph(run("Ask.")), styles=STYLES)
    assert [each.text for each in reading.blocks] == ["Ask."]
    assert [(each.reason, each.text) for each in reading.left_out] == [(Omission.NAVIGATION, "1 Leave 3")]


def test_numbers_come_also_from_the_style_that_a_style_is_made_from() -> None:
    body = paragraph(run("Leave"), "N1") + paragraph(run("Ask"), "N2") + paragraph(run("Book"), "N2")
    blocks = read(body, styles=STYLES, numbering=COUNTED).blocks
    assert [each.label for each in blocks] == ["1", "1.1", "1.2"]


def test_the_depth_of_a_list_is_told_by_the_name_of_its_style() -> None:
    body = paragraph(run("Leave"), "LB1") + paragraph(run("Ask"), "LB2")
    first, second = read(body, styles=STYLES).blocks
    assert (first.level, second.kind, second.level) == (1, BlockKind.ITEM, 2)


def test_a_first_paragraph_in_bold_is_the_title() -> None:
    reading = read(paragraph(run("Sick leave", "<w:b/>")) + paragraph(run("Ask."))).blocks
    assert (reading[0].kind, reading[0].level) == (BlockKind.HEADING, 1)


def test_words_in_fields_controls_boxes_and_formulas_are_said() -> None:
    field = f'<w:fldSimple w:instr="REF a">{run("section 4")}</w:fldSimple>'
    control = f"<w:sdt><w:sdtContent>{run('People')}</w:sdtContent></w:sdt>"
    maths = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    formula = f"<m:oMath {maths}><m:r><m:t>a+b</m:t></m:r></m:oMath>"
    (block,) = read(paragraph(run("See ") + field + run(" of ") + control + run(": ") + formula)).blocks
    assert block.text == "See section 4 of People: a+b"


def test_facts_beside_their_names_have_no_heads_above_them() -> None:
    first, second = read(table(("Owner", "Jo Lind"), ("Version", "3"))).blocks
    assert (first.cells, first.heads, second.heads) == (("Owner", "Jo Lind"), (), ())


def test_a_box_of_one_cell_is_paragraphs() -> None:
    cell = f"<w:tc>{paragraph(run('Ask early.'))}{paragraph(run('Book late.'))}</w:tc>"
    assert [each.text for each in read(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>").blocks] == ["Ask early.", "Book late."]


def test_what_was_moved_is_said_where_it_stands_now() -> None:
    moved = f"<w:moveFrom>{run('away')}</w:moveFrom><w:moveTo>{run('here')}</w:moveTo>"
    reading = read(paragraph(run("Kept ") + moved))
    assert reading.blocks[0].text == "Kept here"
    assert [(each.reason, each.text) for each in reading.left_out] == [(Omission.DELETED, "away")]


@pytest.mark.parametrize(
    "dangling",
    [
        f'<w:hyperlink {RELATED} r:id="rId9">{run("the form")}</w:hyperlink>',
        f'{run("the form")}<w:r><w:footnoteReference w:id="7"/></w:r>',
        f'<w:r><w:pict><v:imagedata {PICTURE} r:id="rId9"/></w:pict></w:r>{run("the form")}',
    ],
)
def test_what_leads_to_nothing_in_the_file_does_not_keep_it_from_being_read(dangling: str) -> None:
    assert [each.text for each in read(paragraph(run("Send ") + dangling)).blocks] == ["Send the form"]


def test_a_title_in_bold_may_stand_below_a_box_and_above_a_numbered_part() -> None:
    bold = [paragraph(run(text, "<w:b/>")) for text in ("Complaints", "1. Scope")]
    reading = read(
        table(("North College", "No.: HR-1"), ("Complaints", "Version: 2")) + "".join(bold) + paragraph(run("All."))
    )
    assert [(each.kind, each.text, each.heads) for each in reading.blocks[1:3]] == [
        (BlockKind.ROW, "", ()),
        (BlockKind.HEADING, "Complaints", ()),
    ]
