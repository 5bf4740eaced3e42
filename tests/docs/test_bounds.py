"""The page on security says of every table how large it can become."""

import re

from bot.store.tables import metadata
from tests.conftest import ROOT


def test_every_table_of_the_database_has_its_bound_told() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \|", page.partition("## Bounds")[2], re.MULTILINE)
    told = [name for row in rows for name in re.findall(r"\w+_?\w*", row.partition(" (")[0])]
    assert sorted(set(told) - {"Table"}) == sorted(metadata.tables)
