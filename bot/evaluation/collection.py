"""A test collection as values: its articles, its questions, and what is known to answer them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.core.model import Article, Attribution, Context, Passage, Reference, Standing
from bot.core.text.abbreviations import abbreviations_in

WORDS_OF_A_BEGINNING = 8
WORDS_OF_A_HEADING = 15
TOLD = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as its collection lists it. `article` names the article that it stands in."""

    id: str
    title: str
    text: str
    article: str


@dataclass(frozen=True, slots=True)
class Gold:
    """Words that are known to answer a question. `passage` is the id of theirs; None: wherever they stand."""

    text: str
    passage: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the collection.

    `answerable` is False where the collection says that no passage answers. `grades` are its judgements, passage
    id → grade, in the order of the file; a passage is relevant from grade 1. `gold` are stretches that answer,
    `answers` strings that an answering sentence contains. `earlier` is what its asker said before it, oldest first.
    """

    id: str
    text: str
    answerable: bool = True
    grades: Mapping[str, int] = field(default_factory=dict)
    gold: tuple[Gold, ...] = ()
    answers: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    @property
    def relevant(self) -> tuple[str, ...]:
        """The ids of the relevant passages, in the order of the file."""
        return tuple(passage for passage, grade in self.grades.items() if grade >= 1)

    @property
    def is_judged(self) -> bool:
        """Whether it is answerable and something is known to answer it: only such questions rank a ranking."""
        return self.answerable and bool(self.relevant)


@dataclass(frozen=True, slots=True)
class Collection:
    """A test collection. `passages` maps its own passage ids to the passages of `articles`.

    `hidden` names articles whose questions lose their answer when the index lacks them. A relevant passage
    without text is in neither `articles` nor `passages`: there is nothing in it to quote, and it is never found.
    `turns` are the later questions of conversations. `asked_whole`: its questions without an answer
    are what people ask, and not made to be near misses.
    """

    name: str
    articles: tuple[Article, ...]
    passages: Mapping[str, Passage]
    questions: tuple[Asked, ...]
    hidden: frozenset[str] = frozenset()
    turns: tuple[Asked, ...] = ()
    asked_whole: bool = False

    @property
    def stories(self) -> tuple[Asked, ...]:
        """Questions with the TOLD sentences that their askers wrote before them, as people tell it in one message."""
        return tuple(
            Asked(each.id, _told((*each.earlier[-TOLD:], each.text)), grades=each.grades)
            for each in self.turns
            if len(each.earlier) >= TOLD
        )

    def ids(self) -> dict[Reference, str]:
        """The collection's own id of each passage."""
        return {passage.reference: name for name, passage in self.passages.items()}

    def articles_of(self, question: Asked) -> frozenset[str]:
        """The ids of the articles in which its relevant passages stand."""
        found = (self.passages.get(name) for name in question.relevant)
        return frozenset(passage.attribution.article for passage in found if passage)


def _told(sentences: Iterable[str]) -> str:
    return " ".join(each if each.endswith((".", "?", "!")) else f"{each}." for each in sentences)


def gather(
    name: str,
    entries: Iterable[Entry],
    questions: Iterable[Asked],
    hidden: frozenset[str] = frozenset(),
    turns: Iterable[Asked] = (),
) -> Collection:
    """Gathers passages into articles: in the order in which the articles begin, passages in theirs.

    Entries with blank texts are left out, and hidden articles that there are not.
    """
    by_article: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.text.strip():
            by_article.setdefault(entry.article, []).append(entry)
    passages: dict[str, Passage] = {}
    articles: list[Article] = []
    for listed in by_article.values():
        article = _article(listed)
        articles.append(article)
        passages.update(zip((entry.id for entry in listed), article.passages, strict=True))
    known = hidden.intersection(by_article)
    return Collection(name, tuple(articles), passages, tuple(questions), known, tuple(turns))


def _article(listed: list[Entry]) -> Article:
    """One article. The title that all its passages share is its own; titles that differ are their headings.

    Either way a passage is found by its title and its text, and by no other passage's title.
    """
    shared = listed[0].title if len({entry.title for entry in listed}) == 1 else ""
    parted = [parted_heading(entry.text) for entry in listed]
    attribution = Attribution(
        article=listed[0].article,
        begins=" ".join(parted[0][1].split()[:WORDS_OF_A_BEGINNING]),
        title=shared or None,
        publisher=None,
        author=None,
        published=None,
        url=None,
        standing=Standing.UNKNOWN,
        abbreviations=abbreviations_in(entry.text for entry in listed),
    )
    passages = []
    for number, (entry, (heading, text)) in enumerate(zip(listed, parted, strict=True), start=1):
        above = heading if shared else f"{entry.title} {heading}".strip()
        passages.append(Passage(attribution, number, text, Context((above,) if above else ())))
    return Article(attribution, tuple(passages))


def parted_heading(text: str) -> tuple[str, str]:
    """The heading of a passage and the rest of it, as a corpus file would keep them apart; "" for no heading.

    A heading is the first line, where more lines follow, if it is short, does not lead into them, and does not run on
    in them as a line does that was wrapped by hand.
    """
    first, _, rest = (part.strip() for part in text.strip().partition("\n"))
    leads = first.endswith((":", ";", ",")) or rest[:1].islower()
    return (first, rest) if rest and not leads and len(first.split()) <= WORDS_OF_A_HEADING else ("", text)
