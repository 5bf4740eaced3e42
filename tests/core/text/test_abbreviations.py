"""Abbreviations that a document defines, and what is found by them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.core.text.abbreviations import abbreviations_in
from bot.core.text.analysis import passage_terms, terms
from tests.hostile_texts import anything, prose
from tests.small_articles import article


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Paid time off (PTO) is booked in the portal.", "PTO", "Paid time off"),
        ("Under the Family and Medical Leave Act (“FMLA”), staff", "FMLA", "Family and Medical Leave Act"),
        ("PTO (paid time off) is booked.", "PTO", "paid time off"),
        ("Ask the Ministry of Health (MoH).", "MoH", "Ministry of Health"),
        ("Short-term disability (STD) is insured.", "STD", "Short-term disability"),
        ("Staff use the Employee Assistance Program (EAP).", "EAP", "Employee Assistance Program"),
        ("Die Allgemeine Geschäftsordnung (AGO) gilt.", "AGO", "Allgemeine Geschäftsordnung"),
    ],
)
def test_a_definition_in_brackets_is_found(text: str, short: str, long: str) -> None:
    assert abbreviations_in([text]) == ((short, long),)


@pytest.mark.parametrize(
    "text",
    [
        "A 401(k) plan.", "See section 4 (a) and (iii).", "Parking (free) is near.", "Send the form (see W-2).", "()",
        "Staff (HR) answers.", "The office (NYC) is closed.", "Closed (until 5 PM).", "Forms (all of them) (A).",
    ],
)  # fmt: skip
def test_other_brackets_define_nothing(text: str) -> None:
    assert abbreviations_in([text]) == ()


def test_the_first_definition_holds() -> None:
    texts = ["Paid time off (PTO).", "Personal travel order (PTO)."]
    assert abbreviations_in(texts) == (("PTO", "Paid time off"),)


KNOWN = (("PTO", "Paid time off"),)


def test_the_long_form_is_found_by_the_short_one_and_the_other_way_round() -> None:
    assert "pto" in terms("Paid time off is approved by the team lead.", abbreviations=KNOWN)
    assert set(terms("paid time off")) <= set(terms("PTO is approved.", abbreviations=KNOWN))


def test_what_has_both_forms_or_none_is_found_as_ever() -> None:
    for text in ("Paid time off (PTO) is booked.", "Time is paid.", "Parking is free."):
        assert terms(text, abbreviations=KNOWN) == terms(text)


def test_a_passage_is_covered_by_the_abbreviations_of_its_document() -> None:
    passage = article("a", "Paid time off is approved.").passages[0]
    known = replace(passage, attribution=replace(passage.attribution, abbreviations=KNOWN))
    assert "pto" in passage_terms(known) - passage_terms(passage)


@settings(max_examples=100)
@given(anything | prose)
def test_every_text_can_be_looked_through(text: str) -> None:
    for short, long in abbreviations_in([text, f"{text} (ABC)"]):
        assert short
        assert long
