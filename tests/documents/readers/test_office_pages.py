"""Pages that Google Docs, Word and Confluence wrote → blocks, as those who wrote them see them."""

import pytest

from bot.documents.blocks import BlockKind, Omission, Reading
from bot.documents.readers import html

WORD_ITEM = "<p class=MsoListParagraph style='mso-list:l0 level{} lfo1'><span style='mso-list:Ignore'>{}</span>{}</p>"
KIX = (
    '<style>.lst-kix_a-0 > li:before{content:"" counter(lst-ctn-kix_a-0,decimal) ". "}'
    '.lst-kix_a-1 > li:before{content:"" counter(lst-ctn-kix_a-0,decimal) "." '
    'counter(lst-ctn-kix_a-1,lower-latin) ") "}.c1{font-weight:700}.c2{text-decoration:line-through}</style>'
)


def read(markup: str) -> Reading:
    return html.read(markup.encode())


def items(markup: str) -> list[tuple[str, int, str | None]]:
    return [(each.text, each.level, each.label) for each in read(markup).blocks if each.kind is BlockKind.ITEM]


def test_lists_of_google_docs_have_their_depth_and_their_numbers() -> None:
    lists = (
        "<ol class='c3 lst-kix_a-0 start' start=1><li>Leave</li></ol>"
        "<ol class='lst-kix_a-1 start' start=1><li>Ask</li><li>Book</li></ol>"
        "<ol class='lst-kix_a-0' start=2><li>Pay</li></ol>"
    )
    assert items(KIX + lists) == [("Leave", 1, "1."), ("Ask", 2, "1.a)"), ("Book", 2, "1.b)"), ("Pay", 1, "2.")]
    bullets = "<ul class='lst-kix_b-0'><li>a</li></ul><ul class='lst-kix_b-1'><li>b</li></ul>"
    assert items(bullets) == [("a", 1, None), ("b", 2, None)]


def test_styles_of_google_docs_say_what_is_struck_out() -> None:
    (block,) = read(f"{KIX}<p><span>Take </span><span class=c2>25</span><span> 28 days</span></p>").blocks
    assert (block.text, [each.text for each in block.marks]) == ("Take 28 days", ["25"])


def test_comments_of_google_docs_are_listed_and_not_said() -> None:
    comment = "<div><p><a href='#cmnt_ref1' id=cmnt1>[a]</a>Sure?</p></div>"
    reading = read(f"<p>Thirty days<a href='#cmnt1' id=cmnt_ref1>[a]</a>.</p>{comment}")
    assert [each.text for each in reading.blocks] == ["Thirty days."]
    assert {each.reason for each in reading.left_out} == {Omission.COMMENT}


def test_paragraphs_that_word_styled_as_items_are_items() -> None:
    page = WORD_ITEM.format(1, "·&nbsp;&nbsp;", "Breakfast") + WORD_ITEM.format(2, "(a)&nbsp;", "with a receipt")
    assert items(page) == [("Breakfast", 1, None), ("with a receipt", 2, "(a)")]


def test_the_number_of_a_heading_stays_with_it() -> None:
    mark = "<span style='mso-list:Ignore'>4.<span>&nbsp;&nbsp;&nbsp;</span></span>"
    assert read(f"<h1>{mark}Meals</h1><p>Lunch.</p>").blocks[0].text == "4. Meals"


@pytest.mark.parametrize("named", ["title", "MsoTitle"])
def test_a_title_by_style_is_the_title(named: str) -> None:
    reading = read(f"<title>doc1</title><p class={named}>Expenses</p><h1>Meals</h1><p>Lunch.</p>")
    assert reading.known["title"] == "Expenses"


def test_the_space_of_a_page_of_confluence_is_no_part_of_its_title() -> None:
    page = (
        "<title>People : Leave</title><ol id=breadcrumbs><li><a href=i>People</a></li></ol>"
        "<h1 id=title-heading><span id=title-text> People : Leave </span></h1><div id=main-content><p>Ask.</p></div>"
    )
    assert read(page).known["title"] == "Leave"
