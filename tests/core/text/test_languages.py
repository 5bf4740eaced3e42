"""Which language a text is in, and what is found in it."""

import pytest

from bot.core.text import analysis
from bot.core.text.languages import ALGORITHMS, believed, code_of, function_words, language_of, stop_words
from bot.core.text.stems import stem
from tests.hostile_texts import WITH_WORDS, WITHOUT_WORDS

TEXTS = {
    "en": "Parking is free. Staff have twenty days of leave, which their manager approves.",
    "de": "Alle Beschäftigten haben Anspruch auf 30 Urlaubstage im Jahr. Resturlaub verfällt am 31. März.",
    "fr": "L’indemnité de départ est de deux mois de salaire. Le parking est gratuit.",
    "es": "Los empleados tienen derecho a 23 días de vacaciones. El aparcamiento es gratuito.",
    "it": "I dipendenti hanno diritto a 25 giorni di ferie. Il parcheggio è gratuito per tutti.",
    "pt": "Os funcionários têm direito a 30 dias de férias. Não há lugares para todos eles.",
    "nl": "Medewerkers hebben recht op 25 vakantiedagen. Parkeren is voor iedereen gratis.",
    "sv": "Anställda har rätt till 25 semesterdagar. Parkeringen är gratis.",
    "fi": "Työntekijöillä on oikeus 25 lomapäivään, ja he voivat myös itse päättää, milloin he ovat lomalla.",
    "pl": "Pracownikom przysługuje 26 dni urlopu. Parking jest bezpłatny dla wszystkich.",
    "ru": "Сотрудники имеют право на 28 дней отпуска. Парковка бесплатная.",
    "el": "Οι εργαζόμενοι δικαιούνται 25 ημέρες άδειας και το πάρκινγκ είναι δωρεάν.",
    "ar": "يحق للموظفين إجازة سنوية من ثلاثين يوما في السنة.",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=TEXTS)
def test_a_text_tells_its_language(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Travel expenses",
        "Mrs Müller signs leases in Zürich.", "Ms O'Brien signs requests.", "Plan B", "", "IT", "员工",
        "Badges are worn.", "Deductions – exemptions",
    ],
)  # fmt: skip
def test_what_tells_nothing_is_taken_for_english(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize("text", (WITH_WORDS | WITHOUT_WORDS).values(), ids=WITH_WORDS | WITHOUT_WORDS)
def test_every_text_has_a_language(text: str) -> None:
    assert language_of(text) in ALGORITHMS


def test_only_languages_that_there_are_come_into_question() -> None:
    assert language_of("Wie viele Urlaubstage habe ich?") == "de"
    assert language_of("Wie viele Urlaubstage habe ich?", ("en",)) == "en"
    assert language_of("Homeoffice", ("fr", "de")) == "fr"
    assert language_of("Homeoffice", ("fr", "en")) == "en"


@pytest.mark.parametrize(
    ("tag", "code"), [("de-AT", "de"), ("pt_BR", "pt"), (" EN ", "en"), ("nb", "no"), ("German", None), ("xx", None)]
)
def test_a_tag_names_a_language(tag: str, code: str | None) -> None:
    assert code_of(tag) == code


@pytest.mark.parametrize("language", ALGORITHMS)
def test_every_language_has_function_words_and_endings(language: str) -> None:
    assert len(function_words(language)) > 30
    assert stop_words(language) <= function_words(language)
    assert stem("abc", language)


@pytest.mark.parametrize(
    ("language", "asked", "written"),
    [
        ("de", "Wie viele Urlaubstage habe ich?", "Anspruch auf Urlaubstage"),
        ("de", "Kündigungen", "Kündigung"),
        ("fr", "Quelle est l'indemnité ?", "Indemnités"),
        ("fr", "Qu’est-ce que l’ancienneté", "ancienneté"),
        ("fr", "les bureaux fermés", "bureaux fermé"),
        ("es", "¿Cuántos días de vacaciones hay?", "días y vacaciones"),
        ("it", "Quanti giorni nell'ufficio", "giorno ufficio"),
        ("nl", "Hoeveel werknemers zijn er", "werknemer"),
        ("de", "sechs Monate", "6 Monat"),
        ("de", "18. Mai 2020", "18.5.2020"),
        ("fr", "16 avril 2024", "2024-04-16"),
    ],
)
def test_a_question_finds_other_endings_and_asks_for_no_function_words(language: str, asked: str, written: str) -> None:
    assert {token.term for token in analysis.tokens(asked, language)} <= set(analysis.terms(written, language))


def test_a_language_that_is_named_is_believed_unless_the_words_tell_another() -> None:
    assert believed("da-DK", "Feriepenge") == "da"
    assert believed("de", "Der Urlaub wird von der Leitung genehmigt, und das gilt für alle.") == "de"
    assert believed("en-US", "Der Urlaub wird von der Leitung genehmigt, und das gilt für alle.") is None
    assert believed("tlh", "Feriepenge") is None
