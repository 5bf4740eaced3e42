"""Blocks become passages with their context, and nothing else becomes one."""

import pytest

from bot.core.model import CELL_SEPARATOR, Attribution, PassageKind, Standing
from bot.documents.blocks import Block, BlockKind
from bot.documents.passages import passages
from tests.documents.drawn import drawn, texts


def test_a_passage_knows_the_path_of_headings_above_it_without_the_title() -> None:
    found = drawn("# Leave\n\nAll staff.\n\n## Paternity\n\n### Pay\n\nFull pay.\n\n## Study\n\nTen days.\n")
    assert [(each.text, each.context.headings) for each in found] == [
        ("All staff.", ()),
        ("Full pay.", ("Paternity", "Pay")),
        ("Ten days.", ("Study",)),
    ]


def test_a_first_heading_that_says_something_else_than_the_title_stays_in_the_path() -> None:
    (found,) = drawn("---\ntitle: Handbook\n---\n\n# Leave\n\nAll staff.\n")
    assert found.context.headings == ("Leave",)


def test_a_bare_lead_in_is_context_of_its_items_and_no_passage() -> None:
    found = drawn("# Travel\n\nThese are never refunded:\n\n- alcohol\n- minibar\n\nAsk first.\n")
    assert [(each.text, each.context.lead_in) for each in found] == [
        ("alcohol", "These are never refunded:"),
        ("minibar", "These are never refunded:"),
        ("Ask first.", None),
    ]


def test_a_lead_in_that_states_something_is_a_passage_too() -> None:
    found = drawn("Staff get 25 days, of which these are fixed:\n\n- 24 December\n")
    assert [each.text for each in found] == ["Staff get 25 days, of which these are fixed:", "24 December"]
    assert found[1].context.lead_in == found[0].text


def test_of_a_long_paragraph_only_the_last_sentence_introduces_a_list() -> None:
    found = drawn("We pay for trips. Ask your manager first. We refund the following.\n\n- trains\n")
    assert found[1].context.lead_in == "We refund the following."


def test_a_nested_item_knows_the_items_above_it() -> None:
    found = drawn("- **Springfield Office**\n  - Open from 9 to 4.\n- **Riverton Office**\n  - Open from 7 to 6.\n")
    assert [(each.text, each.context.parents) for each in found] == [
        ("Open from 9 to 4.", ("Springfield Office",)),
        ("Open from 7 to 6.", ("Riverton Office",)),
    ]


def test_a_parent_that_states_something_is_a_passage_too() -> None:
    found = drawn("- Guests sign in at the desk every day:\n  - with their name\n- Staff get 2 badges\n  - a red one\n")
    assert [each.text for each in found] == ["with their name", "Staff get 2 badges", "a red one"]


def test_a_second_paragraph_of_an_item_belongs_to_the_item() -> None:
    found = drawn("1. Hotel costs\n\n   Up to 180 euros a night.\n\nAfterwards.\n")
    assert [(each.text, each.context.parents) for each in found] == [
        ("Up to 180 euros a night.", ("Hotel costs",)),
        ("Afterwards.", ()),
    ]


def test_a_row_keeps_its_cells_and_their_heads() -> None:
    (found,) = drawn("| Years | Days |\n|---|---|\n| 5 to 9 | 29 |\n")
    assert found.text == f"5 to 9{CELL_SEPARATOR}29"
    assert (found.context.row, found.kind) == (("Years", "Days"), PassageKind.ROW)


def test_a_row_of_one_cell_stands_above_the_rows_that_follow() -> None:
    found = drawn("| Country | Days |\n|---|---|\n| Europe | |\n| France | 30 |\n")
    assert [(each.text.split(CELL_SEPARATOR), each.context.parents) for each in found] == [
        (["France", "30"], ("Europe",))
    ]


def test_a_table_of_questions_and_answers_makes_each_answer_a_passage_under_its_question() -> None:
    (found,) = drawn("# FAQ\n\n| Question | Answer |\n|---|---|\n| May I work abroad? | Yes, 30 days. |\n")
    assert (found.text, found.context.headings, found.context.row) == ("Yes, 30 days.", ("May I work abroad?",), ())


def test_a_question_in_bold_stands_above_its_answers_until_the_next() -> None:
    found = drawn("**May I?**\n\nYes.\n\nWith a form.\n\n**Must I?**\n\nNo.\n\n## Rest\n\nDone.\n")
    assert [(each.text, each.context.headings) for each in found] == [
        ("Yes.", ("May I?",)),
        ("With a form.", ("May I?",)),
        ("No.", ("Must I?",)),
        ("Done.", ("Rest",)),
    ]


def test_a_question_and_its_answer_in_one_paragraph_are_parted() -> None:
    (bold,) = drawn("**May I?** Yes.\n")
    (prefixed,) = drawn("Q: May I?\nA: Yes.\n")
    assert (bold.text, bold.context.headings) == ("Yes.", ("May I?",))
    assert (prefixed.text, prefixed.context.headings) == ("A: Yes.", ("Q: May I?",))


def test_a_question_of_an_item_ends_with_the_item() -> None:
    found = drawn("- **May I?** Yes.\n- Something else.\n")
    assert [each.context.headings for each in found] == [("May I?",), ()]


def test_a_whole_sentence_in_bold_is_a_passage() -> None:
    assert texts("**All staff must wear their badges.**\n\nAt all times.\n") == [
        "All staff must wear their badges.",
        "At all times.",
    ]


def test_a_title_in_bold_with_nothing_below_it_is_not_lost() -> None:
    assert texts("Text.\n\n**Last words**\n") == ["Text.", "Last words"]


def test_a_heading_that_is_a_whole_sentence_is_a_passage_too() -> None:
    assert texts("# Rules\n\n## Nobody may smoke in any of our buildings or on the roof.\n\nSince 2020.\n") == [
        "Nobody may smoke in any of our buildings or on the roof.",
        "Since 2020.",
    ]


def test_a_clause_has_its_number_as_a_label_and_its_parent_clause_before_a_letter() -> None:
    text = "4 Retention\n\n4.2 Applications\n4.2.1 Files go after six months:\n(a) by hand\n(b) by machine\n"
    found = drawn(text, "a.txt")
    assert [(each.text, each.context.label) for each in found[-2:]] == [
        ("by hand", "4.2.1 (a)"),
        ("by machine", "4.2.1 (b)"),
    ]
    assert found[-1].context.headings == ("4 Retention", "4.2 Applications")


def test_a_clause_number_at_the_beginning_of_a_paragraph_is_its_label_in_any_format() -> None:
    (found,) = drawn("4.2.1 Files are deleted after six months.\n")
    assert (found.text, found.context.label) == ("Files are deleted after six months.", "4.2.1")


def test_a_note_stands_under_the_headings_of_the_passage_with_its_mark() -> None:
    found = drawn("# T\n\n## Leave\n\nThirty days[^1].\n\n## Rest\n\nWords.\n\n[^1]: Of the calendar.\n")
    assert (found[-1].text, found[-1].kind) == ("Of the calendar.", PassageKind.NOTE)
    assert (found[-1].context.headings, found[-1].context.label) == (("Leave",), "1")


def test_a_lead_in_within_an_item_ends_with_the_item() -> None:
    found = drawn("1. Book a room.\n\n   These are the limits.\n\n   - London: 180\n2. Keep the receipt.\n")
    assert [(each.text, each.context.lead_in, each.context.parents) for each in found[2:]] == [
        ("London: 180", None, ("Book a room.", "These are the limits.")),
        ("Keep the receipt.", None, ()),
    ]


def test_what_stands_in_a_box_introduces_nothing_outside_of_it() -> None:
    for box in ("> [!tip] Help\n> Ask us.", "> Ask us.", '!!! tip "Help"\n    Ask us.', ":::tip[Help]\nAsk us.\n:::"):
        assert drawn(f"{box}\n\n- Bring a badge.\n")[-1].context.lead_in is None
        assert drawn(f"Ask us.\n\n{box}\n\n- Bring a badge.\n")[-1].context.lead_in is None


def test_what_stands_before_a_box_introduces_nothing_in_it() -> None:
    found = drawn('Ask us.\n\n!!! tip "Help"\n    - Bring a badge.\n')
    assert found[-1].context.lead_in is None
    (boxed,) = drawn('These apply:\n\n!!! tip "Help"\n    - Bring a badge.\n')
    assert boxed.context.lead_in == "These apply:"


def test_a_list_in_a_note_belongs_to_the_note() -> None:
    found = drawn("The limit is 30 hours.[^1]\n\n[^1]: Except:\n\n    - in summer\n")
    assert [(each.text, each.kind, each.context.lead_in) for each in found[1:]] == [
        ("Except:", PassageKind.NOTE, None),
        ("in summer", PassageKind.NOTE, None),
    ]


def test_a_numbered_title_in_bold_ends_where_another_number_begins() -> None:
    found = drawn("**1. Terms**\n\nWords.\n\n**2. Scope.** All staff.\n\n**2.1** Not guests.\n")
    assert [(each.context.headings, each.text) for each in found] == [
        (("1. Terms",), "Words."),
        ((), "2. Scope. All staff."),
        ((), "Not guests."),
    ]


def test_short_questions_in_plain_paragraphs_stand_above_their_answers_where_there_are_several() -> None:
    found = drawn("# FAQ\n\n*Who pays?*\n\nWe do.\n\nMay guests come?\n\nYes.\n\nAlways.\n")
    assert [(each.text, each.context.headings) for each in found] == [
        ("We do.", ("Who pays?",)),
        ("Yes.", ("May guests come?",)),
        ("Always.", ("May guests come?",)),
    ]
    assert texts("What is a gift?\n\nA thing.\n") == ["What is a gift?", "A thing."]


def test_a_row_that_only_says_question_and_answer_is_no_passage() -> None:
    rows = [("Question", "Answer"), ("May I come?", "Yes.")]
    blocks = [Block(BlockKind.ROW, "", cells=cells) for cells in rows]
    (found,) = passages(blocks, Attribution("a", "", None, None, None, None, None, Standing.UNKNOWN))
    assert (found.text, found.context.headings) == ("Yes.", ("May I come?",))


def test_a_note_without_a_mark_stands_below_no_item() -> None:
    blocks = [Block(BlockKind.ITEM, "Never share it", 1), Block(BlockKind.NOTE, "Tell them why.")]
    found = passages(blocks, Attribution("a", "", None, None, None, None, None, Standing.UNKNOWN))
    assert found[-1].context.parents == ()


def test_a_list_within_an_item_leaves_the_list_around_it_its_lead_in() -> None:
    found = drawn("Staff may not:\n\n- smoke\n- bring these:\n\n  Animals, such as\n\n  - dogs\n- sleep\n")
    assert [(each.text, each.context.lead_in, each.context.parents) for each in found] == [
        ("smoke", "Staff may not:", ()),
        ("dogs", "Staff may not:", ("bring these:", "Animals, such as")),
        ("sleep", "Staff may not:", ()),
    ]


def test_the_caption_of_a_table_stands_above_its_rows() -> None:
    found = drawn("Table 2: Duties by role\n\n| Role | Duties |\n|---|---|\n| Clerk | files |\n\nAsk us.\n")
    assert [(each.text, each.context.lead_in) for each in found] == [
        ("Table 2: Duties by role", None),
        ("Clerk\tfiles", "Table 2: Duties by role"),
        ("Ask us.", None),
    ]


def test_what_introduces_a_table_introduces_no_other_that_follows_it() -> None:
    found = drawn("Fees:\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n| C | D |\n|---|---|\n| 3 | 4 |\n")
    assert [each.context.lead_in for each in found] == ["Fees:", None]


def test_questions_in_items_stand_above_the_paragraphs_between_them() -> None:
    found = drawn("1. May I park?\n\nYes, free:\n\n- by day\n\n2. May I bike?\n\nSure.\n")
    assert [(each.text, each.context.headings) for each in found] == [
        ("by day", ("May I park?",)),
        ("Sure.", ("May I bike?",)),
    ]
    checks = drawn("Ask:\n\n1. Is it safe?\n2. Is it legal?\n\nIf in doubt, ask HR.\n")
    assert [each.context.headings for each in checks] == [(), (), ()]


@pytest.mark.parametrize("mark", ["?", "？", "؟"])
def test_a_question_ends_with_its_mark_in_any_script(mark: str) -> None:
    first, _ = drawn(f"**May I park{mark}**\n\nYes.\n\n**Who pays{mark}**\n\nWe do.\n")
    assert first.context.headings == (f"May I park{mark}",)


@pytest.mark.parametrize("lead_in", ["4.2 Fees are due as follows:", "4.2 Fees are shown in the table below."])
def test_a_clause_introduces_the_table_that_follows_it(lead_in: str) -> None:
    blocks = [Block(BlockKind.ITEM, lead_in[4:], 1, "4.2")]
    blocks += [Block(BlockKind.ROW, "", cells=("A", "2"), heads=("Band", "Fee")), Block(BlockKind.PARAGRAPH, "End.")]
    found = passages(blocks, Attribution("a", "", None, None, None, None, None, Standing.UNKNOWN))
    assert [each.context.lead_in for each in found] == [None, lead_in[4:], None]


def test_a_lead_in_stands_above_each_paragraph_up_to_the_last_of_a_series() -> None:
    found = drawn("In these rules:\n\n“day” means a working day;\n\n“we” means the firm.\n\nAsk first.\n")
    assert [each.context.lead_in for each in found] == ["In these rules:", "In these rules:", None]


def test_the_number_of_a_group_of_rows_does_not_make_it_a_sentence() -> None:
    found = drawn("| No. | Kept |\n|---|---|\n| A. Staff | |\n| A1 | 10 years |\n")
    assert [each.context.parents for each in found] == [("A. Staff",)]


@pytest.mark.parametrize(
    ("above", "beside"),
    [("1. Stages", "2. Fees"), ("PART A", "PART B"), ("1. Stages", "**1.1 Now**\n\nx\n\n**2. Fees")],
)
def test_a_title_in_bold_that_is_counted_or_in_capitals_stands_above_the_titles_in_its_part(
    above: str, beside: str
) -> None:
    found = drawn(f"**{above}**\n\n**First**\n\nTalk.\n\n**Then**\n\nWrite.\n\n**{beside}**\n\nNone.\n")
    assert [each.context.headings for each in (*found[:2], found[-1])] == [
        (above, "First"),
        (above, "Then"),
        (beside.rpartition("*")[2],),
    ]


def test_a_caption_that_is_set_as_a_heading_ends_with_its_table() -> None:
    blocks = [Block(BlockKind.HEADING, "2 Work", 1), Block(BlockKind.HEADING, "Table 2: Limits", 3)]
    blocks += [
        Block(BlockKind.ROW, "", cells=("Day", "8 h"), heads=("Shift", "Limit")),
        Block(BlockKind.PARAGRAPH, "End."),
    ]
    found = passages(blocks, Attribution("a", "", None, None, None, None, None, Standing.UNKNOWN))
    assert [(each.context.headings, each.context.lead_in) for each in found[1:]] == [
        (("2 Work",), "Table 2: Limits"),
        (("2 Work",), None),
    ]


def test_lines_of_facts_introduce_no_list() -> None:
    found = drawn("# Rules\n\nOwner: Ann\nStatus: live\n\n- Ask early.\n")
    assert [each.context.lead_in for each in found] == [None, None]


def test_the_name_of_an_authority_above_a_title_is_not_the_title() -> None:
    (found,) = drawn("# Milltown Council\n\n## Rules for plots\n\n## Rent\n\nIt is due in May.\n")
    assert found.attribution.title == "Rules for plots"
    (found,) = drawn("# Milltown Council\n\n## Rent\n\nIt is due in May.\n")
    assert found.attribution.title == "Milltown Council"


def test_a_dash_at_the_end_of_a_clause_introduces_what_follows_up_to_the_next_clause() -> None:
    found = drawn("In this order—\n\n“day” is a working day;\n\n“we” is the board;\n\n(2) Others are not meant.\n")
    assert [each.context.lead_in for each in found] == ["In this order—", "In this order—", None]


def test_the_unit_of_all_amounts_stands_above_the_rows_of_a_table() -> None:
    found = drawn("Amounts in EUR thousand\n\n| Who | Limit |\n|---|---|\n| Board | 50 |\n")
    assert found[-1].context.lead_in == "Amounts in EUR thousand"
