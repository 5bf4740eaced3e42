"""Plain text is read into paragraphs, headings and numbered clauses, whatever its encoding."""

import pytest

from bot.documents.blocks import BlockKind
from bot.documents.readers import registry
from tests.documents.drawn import drawn, reading, texts

SHORT = (
    "Whistleblowing\nPurpose\nThis policy protects people who report.\nDeadlines\nReceipt is confirmed within a week.\n"
)


def test_each_line_is_a_paragraph_where_lines_end_like_sentences() -> None:
    assert texts("One.\nTwo is here.\nThree.\n", "a.txt") == ["One.", "Two is here.", "Three."]


def test_short_lines_above_prose_are_headings_and_not_quoted() -> None:
    found = drawn(SHORT, "a.txt")
    assert [(each.text, each.context.headings[-1:]) for each in found] == [
        ("This policy protects people who report.", ("Purpose",)),
        ("Receipt is confirmed within a week.", ("Deadlines",)),
    ]


def test_wrapped_lines_are_one_paragraph_whether_or_not_others_in_the_text_are() -> None:
    text = "Employees may take up to\nfive days of leave in\n2024 and more later.\n\nOne line.\nAnother line.\n"
    assert texts(text, "a.txt") == [
        "Employees may take up to five days of leave in 2024 and more later.",
        "One line.",
        "Another line.",
    ]


def test_numbered_clauses_have_their_numbers_and_title_clauses_are_headings() -> None:
    text = "4 Retention\n\n4.1 Files are kept for ten years.\n4.2 Applications\n4.2.1 They go after six months.\n"
    found = drawn(text, "a.txt")
    assert [(each.text, each.context.label, each.context.headings) for each in found] == [
        ("Files are kept for ten years.", "4.1", ("4 Retention",)),
        ("They go after six months.", "4.2.1", ("4 Retention", "4.2 Applications")),
    ]


def test_letters_belong_to_the_clause_above_them() -> None:
    found = drawn("4.2 Staff must wear a badge always.\n(a) at the door\n(b) in the lift\n", "a.txt")
    assert [each.context.label for each in found] == ["4.2", "4.2 (a)", "4.2 (b)"]
    assert found[1].context.parents == ("4.2 Staff must wear a badge always.",)


def test_bullets_are_items_under_their_lead_in() -> None:
    found = drawn("These are paid:\n- one\n- two\n  and more\n\nThe end of it.\n", "a.txt")
    assert [(each.text, each.context.lead_in) for each in found] == [
        ("one", "These are paid:"),
        ("two and more", "These are paid:"),
        ("The end of it.", None),
    ]


def test_an_underlined_line_is_a_heading() -> None:
    blocks = reading("Sick leave\n----------\n\nTell us at once.\n", "a.txt").blocks
    assert [(each.kind, each.text) for each in blocks] == [
        (BlockKind.HEADING, "Sick leave"),
        (BlockKind.PARAGRAPH, "Tell us at once."),
    ]


def test_stars_and_brackets_are_words_of_a_text() -> None:
    assert texts("All *staff* get [leave](here).\n", "a.txt") == ["All *staff* get [leave](here)."]


@pytest.mark.parametrize(("encoding", "said"), [("cp1252", "Windows-1252"), ("utf-16", "UTF-16"), ("utf-8", "")])
def test_the_encoding_is_found_and_said(encoding: str, said: str) -> None:
    read = registry.read("a.txt", "Für “alle” gilt das.".encode(encoding))
    assert [each.text for each in read.blocks] == ["Für “alle” gilt das."]
    assert said in "".join(read.warnings)


def test_a_kind_that_is_not_read_is_named_by_its_ending() -> None:
    assert registry.kind_of("leave.md.tmpl") == "markdown"
    assert registry.named("hr/leave.md.tmpl").stem == "hr/leave"
    assert registry.kind_of("Leave.PDF") == "pdf"
    assert registry.kind_of("leave.exe") is None


@pytest.mark.parametrize(
    "table",
    [
        "Town      Nights   Meals\nGraz      3        4\nLinz      10       2\n",
        "| Town | Nights | Meals |\n|------|--------|-------|\n| Graz | 3 | 4 |\n| Linz | 10 | 2 |\n",
        "+------+----+---+\n| Town | Nights | Meals |\n+------+----+---+\n| Graz | 3 | 4 |\n| Linz | 10 | 2 |\n",
        "Town\tNights\tMeals\nGraz\t3\t4\nLinz\t10\t2\n",
        "Town\t\tNights\tMeals\nGraz\t\t3\t4\nLinz\t\t10\t2\n",
    ],
)
def test_a_table_in_a_text_is_rows_under_their_heads(table: str) -> None:
    rows = [each for each in reading(f"Stays abroad are paid for.\n\n{table}", "a.txt").blocks if each.cells]
    assert {each.heads for each in rows} == {("Town", "Nights", "Meals")}
    assert [each.cells for each in rows] == [("Graz", "3", "4"), ("Linz", "10", "2")]


def test_a_line_directly_above_a_table_is_its_heading() -> None:
    found = drawn(
        "RATES\n\nStays\nTown\tNights\tMeals\nGraz\t3\t4\n\nTrips\n\nTown  Days  Pay\nLinz  1     2\n", "a.txt"
    )
    assert [(each.text, each.context.headings) for each in found] == [
        ("Graz\t3\t4", ("Stays",)),
        ("Linz\t1\t2", ("Trips",)),
    ]


@pytest.mark.parametrize("gap", ["\t", "   "])
def test_numbered_lines_are_a_list_and_no_table_however_far_their_numbers_stand_away(gap: str) -> None:
    found = drawn(f"1.{gap}Ask\n2.{gap}Book\n3.{gap}Pay\n", "a.txt")
    assert [(each.context.label, each.text) for each in found] == [("1.", "Ask"), ("2.", "Book"), ("3.", "Pay")]


def test_lines_set_in_below_a_mark_go_on_with_its_item_unless_it_is_a_title() -> None:
    found = drawn("1. Gifts\n   Show them to us.\n2. Loss is told within\n   24 hours.\n• one\n  and more\n", "a.txt")
    assert [each.text for each in found] == ["Show them to us.", "Loss is told within 24 hours.", "one and more"]


def test_wide_gaps_between_sentences_make_no_table() -> None:
    text = "Ask early.  Book late.\nPay in cash, at night.  Never in the lab.\n"
    assert not any(each.cells for each in reading(text, "a.txt").blocks)


def test_numbers_of_pages_are_listed_and_not_said() -> None:
    read = reading("Ask early.\n\nPage 2 of 5\n\nBook late.\n\n- 3 -\n", "a.txt")
    assert [each.text for each in read.blocks] == ["Ask early.", "Book late."]
    assert [each.text for each in read.left_out] == ["Page 2 of 5", "- 3 -"]


def test_a_line_with_a_version_or_a_day_is_no_heading() -> None:
    found = drawn("LEAVE POLICY\n\nVersion 3, in force since 1 March 2024\n\nAsk early.\n", "a.txt")
    assert found[0].text == "Version 3, in force since 1 March 2024"


def test_what_stands_between_two_rules_of_a_text_is_text() -> None:
    read = reading("---\nScope: all staff\n---\nAsk early.\n", "a.txt")
    assert (read.known, [each.text for each in read.blocks]) == ({}, ["Scope: all staff", "Ask early."])


def test_numbers_in_brackets_stand_under_each_other_as_they_are_counted() -> None:
    text = "1.1 Data means:\n\n  (a) names;\n\n  (b) records, such as:\n      (i)  pay; and\n      (ii) leave.\n"
    found = drawn(text, "a.txt")
    assert [(each.text, each.context.label, each.context.parents) for each in found[1:]] == [
        ("pay; and", "1.1 (b) (i)", ("1.1 Data means:", "(b) records, such as:")),
        ("leave.", "1.1 (b) (ii)", ("1.1 Data means:", "(b) records, such as:")),
    ]


def test_letters_and_numbers_that_are_set_in_stand_under_the_section_above() -> None:
    text = (
        "Section 2. It may:\n  A. buy land;\n  B. sell it, provided that:\n     1. all agree; and\n     2. it pays.\n"
    )
    found = drawn(text, "a.txt")
    assert [(each.text, each.context.parents[1:]) for each in found if each.context.label in ("1.", "2.")] == [
        ("all agree; and", ("sell it, provided that:",)),
        ("it pays.", ("sell it, provided that:",)),
    ]


def test_a_question_and_an_answer_that_runs_over_its_line_are_parted() -> None:
    (found,) = drawn("Q2: May I copy it?\nA2: Yes, once\na year.\n", "a.txt")
    assert (found.text, found.context.headings) == ("A2: Yes, once a year.", ("Q2: May I copy it?",))


def test_the_name_of_a_part_is_no_title_of_the_document() -> None:
    (found,) = drawn("ARTICLE I - NAME\n\nThe name of the club is X, as it has always been called.\n", "a.txt")
    assert found.context.headings == ("ARTICLE I - NAME",)


def test_a_company_above_the_title_is_not_the_title() -> None:
    (found,) = drawn(
        "EXAMPLE LTD\nDATA POLICY\n\nAll data is kept for six years, wherever it may come from.\n", "a.txt"
    )
    assert (found.attribution.title, found.context.headings) == ("DATA POLICY", ())


def test_numbered_questions_stand_above_their_answers() -> None:
    found = drawn("FAQ\n\n1. May I park?\nYes, free.\n\n2. May I bike?\nSure.\n", "a.txt")
    assert [(each.text, each.context.headings) for each in found] == [
        ("Yes, free.", ("1. May I park?",)),
        ("Sure.", ("2. May I bike?",)),
    ]


def test_parts_counted_in_roman_numbers_stand_beside_each_other() -> None:
    found = drawn("RULES\n\nI. LEAVE\n\nStaff get leave.\n\nII. PAY\n\nPay is monthly.\n", "a.txt")
    assert [each.context.headings for each in found] == [("I. LEAVE",), ("II. PAY",)]


def test_two_lines_with_capitals_are_one_paragraph_where_lines_of_the_text_were_broken() -> None:
    prose = "Whoever is asked by a reporter passes the call to the press office, which\nanswers within one day.\n"
    two = '"We keep our word in this matter and in each other," said Lord Mayor Anna\nLund. "It is agreed."\n'
    assert texts(f"{prose}\n{two}\nAnna Lund\nLord Mayor\n", "a.txt")[1:] == [
        '"We keep our word in this matter and in each other," said Lord Mayor Anna Lund. "It is agreed."',
        "Anna Lund",
        "Lord Mayor",
    ]


@pytest.mark.parametrize("above", ["FOR IMMEDIATE RELEASE", "Press release", "CONFIDENTIAL"])
def test_what_says_of_what_kind_a_text_is_is_not_its_title(above: str) -> None:
    (found,) = drawn(f"{above}\n\nPort closes to cruise ships\n\nThe council has so decided.\n", "a.txt")
    assert (found.attribution.title, found.context.headings) == ("Port closes to cruise ships", ())


def test_heads_may_have_numbers_where_the_columns_below_have_no_words() -> None:
    table = "Grade   Step 1   Step 2\nA       1,200    1,350\nB       $1,500   $1,640\n"
    rows = [each for each in reading(f"The pay is this.\n\n{table}", "a.txt").blocks if each.cells]
    assert {each.heads for each in rows} == {("Grade", "Step 1", "Step 2")}


def test_numbers_that_are_set_in_below_one_in_brackets_are_items_of_it() -> None:
    found = drawn(
        "§ 2 Leave\n\n(1) All get 30 days.\n(2) More is given\n    1. for a move,\n    2. for a birth.\n", "a.txt"
    )
    assert [(each.text, each.context.label, each.context.parents) for each in found[1:]] == [
        ("for a move,", "1.", ("(2) More is given",)),
        ("for a birth.", "2.", ("(2) More is given",)),
    ]


@pytest.mark.parametrize("line", ["Stand: 1. Januar 2025", "Effective 1 March 2024"])
def test_a_line_that_says_from_when_a_text_is_is_said_and_no_heading(line: str) -> None:
    assert texts(f"Rules\n\n{line}\n\n1. Scope\n\nThese are for all.\n", "a.txt") == [line, "These are for all."]


def test_letters_with_a_stop_are_items_below_the_title_above_them() -> None:
    found = drawn(
        "1. USE\n   It is for work.\n\n2. COSTS\n   a. Fuel is paid.\n   b. fines are not,\n      e. g. for parking.\n",
        "a.txt",
    )
    assert [(each.text, each.context.headings, each.context.label) for each in found[1:]] == [
        ("Fuel is paid.", ("2. COSTS",), "a."),
        ("fines are not, e. g. for parking.", ("2. COSTS",), "b."),
    ]
