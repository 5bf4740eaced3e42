"""The patterns of what web pages leave behind in a text."""

import re

import pytest

from bot.documents.faults import Faulty
from bot.documents.readers.text import LONGEST_BOILERPLATE, Boilerplate, parse_boilerplate


def test_a_paragraph_is_dropped_only_as_a_whole() -> None:
    some = parse_boilerplate("^share this$")
    assert some.match("Share \t this")
    assert some.match("share\nthis")
    assert not some.match("Share this form with nobody.")


def test_a_block_whose_every_line_is_a_leaving_is_one() -> None:
    some = parse_boilerplate("^home$\n^menu$")
    assert some.match("Home\nMenu\nHome")
    assert not some.match("Home\nMenu\nOne year of leave")


def test_what_is_longer_than_any_leaving_is_kept_unlooked_at() -> None:
    # A pattern's work grows with the line: this bounds it, whatever somebody writes into config/.
    some = Boilerplate((re.compile("x"),))
    assert some.match("x" * LONGEST_BOILERPLATE)
    assert not some.match("x" * (LONGEST_BOILERPLATE + 1))


def test_patterns_are_read_one_a_line_without_comments() -> None:
    some = parse_boilerplate("# a comment\n\n  ^a b$  \n")
    assert [pattern.pattern for pattern in some.patterns] == ["^a b$"]
    assert some.match("A B")


@pytest.mark.parametrize("pattern", ["(", "a{99999999999}", "*", "[", "(?P<a>b", "(?<=a*)b"])
def test_a_bad_pattern_is_a_fault_on_its_line(pattern: str) -> None:
    with pytest.raises(Faulty) as caught:
        parse_boilerplate(f"# fine\n^fine$\n{pattern}")
    assert caught.value.line == 3
    assert caught.value.what.startswith("is no regular expression")
