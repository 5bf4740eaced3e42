"""What is written with marks, in digits or in words is found however else it is written."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.text.analysis import analysed, terms, tokens, words
from bot.core.text.unparted import joined
from bot.core.text.writing import units


@given(st.text("aZ109_'&-.,/()\x1f\n "))
@example("(a)1,5.b/x-y_z")
def test_words_are_cut_alike_whatever_letters_the_rest_of_a_text_has(text: str) -> None:
    assert [*units(text), "é"] == units(f"{text} é")


def finds(asked: str, written: str) -> bool:
    """Whether all that is asked for stands in what is written, in one of the forms that are looked for."""
    there, asks = frozenset(terms(written)), analysed(asked)
    missed = {token.term for token in asks.tokens} - there
    return not missed - {term for form in asks.forms if there.issuperset(form.terms) for term in form.of}


SAME = [
    ("401k", "401(k)"),
    ("457b", "457(b)"),
    ("501c3", "501(c)(3)"),
    ("W2", "W-2"),
    ("I9", "I-9"),
    ("H1B", "H-1B"),
    ("W 2", "W-2"),
    ("10K", "10-K"),
    ("xray", "x-ray"),
    ("email", "e-mail"),
    ("COVID 19", "COVID-19"),
    ("covid19", "COVID-19"),
    ("SF86", "SF-86"),
    ("SF 86", "SF86"),
    ("30days", "30 days"),
    ("FMLA", "F.M.L.A."),
    ("USA", "U.S.A."),
    ("the US office", "the U.S. office"),
    ("PhD", "Ph.D."),
    ("AT&T", "ATT"),
    ("R & D", "R&D"),
    ("OBrien", "O'Brien"),
    ("O’Brien’s", "O'Brien"),
    ("cooperate", "co-operate"),
    ("reenrollment", "re-enrollment"),
    ("part time", "part-time"),
    ("parttime", "part-time"),
    ("$1500", "$1,500"),
    ("1500", "1.500,00"),
    ("1 500", "1\u202f500"),
    ("1500.00", "1,500"),
    ("2000000", "2,000,000"),
    ("6", "six"),
    ("25", "twenty-five"),
    ("third", "3rd"),
    ("16 April", "April 16th"),
    ("18 May 2020", "2020-05-18"),
    ("May 18, 2020", "5/18/2020"),
    ("18 May 2020", "18.5.2020"),
    ("5551234567", "(555) 123-4567"),
    ("555-123-4567", "+1 555.123.4567"),
    ("030 1234567", "+49 (0)30 1234567"),
    ("Muller", "Müller"),
    ("Mueller", "Müller"),
    ("Zurich", "Zürich"),
    ("Malmo", "Malmö"),
    ("cafe", "café"),
    ("Lodz", "Łódź"),
    ("Sorensen", "Sørensen"),
    ("workplace", "work\u200bplace"),
    ("workplace", "work\u00adplace"),
    ("mandatory", "manda-\ntory"),
    ("mandatory", "manda- tory"),
    ("self-employed", "self-\nemployed"),
    ("5 m2", "5 m²"),
    ("CO2", "CO₂"),
    ("employees", "employee(s)"),
    ("8 am", "8 a.m."),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=[" ".join(pair) for pair in SAME])
def test_what_is_the_same_is_found_either_way(one: str, other: str) -> None:
    assert finds(one, other)
    assert finds(other, one)


@pytest.mark.parametrize(
    ("asked", "written"), [("April 16", "16 Apr. 2020"), ("4.2.1", "4.2.1(a)"), ("section 4.2", "section 4.2.1")]
)
def test_a_part_is_found_in_the_whole(asked: str, written: str) -> None:
    assert finds(asked, written)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("30¹", "301"),
        ("important", "import"),
        ("severance", "several"),
        ("authority", "author"),
        ("business", "busy"),
        ("officer", "office"),
        ("customer", "custom"),
        ("vacation", "vacate"),
        ("responsible", "response"),
        ("positive", "position"),
        ("May", "may"),
        ("5/6/2020", "5 June 2020"),
    ],
)
def test_what_is_not_the_same_is_not_found(asked: str, written: str) -> None:
    assert not finds(f"it is {asked} here", f"it is {written} here")


@pytest.mark.parametrize("other", ["imports", "imported", "importing"])
def test_a_word_is_found_with_other_endings(other: str) -> None:
    assert finds("import", other)


@pytest.mark.parametrize("text", ["30¹ days", "30² days", "30¹⁴ days", "30 days"])
def test_the_mark_of_a_note_is_no_digit(text: str) -> None:
    assert terms(text) == ["30", "day"]
    assert words(text) == ["30", "days"]


def test_hyphens_that_hold_a_place_join_nothing() -> None:
    assert "preand" not in terms("pre- and post-tax")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What does IT do?", "it"),
        ("IT runs the help desk.", "it"),
        ("IT’s help desk is open.", "it"),
        ("Guidance of the WHO applies.", "who"),
        ("In May the audit takes place.", "may"),
        ("closed from 5 may", "may"),
        ('the word "shall" means a duty', "shall"),
        ("was heißt „is“ hier", "is"),
        ("IT", "it"),
    ],
)
def test_a_stop_word_that_is_a_name_is_a_term(text: str, name: str) -> None:
    assert name in terms(text)
    assert all(token.optional for token in tokens(text) if token.term == name)


@pytest.mark.parametrize(
    "text", ["WHAT IS IT?", "May I leave?", "What We Do And Who We Are", "It may. It is IT all. it"]
)
def test_a_stop_word_in_a_title_or_at_the_beginning_is_none(text: str) -> None:
    assert not {"may", "who", "we", "is"} & frozenset(terms(text))


def test_what_is_named_is_a_term() -> None:
    assert [token.term for token in analysed("who is it", named={"it"}).tokens] == ["it"]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("带薪年假", "员工每年可以享受二十天带薪年假。"),
        ("年次有給休暇", "社員は年次有給休暇を取得できます。"),
        ("연차휴가", "직원은 연차휴가를 사용할 수 있다."),
        ("ลาพักร้อน", "พนักงานมีสิทธิลาพักร้อนปีละสิบวัน"),
    ],
)
def test_scripts_without_blanks_are_searched_by_pairs(asked: str, written: str) -> None:
    assert finds(asked, written)


def test_pairs_that_overlap_are_shown_as_one() -> None:
    assert joined(["病假", "假单", "PTO", "天数"]) == ["病假单", "PTO", "天数"]


def test_latin_words_and_numbers_among_chinese_ones_are_words() -> None:
    assert terms("每年20天PTO") == ["每年", "20", "天", "pto"]


@settings(max_examples=50)
@given(st.integers(0, 10**9))
def test_a_number_is_found_with_and_without_its_commas(number: int) -> None:
    assert terms(f"{number:,}") == terms(str(number))


@settings(max_examples=50)
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_a_date_has_the_same_terms_in_every_form(day: date) -> None:
    long = f"{day:%B} {day:%d}, {day:%Y}".replace(" 0", " ")
    assert sorted(terms(f"{day:%Y-%m-%d}")) == sorted(terms(long))


# Without vowels none is a function word.
letters = st.text(st.sampled_from("bcdfghkz"), min_size=2, max_size=8)


@settings(max_examples=50)
@given(letters, letters)
def test_a_compound_is_found_by_its_parts_and_as_one_word(one: str, other: str) -> None:
    assert finds(f"{one}-{other}", f"{one} {other}")
    assert finds(f"{one}{other}", f"{one}-{other}")
