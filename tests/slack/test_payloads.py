"""A person's words, as they meant them."""

import pytest

from bot.slack.words import plain_words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("<@U1> who is exempt?", "who is exempt?"),
        ("who is <@U1> exempt?", "who is exempt?"),
        ("hey <@U1|bot> ask <@U2|ben>", "hey ask ben"),
        ("see <https://example.com/x|the page> &amp; <https://example.com>", "see the page & https://example.com"),
        ("in <#C1|policy> and <!here> and <!subteam^S1|team>", "in policy and and team"),
        ("a &lt;b&gt; c", "a <b> c"),
        ("  many  \n lines\t", "many\nlines"),
        ("<", "<"),
        ("", ""),
    ],
)
def test_references_become_what_people_see_of_them(typed: str, meant: str) -> None:
    assert plain_words(typed, "U1") == meant


def test_the_lines_of_a_list_stay() -> None:
    assert plain_words("<@U1> May I bring\n  - dogs\n\n  - cats?", "U1") == "May I bring\n- dogs\n- cats?"
