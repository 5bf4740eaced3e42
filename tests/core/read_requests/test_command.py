"""What curators type to have something read is understood, or what is missing is named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.digests.subscriptions import ParseError
from bot.core.read_requests.command import Ask, Show, Stop, read

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ask-to-read hr/leave until 3 May", Ask("hr/leave", date(2026, 5, 3))),
        ("ask-to-read The leave policy until 2026-05-03", Ask("The leave policy", date(2026, 5, 3))),
        ("ask-to-read What holds until noon until Friday", Ask("What holds until noon", date(2026, 3, 6))),
        ("ask-to-read hr/leave stop", Stop("hr/leave")),
        ("ask-to-read hr/leave STOP", Stop("hr/leave")),
        ("acknowledgements hr/leave", Show("hr/leave")),
        ("Acknowledgements  The leave   policy", Show("The leave policy")),
    ],
)
def test_what_is_meant_is_understood(text: str, meant: Ask | Stop | Show) -> None:
    assert read(text, TODAY) == meant


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ask-to-read", "Which document?"),
        ("acknowledgements", "Which document?"),
        ("ask-to-read until 3 May", "Which document?"),
        ("ask-to-read hr/leave", "Until when?"),
        ("ask-to-read hr/leave until", "Until when?"),
        ("ask-to-read hr/leave until soon", "is not a day"),
        ("ask-to-read hr/leave until 1 March 2026", "is past"),
        ("ask-to-read hr/leave @board until 3 May", "Pick the channel or the user group"),
        ("ask-to-read hr/leave #general until 3 May", "Pick the channel or the user group"),
    ],
)
def test_what_is_missing_is_named(text: str, said: str) -> None:
    found = read(text, TODAY)
    assert isinstance(found, ParseError)
    assert said in found.sentence


@given(st.text(max_size=80))
def test_whatever_is_typed_is_answered(text: str) -> None:
    for verb in ("ask-to-read", "acknowledgements"):
        found = read(f"{verb} {text}", TODAY)
        assert found.sentence if isinstance(found, ParseError) else found.document
