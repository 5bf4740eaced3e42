"""Web pages → paragraphs: the article's own words to the last letter, the site around it left out and counted."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.faults import Faulty
from bot.documents.readers import html
from bot.documents.readers.html_blocks import Block, blocks
from bot.documents.readers.reading import Reading, from_json

SITE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Parental leave | Example Works</title></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/policies">Policies</a></li><li>Leave</li></ul></nav>
<main><article><h1>Parental leave</h1><p class="byline">By Ada Okafor</p>
{body}
</article></main>
<aside><h3>Related articles</h3><p>Sick leave: what to do on the first day</p></aside>
<footer>© 2024 Example Works. All rights reserved.</footer></body></html>"""
BODY = """<p>Each parent may take up to sixteen weeks of paid leave in the first two years after a child arrives.</p>
<h2>Leave</h2>
<p>Tell your manager <b>ten weeks</b> before the leave<br>begins, in writing.<br><br>Shorter notice is fine
   when a child comes <!-- very -->early.</p>
<ul><li>Send the form to the People team.</li><li>Hand over open work.</li></ul>
<table><tr><th>Years</th><th>Weeks</th></tr><tr><td>0–2</td><td>16</td></tr></table>
<p>Every parent who comes back after leave finds the same job, or one like it, at the same pay.</p>"""


def read(markup: str | bytes, **options: str) -> Reading:
    return html.read(markup.encode() if isinstance(markup, str) else markup, **options)


def texts(reading: Reading) -> list[str]:
    return [paragraph.text for paragraph in reading.paragraphs]


def refused(markup: str | bytes) -> Faulty:
    with pytest.raises(Faulty) as caught:
        read(markup)
    assert caught.value.mend
    return caught.value


def read_or_fault(markup: str | bytes) -> tuple[object, ...] | str:
    try:
        return read(markup).paragraphs
    except Faulty as fault:
        return fault.mend


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def test_an_article_is_taken_out_of_its_site_with_its_headings_lists_and_tables() -> None:
    reading = read(SITE.format(body=BODY))
    assert texts(reading) == [
        "Each parent may take up to sixteen weeks of paid leave in the first two years after a child arrives.",
        "Leave",
        "Tell your manager ten weeks before the leave\nbegins, in writing.",
        "Shorter notice is fine when a child comes early.",
        "Send the form to the People team.",
        "Hand over open work.",
        "Years Weeks",
        "0–2 16",
        "Every parent who comes back after leave finds the same job, or one like it, at the same pay.",
    ]
    assert [paragraph.text for paragraph in reading.paragraphs if paragraph.level] == ["Leave"]
    assert reading.paragraphs[1].level == 2


def test_what_is_left_out_within_the_article_is_shown_and_what_is_around_it_is_counted() -> None:
    reading = read(SITE.format(body=BODY))
    assert [paragraph.text for paragraph in reading.dropped] == ["By Ada Okafor"]
    (note,) = reading.notes
    assert note.startswith("left out around the article: 6 blocks, 21 words; the longest begins “© 2024")
    assert reading.unit == "block"


def test_the_headline_becomes_the_title_and_is_not_said_twice() -> None:
    reading = read(SITE.format(body=BODY))
    assert reading.known["title"] == "Parental leave"
    assert "Parental leave" not in texts(reading)


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
        "<p>One year of leave.</p><p hidden>Secret.</p><p style='color:red; display:none'>Secret.</p>",
        "<p>One year of leave.</p><script>var secret</script><template>Secret.</template><noscript>Secret.</noscript>",
        "<title>One year of leave.</title><p>One year of leave.</p>",
        "<?xml version='1.0' encoding='utf-16'?><html xmlns='http://www.w3.org/1999/xhtml'>One year of leave.</html>",
    ],
)  # fmt: skip
def test_one_paragraph_is_enough_however_it_is_marked_up(markup: str) -> None:
    assert texts(read(markup)) == ["One year of leave."]


def test_words_in_the_middle_of_a_sentence_are_kept_whatever_they_are() -> None:
    sentence = "The rules of this office hold from {} on for everybody who works in it."
    for inner in ("<time>1 March 2024</time>", "<label>Monday</label>", "<a href='/x'>last spring</a>", "<q>now</q>"):
        page = read(f"<article><p>{sentence.format(inner)}</p><p>Nobody is left out of them in any case.</p></article>")
        assert texts(page)[0] == sentence.format(re.sub("<.*?>", "", inner))


def test_a_sentence_that_an_article_says_twice_stays_twice() -> None:
    part = "<h2>Part {0}</h2><p>Whoever is entitled applies in writing.</p><p>What part {0} says is told once only.</p>"
    body = "".join(part.format(number) for number in ("one", "two", "three"))
    assert texts(read(f"<article>{body}</article>")).count("Whoever is entitled applies in writing.") == 3


def test_lines_of_preformatted_text_stay_lines() -> None:
    body = "<article><pre>Line one\nline two\n\nLine four</pre><p>The rules of this office are for all.</p></article>"
    assert texts(read(body))[:2] == ["Line one\nline two", "Line four"]


def test_blanks_are_as_a_browser_shows_them_and_nothing_else_is_altered() -> None:
    body = "<p>A \n\t b&nbsp;c d&shy;e ﬁ “f”&#8203;g \u2028h</p>"
    tree = html._tree(body)
    assert list(blocks(tree)) == [Block("A b\xa0c d\xade ﬁ “f”\u200bg \u2028h")]


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
def test_a_page_without_an_article_says_so_in_words(markup: str, what: str) -> None:
    assert what in refused(markup).what


def test_broken_encodings_are_read_and_counted() -> None:
    reading = read("<p>Ä ö ü ä ö ü.".encode() + b"\xff</p>", charset="utf-8")
    assert texts(reading) == ["Ä ö ü ä ö ü.\ufffd"]
    assert reading.notes == ("characters that could not be read, and stand as �: 1",)


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
    ],
)
def test_hostile_markup_ends_in_a_reading_or_a_fault(markup: str) -> None:
    assert read_or_fault(markup)


def test_what_could_steer_a_terminal_is_not_read() -> None:
    assert texts(read("<p>One\x1b[31m year\x07 of\x9b leave.</p>")) == ["One[31m year of leave."]


def test_a_reading_can_be_written_down_and_read_back() -> None:
    reading = read(SITE.format(body=BODY), address="https://example.org/leave")
    assert from_json(reading.as_json()) == reading


@given(st.binary(max_size=300))
def test_no_bytes_whatever_make_it_raise_anything_but_a_fault(data: bytes) -> None:
    assert read_or_fault(data)


TAGS = st.sampled_from(
    "p div h2 li ul table tr td th br b i span a blockquote pre section script time sup hr form button dl dt".split()
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


@given(markup())
def test_every_paragraph_is_on_the_page_to_the_last_letter_and_in_its_order(page: str) -> None:
    try:
        reading = read(page)
    except Faulty:
        return
    on_page = letters("".join(block.text for block in blocks(html._tree(page))))
    at = 0
    for paragraph in reading.paragraphs:
        at = on_page.index(letters(paragraph.text), at) + len(letters(paragraph.text))
        assert paragraph.text == paragraph.text.strip()
        assert "\n\n" not in paragraph.text
