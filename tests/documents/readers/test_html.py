"""Web pages → blocks: all the words that a page shows, the site around them left out and listed."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.model import Attribution, Mark, Standing
from bot.documents.blocks import Block, BlockKind, Omission, Reading, as_json, from_json
from bot.documents.faults import Faulty
from bot.documents.passages import passages
from bot.documents.readers import html

SITE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Parental leave | Example Works</title></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/policies">Policies</a></li><li>Leave</li></ul></nav>
<div class="cookie-banner">We use cookies. <button>Accept</button></div>
<main><article><h1>Parental leave</h1><p class="byline">By Ada Okafor</p>
{body}
</article></main>
<aside><h3>Related articles</h3><p>Sick leave: what to do on the first day</p></aside>
<footer>© 2024 Example Works. All rights reserved.</footer></body></html>"""
BODY = """<p>Each parent may take up to sixteen weeks of paid leave in the first two years after a child arrives.</p>
<h2>Leave</h2>
<p>Tell your manager <b>ten weeks</b> before the leave<br>begins, in
   writing <!-- very -->early.</p>
<ul><li>Send the form.</li><li>Hand over:<ol type="a"><li>open work</li><li>keys</li></ol></li></ul>
<table><tr><th>Years</th><th>Weeks</th></tr><tr><td>0–2</td><td>16</td></tr></table>"""


def read(markup: str | bytes, **options: str) -> Reading:
    return html.read(markup.encode() if isinstance(markup, str) else markup, **options)


def blocks(markup: str) -> tuple[Block, ...]:
    return read(markup).blocks


def texts(reading: Reading) -> list[str]:
    return [block.text or " ".join(block.cells) for block in reading.blocks]


def refused(markup: str | bytes) -> Faulty:
    with pytest.raises(Faulty) as caught:
        read(markup)
    assert caught.value.mend
    return caught.value


def read_or_fault(markup: str | bytes) -> Reading | str:
    try:
        return read(markup)
    except Faulty as fault:
        return fault.mend


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def test_a_page_becomes_headings_paragraphs_items_and_rows() -> None:
    found = [
        (each.kind.value, each.level, each.label, each.text or each.cells) for each in blocks(SITE.format(body=BODY))
    ]
    assert found == [
        ("heading", 1, None, "Parental leave"),
        ("paragraph", 0, None, "By Ada Okafor"),
        (
            "paragraph",
            0,
            None,
            "Each parent may take up to sixteen weeks of paid leave in the first two years after a child arrives.",
        ),
        ("heading", 2, None, "Leave"),
        ("paragraph", 0, None, "Tell your manager ten weeks before the leave\nbegins, in writing early."),
        ("item", 1, None, "Send the form."),
        ("item", 1, None, "Hand over:"),
        ("item", 2, "a.", "open work"),
        ("item", 2, "b.", "keys"),
        ("row", 0, None, ("0–2", "16")),
    ]


def test_the_site_around_a_text_is_left_out_and_listed_with_its_reason() -> None:
    left_out = [(each.reason, each.text) for each in read(SITE.format(body=BODY)).left_out]
    assert left_out == [
        (Omission.NAVIGATION, "Home Policies Leave"),
        (Omission.BOILERPLATE, "We use cookies. Accept"),
        (Omission.BOILERPLATE, "Related articles Sick leave: what to do on the first day"),
        (Omission.BOILERPLATE, "© 2024 Example Works. All rights reserved."),
    ]


@pytest.mark.parametrize(
    "around",
    [
        "<div class='navbar'><a href=/>Home</a></div>",
        "<div id='breadcrumbs'>You are here: Home</div>",
        "<div role='banner'>Example Works</div>",
        "<ul class='main-menu'><li>Home</li></ul>",
        "<ul class='language-switcher'><li>Deutsch</li></ul>",
        "<form><input><label>Search</label></form>",
        "<button>Toggle menu</button>",
        "<p hidden>Secret.</p>",
        "<p style='color:red; display:none'>Secret.</p>",
        "<style>.x1{display:none}</style><p class='x1'>Secret.</p>",
        "<script>var secret</script>",
        "<template>Secret.</template>",
        "<noscript>Secret.</noscript>",
        "<span class='sr-only'>Opens in a new window</span>",
        "<pre>code</pre>",
    ],
)
def test_what_is_no_text_is_left_out(around: str) -> None:
    assert texts(read(f"<h1>Leave</h1>{around}<p>One year of leave.</p>")) == ["Leave", "One year of leave."]


@pytest.mark.parametrize(
    "markup",
    [
        "<p>One year of leave.",
        "One year of leave.",
        "<p class=MsoNormal>One year of leave.<o:p></o:p>",
        "<title>Leave</title><article><p>One year of leave.</p></article>",
        "<title>Leave</title><main>One year of leave.</main></body>",
        "<table><tr><td><p>One year of leave.</p></td></tr></table>",
        "<p>One <custom-word>year</custom-word> of<!-- x --> <i>lea</i>ve.</p>",
        "<title>One year of leave.</title><p>One year of leave.</p>",
        "<?xml version='1.0' encoding='utf-16'?><html xmlns='http://www.w3.org/1999/xhtml'>One year of leave.</html>",
        "<form action=/><div><p>One year of leave.</p></div></form>",
        "<p>One year <script>x()</script><noscript>a</noscript>of leave.</p>",
        "<pre>One year of leave.</pre>",
    ],
)  # fmt: skip
def test_one_paragraph_is_enough_however_it_is_marked_up(markup: str) -> None:
    assert texts(read(markup)) == ["One year of leave."]


def test_words_in_the_middle_of_a_sentence_are_kept_whatever_they_are() -> None:
    sentence = "The rules of this office hold from {} on for everybody who works in it."
    for inner in ("<time>1 March 2024</time>", "<label>Monday</label>", "<a href='/x'>last spring</a>"):
        page = read(f"<article><p>{sentence.format(inner)}</p></article>")
        assert texts(page) == [sentence.format(re.sub("<.*?>", "", inner))]


def test_quotation_marks_that_a_browser_adds_are_read() -> None:
    assert texts(read("<p>It says <q>ask <q>Ada</q> first</q>.</p>")) == ["It says “ask ‘Ada’ first”."]


def test_what_is_struck_out_and_the_marks_of_notes_are_no_words() -> None:
    (block,) = blocks("<p>Dogs <del>may</del> <ins>must not</ins> enter for 30<sup>1</sup> days.</p>")
    assert block.text == "Dogs must not enter for 30 days."
    assert block.marks == (Mark("struck", 5, "may"), Mark("note", 26, "1"))


def test_classes_of_office_programs_strike_out_and_embolden_as_their_elements_do() -> None:
    page = "<style>.c1{text-decoration:line-through}.c2,.c3{font-weight:700}</style>"
    first, second = blocks(f"{page}<p>Dogs <span class=c1>may</span> stay.</p><p><span class='c3'>Cats</span></p>")
    assert (first.text, first.marks) == ("Dogs stay.", (Mark("struck", 5, "may"),))
    assert second.strong


@pytest.mark.parametrize(
    "markup",
    [
        "<details><summary>May I?</summary><p>Yes.</p></details>",
        "<dl><dt>May I?</dt><dd>Yes.</dd></dl>",
        "<button class='accordion'>May I?</button><div style='display:none'>Yes.</div>",
        "<button aria-expanded='false' aria-controls='a1'>May I?</button><div id='a1' hidden>Yes.</div>",
        "<div class='faq'><div class='faq-question'>May I?</div><div class='faq-answer'>Yes.</div></div>",
        "<div class='expand-control'><span>May I?</span></div><div class='expand-content'><p>Yes.</p></div>",
        "<ul role=tablist><li role=tab aria-controls=p>May I?</li></ul><div role=tabpanel id=p hidden>Yes.</div>",
        "<a role=tab id=t>May I?</a><div role=tabpanel aria-labelledby=t>Yes.</div>",
        "<div class='admonition note'><p class='admonition-title'>May I?</p><p>Yes.</p></div>",
        "<div class='panel'><div class='panelHeader'><b>May I?</b></div><div class='panelContent'>Yes.</div></div>",
        "<a class='faq-question' href='#'>May I?</a><div class='faq-answer' style='display:none'>Yes.</div>",
    ],
)
def test_what_opens_at_a_click_answers_what_is_clicked(markup: str) -> None:
    (block,) = blocks(markup)
    assert (block.question, block.text) == ("May I?", "Yes.")


def test_a_heading_that_opens_a_part_is_answered_by_that_part_alone() -> None:
    answer, after = blocks("<h3><button aria-expanded=false>May I?</button></h3><div hidden>Yes.</div><p>Ask.</p>")
    assert (answer.question, answer.text, after.question) == ("May I?", "Yes.", None)


def test_a_cell_over_several_rows_stands_in_each_of_them() -> None:
    first, second = blocks("<table><thead><tr><td>Grade<td>Days</thead><tr><td rowspan=2>A<td>1<tr><td>2</table>")
    assert (first.cells, second.cells) == (("A", "1"), ("A", "2"))
    assert first.heads == ("Grade", "Days")


def test_indented_clauses_of_a_law_are_items_with_their_numbers() -> None:
    page = "<p class='text-indent-1'>(a)(1) Who works:</p><p class='text-indent-2'><span>(A)</span> is paid</p>"
    first, second = blocks(page)
    assert (first.kind, first.level, first.label, first.text) == (BlockKind.ITEM, 1, "(a)(1)", "Who works:")
    assert (second.kind, second.level, second.label, second.text) == (BlockKind.ITEM, 2, "(A)", "is paid")


@pytest.mark.parametrize(
    "part",
    [
        "<section id='feedback'><h2>Feedback</h2><p>Ask for it twice a year.</p></section>",
        "<div role=main><div class=section id=related-rules><h2>3. Related rules</h2><p>See Travel.</p></div></div>",
        "<p>A firm, or group of <a id='ref-for-related-firm' href='#related-firm'>related firms</a>, votes.</p>",
    ],
)
def test_an_id_that_links_lead_to_says_nothing_of_the_site(part: str) -> None:
    assert " ".join(texts(read(part))) == " ".join(re.sub("<.*?>", " ", part).split()).replace(" ,", ",")


@pytest.mark.parametrize("page", ["<section><p>Ask.</p>{}</section>", "<p>Ask.</p>{}<p>Then book.</p>"])
def test_a_remark_amid_the_text_is_said(page: str) -> None:
    assert "Early is best." in texts(read(page.format("<aside>Early is best.</aside>")))


def test_a_long_part_is_text_whatever_its_class_is_called() -> None:
    rule = "Whoever is on the road for longer than a day is paid for the night. " * 10
    assert len(texts(read(f"<div class='menu'><p>{rule}</p></div>"))) == 1


def test_two_line_ends_in_a_row_end_a_paragraph() -> None:
    assert texts(read("<p>One<br>line.<br><br>Another.</p>")) == ["One\nline.", "Another."]


def test_lines_of_preformatted_text_stay_lines() -> None:
    assert texts(read("<pre>Line one\nline two\n\nLine four</pre>")) == ["Line one\nline two", "Line four"]


def test_the_name_of_the_site_is_no_part_of_the_title() -> None:
    assert read(SITE.format(body=BODY)).known["title"] == "Parental leave"
    page = "<meta property='og:title' content='Leave - Example Works'><h1>Leave</h1><p>One year.</p>"
    assert read(page).known["title"] == "Leave"
    page = "<title>Leave</title><h1>Example Works</h1><article><h2>Leave</h2><p>One year.</p></article>"
    assert read(page).known["title"] == "Leave"


@pytest.mark.parametrize(
    "heading",
    [
        "Leave from 2024<a class='headerlink' href='#leave'>¶</a>",
        "Leave from 2024 <span aria-hidden='true'>#</span>",
        "<span class='sr-only'>Page: </span>Leave from 2024 <a class='edit-link' href='/edit'>Edit</a>",
        "Leave<br>from <s>2019</s> 2024<sup>1</sup>",
        "Leave from <i class='material-icons'>today</i>2024",
    ],
)
def test_the_title_is_the_heading_as_it_reads(heading: str) -> None:
    reading = read(f"<h1>{heading}</h1><p>One year.</p>")
    assert (reading.known["title"], texts(reading)[0]) == ("Leave from 2024", "Leave from 2024")


@pytest.mark.parametrize(
    ("markup", "what"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("<!-- nothing -->", "is empty"),
        ("<html><head><title>Leave</title></head><body></body></html>", "is empty"),
        ("<body><div id=root></div><script src=app.js></script>", "scripts make it"),
        ("<body><noscript>Please switch on JavaScript.</noscript><script>x</script>", "scripts make it"),
        ("%PDF-1.7", "is no web page"),
        ("PK\x03\x04", "is no web page"),
        ("\0" * 20 + "a", "is no web page"),
        ("<p>a</p>" * 20_001, "more than 20,000 paragraphs"),
    ],
)
def test_a_page_without_a_text_says_so_in_words(markup: str, what: str) -> None:
    assert what in refused(markup).what


def test_broken_encodings_are_read_and_counted() -> None:
    reading = read("<p>Ä ö ü ä ö ü.".encode() + b"\xff</p>", charset="utf-8")
    assert texts(reading) == ["Ä ö ü ä ö ü.\ufffd"]
    assert reading.warnings == ("characters that could not be read, and stand as �: 1",)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 5_000 + "deep",
        "<p>" + "<b>" * 5_000 + "deep",
        "<ul><li>item" * 2_000,
        "<" * 50_000,
        "&#x41;" * 50_000,
        "<p " + "a=b " * 20_000 + ">Text for you to read.</p>",
        "<script type='application/ld+json'>" + "[" * 50_000 + "</script><p>Text for you to read.</p>",
        "<table>" + "<tr><td>a</td><td>b</td></tr>" * 2_000,
        "<p>&#0;&#55296;&#1114112;&#xffffffffff;x</p>",
        "<div class=menu>" * 200 + "<a>x</a>" * 2_000,
        "<div class=page-metadata>Created by a" + ", last modified by a" * 20_000 + "</div><p>Text for you.</p>",
        "<div class=comments>" * 200 + "<a>x</a>" * 20_000,
        "<style>" + ".a{" * 20_000 + "</style><p>Text for you to read.</p>",
    ],
)
def test_hostile_markup_ends_in_a_reading_or_a_fault(markup: str) -> None:
    assert read_or_fault(markup)


def test_what_could_steer_a_terminal_is_not_read() -> None:
    assert texts(read("<p>One\x1b[31m year\x07 of\x9b leave.</p>")) == ["One[31m year of leave."]


def test_a_reading_can_be_written_down_and_read_back() -> None:
    reading = read(SITE.format(body=BODY), address="https://example.org/leave")
    assert from_json(as_json(reading)) == reading


@given(st.binary(max_size=300))
def test_no_bytes_whatever_make_it_raise_anything_but_a_fault(data: bytes) -> None:
    assert read_or_fault(data)


TAGS = st.sampled_from(
    "p div h2 li ul table tr td th br b i span a blockquote section time sup hr dl dt dd details summary".split()
)
WORDS = st.sampled_from("Each parent may take sixteen weeks of paid leave – “in writing” & so on; 50 % < 60 %".split())


@st.composite
def markup(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 25))):
        tag = draw(TAGS)
        words = " ".join(draw(st.lists(WORDS, max_size=12))).replace("&", "&amp;").replace("<", "&lt;")
        parts.append(draw(st.sampled_from([f"<{tag}>{words}", f"{words}</{tag}>", f"<{tag}>{words}</{tag}>", words])))
    return "".join(parts)


def with_marks(block: Block) -> str:
    """The text with the marks of notes and struck-out words, where they stand on the page."""
    text = block.text
    for mark in reversed(block.marks if text else ()):
        text = text[: mark.at] + mark.text + text[mark.at :]
    return text


@example("<p>Each<sup>50<time>Each")
@given(markup())
def test_every_word_of_a_block_is_on_the_page(page: str) -> None:
    found = read_or_fault(page)
    if isinstance(found, str):
        return
    tree = html.tree_of(page)
    on_page = letters("" if tree is None else tree.text_content())
    shown = [part for each in found.blocks for part in (with_marks(each), *(() if each.marks else each.cells))]
    for text in (line for part in shown for line in part.split("\n")):
        assert all(letters(word) in on_page for word in text.split())


def test_the_caption_of_a_table_stands_above_its_rows() -> None:
    table = "<table><caption>Leave</caption><tr><th>Grade<th>Days<tr><td>A<td>28</table><p>Ask early.</p>"
    assert [each.question for each in blocks(table)] == ["Leave", None]


@pytest.mark.parametrize(
    "head", ["<td><b>Grade</b><td><b>Days</b>", "<td style='font-weight:bold'>Grade<td><strong>Days</strong>"]
)
def test_a_bold_first_row_is_the_head_of_a_table(head: str) -> None:
    (row,) = blocks(f"<table><tr>{head}</tr><tr><td>A</td><td>28</td></tr></table>")
    assert (row.heads, row.cells) == (("Grade", "Days"), ("A", "28"))


def test_an_empty_corner_is_a_head_as_those_beside_it() -> None:
    (row,) = blocks("<table><tr><td><th>Days<th>Pay</tr><tr><th>Senior<td>28<td>all</tr></table>")
    assert (row.heads, row.cells) == (("", "Days", "Pay"), ("Senior", "28", "all"))


def test_a_table_that_only_places_parts_of_a_page_is_none() -> None:
    menu = "<td><ul><li><a href=a>News</a><li><a href=b>Policies</a><li><a href=c>People</a></ul></td>"
    reading = read(f"<table><tr>{menu}<td><h1>Travel</h1><p>Go by train.</p><ul><li>Book early</li></ul></td></table>")
    assert [each.kind for each in reading.blocks] == [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM]
    assert [(each.reason, each.text) for each in reading.left_out] == [(Omission.NAVIGATION, "News Policies People")]


def test_a_box_of_one_column_keeps_the_list_in_it() -> None:
    first, second = blocks("<table><tr><td><p>Bring:</p><ul><li>the badge</ul></td></tr></table>")
    assert (first.text, second.kind, second.text) == ("Bring:", BlockKind.ITEM, "the badge")


@pytest.mark.parametrize(
    "phrase",
    [
        "<p>Was this page helpful? <button>Yes</button> <button>No</button></p>",
        "<a href='#top'>Back to top</a>",
        "<a href='#c'>Skip to main content</a>",
        "<p>Print this page</p>",
        "<div>You are here: <a href=/>Home</a> &gt; Leave</div>",
        "<div class='modal'>Please log in</div>",
        "<div id='footer'>Example Works, all rights reserved</div>",
    ],
)
def test_what_every_site_says_is_left_out_and_listed(phrase: str) -> None:
    reading = read(f"<body><h1>Leave</h1><p>Thirty days.</p>{phrase}</body>")
    assert texts(reading) == ["Leave", "Thirty days."]
    assert reading.left_out


@pytest.mark.parametrize(
    "said",
    ["Print this page and sign it.", "Share this page only with staff who need to know of it.", "Top of the list"],
)
def test_a_rule_that_begins_like_such_a_phrase_is_said(said: str) -> None:
    assert texts(read(f"<h1>Leave</h1><p>{said}</p>")) == ["Leave", said]


def test_preformatted_sentences_are_text_and_code_is_not() -> None:
    page = "<p>Rules:</p><pre>Ask your manager first.\nThen book it.</pre><pre>if (a) { return b[0]; }</pre>"
    reading = read(page)
    assert texts(reading) == ["Rules:", "Ask your manager first.\nThen book it."]
    assert [each.reason for each in reading.left_out] == [Omission.CODE]


def test_items_are_numbered_as_their_style_says() -> None:
    (block,) = blocks("<ol style='list-style-type: lower-roman' start=4><li>Ask</ol>")
    assert block.label == "iv."


@pytest.mark.parametrize(
    "page",
    [
        '<html lang="da"><body><p>Feriepenge</p></body></html>',
        '<html xml:lang="da-DK"><body><p>Feriepenge</p></body></html>',
        '<html><body lang="da"><p>Feriepenge</p></body></html>',
        '<html><head><meta http-equiv="Content-Language" content="da"></head><body><p>Feriepenge</p></body></html>',
        '<html><head><meta property="og:locale" content="da_DK"></head><body><p>Feriepenge</p></body></html>',
    ],
)
def test_the_language_that_a_page_names_is_read(page: str) -> None:
    assert read(page).known["language"] == "da"


def test_the_language_that_a_site_names_for_words_of_another_is_not() -> None:
    text = "Der Urlaub wird von der Leitung genehmigt, und das gilt für alle."
    assert "language" not in read(f'<html lang="en-US"><body><p>{text}</p></body></html>').known


def test_tables_and_lists_by_their_roles_are_tables_and_lists() -> None:
    cells = "<div role=row><span role={0}>Grade</span><span role={0}>Days</span></div>"
    page = f"<div role=table>{cells.format('columnheader')}{cells.format('cell').replace('Days', '5')}</div>"
    row, item = blocks(f"<div>{page}<div role=list><div role=listitem>Ask.</div></div></div>")
    assert (row.heads, row.cells, item.kind) == (("Grade", "Days"), ("Grade", "5"), BlockKind.ITEM)


def test_heads_in_bold_below_others_stand_below_them() -> None:
    heads = (
        "<tr><td rowspan=2></td><td colspan=2><b>Leave</b></td></tr><tr><td><b>Full</b></td><td><b>Part</b></td></tr>"
    )
    (row,) = blocks(f"<table>{heads}<tr><td>Clerk</td><td>28</td><td>14</td></tr></table>")
    assert (row.heads, row.cells) == (("", "Leave Full", "Leave Part"), ("Clerk", "28", "14"))


def test_a_list_that_stands_in_a_list_belongs_to_the_item_before_it() -> None:
    found = blocks("<ul><li>Trains</li><ul><li>second class</li></ul><li>Planes</li></ul>")
    assert [(each.level, each.text) for each in found] == [(1, "Trains"), (2, "second class"), (1, "Planes")]


def test_the_last_of_numbered_questions_is_answered_too() -> None:
    found = blocks("<p>1. May I park?</p><p>Yes.</p><p>2. May I bike?</p><p>Sure.</p>")
    asked = passages(found, Attribution("a", "", None, None, None, None, None, Standing.UNKNOWN))
    assert [each.context.headings for each in asked] == [("May I park?",), ("May I bike?",)]


def test_a_button_in_a_heading_is_the_heading() -> None:
    assert texts(read("<h2><button>May I park?</button></h2><p>Yes.</p><button>Apply</button>")) == [
        "May I park?",
        "Yes.",
    ]


@pytest.mark.parametrize(
    ("comments", "are_left_out"),
    [
        ('<section id="comments"><h3>2 comments</h3><p>Nonsense!</p></section>', True),
        ('<div class="comments-area"><ol class="comment-list"><li><p>Nonsense!</p></li></ol></div>', True),
        ('<section id="comments"><h3>Comments</h3><p>Nonsense!</p></section>', False),
    ],
)
def test_what_readers_wrote_below_a_text_is_listed_and_not_said(comments: str, *, are_left_out: bool) -> None:
    reading = read(SITE.format(body=f"{BODY}{comments}"))
    assert ("Nonsense!" not in texts(reading)) == are_left_out
    assert (Omission.COMMENT in {each.reason for each in reading.left_out if "Nonsense!" in each.text}) == are_left_out
