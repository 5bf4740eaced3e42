"""An article is known by its path, or by the end of it where that is enough."""

from bot.core.names import resolved, short_names

NAMES = ["leave", "hr/leave", "hr/pay", "it/pay", "it/laptops"]


def test_a_full_name_means_the_article_of_that_name() -> None:
    assert resolved("leave", NAMES, short_names(NAMES)) == "leave"
    assert resolved("hr/pay", NAMES, short_names(NAMES)) == "hr/pay"


def test_the_end_of_a_name_will_do_where_only_one_article_has_it() -> None:
    assert resolved("laptops", NAMES, short_names(NAMES)) == "it/laptops"
    assert resolved("pay", NAMES, short_names(NAMES)) is None
    assert resolved("gone", NAMES, short_names(NAMES)) is None
