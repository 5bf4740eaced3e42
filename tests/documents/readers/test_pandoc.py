"""What Pandoc writes is read as what other tools write for the same."""

import pytest

from tests.documents.drawn import drawn, reading, texts

GRID = """\
+-------+------+------------+
| Town  | Stay | Note       |
+=======+======+============+
| Graz  | 3    | - no dogs  |
|       |      | - *late*   |
+-------+------+------------+
| Linz\\ | 10   | ask **us** |
| South |      | or them    |
+-------+------+------------+
| All have breakfast        |
+-------+------+------------+
"""
RULED = """\
  -----------------------
  Town     Nights
  ------- ---------------
  Graz     3, and more
           in May

  Linz     10
  -----------------------
"""
TABLES = (
    "  Town     Nights\n  ------- --------\n  Graz     3, and more in May\n  Linz     10\n",
    "Town     Nights\n------- --------\nGraz     3, and more in May\nLinz     10\n------- --------\n",
    RULED,
    "----- -----------\nTown  Nights\n----- -----------\nGraz  3, and more in May\nLinz  10\n----- -----------\n",
)


def test_a_table_drawn_in_a_grid_is_rows_whose_cells_may_have_several_lines() -> None:
    rows = [each for each in reading(f"Stays.\n{GRID}\nEnd.").blocks if each.cells]
    assert {each.heads for each in rows} == {("Town", "Stay", "Note")}
    assert texts(f"{GRID}\n: Stays abroad\n")[-1] == "Stays abroad"
    assert [each.cells for each in rows] == [
        ("Graz", "3", "- no dogs\n- late"),
        ("Linz\nSouth", "10", "ask us or them"),
        ("All have breakfast", "", ""),
    ]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_set_in_columns_is_rows_under_its_heads(table: str) -> None:
    found = drawn(f"Stays are paid.\n\n{table}\nSo are trips.\n")
    assert [(each.text, each.context.row) for each in found] == [
        ("Stays are paid.", ()),
        ("Graz\t3, and more in May", ("Town", "Nights")),
        ("Linz\t10", ("Town", "Nights")),
        ("So are trips.", ()),
    ]


def test_a_table_without_heads_stands_between_two_lines_of_dashes() -> None:
    found = drawn("Stays:\n\n----- ---\nGraz  3\nLinz  10\n----- ---\n")
    assert [(each.text, each.context.row) for each in found] == [("Graz\t3", ()), ("Linz\t10", ())]


@pytest.mark.parametrize("rule", ["--- ---\n\nAsk us.\n\n--- ---", "+-----+\n    |\n+-----+"])
def test_dashes_that_part_texts_make_no_table(rule: str) -> None:
    assert not any(each.cells for each in reading(f"Stays.\n\n{rule}\n\nTrips.\n").blocks)


def test_attributes_of_spans_links_and_boxes_are_not_said() -> None:
    assert texts('[]{#a} See [the [page](x)]{.u} or [it](y){target="_blank"} {now}.') == ["See the page or it {now}."]
    (found,) = drawn('::: {.callout-note title="Exceptions"}\nAsk us.\n:::\n')
    assert (found.text, found.context.headings) == ("Ask us.", ("Exceptions",))


def test_a_title_block_is_known_and_not_said() -> None:
    read = reading("% Stays\n% Ada Okafor\n% 2024-03-01\n\nAsk us.\n")
    assert read.known == {"title": "Stays", "author": "Ada Okafor", "date": "2024-03-01"}
    assert [each.text for each in read.blocks] == ["Ask us."]
