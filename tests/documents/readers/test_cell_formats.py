"""The values of cells as Excel shows them by their formats."""

from datetime import date, datetime, time, timedelta

import pytest

from bot.documents.readers.cell_formats import Value, shown


@pytest.mark.parametrize(
    ("value", "form", "seen"),
    [
        (140, "General", "140"),
        (45.5, "General", "45.5"),
        (1180, "#,##0", "1,180"),
        (1180, "[$€-407]#,##0", "€1,180"),
        (140, '#,##0.00 "€"', "140.00 €"),
        (140, '"€"#,##0', "€140"),
        (12, '0 "days"', "12 days"),
        (0.125, "0%", "13%"),
        (0.5, "0.0%", "50.0%"),
        (-12.5, "#,##0.00;(#,##0.00)", "(12.50)"),
        (-12.5, "0.00", "-12.50"),
        (1234, "00000", "01234"),
        (2.5, "0.##", "2.5"),
        (3, "0.##", "3"),
        (True, "General", "TRUE"),
        (None, "General", ""),
        (" two \n lines ", "@", "two\nlines"),
        (date(2024, 3, 1), "yyyy-mm-dd", "2024-03-01"),
        (date(2024, 3, 1), "mm-dd-yy", "2024-03-01"),
        (date(2024, 3, 1), "DD.MM.YYYY", "01.03.2024"),
        (date(2024, 3, 1), "d mmmm yyyy", "1 March 2024"),
        (date(2024, 3, 1), "mmm yyyy", "Mar 2024"),
        (datetime.fromisoformat("2024-03-01T09:05"), "General", "2024-03-01 09:05"),
        (datetime.fromisoformat("2024-03-01T15:05"), "dd/mm/yyyy h:mm AM/PM", "01/03/2024 3:05 PM"),
        (time(9, 0), "hh:mm", "09:00"),
        (timedelta(hours=36), "[h]:mm", "36:00"),
    ],
)  # fmt: skip
def test_a_cell_reads_as_excel_shows_it(value: Value, form: str, seen: str) -> None:
    assert shown(value, form) == seen
