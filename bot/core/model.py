"""The values that every room speaks in. All of them are frozen."""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

# Unicode's explicit directional formatting characters (UAX #9, 2): marks, embeddings, overrides and isolates.
TURNS_ROUND = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_TAKEN_OUT = dict.fromkeys(TURNS_ROUND)


def straight(text: str) -> str:
    """The text without what would turn the direction of what stands beside it."""
    return text.translate(_TAKEN_OUT)


# What stands in a set of collections for the documents that are in none.
UNCOLLECTED = ""


class Standing(StrEnum):
    """How near an article is to its source."""

    ORIGINAL = "original"
    REPUBLISHED = "republished"
    ANSWER = "answer"
    EXAMPLE = "example"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is known of an article, and so what stands beside each quotation from it.

    `None` means that nobody knows; it is shown as unknown, never guessed. `begins` holds the first words of
    the article, by which a text without a title is cited. `keywords` are words that its keepers want it found by:
    searched, never shown. `language` is what its words are analysed by: an ISO 639-1 code of `text.languages`.
    `abbreviations` are those that its text defines, each with its long form.
    """

    article: str
    begins: str
    title: str | None
    publisher: str | None
    author: str | None
    published: date | None
    url: str | None
    standing: Standing
    updated: date | None = None
    topics: tuple[str, ...] = ()
    collection: str | None = None
    keywords: tuple[str, ...] = ()
    language: str = "en"
    abbreviations: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        # They stand beside words of others, on every page and line: none of them may turn those round.
        for name in ("begins", "title", "publisher", "author"):
            if value := getattr(self, name):
                object.__setattr__(self, name, straight(value))

    @property
    def label(self) -> str:
        """The title, or what an untitled article is cited by."""
        return self.title or f"Untitled, begins “{self.begins}…”"


class PassageKind(StrEnum):
    """What a passage is in its document."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    NOTE = "note"


# Stands between the cells of a row, in `Passage.text`. It is white space, so no word, and no cell has one.
CELL_SEPARATOR = "\t"


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that stand at a place of a passage and are not said by it: struck out, or the mark of a note. A gap is
    where a site fills in words that the file does not have.

    `at` is where in the passage's text they stand, in characters from 0; the text itself does not have them.
    """

    kind: Literal["struck", "note", "gap"]
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a passage hangs on in its document, all of it as verbatim as the passage.

    `headings` is the path from the top of the document, a question that the passage answers last; `lead_in` the line
    that introduces a list ("Employees may not:"); `parents` the items above an item, outermost first; `row` the column
    heads, one a cell; `label` the number of a clause ("4.2.1 (a)"); `page` counts from 1.
    """

    headings: tuple[str, ...] = ()
    lead_in: str | None = None
    parents: tuple[str, ...] = ()
    row: tuple[str, ...] = ()
    label: str | None = None
    page: int | None = None

    @property
    def words(self) -> str:
        """All of it that can be searched, a part a line."""
        return "\n".join(filter(None, (*self.headings, self.lead_in, *self.parents, *self.row, self.label)))


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, list item, table row or answer: `text` is what a reader of the document sees of it.

    `number` counts from 1 within the document. What is no passage of its own (headings, questions, column heads) stands
    in `context`.
    """

    attribution: Attribution
    number: int
    text: str
    context: Context = Context()
    kind: PassageKind = PassageKind.PARAGRAPH
    marks: tuple[Mark, ...] = ()

    @property
    def reference(self) -> "Reference":
        return Reference(self.attribution.article, self.number)


@dataclass(frozen=True, slots=True)
class Reference:
    """Names an article (`paragraph` is None) or one of its paragraphs: `leave` or `leave#3`."""

    article: str
    paragraph: int | None = None

    def __str__(self) -> str:
        return self.article if self.paragraph is None else f"{self.article}#{self.paragraph}"


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its attribution, its passages in order, and what it says of its own place in time.

    An excerpt of it holds some of its passages. `withdrawn`: it is gone since that day, and what it said is only kept.
    """

    attribution: Attribution
    passages: tuple[Passage, ...]
    owner: str | None = None
    based_on: tuple[str, ...] = ()
    in_force_from: date | None = None
    in_force_until: date | None = None
    review_by: date | None = None
    supersedes: tuple[Reference, ...] = ()
    withdrawn: date | None = None

    @property
    def id(self) -> str:
        """The name of its file without the ending."""
        return self.attribution.article

    @property
    def effective(self) -> date | None:
        """From when its word counts: when it comes into force, or else when it was published."""
        return self.in_force_from or self.attribution.published

    def passage(self, number: int) -> Passage | None:
        """The passage with this number (from 1), if there is one; of an excerpt, if it holds it."""
        if 0 < number <= len(self.passages) and self.passages[number - 1].number == number:
            return self.passages[number - 1]  # of what is no excerpt
        at = bisect_left(self.passages, number, key=lambda passage: passage.number)
        return self.passages[at] if at < len(self.passages) and self.passages[at].number == number else None


@dataclass(frozen=True, slots=True)
class Audience:
    """Who asks, where the answer will be read, and which collections may be seen there (None: all)."""

    person: str | None = None
    place: str | None = None
    collections: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, as it was typed, and for whom the answer is; `as_of` asks for what was in force on a day.

    `earlier` are the same person's questions just before, in the same thread or conversation, oldest first.
    """

    text: str
    audience: Audience = field(default_factory=Audience)
    as_of: date | None = None
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Which passages may be found. None does not restrict; `since` is inclusive, `before` is not.

    Of documents in no collection, UNCOLLECTED tells whether they may be found.

    An article of unknown date is outside every scope that asks for dates.
    """

    collections: frozenset[str] | None = None
    publishers: frozenset[str] | None = None
    topics: frozenset[str] | None = None
    since: date | None = None
    before: date | None = None

    @property
    def is_open(self) -> bool:
        return self == Scope()

    def admits(self, of: Attribution) -> bool:
        """Whether passages of the article with this attribution may be found."""
        return (
            (self.collections is None or (of.collection or UNCOLLECTED) in self.collections)
            and (self.publishers is None or of.publisher in self.publishers)
            and (self.topics is None or not self.topics.isdisjoint(of.topics))
            and (self.since is None or (of.published is not None and of.published >= self.since))
            and (self.before is None or (of.published is not None and of.published < self.before))
        )


@dataclass(frozen=True, slots=True)
class Query:
    """What an index is asked: analysed terms, a weight for each, and a scope.

    `pairs` are terms that the asker wrote next to each other, as `analysis.pairs` writes them.
    """

    terms: tuple[str, ...]
    weights: tuple[float, ...]
    scope: Scope = field(default_factory=Scope)
    pairs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.terms) != len(self.weights):
            raise ValueError(f"{len(self.terms)} terms but {len(self.weights)} weights")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. Scores of one ranking are comparable.

    `similarity`, 0 to 1, is how near its meaning is to the question's, where an encoder says so. Without one, a hit
    shares at least one term with the query.
    """

    passage: Passage
    score: float
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class Validity:
    """How a passage stands on a day. `in_force` is None where its article does not say.

    `replaced_by` is the article with the later word, `replaced_on` the day from which that counts; `begins` is set
    where the passage is not in force yet, `ended` (its last day) where it is no longer, `review_since` where a
    review is due. `withdrawn` is the day since when the whole article is gone.
    """

    in_force: bool | None = None
    replaced_by: Attribution | None = None
    replaced_on: date | None = None
    begins: date | None = None
    ended: date | None = None
    review_since: date | None = None
    withdrawn: date | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """That people have chosen a passage to answer a question: in whose name, and on which day."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Quotation:
    """An exact stretch of a passage: `passage.text[start:end]`, never anything else.

    `mark` is the sentence in it that answers, as offsets into the passage; `validity` tells how the passage stands
    on the day of the answer; `also_in` are other passages that say the same.

    A list answer quotes a run of sibling items together: `run` has all of its passages in their order, `passage` among
    them, and perhaps the paragraph that introduces them first; all but `passage` are quoted whole. `left_out` counts
    the items of the list before and after the run. So does what curators chose where it has several paragraphs. Any
    other quotation has no run. `chosen` is set where a curator chose it for the question.
    """

    passage: Passage
    start: int
    end: int
    score: float = 0.0
    mark: tuple[int, int] = (0, 0)
    validity: Validity = field(default_factory=Validity)
    also_in: tuple[Passage, ...] = ()
    run: tuple[Passage, ...] = ()
    left_out: tuple[int, int] = (0, 0)
    chosen: Chosen | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.passage.text):
            raise ValueError(f"{self.start}:{self.end} is no stretch of {self.passage.reference}")
        if self.run and self.passage not in self.run:
            raise ValueError(f"{self.passage.reference} is not in its own list")

    @property
    def text(self) -> str:
        return "\n".join(passage.text[start:end] for passage, (start, end) in self.stretches)

    @property
    def attribution(self) -> Attribution:
        return self.passage.attribution

    @property
    def marked(self) -> str:
        """The sentence that answers; nothing where all of a list does."""
        return self.passage.text[slice(*self.mark)]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage that is quoted, in order."""
        return self.run or (self.passage,)

    @property
    def stretches(self) -> tuple[tuple[Passage, tuple[int, int]], ...]:
        """Every passage that is quoted, in order, with the start and end of what is quoted of it."""
        return tuple(
            (each, (self.start, self.end) if each == self.passage else (0, len(each.text))) for each in self.passages
        )


class Outcome(StrEnum):
    """What became of a question. All but ANSWERED come without quotations."""

    ANSWERED = "answered"
    NOT_COVERED = "not covered"
    NO_QUESTION = "no question"
    SMALL_TALK = "small talk"
    TOO_LONG = "too long"
    NO_ARTICLES = "no articles"


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that no article has, and the known word that was searched in its place."""

    typed: str
    used: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Quotations, or an honest refusal that says why.

    `missing_terms` are the words of the question, as typed, that no article in scope has; `nearest` names the
    articles that share most with a question that could not be answered, `nearest_passages` quotes them, which is no
    answer; of small talk, `kind` names what it was, `said` is what is answered to it, and `suggestions` are questions
    that the corpus answers; `revision` is the index's. `confidence`, 0 to
    1, is how likely the quotations answer; a weak answer says so. `terms` are the question's, `corrections` and
    `expansions` the words that were searched in place of and beside its own; `notes` are sentences for the asker;
    `receipt` is the id under which all of this can be shown again.
    """

    question: Question
    outcome: Outcome
    revision: str
    quotations: tuple[Quotation, ...] = ()
    confidence: float = 0.0
    weak: bool = False
    terms: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    expansions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    receipt: str = ""
    missing_terms: tuple[str, ...] = ()
    nearest: tuple[Attribution, ...] = ()
    nearest_passages: tuple[Quotation, ...] = ()
    kind: str | None = None
    said: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        return self.outcome is Outcome.ANSWERED
