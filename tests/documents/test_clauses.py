"""Clauses that are numbered by hand stand under the clause above them, whatever the format."""

import pytest

from bot.core.model import PassageKind
from tests.documents.drawn import drawn

CONTRACT = (
    "1.1 In this policy:",
    "(a) “Staff” means anyone with a contract;",
    "(b) “Leave” means:",
    "(i) annual leave; and",
    "(ii) sick leave.",
    "1.2 It covers all offices.",
)


@pytest.mark.parametrize(
    ("name", "joined"),
    [
        ("a.md", "\n\n".join(CONTRACT)),
        ("a.md", "\n".join(CONTRACT)),
        ("a.md", "".join(f"<p>{each}</p>" for each in CONTRACT)),
        ("a.md", "<p>" + "<br>".join(CONTRACT) + "</p>"),
    ],
)
def test_a_clause_stands_under_those_that_it_is_part_of(name: str, joined: str) -> None:
    found = drawn(joined, name)
    assert [(each.text, each.context.label) for each in found] == [
        ("“Staff” means anyone with a contract;", "1.1 (a)"),
        ("annual leave; and", "1.1 (b) (i)"),
        ("sick leave.", "1.1 (b) (ii)"),
        ("It covers all offices.", "1.2"),
    ]
    assert found[2].context.parents == ("1.1 In this policy:", "(b) “Leave” means:")
    assert found[3].context.parents == ()


def test_numbers_of_one_part_count_where_they_follow_each_other() -> None:
    found = drawn("Staff must:\n\n1\\. ask first;\n\n2\\. fill in the form.\n\n1999 was another year.\n")
    assert [(each.text, each.context.label, each.context.lead_in) for each in found] == [
        ("ask first;", "1.", "Staff must:"),
        ("fill in the form.", "2.", "Staff must:"),
        ("1999 was another year.", None, None),
    ]


def test_the_letter_after_h_is_a_letter_and_the_first_below_a_letter_a_roman_number() -> None:
    letters = "\n\n".join(f"({each}) rule {each}" for each in "abcdefghij")
    assert [each.context.label for each in drawn(letters)] == [f"({each})" for each in "abcdefghij"]
    nested = drawn("(a) One rule is this.\n\n(i) one\n\n(ii) two\n\n(b) rule\n")
    assert [each.context.label for each in nested] == ["(a)", "(a) (i)", "(a) (ii)", "(b)"]


def test_a_letter_in_brackets_that_no_other_follows_is_no_clause_of_a_list() -> None:
    (first, second) = drawn("We pay for trips.\n\n(a) is what the form calls it.\n")
    assert (second.context.parents, first.context.label) == ((), None)


def test_a_paragraph_between_two_clauses_of_a_series_belongs_to_the_first() -> None:
    found = drawn("(a) Ask first.\n\nBy mail.\n\n(b) Then go.\n\nEverybody may go.\n")
    assert [(each.text, each.context.parents) for each in found] == [
        ("Ask first.", ()),
        ("By mail.", ("(a) Ask first.",)),
        ("Then go.", ()),
        ("Everybody may go.", ()),
    ]


def test_a_list_in_a_clause_stands_under_it() -> None:
    found = drawn("4.1 We refund:\n\n- trains\n\n4.2 We never refund:\n\n- taxis\n")
    assert [(each.text, each.context.parents) for each in found] == [
        ("trains", ("4.1 We refund:",)),
        ("taxis", ("4.2 We never refund:",)),
    ]


def test_letters_below_a_number_of_a_list_stand_under_it() -> None:
    found = drawn("1) First\n2) Bring these\n   a. a badge\n   b. a photo\n3) Third\n")
    assert [(each.text, each.context.parents, each.context.label) for each in found] == [
        ("First", (), "1)"),
        ("a badge", ("Bring these",), "a."),
        ("a photo", ("Bring these",), "b."),
        ("Third", (), "3)"),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "Bring:\n• a pass\n• a photo, which\nis new\n\nThen wait.",
        "Bring:\n– a pass\n– a photo, which is new\n\nThen wait.",
        "<p>Bring:</p><p>•&nbsp;a pass</p><p>•a photo, which is new</p><p>Then wait.</p>",
        "<div>Bring:<br>- a pass<br>- a photo, which is new</div><div>Then wait.</div>",
    ],
)
def test_paragraphs_and_lines_behind_typed_bullets_are_items(written: str) -> None:
    assert [(each.text, each.context.lead_in) for each in drawn(written)] == [
        ("a pass", "Bring:"),
        ("a photo, which is new", "Bring:"),
        ("Then wait.", None),
    ]


@pytest.mark.parametrize("written", ["The office\n– when open –\nis warm.", "<p>– and so on –</p><p>Ask us.</p>"])
def test_a_dash_that_stands_alone_begins_no_item(written: str) -> None:
    assert all(each.kind is PassageKind.PARAGRAPH for each in drawn(written))


def test_another_bullet_below_an_item_is_deeper() -> None:
    found = drawn("<p>• a pass</p><p>– red</p><p>– blue</p><p>• a photo</p>")
    assert [(each.text, each.context.parents) for each in found[-3:]] == [
        ("red", ("a pass",)),
        ("blue", ("a pass",)),
        ("a photo", ()),
    ]
