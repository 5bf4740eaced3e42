"""What stands in which field."""

from dataclasses import replace

from bot.core.model import Context
from bot.search.field_terms import field_terms
from tests.small_articles import article


def test_a_heading_counts_for_the_first_passage_below_it_alone() -> None:
    passages = [
        replace(passage, context=Context(headings=(heading,)))
        for passage, heading in zip(
            article("a", "one", "two", "three").passages, ("Zebras", "Zebras", "Camels"), strict=True
        )
    ]
    assert [each.heading for each in field_terms(passages)] == [("zebra",), (), ("camel",)]


def test_a_context_is_searched_with_the_text_of_every_passage() -> None:
    passage = replace(article("a", "Eat grass.").passages[0], context=Context(("Zebras",), lead_in="They may:"))
    (found,) = field_terms([passage])
    assert list(found.text) == ["zebra", "eat", "grass"]


def test_keywords_count_as_the_title_does() -> None:
    written = article("a", "Eat grass.", title="Zebras").passages[0]
    passage = replace(written, attribution=replace(written.attribution, keywords=("wildlife", "plains")))
    (found,) = field_terms([passage])
    assert list(found.title) == ["zebra", "wildlif", "plain"]
