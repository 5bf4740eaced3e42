"""The page on security names a test for each line, and each of these is there."""

import re

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:\w+/)+(?:test_\w+\.py)?)`", PAGE)) - {"tests/"})
# What is protected, and how; the last cell names the tests.
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and PAGE.index(line) < PAGE.index("## Bounds")]
LINES = [row for row in ROWS if not row.startswith(("| What |", "| --- |"))]


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_is_named_is_there(name: str) -> None:
    path = ROOT / "tests" / name
    assert path.is_file() or list(path.glob("test_*.py"))


@pytest.mark.parametrize("line", LINES)
def test_each_line_names_a_test(line: str) -> None:
    assert re.search(r"`(?:\w+/)+(?:test_\w+\.py)?` \|$|`(?:\w+/)+(?:test_\w+\.py)?`(?:, `[\w/.]+`)* \|$", line)
