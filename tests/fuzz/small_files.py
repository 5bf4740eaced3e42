"""Small office files, in parts: what a mutation has to begin with."""

import io
import zipfile

from openpyxl import Workbook
from pptx import Presentation

from tests.fuzz.mutating import Package

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OPEN = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "style", "text", "table")
)


def word_file() -> Package:
    """A heading, a numbered paragraph with struck words, and a table."""
    types = f"""<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>"""
    relations = f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="a" Type="{OFFICE}" Target="word/document.xml"/></Relationships>"""
    body = """<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Leave</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>
<w:r><w:rPr><w:strike/></w:rPr><w:t>Ask</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Grade</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>25</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"""
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    numbering = f"""<w:numbering {WORD}><w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>"""
    return Package(
        (
            ("[Content_Types].xml", types),
            ("_rels/.rels", relations),
            ("word/document.xml", f"<w:document {WORD}><w:body>{body}</w:body></w:document>"),
            ("word/numbering.xml", numbering),
        )
    )


def open_text() -> Package:
    """A heading and an item, as OpenDocument has them."""
    body = """<text:h text:outline-level="2">Leave</text:h>
<text:list><text:list-item><text:p>Ask<text:s text:c="3"/>early</text:p></text:list-item></text:list>"""
    return Package((("content.xml", _open(f"<office:text>{body}</office:text>")),))


def open_sheet() -> Package:
    """A table whose cells span and repeat."""
    rows = """<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>Town</text:p>
</table:table-cell></table:table-row><table:table-row table:number-rows-repeated="3">
<table:table-cell table:number-columns-repeated="2"><text:p>1</text:p></table:table-cell></table:table-row>"""
    table = f'<table:table table:name="A">{rows}</table:table>'
    return Package((("content.xml", _open(f"<office:spreadsheet>{table}</office:spreadsheet>")),))


def _open(body: str) -> str:
    return f"<office:document-content {OPEN}><office:body>{body}</office:body></office:document-content>"


def workbook() -> Package:
    """An Excel workbook of a few cells, some of them merged."""
    book, made = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (("Grade", "Days"), ("A", 25), ("B", 0.5)):
        sheet.append(row)
    sheet.merge_cells("A4:B5")
    book.save(made)
    return _parts_of(made)


def deck() -> Package:
    """A presentation of one slide."""
    made, shown = io.BytesIO(), Presentation()
    slide = shown.slides.add_slide(shown.slide_layouts[1])
    slide.placeholders[1].text_frame.text = "Ask early"
    shown.save(made)
    return _parts_of(made)


def _parts_of(made: io.BytesIO) -> Package:
    with zipfile.ZipFile(made) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return Package(tuple((name, archive.read(name).decode()) for name in names))
