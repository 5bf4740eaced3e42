"""What a question asks for, before anything is ranked."""

from datetime import date

from bot.core.answering.emphasis import EARLIER
from bot.core.answering.inquiry import Inquiry, inquire
from bot.core.answering.synonyms import Synonyms, parse
from bot.core.corpus import Corpus
from bot.core.model import Article, Audience, Question
from tests.small_articles import article, index

PAUSE = article("pause", "The moratorium on Rekognition lasts one year.", publisher="Vox (Open Sourced)",
                published=date(2020, 6, 10), topics=("facial recognition",))  # fmt: skip
LEAVE = article("leave", "Parents get twelve weeks of leave.", publisher="Example Ltd", topics=("leave",))
TODAY = date(2026, 3, 10)
SECRET = article("secret", "Project Zebra ends in May.", publisher="Board", collection="board")


def inquiry(words: str, *articles: Article, synonyms: str = "", audience: Audience | None = None) -> Inquiry:
    corpus = Corpus(articles or (PAUSE, LEAVE))
    known: Synonyms = parse(synonyms)[0]
    question = Question(words, audience or Audience())
    return inquire(question, index(corpus), known, TODAY)


def test_the_askers_words_weigh_one_and_expansions_less() -> None:
    query = inquiry("ban on Rekognition", synonyms="ban, moratorium").query
    weights = dict(zip(query.terms, query.weights, strict=True))
    assert weights["rekognit"] == 1.0
    assert 0 < weights["moratorium"] < 1.0


def test_earlier_questions_are_searched_with_less_weight_said_so_and_never_missed() -> None:
    question = Question("and for parents?", earlier=("How many weeks of unicorn leave are there? source:Vox",))
    asked = inquire(question, index(Corpus((PAUSE, LEAVE))), Synonyms(), TODAY)
    weights = dict(zip(asked.query.terms, asked.query.weights, strict=True))
    assert (weights["parent"], weights["leav"]) == (1.0, EARLIER)
    assert asked.missing == ()
    assert asked.scope.admits(LEAVE.attribution)
    assert any("weeks of unicorn leave" in note for note in asked.notes)


def test_a_whole_question_that_names_somebody_new_stands_alone_and_what_about_them_does_not() -> None:
    def earlier_terms(words: str) -> set[str]:
        question = Question(words, earlier=("How many weeks of leave are there?",))
        return set(inquire(question, index(Corpus((PAUSE, LEAVE))), Synonyms(), TODAY).query.terms) & {"week", "leav"}

    assert earlier_terms("How long does the pause of Rekognition last?") == set()
    assert earlier_terms("What about Rekognition?") == {"week", "leav"}
    assert earlier_terms("How long do they last?") == {"week", "leav"}


def test_a_question_that_begins_with_a_plus_stands_alone() -> None:
    question = Question("+parents", earlier=("How many weeks of leave are there?",))
    asked = inquire(question, index(Corpus((PAUSE, LEAVE))), Synonyms(), TODAY)
    assert asked.query.terms == ("parent",)
    assert asked.notes == ()


def test_an_expansion_that_no_article_has_is_not_searched() -> None:
    assert inquiry("leave", synonyms="leave, sabbatical").expansions == ()


def test_what_no_article_has_takes_no_place_from_what_one_has() -> None:
    asked = inquiry("leave", synonyms="leave, a1, a2, a3, a4, a5, a6, a7, a8, weeks a9, weeks")
    assert [each.surface for each in asked.expansions] == ["weeks"]


def test_a_plus_switches_expansions_off_and_asks_for_the_word_itself() -> None:
    asked = inquiry("+ban", synonyms="ban, moratorium")
    assert asked.expansions == ()
    assert not asked.admits(PAUSE.passages[0])


def test_a_misspelt_word_is_searched_as_the_known_one_and_says_so() -> None:
    asked = inquiry("How long does Rekogniton stop?")
    assert [(each.typed, each.used) for each in asked.corrections] == [("Rekogniton", "Rekognition")]
    assert "rekognit" in asked.query.terms
    assert "Rekogniton" not in asked.missing
    assert asked.words == "How long does Rekognition stop?"


def test_a_word_with_a_plus_is_never_corrected() -> None:
    assert inquiry("+Rekogniton").corrections == ()


def test_words_that_no_article_has_are_named_as_typed_and_once() -> None:
    assert inquiry("Unicorns and unicorns on Leave?").missing == ("Unicorns",)


def test_a_source_is_found_by_a_word_of_its_name() -> None:
    scope = inquiry("leave source:vox").scope
    assert scope.admits(PAUSE.attribution)
    assert not scope.admits(LEAVE.attribution)


def test_a_source_that_nobody_is_finds_nothing_and_says_so() -> None:
    asked = inquiry("leave source:Nobody")
    assert not asked.scope.admits(LEAVE.attribution)
    assert "“Nobody”" in " ".join(asked.notes)


def test_a_topic_may_have_several_words() -> None:
    scope = inquiry('pause topic:"facial recognition"').scope
    assert (scope.admits(PAUSE.attribution), scope.admits(LEAVE.attribution)) == (True, False)


def test_as_of_leaves_out_what_came_later_and_what_has_no_date() -> None:
    asked = inquiry("pause as of June 2020")
    assert asked.as_of == date(2020, 6, 30)
    assert (asked.scope.admits(PAUSE.attribution), asked.scope.admits(LEAVE.attribution)) == (True, False)
    assert "unknown date are left out (1)" in " ".join(asked.notes)


def test_as_of_a_day_before_everything_says_that_it_cannot_know() -> None:
    assert "cannot know" in " ".join(inquiry("pause as of 1999").notes)


def test_a_phrase_weighs_more_than_other_words_of_the_question() -> None:
    query = inquiry('leave of "twelve weeks"').query
    weights = dict(zip(query.terms, query.weights, strict=True))
    assert weights["12"] == weights["week"] > weights["leav"] == 1.0
    assert query.pairs.count("12 week") == 2
    assert inquiry('leave of "weeks twelve"').admits(LEAVE.passages[0])
    assert inquiry('leave of +"weeks twelve"').limits == (
        "Only passages with “weeks twelve” word for word were looked for.",
    )


def test_a_question_of_a_quoted_phrase_alone_is_strict_and_an_excluded_word_must_not_be_there() -> None:
    assert inquiry('"twelve weeks"').admits(LEAVE.passages[0])
    assert not inquiry('"weeks twelve"').admits(LEAVE.passages[0])
    assert not inquiry("leave -parents").admits(LEAVE.passages[0])


def test_neither_corrections_nor_notes_give_away_what_the_asker_may_not_see() -> None:
    staff = Audience(collections=frozenset({"staff"}))
    asked = inquiry("When does Projekt Zebras end? source:Board", SECRET, LEAVE, audience=staff)
    assert asked.corrections == ()
    assert "No document has the publisher “Board”" in " ".join(asked.notes)
