"""How passages read: every word is the document's, and what it hangs on stands above it."""

from dataclasses import replace

from bot.core.answering.display import Run, Style, above, display
from bot.core.model import CELL_SEPARATOR, Context, Mark, Passage, PassageKind, Quotation
from tests.small_articles import article


def passage(text: str, context: Context | None = None, *marks: Mark, row: bool = False) -> Passage:
    kind = PassageKind.ROW if row else PassageKind.PARAGRAPH
    return replace(article("leave", text).passages[0], context=context or Context(), kind=kind, marks=marks)


def shown(of: Passage) -> str:
    return display(Quotation(of, 0, len(of.text))).text


def test_a_row_is_shown_with_the_heads_of_its_columns() -> None:
    row = passage(CELL_SEPARATOR.join(("5 to 9", "29", "")), Context(row=("Years", "Days", "Approver")), row=True)
    assert shown(row) == "Years: 5 to 9 · Days: 29"


def test_a_row_without_heads_is_its_cells() -> None:
    assert shown(passage(CELL_SEPARATOR.join(("Lunch", "25")), row=True)) == "Lunch · 25"


def test_an_item_stands_under_its_sections_its_lead_in_and_its_parents() -> None:
    context = Context(("Travel", "Meals"), "Never refunded:", ("Drinks",))
    assert shown(passage("alcohol", context)) == "Travel › Meals\nNever refunded:\nDrinks\nalcohol"


def test_an_answer_stands_under_its_question() -> None:
    assert above(Context(("Remote work", "May I work abroad?"))) == ("Remote work", "May I work abroad?")


def test_a_heading_that_is_repeated_stands_there_once() -> None:
    assert above(Context(("FAQ", "May I work abroad?", "May I work abroad?"))) == ("FAQ", "May I work abroad?")


def test_a_clause_has_its_number_before_it() -> None:
    clause = passage("Files are deleted.", Context(label="4.2.1 (a)"))
    assert shown(clause) == "4.2.1 (a) Files are deleted."
    assert display(Quotation(clause, 6, 18)).text == "are deleted."


def test_what_is_struck_out_and_the_mark_of_a_note_are_told_apart_from_the_words() -> None:
    marked = passage("The limit is 30 euros.", None, Mark("struck", 13, "20"), Mark("note", 15, "1"))
    assert display(Quotation(marked, 0, 22)).runs == (
        Run("The limit is "),
        Run("20 ", Style.STRUCK),
        Run("30"),
        Run("¹", Style.NOTE),
        Run(" euros."),
    )


def test_the_sentence_that_answers_is_marked_and_no_word_is_lost() -> None:
    of = passage("First. Second. Third.")
    found = display(Quotation(of, 0, 21, mark=(7, 14)))
    assert found.runs == (Run("First. "), Run("Second.", Style.ANSWER), Run(" Third."))


def test_line_ends_of_the_author_stay() -> None:
    assert shown(passage("12 Main Street\nSpringfield")) == "12 Main Street\nSpringfield"


def test_a_long_paragraph_above_is_shortened() -> None:
    (line,) = above(Context(parents=("word " * 100,)))
    assert line.endswith("…")
    assert len(line) <= 200


def test_of_a_long_row_the_cells_are_shown_around_the_sentence_that_answers() -> None:
    filler = "Much else is written there about this and that. " * 12
    cell = f"{filler}Every zebra has ten days. {filler}".strip()
    text = CELL_SEPARATOR.join(("Leave", filler.strip(), cell))
    at = text.index("Every zebra")
    of = passage(text, Context(row=("Topic", "Notes", "Rule")), row=True)
    found = display(Quotation(of, 0, len(text), mark=(at, at + 25)))
    assert Run("Every zebra has ten days.", Style.ANSWER) in found.runs
    assert found.words.startswith("Topic: Leave · Notes: Much else")
    assert len(found.words) < 800


def test_where_a_value_is_filled_in_a_gap_is_shown() -> None:
    marked = passage("Up to euros a year, and.", None, Mark("gap", 6, "…"), Mark("gap", 23, "…"))
    assert (
        "".join(run.text for run in display(Quotation(marked, 0, len(marked.text))).runs)
        == "Up to […] euros a year, and […]."
    )
