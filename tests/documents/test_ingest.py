"""Files, pages, PDFs and addresses in one list: each becomes an article, or says why not, and none is there twice."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot.documents.adding.adding import Added, Fate, Ways, WriteOptions, add
from bot.documents.adding.duplicates import Kind
from bot.documents.adding.sources import Most, Source
from bot.documents.corpus.loading import load, read
from bot.documents.corpus.metadata import Metadata, from_options
from bot.documents.faults import Fault
from bot.documents.readers.text import parse_boilerplate
from bot.documents.web.addresses import networks
from bot.documents.web.fetched import Trouble
from bot.documents.web.fetching import Limits, fetch
from tests.documents import hostile_server as hostile
from tests.documents.hostile_server import HostileServer
from tests.documents.reading_here import read_here
from tests.documents.small_pdfs import pdf_file, set_paragraphs

Put = Callable[[str, str | bytes], Path]
SOME = parse_boilerplate("^share$")
NOTHING = Metadata()
SENTENCES = [
    "Each parent may take up to sixteen weeks of paid leave in the first two years after a child arrives.",
    "Tell your manager ten weeks before the leave begins, in writing, and tell your team as soon as you like.",
    "Every parent who comes back after leave finds the same job, or one like it, at the same pay as before.",
    "Questions that this page leaves open are answered by the People team, on each day of the working week.",
]
TEXT = "\n\n".join(SENTENCES)
TRAVEL = [
    "Whoever travels for work books the train first, and a flight only where the train takes more than six hours.",
    "Keep the receipts of each trip, and hand them in within a month of the day on which you came home.",
    "Meals are paid by the day, at the rate of the country in which most of that day was spent by you.",
    "The travel desk helps with visas, with lost luggage, and with trains that never came at all.",
]


def page(title: str, sentences: list[str]) -> str:
    """A page with a headline, a heading, and what sites leave behind."""
    first, *rest = (f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f'<html><head><title>{title}</title><meta property="og:site_name" content="Example Works">'
        f'<meta property="article:published_time" content="2024-03-01"></head><body><article><h1>{title}</h1>'
        f"{first}<h2>How to ask</h2>{''.join(rest[:-1])}<p>Share</p>{rest[-1]}</article></body></html>"
    )


PAGE, OTHER = page("Parental leave", SENTENCES), page("Travel", TRAVEL)
LATER = PAGE.replace("sixteen", "twenty").replace("ten weeks", "twelve weeks").replace("same job", "old job")
DOCUMENT = pdf_file(
    [set_paragraphs([[sentence] for sentence in SENTENCES])], {"Title": "Parental leave", "Author": "Ada Okafor"}
)
NETWORK = partial(fetch, limits=Limits(seconds=5, size=1_000_000, allowed=networks(["127.0.0.1"])))
WAYS = Ways(fetch=NETWORK, read=read_here)

BEHAVIOURS = {
    "/policies/parental-leave": hostile.page(PAGE.encode(), "text/html; charset=utf-8"),
    "/moved": hostile.redirect("/policies/parental-leave?utm_source=mail"),
    "/policies/parental-leave?utm_source=mail": hostile.page(PAGE.encode()),
    "/mirror": hostile.page(PAGE.replace("Parental leave", "Leave for parents").encode()),
    "/other": hostile.page(OTHER.encode()),
    "/leave.pdf": hostile.page(DOCUMENT, "application/pdf"),
    "/download": hostile.page(DOCUMENT, "application/octet-stream"),
    "/leave.txt": hostile.page("Café.\r\n\r\nOne year.\r\n".encode("cp1252"), "text/plain; charset=windows-1252"),
    "/untyped": hostile.page(PAGE.encode(), None),
    "/feed": hostile.page(b"<rss version='2.0'><channel></channel></rss>", "application/rss+xml"),
    "/untyped-feed": hostile.page(b"<?xml version='1.0'?><rss version='2.0'/>", "text/xml"),
    "/picture": hostile.page(b"\x89PNG\r\n\x1a\n", "image/png"),
    "/odd": hostile.page(b"x", "text/\x1b[31m"),
    "/lying": hostile.page(b"\x89PNG\r\n\x1a\n", "text/html"),
    "/empty": hostile.page(b"<html><script>x</script></html>"),
    "/endless": hostile.endless,
    "/bomb": hostile.packed(hostile.gzip_bomb(10), "gzip"),
    "/inside": hostile.redirect("http://169.254.169.254/"),
}  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    with hostile.serving(BEHAVIOURS) as running:
        yield running


def results(
    corpus: Path, *sources: Source, given: Metadata = NOTHING, ways: Ways = WAYS
) -> list[Added | Fault | Trouble]:
    return list(add(sources, corpus, given, SOME, ways=ways))


def added(corpus: Path, source: Source, how: WriteOptions = WriteOptions(), given: Metadata = NOTHING) -> Added:  # noqa: B008  # frozen
    (result,) = results(corpus, source, given=given, ways=Ways(how=how, fetch=NETWORK, read=read_here))
    assert isinstance(result, Added), str(result)
    return result


def files(corpus: Path) -> list[str]:
    return sorted(file.name for file in corpus.rglob("*.md"))


def test_a_page_becomes_an_article_with_its_headings_and_what_it_says_of_itself(put: Put, corpus: Path) -> None:
    result = added(corpus, put("in/leave.html", PAGE))
    article = read(corpus / "leave.md")
    assert [passage.text for passage in article.passages] == SENTENCES
    assert [(passage.context.words or None) for passage in article.passages] == [None, *["How to ask"] * 3]
    known = article.attribution
    assert (known.title, known.publisher, known.published) == ("Parental leave", "Example Works", date(2024, 3, 1))
    assert (result.kept, result.unknown, result.unit) == (4, ("author", "url"), "line")
    assert [paragraph.text for paragraph in result.dropped] == ["Share"]


def test_a_pdf_becomes_an_article(put: Put, corpus: Path) -> None:
    result = added(corpus, put("in/leave.pdf", DOCUMENT))
    article = read(corpus / "leave.md")
    assert [passage.text for passage in article.passages] == SENTENCES
    assert (article.attribution.title, article.attribution.author) == ("Parental leave", "Ada Okafor")
    assert result.unit == "page"


def test_an_address_becomes_an_article_under_the_name_of_its_title(server: HostileServer, corpus: Path) -> None:
    result = added(corpus, server.url("/moved"))
    assert result.file == corpus / "parental-leave.md"
    assert read(result.file).attribution.url == server.url("/policies/parental-leave?utm_source=mail")
    assert "url" not in result.unknown


def test_an_address_of_a_pdf_or_text_is_read_as_that(server: HostileServer, corpus: Path, tmp_path: Path) -> None:
    for path in ("/leave.pdf", "/download"):
        assert added(tmp_path / path.strip("/."), server.url(path)).unit == "page"
    assert added(corpus, server.url("/leave.txt")).file.name == "leave.md"
    assert [passage.text for passage in read(corpus / "leave.md").passages] == ["Café.", "One year."]
    assert added(tmp_path / "untyped", server.url("/untyped")).kept == 4


def test_what_is_given_goes_before_the_yaml_file_and_that_before_the_page(put: Put, corpus: Path) -> None:
    page = put("in/leave.html", PAGE)
    put("in/leave.yaml", "title: Ours\npublisher: Us\n")
    known = read(added(corpus, page, given=from_options({"publisher": "Me"})).file).attribution
    assert (known.title, known.publisher, known.published) == ("Ours", "Me", date(2024, 3, 1))


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/feed", "is a feed"),
        ("/untyped-feed", "is a feed"),
        ("/picture", "is no plain text, web page or PDF (image/png)"),
        ("/odd", "is no"),
        ("/lying", "is no web page"),
        ("/empty", "scripts make it"),
        ("/endless", "is longer than 1,000,000 bytes"),
        ("/bomb", "is longer than 1,000,000 bytes"),
        ("/inside", "inside a private network"),
        ("/missing", "is refused by its server (404, Not Found)"),
    ],
)
def test_an_address_that_gives_no_article_says_why(server: HostileServer, corpus: Path, path: str, what: str) -> None:
    (result,) = results(corpus, server.url(path))
    assert isinstance(result, Trouble)
    assert what in result.what
    assert str(result).startswith(server.url(path))
    assert str(result).isprintable()
    assert files(corpus) == []


def test_one_bad_source_does_not_stop_the_others(server: HostileServer, put: Put, corpus: Path) -> None:
    sources: list[Source] = [
        server.url("/missing"), put("in/a.html", ""), put("in/b.pdf", "x"), put("in/c.txt", "One year of leave."),
        server.url("/other"), corpus.parent / "gone.html",
    ]  # fmt: skip
    assert [type(result) for result in results(corpus, *sources)] == [Trouble, Fault, Fault, Added, Added, Fault]


def test_without_a_network_addresses_are_refused(corpus: Path) -> None:
    (result,) = results(corpus, "https://example.org/leave", ways=Ways(read=read_here))
    assert isinstance(result, Trouble)
    assert "nothing is fetched here" in result.what


def test_a_page_that_is_added_again_is_there_already(server: HostileServer, corpus: Path) -> None:
    added(corpus, server.url("/policies/parental-leave"))
    for path in ("/policies/parental-leave", "/moved"):
        again = added(corpus, server.url(path))
        assert (again.fate, again.file, again.written) == (Fate.DUPLICATE, corpus / "parental-leave.md", False)
        assert again.duplicate_of
        assert again.duplicate_of.kind is Kind.SAME_TEXT
    assert files(corpus) == ["parental-leave.md"]


def test_the_same_text_in_another_dress_is_there_already(put: Put, corpus: Path) -> None:
    added(corpus, put("in/leave.txt", TEXT))
    for source in (put("in/page.html", PAGE), put("in/paper.pdf", DOCUMENT), put("in/copy.txt", TEXT.upper())):
        again = added(corpus, source)
        assert again.fate is Fate.DUPLICATE
        assert again.duplicate_of
        assert again.duplicate_of.article == "leave"
    assert files(corpus) == ["leave.md"]


def test_the_same_text_twice_in_one_list_is_added_once(put: Put, corpus: Path) -> None:
    first, second = results(corpus, put("in/a.txt", TEXT), put("in/b.html", PAGE))
    assert isinstance(first, Added)
    assert isinstance(second, Added)
    assert (first.fate, second.fate) == (Fate.ADDED, Fate.DUPLICATE)


def test_what_is_there_is_added_all_the_same_on_demand(put: Put, corpus: Path) -> None:
    added(corpus, put("in/leave.txt", TEXT))
    again = added(corpus, put("in/copy.txt", TEXT), WriteOptions(force=True))
    assert again.fate is Fate.ADDED
    assert [each.article for each in again.linked] == ["leave"]
    assert files(corpus) == ["copy.md", "leave.md"]


def test_a_text_that_supersedes_what_it_is_like_is_no_duplicate_of_it(put: Put, corpus: Path) -> None:
    added(corpus, put("in/leave.txt", TEXT))
    later = added(corpus, put("in/leave-2.html", LATER), given=from_options({"supersedes": ["leave"]}))
    assert (later.fate, [each.article for each in later.linked]) == (Fate.ADDED, ["leave"])


def test_an_example_that_says_the_same_is_in_nobodys_way(put: Put, corpus: Path) -> None:
    put("corpus/examples/old.md", f"---\nstanding: example\n---\n{TEXT}\n")
    assert added(corpus, put("in/leave.txt", TEXT)).fate is Fate.ADDED


def test_a_page_that_has_changed_is_not_put_over_what_is_there_unless_it_may_be(put: Put, corpus: Path) -> None:
    behaviours = dict.fromkeys(["/leave"], hostile.page(PAGE.encode()))
    with hostile.serving(behaviours) as server:
        file = added(corpus, server.url("/leave")).file
        before = file.read_bytes()
        behaviours["/leave"] = hostile.page(LATER.replace("Parental leave", "Leave anew").encode())
        seen = added(corpus, server.url("/leave"))
        assert (seen.fate, file.read_bytes()) == (Fate.DUPLICATE, before)
        assert seen.duplicate_of
        assert seen.duplicate_of.kind is Kind.SAME_ADDRESS
        replaced = added(corpus, server.url("/leave"), WriteOptions(replace=True))
    assert (replaced.fate, replaced.file) == (Fate.REPLACED, file)
    assert read(file).attribution.title == "Leave anew"
    assert files(corpus) == [file.name]


def test_two_pages_of_one_title_are_two_articles(corpus: Path) -> None:
    pages = {
        "/a": hostile.page(PAGE.encode()),
        "/b": hostile.page(page("Parental leave", TRAVEL).encode()),
    }
    with hostile.serving(pages) as server:
        first, second = added(corpus, server.url("/a")), added(corpus, server.url("/b"))
    assert first.file.name == "parental-leave.md"
    assert second.file.name.startswith("parental-leave-")
    assert second.fate is Fate.ADDED


def test_an_article_that_shares_much_with_another_is_linked_to_it(put: Put, corpus: Path) -> None:
    added(corpus, put("in/statement.txt", SENTENCES[0]))
    longer = added(corpus, put("in/leave.txt", TEXT))
    assert longer.fate is Fate.ADDED
    assert [(each.article, each.kind) for each in longer.linked] == [("statement", Kind.PARTLY)]


def test_a_dry_run_says_what_would_be_and_writes_nothing(server: HostileServer, put: Put, tmp_path: Path) -> None:
    corpus = tmp_path / "none yet"
    dry = Ways(how=WriteOptions(dry=True), fetch=NETWORK, read=read_here)
    sources: list[Source] = [
        put("in/leave.txt", TEXT),
        put("in/page.html", PAGE),
        server.url("/other"),
        put("in/a.txt", ""),
    ]
    found = results(corpus, *sources, ways=dry)
    fates = [result.fate if isinstance(result, Added) else None for result in found]
    assert fates == [Fate.ADDED, Fate.DUPLICATE, Fate.ADDED, None]
    assert not any(result.written for result in found if isinstance(result, Added))
    assert not corpus.exists()


def test_a_dry_run_leaves_what_would_be_replaced(put: Put, corpus: Path) -> None:
    there = put("corpus/leave.md", "---\ntitle: T\n---\nOld text.\n")
    assert added(corpus, put("in/leave.txt", TEXT), WriteOptions(dry=True, replace=True)).fate is Fate.REPLACED
    assert there.read_text(encoding="utf-8").endswith("Old text.\n")


def test_too_much_at_a_time_is_said_before_anything_is_read(put: Put, corpus: Path) -> None:
    for number in range(4):
        put(f"in/{number}.txt", TEXT)
    (fault,) = results(corpus, corpus.parent / "in", ways=Ways(most=Most(files=3)))
    assert isinstance(fault, Fault)
    assert "nothing was added" in str(fault)
    assert files(corpus) == []


def test_progress_is_told_for_each_source(put: Put, corpus: Path) -> None:
    told: list[tuple[int, int]] = []
    ways = Ways(told=lambda done, total: told.append((done, total)))
    results(corpus, put("in/a.txt", "One."), put("in/b.txt", ""), ways=ways)
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_an_article_made_of_a_page_is_sound(server: HostileServer, corpus: Path) -> None:
    added(corpus, server.url("/policies/parental-leave"))
    assert load(corpus).faults == ()
