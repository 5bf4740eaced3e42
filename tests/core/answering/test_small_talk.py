"""Small talk is told from questions by plain phrases, and a question stays one whatever stands around it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answering.small_talk import NoSmallTalkError, SmallTalk, TalkKind, parse
from tests.hostile_texts import WITHOUT_WORDS, anything

SHIPPED = Path(__file__).parents[3] / "config" / "small_talk"
FILES = {name: (SHIPPED / f"{name}.toml").read_text(encoding="utf-8") for name in ("en", "de", "es", "fr")}
TALK = parse(FILES)


@pytest.mark.parametrize(
    ("text", "kind", "language"),
    [
        ("hi", "greeting", "en"), ("Hello!", "greeting", "en"), ("Good morning, team", "greeting", "en"),
        ("how are you?", "greeting", "en"), (":wave: hey there", "greeting", "en"),
        ("Hi there, what can you do?", "abilities", "en"), ("hello, thanks!", "thanks", "en"),
        ("Thank you so much, Amira", "thanks", "en"), ("ok", "thanks", "en"), ("Great, thanks!", "thanks", "en"),
        ("bye", "farewell", "en"), ("HELP", "help", "en"), ("How do I use you?", "help", "en"),
        ("who made you?", "maker", "en"), ("what’s your name", "maker", "en"), ("whats your name", "maker", "en"),
        ("What do you know about?", "about", "en"), ("what documents do you have", "about", "en"),
        ("Summarise the travel policy", "summarize", "en"), ("TL;DR the leave rules", "summarize", "en"),
        ("Can you please write me an email to HR?", "write", "en"),
        ("Please translate this into French", "translate", "en"),
        ("Hallo zusammen, was kannst du?", "abilities", "de"), ("Viele Grüße", "farewell", "de"),
        ("Fasse bitte die Reiseregeln zusammen", "summarize", "de"),
        ("Was weißt du?", "about", "de"), ("was weisst du", "about", "de"),
        ("Merci beaucoup !", "thanks", "fr"), ("Qu’est-ce que tu sais faire ?", "abilities", "fr"),
        ("Peux-tu traduire ce texte ?", "translate", "fr"),
        ("¿Qué puedes hacer?", "abilities", "es"), ("Que puedes hacer", "abilities", "es"),
        ("Hola, ¿quién eres?", "maker", "es"),
    ],
)  # fmt: skip
def test_what_is_no_question_is_known_in_every_language(text: str, kind: str, language: str) -> None:
    talk = TALK.read(text)
    assert (talk.kind, talk.language) == (TalkKind(kind), language)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Hi Amira, how long is parental leave? Thanks, Bob Smith", "how long is parental leave?"),
        ("hi how long is leave", "how long is leave"),
        ("Hello, May I take leave?", "May I take leave?"),
        ("Dear HR team,\nhow long is leave?\n\nBest regards,\nAmira", "how long is leave?"),
        ("Guten Tag, wie viele Urlaubstage habe ich? Danke", "wie viele Urlaubstage habe ich?"),
        ("Bonjour, quelle est l’indemnité ? Merci d’avance", "quelle est l’indemnité ?"),
        ("Hola equipo, ¿cuántos días tengo?", "¿cuántos días tengo?"),
        ("Hi all, hope you are well! Quick question: how long is leave? Many thanks in advance", "how long is leave?"),
        ("how long is leave, cheers", "how long is leave,"),
    ],
)
def test_courtesy_around_a_question_is_no_word_of_it(text: str, question: str) -> None:
    talk = TALK.read(text)
    assert (talk.kind, talk.question) == (None, question)


@pytest.mark.parametrize(
    "text",
    [
        "What do you know about parental leave?",
        "Morning shifts: who works?",
        "Testing of products: who approves?",
        "help desk hours",
        "Is a notice of two weeks ok",
        "What does the thank-you note say?",
        "Who wrote the travel policy?",
        "Who can translate documents?",
        "Can you write off debts?",
        "Write-offs: who approves?",
        "Great Britain holidays",
        "How do I write a business case?",
        "Was kostet das Parken?",
        "Who do you report an accident to?",
        '"thanks to the team" bonus',
        "please",
        "",
    ],
)
def test_a_question_stays_as_it_was_typed(text: str) -> None:
    talk = TALK.read(text)
    assert (talk.kind, talk.question) == (None, text)


@pytest.mark.parametrize("text", WITHOUT_WORDS.values(), ids=WITHOUT_WORDS)
def test_what_holds_no_word_is_no_small_talk(text: str) -> None:
    assert TALK.read(text).kind is None


def test_without_phrases_every_message_is_a_question() -> None:
    assert SmallTalk().read("hi").kind is None


words = st.lists(
    st.sampled_from("hi thanks Bob , . please ? who made you summarize - leave \n".split(" ")), max_size=12
)


@settings(max_examples=80)
@given(anything | words.map(" ".join))
def test_reading_never_raises_and_a_question_is_a_stretch_of_the_message(text: str) -> None:
    question = TALK.read(text).question
    assert set(question.split()) <= set(text.split())


def test_reading_is_linear() -> None:
    for piece in ("hi ", "thanks, ", "Thanks Bob ", "please ", ":a", "a@"):
        TALK.read(piece * 5_000)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("greeting = [", "en: "), ("greeting = 'hi'", "no list"), ("greeting = ['hi']", "lacks abilities")],
)
def test_a_file_that_cannot_be_read_says_why(text: str, reason: str) -> None:
    with pytest.raises(NoSmallTalkError, match=reason):
        parse({"en": text})


def test_every_language_answers_everything() -> None:
    for language in FILES:
        reply = TALK.replies[language]
        assert len(reply["months"].split()) == 12
        assert reply["date"].format(day=1, month="x", year=2020)
        assert "{count}" in reply["many"]
