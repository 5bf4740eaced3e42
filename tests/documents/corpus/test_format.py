"""Corpus files → articles: what is structure, what is text, and that nothing is lost on the way."""

from datetime import date
from pathlib import Path

import pytest

from bot.core.model import Article, Reference, Standing
from bot.documents.blocks import Block, BlockKind, Omission
from bot.documents.corpus.format import BEGINS, described
from bot.documents.corpus.metadata import Metadata
from bot.documents.faults import Faulty
from bot.documents.headings import without_contents
from bot.documents.readers import markdown

EXAMPLES = Path(__file__).parents[3] / "corpus/examples"


def parse(name: str, text: str) -> Article:
    return described(name, markdown.read_text(text)).article


def read(body: str, front: str = "title: T\n") -> Article:
    return parse("leave", f"---\n{front}---\n{body}")


def texts(body: str) -> list[str]:
    return [passage.text for passage in read(body).passages]


def fault(text: str) -> Faulty:
    with pytest.raises(Faulty) as caught:
        parse("leave", text)
    return caught.value


def test_what_is_known_of_an_article_reaches_each_of_its_passages() -> None:
    front = (
        "title: Leave\npublisher: Us\nauthor: Jo\npublished: 2024-03-01\nupdated: 2024-04-01\nurl: https://x.org/a\n"
        "topics: [leave, pay]\ncollection: staff\nowner: People\nstanding: original\nbased_on: [a law]\n"
        "in_force_from: 2024-05-01\nin_force_until: 2025-05-01\nreview_by: 2025-01-01\nsupersedes: [old, older#2]\n"
    )
    article = read("One.\n\nTwo.", front)
    assert article.owner == "People"
    assert article.based_on == ("a law",)
    assert (article.in_force_from, article.in_force_until) == (date(2024, 5, 1), date(2025, 5, 1))
    assert article.review_by == date(2025, 1, 1)
    assert article.supersedes == (Reference("old"), Reference("older", 2))
    for passage in article.passages:
        known = passage.attribution
        assert known == article.attribution
        assert (known.article, known.title, known.publisher, known.author) == ("leave", "Leave", "Us", "Jo")
        assert (known.published, known.updated) == (date(2024, 3, 1), date(2024, 4, 1))
        assert (known.url, known.topics, known.collection) == ("https://x.org/a", ("leave", "pay"), "staff")
        assert known.standing is Standing.ORIGINAL


def test_passages_are_numbered_from_one_and_headings_do_not_count() -> None:
    article = read("# A\n\nOne.\n\n## B\n\n- Two.\n- Three.\n\n---\n\nFour.")
    assert [(passage.number, passage.text) for passage in article.passages] == [
        (1, "One."), (2, "Two."), (3, "Three."), (4, "Four."),
    ]  # fmt: skip
    assert article.passage(4) == article.passages[3]
    assert article.passage(0) is None
    assert article.passage(5) is None


def test_the_shipped_examples_have_the_passages_and_numbers_that_they_had() -> None:
    """So that no link to one of their paragraphs leads elsewhere."""
    found = {file.stem: parse(file.stem, file.read_text()).passages for file in sorted(EXAMPLES.glob("*.md"))}
    assert {name: len(passages) for name, passages in found.items()} == {
        "aclu-test-2018": 5,
        "amazon-extension-2021": 8,
        "amazon-pause-2020": 7,
        "bias-research": 6,
        "congress-states-cities": 7,
        "ibm-exit": 7,
        "microsoft-decision": 5,
        "pause-exemptions": 6,
        "police-use-of-rekognition": 7,
        "reactions-to-the-pause": 7,
    }
    last = found["congress-states-cities"][-1]
    assert last.text.startswith("Massachusetts had a proposed ban before it in December 2020")
    assert last.context.headings == ("States and cities",)


def test_the_first_words_are_kept() -> None:
    known = read("word " * (BEGINS - 1) + "word, and more.", "").attribution
    assert known.begins == " ".join(["word"] * BEGINS)


@pytest.mark.parametrize(("text", "begins"), [("Leave:", "Leave"), ("…", "…"), ("x" * 100, "x" * 80)])
def test_the_first_words_are_never_empty_and_never_long(text: str, begins: str) -> None:
    assert read(text, "").attribution.begins == begins


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("leave", "---\ntitle: A\n---\n# B\n\nText.", "A"),
        ("leave", "# B\n\nText.", "B"),
        ("leave", "## B\n\nText.", "B"),
        ("hr/sick-leave", "Text.", "Sick leave"),
        ("hr/README", "Text.", "Hr"),
        ("Travel rules 0123456789abcdef0123456789abcdef", "Text.", "Travel rules"),
        ("2024-03-01-remote-work", "Text.", "Remote work"),
        ("02_remote_work", "Text.", "Remote work"),
        ("10-year-plan", "Text.", "10 year plan"),
        ("leave", "---\ntitle: Untitled\n---\n# B\n\nText.", "B"),
        ("leave", "---\ntitle: '{{ page.title }}'\n---\n# B\n\nText.", "B"),
        ("leave", "---\ntitle: 'Leave &amp; <em>snake_case</em> *pay*'\n---\nText.", "Leave & snake_case *pay*"),
        ("leave", "\n<!-- made\nby a program -->\n---\ntitle: A\n---\nText.", "A"),
        ("leave", "Text.\n\n## B\n\nText.\n\n## C\n\nText.", "Leave"),
    ],
)
def test_a_title_comes_from_the_front_matter_the_first_heading_or_the_name(name: str, text: str, title: str) -> None:
    assert parse(name, text).attribution.title == title


def test_what_is_said_of_a_file_goes_before_what_it_says_itself_and_each_origin_is_told() -> None:
    reading = markdown.read_text("---\ntitle: A\nauthor: Jo\nlayout: x\n---\n# B\n\nText.\n\n# D\n")
    found = described("leave", reading, Metadata(title="C", owner="Us"))
    assert (found.article.attribution.title, found.article.attribution.author, found.article.owner) == ("C", "Jo", "Us")
    assert found.origins == {"title": "said of it", "author": "front matter", "owner": "said of it"}
    assert found.unknown == ("layout",)
    assert [(each.reason, each.text) for each in found.left_out] == [(Omission.HEADING, "D")]


def test_keywords_are_kept_for_the_search() -> None:
    assert parse("leave", "---\nkeywords: quit, resign\n---\nText.").attribution.keywords == ("quit", "resign")


def test_an_article_without_text_is_a_fault() -> None:
    for body in ("", "\n \n", "# Only a heading", "---\n***", "## A\n\n---"):
        assert fault(f"---\ntitle: T\n---\n{body}").what == "has no text"


def test_front_matter_may_be_empty_and_its_fences_may_trail_blanks() -> None:
    assert parse("a", "---  \n---\t\nText.").passages[0].text == "Text."


def test_the_line_of_a_fault_counts_from_the_top_of_the_file() -> None:
    assert fault("---\ntitle: T\nstanding: old\n---\nText.").line == 3


def test_heads_that_stand_beside_no_passage_are_listed() -> None:
    table = "| Question | Answer |\n|---|---|\n| May I park? | Yes. |\n\n| Town | Rate |\n|---|---|\n| Graz | 5 |\n"
    found = described("faq", markdown.read_text(table))
    assert [(each.reason, each.text) for each in found.left_out] == [(Omission.HEADING, "Question Answer")]


@pytest.mark.parametrize(
    "entries", ["1. Pay ..... 3\n\n2. Leave ..... 4", "| Part | Page |\n|---|---|\n| 1. Pay | 3 |\n| 2. Leave | 4 |"]
)
def test_entries_of_a_table_of_contents_are_listed_and_not_said(entries: str) -> None:
    body = "## 1. Pay\n\nMonthly.\n\n## 2. Leave\n\nOn page 4\n"
    made = described("a", markdown.read_text(f"# Rules\n\n## Contents\n\n{entries}\n\n{body}"))
    assert [each.text for each in made.article.passages] == ["Monthly.", "On page 4"]
    assert len([each for each in made.left_out if each.reason is Omission.NAVIGATION]) == 2


def test_tens_of_thousands_of_tables_of_contents_are_looked_through_in_no_long_time() -> None:
    entries = [Block(BlockKind.PARAGRAPH, text) for text in ("Contents", "Pay 1", "Leave 2")] * 30_000
    assert without_contents(entries) == (tuple(entries), [])


@pytest.mark.parametrize(
    ("name", "title"), [("pay/rates_2025-26", "Rates 2025-26"), ("minutes 2025-02-04", "Minutes 2025-02-04")]
)
def test_a_title_of_a_name_keeps_its_days_and_years(name: str, title: str) -> None:
    assert parse(name, "One.").attribution.title == title


@pytest.mark.parametrize(
    ("top", "published", "updated"),
    [
        ("*Last updated: 3 June 2025 · Kept by Ann*", None, date(2025, 6, 3)),
        ("Date: 12 May 2024\nUpdated: 14 May 2024\n", date(2024, 5, 12), date(2024, 5, 14)),
        (
            "| Issued on | 12.5.2024 |\n|---|---|\n| Owner | Ann |\n| Last change | 20 May 2024 |",
            date(2024, 5, 12),
            date(2024, 5, 20),
        ),
        ("- Date: 1 May 2024\n- Date: 2 May 2024", None, None),
        ("Updated: May 2024\n\nTo be read by: 1 May 2025", None, None),
        ("One.\n\n" * 8 + "Date: 12 May 2024", None, None),
    ],
)
def test_a_day_that_a_line_at_the_top_states_is_known_where_no_other_is(
    top: str, published: date | None, updated: date | None
) -> None:
    known = parse("leave", f"# Leave\n\n{top}\n\nAll staff.").attribution
    assert (known.published, known.updated) == (published, updated)
    assert read(f"{top}\n", "published: 2020-01-01\n").attribution.updated is None
