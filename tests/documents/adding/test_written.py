"""What a curator writes reads back as a document, to the last character."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.curation.own_answers import WrittenAnswer
from bot.core.model import Article, PassageKind, Standing
from bot.documents.adding.written import as_file
from bot.documents.corpus.document import described_at
from bot.documents.corpus.metadata import Metadata
from bot.documents.corpus.roots import Roots

ANSWER = WrittenAnswer(
    "gym", "Is there a gym: *now* & <b>here</b>?", "Yes.", date(2026, 5, 3), "the Legal team", "U1", "pay"
)


def read(answer: WrittenAnswer) -> Article:
    return described_at(Roots.of(Path("/nowhere")), "gym.md", "gym", as_file(answer), Metadata()).article


def test_who_wrote_it_when_and_for_whom_is_known() -> None:
    article = read(ANSWER)
    known = article.attribution
    assert (known.title, known.publisher, known.published) == (ANSWER.title, ANSWER.by, ANSWER.written)
    assert (known.standing, known.collection, article.owner) == (Standing.ANSWER, "pay", "U1")
    nobodys = read(replace(ANSWER, person=None, collection=None))
    assert (nobodys.owner, nobodys.attribution.collection) == (None, None)


def test_lines_are_paragraphs_and_those_behind_a_hyphen_or_number_items() -> None:
    article = read(replace(ANSWER, text="Bring:\n- a *towel*\n• # shoes\n\nThen\n1. go\n2) train\nDone."))
    shown = [(each.text, each.kind is PassageKind.ITEM) for each in article.passages]
    assert ("a *towel*", True) in shown
    assert ("# shoes", True) in shown
    assert ("train", True) in shown
    assert shown[-1] == ("Done.", False)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=200))
@example("{{ secret }} {% raw %} <b>*bold*</b> [a](b) `code` ~~no~~ 5 * 3 | 4 \\ end")
@example("<!-- hidden --> &amp; &lt; ---")
@example("=== heading\n===")
def test_no_sign_in_it_is_taken_for_markup(text: str) -> None:
    words = f"The answer is {text} in the end."
    article = read(replace(ANSWER, text=words))
    assert " ".join(" ".join(each.text for each in article.passages).split()) == " ".join(words.split())
