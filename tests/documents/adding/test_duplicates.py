"""The same text is known again, however it was dressed up; two texts on one matter are not taken for one."""

import random
import re
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest

from bot.documents.adding.duplicates import SAME, Kind, KnownTexts, Likeness, same_place, shingles
from bot.documents.corpus.loading import load
from bot.documents.corpus.roots import Roots
from tests.documents.brought_in import bring_in

WORDS = [
    f"{first}{second}"
    for first in "leave pay team week form desk rule hour care trip".split()
    for second in "abcdefghijk"
]
Texts = list[str]


def text(seed: int, paragraphs: int = 10, words: int = 40) -> Texts:
    chance = random.Random(seed)  # noqa: S311  # no secret depends on it
    return [" ".join(chance.choices(WORDS, k=words)).capitalize() + "." for _ in range(paragraphs)]


def known(**articles: Texts) -> KnownTexts:
    shelf = KnownTexts()
    for name, texts in articles.items():
        shelf.note(name, f"https://example.org/{name}", texts)
    return shelf


def mistyped(texts: Texts, every: int) -> Texts:
    """Every so many words loses its last letter."""
    count = 0
    changed = []
    for paragraph in texts:
        words = []
        for word in paragraph.split():
            count += 1
            words.append(word[:-2] + word[-1:] if count % every == 0 else word)
        changed.append(" ".join(words))
    return changed


EDITS: dict[str, Callable[[Texts], Texts]] = {
    "a word mistyped in every twenty": lambda texts: mistyped(texts, 20),
    "capitals, quotes and punctuation changed": lambda texts: [f"“{each.upper()[:-1]}!”" for each in texts],
    "paragraphs in another order": lambda texts: texts[::-1],
    "every fourth paragraph gone": lambda texts: [each for n, each in enumerate(texts) if n % 4],
    "a frame around it": lambda texts: [
        "Republished with permission.",
        *texts,
        "Read more.",
        "Sign up for our letter.",
    ],
    "a fifth added": lambda texts: texts + text(99, len(texts) // 5),
    "all in one paragraph": lambda texts: [" ".join(texts)],
    "a paragraph for each sentence": lambda texts: [part for each in texts for part in re.split(r"(?<=[.a]) ", each)],
}


def test_the_same_text_is_known_word_for_word_wherever_it_stands() -> None:
    first, *rest = known(a=text(1), b=text(2)).like("https://elsewhere.example/x", text(1))
    assert (first, rest) == (Likeness("a", Kind.SAME_TEXT), [])
    assert first.is_duplicate


@pytest.mark.parametrize("edit", EDITS)
def test_a_text_is_known_again_with(edit: str) -> None:
    shelf = known(**{f"n{seed}": text(seed) for seed in range(20)})
    (found,) = shelf.like(None, EDITS[edit](text(7)))
    assert (found.article, found.is_duplicate) == ("n7", True)
    assert found.shared > SAME


@pytest.mark.parametrize("edit", EDITS)
def test_the_seeds_are_known_again_with(edit: str, outside_texts: dict[str, Texts]) -> None:
    shelf = known(**outside_texts)
    for name, texts in outside_texts.items():
        best = shelf.like(None, EDITS[edit](texts))[0]
        assert best.article == name
        assert best.is_duplicate


def test_newspapers_that_tell_one_piece_of_news_and_quote_one_statement_are_different(
    outside_texts: dict[str, Texts],
) -> None:
    for one, other in permutations(outside_texts, 2):
        assert known(**{one: outside_texts[one]}).like(None, outside_texts[other]) == ()
        both = shingles(tuple(outside_texts[one])) & shingles(tuple(outside_texts[other]))
        # Far below the threshold, so that it holds for news that are more alike.
        assert len(both) < 0.15 * min(len(shingles(tuple(outside_texts[each]))) for each in (one, other))


def test_texts_of_the_same_words_in_another_order_are_different() -> None:
    shelf = known(a=text(1))
    words = " ".join(text(1)).split()
    random.Random(5).shuffle(words)  # noqa: S311
    assert shelf.like(None, [" ".join(words)]) == ()


def test_a_statement_and_the_article_that_prints_all_of_it_are_linked_and_not_the_same() -> None:
    article = text(1, 12)
    statement = article[3:6]
    (found,) = known(article=article).like(None, statement)
    assert (found.kind, found.is_duplicate) == (Kind.PARTLY, False)
    assert found.contained > 0.9
    assert found.shared < SAME
    (turned,) = known(statement=statement).like(None, article)
    assert turned.kind is Kind.PARTLY


def test_a_page_from_the_same_address_is_known_whatever_it_says_now() -> None:
    (found,) = known(a=text(1)).like("http://www.example.org/a/?utm_source=mail#top", text(2))
    assert (found.kind, found.is_duplicate) == (Kind.SAME_ADDRESS, True)
    assert found.shared < 0.1


def test_the_likest_stands_first() -> None:
    shelf = known(half=text(1)[:6] + text(2)[:4], most=text(1)[:9] + text(3)[:1], other=text(4))
    assert [each.article for each in shelf.like(None, text(1))] == ["most", "half"]


def test_short_texts_are_known_word_for_word_alone() -> None:
    shelf = known(a=["Leave"], b=["One year of leave."], c=["👍"])
    assert [each.article for each in shelf.like(None, ["LEAVE"])] == ["a"]
    assert [each.kind for each in shelf.like(None, ["One year  of leave."])] == [Kind.SAME_TEXT]
    assert [each.article for each in shelf.like(None, ["👍"])] == ["c"]
    assert shelf.like(None, ["Two years of leave."]) == ()
    assert shelf.like(None, ["🙂"]) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "http://www.example.org/a/"),
        ("https://EXAMPLE.org:443/a", "https://example.org/a#b"),
        ("https://example.org/a?x=1&y=2", "https://example.org/a?y=2&utm_source=z&x=1&fbclid=5"),
    ],
)
def test_addresses_of_one_page_are_one_place(one: str, other: str) -> None:
    assert same_place(one) == same_place(other)


@pytest.mark.parametrize(
    "other",
    ["https://example.org/A", "https://example.org/a?x=1", "https://example.org:8080/a", "https://a.example.org/a"],
)
def test_addresses_of_other_pages_are_other_places(other: str) -> None:
    assert same_place(other) != same_place("https://example.org/a")


@pytest.mark.parametrize("url", [None, "", "x", "http://[", "http://a:99999/"])
def test_what_is_no_address_is_no_place(url: str | None) -> None:
    assert same_place(url) == ""
    assert known(a=text(1)).like(url, text(2)) == ()


def test_an_answer_says_how_alike_they_are() -> None:
    assert str(Likeness("leave", Kind.ALIKE, 0.824)) == "nearly the same text as leave (82% the same)"
    assert str(Likeness("leave", Kind.SAME_TEXT)) == "the same text as leave"
    assert str(Likeness("leave", Kind.PARTLY, 0.2, 0.9)) == "partly the same text as leave (90% of the shorter)"


@pytest.fixture(scope="module")
def outside_texts(outside: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Texts]:
    """The passages of the outside articles, by name."""
    seeds = outside / "seeds"
    if not seeds.is_dir():
        pytest.skip(f"no seeds in {outside}")
    folder = tmp_path_factory.mktemp("corpus")
    bring_in(seeds, folder)
    found = load(Roots.of(folder)).articles
    assert len(found) == 5
    return {article.id: [passage.text for passage in article.passages] for article in found}
