"""What a page says of itself: taken as it is said, and nothing guessed from its text."""

import pytest
from lxml import html

from bot.documents.readers.declared import declared

JSON_LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "WebPage", "headline": "Some page", "datePublished": "2020-01-01"},
{"@type": ["NewsArticle"], "headline": "Parental leave", "datePublished": "2024-03-01T23:30:00-05:00",
 "dateModified": "2024-04-02", "author": [{"@type": "Person", "name": "Ada Okafor"}, {"name": "Jo Lind"}],
 "publisher": {"@type": "Organization", "name": "Example Works"}}]}</script>"""


def said(head: str, body: str = "", address: str = "") -> dict[str, str]:
    return declared(html.document_fromstring(f"<html><head>{head}</head><body><p>x</p>{body}</body></html>"), address)


def test_a_page_that_describes_its_article_is_believed() -> None:
    assert said(JSON_LD) == {
        "title": "Parental leave",
        "author": "Ada Okafor, Jo Lind",
        "publisher": "Example Works",
        "published": "2024-03-01",
        "updated": "2024-04-02",
    }


def test_meta_tags_say_it_too() -> None:
    head = """<meta property="og:title" content="Parental leave"><meta property="og:site_name" content="Example Works">
    <meta name="author" content="Ada Okafor"><meta property="article:published_time" content="2024-03-01T09:00:00Z">"""
    assert said(head) == {
        "title": "Parental leave", "author": "Ada Okafor", "publisher": "Example Works", "published": "2024-03-01",
    }  # fmt: skip


def test_every_author_of_a_paper_is_named() -> None:
    head = '<meta name="citation_author" content="A"><meta name="citation_author" content="B">'
    assert said(head + '<meta name="citation_publication_date" content="2024/03/01">') == {
        "author": "A, B", "published": "2024-03-01",
    }  # fmt: skip


def test_nothing_is_guessed_from_the_text() -> None:
    body = "<p>By Ada Okafor, 1 March 2024</p><time datetime='2024-03-01'>1 March 2024</time><h2>Leave</h2>"
    assert said("", body, "https://example.org/2024/03/01/leave") == {"url": "https://example.org/2024/03/01/leave"}


@pytest.mark.parametrize("date", ["yesterday", "03/01/2024", "1 March 2024", "2024", "20240301", "2024-03-011"])
def test_a_date_that_may_mean_several_days_is_none(date: str) -> None:
    assert "published" not in said(f'<meta name="date" content="{date}">')


def test_a_change_that_is_none_is_not_told() -> None:
    head = '<meta property="article:published_time" content="2024-03-01">'
    for day in ("2024-03-01", "2023-01-01"):
        assert "updated" not in said(f'{head}<meta property="article:modified_time" content="{day}">')


@pytest.mark.parametrize("author", ["https://example.org/ada", "@ada"])
def test_an_address_is_no_name(author: str) -> None:
    assert "author" not in said(f'<meta name="author" content="{author}">')


def test_the_title_is_the_only_headline_or_that_of_the_window() -> None:
    assert said("<title>Window</title>", "<h1>Head</h1>")["title"] == "Head"
    assert said("<title>Window</title>", "<h1>Head</h1><h1>Other</h1>")["title"] == "Window"
    assert "title" not in said("<title> </title>")


@pytest.mark.parametrize("mark", ["|", "–", "-", "·"])
def test_the_name_of_the_site_is_no_part_of_the_title(mark: str) -> None:
    site = '<meta property="og:site_name" content="Example Works">'
    assert said(f"{site}<title>Leave {mark} pay {mark} Example works</title>")["title"] == f"Leave {mark} pay"
    assert said(f"{site}<title>Leave {mark} pay</title>")["title"] == f"Leave {mark} pay"


@pytest.mark.parametrize(
    ("head", "address", "url"),
    [
        ('<link rel="canonical" href="/leave#top">', "https://example.org/leave?from=mail", "https://example.org/leave"),
        ('<link rel="canonical" href="http://www.example.org/a">', "https://example.org/b", "http://www.example.org/a"),
        ('<meta property="og:url" content="https://example.org/a">', "", "https://example.org/a"),
        ('<link rel="canonical" href="https://famous.example/a">', "https://example.org/b", "https://example.org/b"),
        ('<link rel="canonical" href="javascript:1">', "https://example.org/b#c", "https://example.org/b"),
        ('<link rel="canonical" href="http://[">', "https://example.org/b", "https://example.org/b"),
        ('<link rel="canonical" href="">', "https://example.org/b", "https://example.org/b"),
    ],
)  # fmt: skip
def test_the_address_is_the_pages_own_word_only_within_its_host(head: str, address: str, url: str) -> None:
    assert said(head, address=address)["url"] == url


def test_a_file_that_names_no_address_has_none() -> None:
    assert "url" not in said('<link rel="canonical" href="/leave">')


@pytest.mark.parametrize(
    "rubbish",
    [
        "{", "[]", "null", '{"@type": 1}', '{"@type": "Article", "author": 5, "headline": ["a"], "datePublished": {}}',
        '{"@graph": {"@graph": {"@graph": {"@graph": {"@graph": {"@type": "Article", "headline": "deep"}}}}}}',
        '{"@type": "Article", "headline": "' + "x" * 5_000 + '"}', '"\\ud800"', "9" * 5_000, "[" * 5_000,
    ],
)  # fmt: skip
def test_rubbish_says_nothing(rubbish: str) -> None:
    known = said(f'<script type="application/ld+json">{rubbish}</script>')
    assert known.get("title", "a") == "a"
    assert "published" not in known


def test_what_a_page_wants_to_be_found_by_is_kept_apart() -> None:
    head = '<meta name="keywords" content="quit, resign"><meta name="description" content="How to go.">'
    found = said(head + '<meta property="og:description" content="How to go.">')
    assert found["keywords"] == "quit, resign\nHow to go."


@pytest.mark.parametrize("title", ["Untitled Document", "Microsoft Word - leave_v3.docx", "leave.docx", "{{ title }}"])
def test_what_programs_write_as_title_or_author_is_none(title: str) -> None:
    assert "title" not in said(f'<title>{title}</title><meta property="og:title" content="{title}">')
    assert "author" not in said('<meta name="author" content="Administrator">')


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("Created by <b> Ada Okafor</b>, last modified by Jo Lind on Mar 04, 2024", {"updated": "Mar 04, 2024"}),
        ("Created by <b> Ada Okafor</b> on Mar 04, 2024", {"published": "Mar 04, 2024"}),
    ],
)
def test_what_confluence_writes_above_a_page_is_known_of_it(line: str, known: dict[str, str]) -> None:
    assert said("", f'<div class="page-metadata">{line}</div>') == {"author": "Ada Okafor", **known}
