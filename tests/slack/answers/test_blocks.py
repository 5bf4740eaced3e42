"""What is posted stays within what Slack takes, and says what it must."""

import html
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.corpus import Corpus
from bot.core.model import (
    Answer,
    Article,
    Attribution,
    Context,
    Mark,
    Outcome,
    Passage,
    PassageKind,
    Question,
    Quotation,
    Standing,
    Validity,
)
from bot.core.text.sentences import LONGEST
from bot.slack.answers.blocks import answer_message, context_value, shared_message
from bot.slack.answers.views import context_view
from slack_playground.shapes.checking import checked_blocks, checked_view
from slack_playground.visible import visible_buttons, visible_text

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=LONGEST)


def attribution(name: str = "leave", title: str | None = "Leave", url: str | None = None) -> Attribution:
    return Attribution(name, "Parents get", title, "Example Ltd", None, date(2024, 3, 1), url, Standing.ORIGINAL)


def quotation(text: str = "Parents get twelve weeks.", of: Attribution | None = None, number: int = 1) -> Quotation:
    return Quotation(Passage(of or attribution(), number, text), 0, len(text))


def answered(*quotations: Quotation, words: str = "How much leave?") -> Answer:
    return Answer(Question(words), Outcome.ANSWERED, "r1", quotations)


@given(text=ANY_TEXT, title=ANY_TEXT, words=ANY_TEXT)
def test_whatever_articles_and_people_say_slack_takes_the_message(text: str, title: str, words: str) -> None:
    answer = answered(*[quotation(text, attribution(title=title), n) for n in (1, 2, 3)], words=words)
    for message in (answer_message(answer, 1_000, shareable=True), shared_message(answer, "U1")):
        checked_blocks(list(message.blocks))
        assert "<" not in message.text.replace("&lt;", "")


def test_the_longest_names_that_are_possible_still_fit() -> None:
    huge = attribution(name="n" * 250, title="t" * 2_000, url="https://example.com/" + "u" * 1_900)
    answer = answered(*[quotation("x" * LONGEST, huge, number) for number in (1, 2, 3)], words="ü" * 1_000)
    message = answer_message(answer, 1_000, shareable=True)
    checked_blocks(list(message.blocks))


def test_what_does_not_fit_on_a_phone_waits_behind_the_button_that_counts_it() -> None:
    message = answer_message(answered(*[quotation("x" * 400, number=number) for number in (1, 2, 3)]), 1_000)
    assert visible_buttons(list(message.blocks)) == ["Show in context · 1 more quotation"]
    button = message.blocks[-1]["elements"][0]
    assert button["accessibility_label"] == ("Show in context · 1 more quotation: the paragraphs around what is quoted")


def replaced() -> Quotation:
    validity = Validity(replaced_by=attribution("new", "New rules"), replaced_on=date(2024, 3, 1))
    return replace(quotation("Parents get six weeks."), validity=validity)


def test_a_replaced_quotation_says_so_first() -> None:
    message = answer_message(answered(replaced()), 1_000)
    words = visible_text(list(message.blocks))
    assert words.startswith("Earlier wording, replaced on 1 March 2024 by “New rules”\nParents get six weeks.")
    assert message.text.startswith("Replaced on 1 March 2024 by “New rules”: “Parents get six weeks.”")


def test_a_replaced_statement_stands_back_below_what_counts() -> None:
    message = answer_message(answered(replaced(), quotation(of=attribution("new", "New rules"))), 1_000)
    kinds = [block["type"] for block in message.blocks]
    assert kinds == ["rich_text", "context", "divider", "context", "rich_text", "context", "actions"]
    assert visible_text(list(message.blocks)).startswith("Parents get twelve weeks.\nNew rules")


def test_the_text_has_the_quotation_its_source_and_how_many_more_there_are() -> None:
    text = "Leave is paid. Parents get <twelve> weeks."
    marked = Quotation(Passage(attribution(), 3, text), 0, len(text), mark=(15, 42))
    message = answer_message(answered(marked, quotation()), 1_000)
    assert message.text == (
        "“Leave is paid. Parents get &lt;twelve&gt; weeks.” — Leave, 1 March 2024, ¶ 3. 1 more quotation."
    )


@pytest.mark.parametrize("letter", ["x", "<", "&"])
def test_the_text_is_no_longer_than_slack_edits_and_has_the_marked_sentence(letter: str) -> None:
    text = f"{letter * 2_000} Parents get twelve weeks. {letter * 2_000}"
    marked = Quotation(Passage(attribution(), 1, text), 0, len(text), mark=(2_001, 2_026))
    message = answer_message(answered(marked), 1_000)
    assert "Parents get twelve weeks." in message.text
    assert len(message.text) < 4_000


@given(ANY_TEXT, st.integers(0, 50), st.booleans())
def test_the_text_always_has_the_sentence_that_answers(text: str, start: int, weak: bool) -> None:
    start = min(start, len(text) - 1)
    marked = Quotation(Passage(attribution(), 1, text), 0, len(text), mark=(start, len(text)))
    message = answer_message(replace(answered(marked), weak=weak), 1_000)
    assert marked.marked in html.unescape(message.text)
    assert len(message.text) < 4_000


def test_what_is_struck_out_is_heard_as_such() -> None:
    passage = replace(quotation("The limit is 30 euros.").passage, marks=(Mark("struck", 13, "20"),))
    text = answer_message(answered(Quotation(passage, 0, 22)), 1_000).text
    assert text.startswith("“The limit is [struck out: 20] 30 euros.”")


def test_one_article_has_one_line_of_source_for_all_that_is_quoted_from_it() -> None:
    other = quotation("Others get none.", attribution("other", "Other rules"), 7)
    message = answer_message(answered(quotation(), other, quotation("Twins: more.", number=3)), 1_000)
    sources = [visible_text([block]) for block in message.blocks if block["type"] == "context"]
    assert sources == [
        "Leave · Example Ltd · 1 March 2024 · ¶ 1, ¶ 3",
        "Other rules · Example Ltd · 1 March 2024 · ¶ 7",
    ]


def test_the_publisher_is_left_out_where_it_is_always_the_same() -> None:
    message = answer_message(answered(quotation()), 1_000, publishers=False)
    assert "Example Ltd" not in visible_text(list(message.blocks))


def test_the_items_of_a_list_stand_below_each_other_with_one_source() -> None:
    context = Context(("Leave",), "Paid days:")
    items = tuple(
        replace(quotation(text, number=number).passage, context=context, kind=PassageKind.ITEM)
        for number, text in ((4, "Easter"), (5, "Labour Day"), (6, "New Year"))
    )
    answer = answered(Quotation(items[1], 0, 10, run=items, left_out=(0, 2)))
    message = answer_message(answer, 1_000)
    checked_blocks(list(message.blocks))
    assert visible_text(list(message.blocks)) == (
        "Paid days:\n• Easter\n• Labour Day\n• New Year\n(and 2 more)\nLeave · Example Ltd · 1 March 2024 · Leave ¶ 4–6"
    )
    article = Article(attribution(), (*(replace(items[0], number=number) for number in (1, 2, 3)), *items))
    view = context_view(context_value(answer), Corpus([article]))
    checked_view(view)
    assert "changed since" not in visible_text(view["blocks"])
    changed = replace(article, passages=(*article.passages[:5], replace(items[2], text="Whit Monday")))
    assert "changed since" in visible_text(context_view(context_value(answer), Corpus([changed]))["blocks"])


def test_a_hundred_articles_that_say_the_same_do_not_fill_the_message() -> None:
    others = tuple(quotation(of=attribution(f"a{n}", f"Title {n}")).passage for n in range(100))
    words = visible_text(list(answer_message(answered(replace(quotation(), also_in=others)), 1_000).blocks))
    assert "Also in: Title 0 (Example Ltd); Title 1 (Example Ltd); Title 2 (Example Ltd) and 97 more" in words


@given(ANY_TEXT)
def test_no_title_is_markup_in_a_source(title: str) -> None:
    message = answer_message(answered(quotation(of=attribution(title=title, url="https://example.com/a|b>c"))), 1_000)
    (link,) = message.blocks[1]["elements"][:1]
    label, _, rest = link["text"].removeprefix("<https://example.com/a%7Cb&gt;c|").partition(">")
    assert not set(label) & set("<>")
    assert not re.search("[*_~`:|](?!\u200b)", label)
    assert rest == " · Example Ltd · 1 March 2024 · ¶\u00a01"


def test_a_row_is_shown_with_its_heads_below_its_sections_and_also_among_its_neighbours() -> None:
    context = Context(("Leave", "Pay"), row=("Years", "Days"))
    passage = replace(quotation("5 to 9\t29").passage, context=context, kind=PassageKind.ROW)
    answer = answered(Quotation(passage, 0, len(passage.text)))
    message = answer_message(answer, 1_000)
    checked_blocks(list(message.blocks))
    assert visible_text(list(message.blocks)).startswith("Years: 5 to 9 · Days: 29\nLeave · ")
    assert "Leave › Pay ¶ 1" in visible_text(list(message.blocks))
    view = context_view(context_value(answer), Corpus([Article(attribution(), (passage,))]))
    checked_view(view)
    assert "Leave › Pay" in visible_text(view["blocks"])
    assert "Years: 5 to 9 · Days: 29" in visible_text(view["blocks"])


def test_what_is_struck_out_is_struck_out_and_a_note_is_raised() -> None:
    marks = (Mark("struck", 13, "20"), Mark("note", 15, "1"))
    passage = replace(quotation("The limit is 30 euros.").passage, marks=marks)
    blocks = list(answer_message(answered(Quotation(passage, 0, 22)), 1_000).blocks)
    checked_blocks(blocks)
    assert '{"type": "text", "text": "20 ", "style": {"strike": true}}' in json.dumps(blocks)
    assert "30¹ euros." in visible_text(blocks)


def test_a_title_with_a_link_is_linked() -> None:
    linked = answer_message(answered(quotation(of=attribution(url="https://example.com/x"))), 1_000)
    assert "<https://example.com/x|Leave>" in json.dumps(linked.blocks)


def test_what_is_unknown_is_said_to_be_unknown_where_somebody_looks_for_it() -> None:
    nothing = Attribution("x", "Parents get", None, None, None, None, None, Standing.UNKNOWN)
    answer = answered(quotation(of=nothing))
    words = visible_text(list(answer_message(answer, 1_000).blocks))
    assert "Untitled, begins “Parents get…”" in words
    assert "unknown" not in words
    view = context_view(context_value(answer), Corpus([Article(nothing, (answer.quotations[0].passage,))]))
    for said in ("publisher unknown", "author unknown", "date unknown", "no link"):
        assert said in visible_text(view["blocks"])


@pytest.mark.parametrize("value", ["", "[]", "{}", "null", '[["leave",1]]', '[["gone",1,0,3,"x"]]', "x" * 3_000])
def test_any_button_value_opens_a_view_that_says_something(value: str) -> None:
    view = context_view(value, Corpus([]))
    checked_view(view)
    assert visible_text(view["blocks"])


def test_a_huge_paragraph_in_context_still_fits_a_view() -> None:
    text = "x" * 5_000 + " Parents get twelve weeks. " + "y" * 2_000_000
    known = attribution()
    passages = tuple(Passage(known, number, text) for number in (1, 2, 3))
    at = text.index("Parents")
    answer = answered(*[Quotation(passage, at, at + 25) for passage in passages])
    buttons = next(block for block in answer_message(answer, 1_000).blocks if block["type"] == "actions")
    value = buttons["elements"][0]["value"]
    view = context_view(value, Corpus([Article(known, passages)]))
    checked_view(view)
    assert "Parents get twelve weeks." in visible_text(view["blocks"])


def test_the_sentence_that_answers_is_bold_among_its_neighbours_and_the_words_stay_the_same() -> None:
    text = "Leave is paid. Parents get twelve weeks. Others get none."
    marked = Quotation(Passage(attribution(), 1, text), 0, len(text), mark=(15, 40))
    block = answer_message(answered(marked), 1_000).blocks[0]
    parts = block["elements"][0]["elements"]
    assert [part["text"] for part in parts if part.get("style") == {"bold": True}] == ["Parents get twelve weeks."]
    assert "".join(part["text"] for part in parts) == text


@pytest.mark.parametrize("words", ["\x01" * 900, "w" * 1_990, "\u2028" * 900])
def test_no_button_carries_more_than_slack_takes(words: str) -> None:
    asked = replace(answered(quotation()), question=Question(words))
    message = answer_message(asked, 1_000, shareable=True)
    for element in message.blocks[-1]["elements"]:
        assert len(element["value"]) <= 2_000
    assert "Show in context" in visible_buttons(list(message.blocks))


def test_a_title_turns_round_nothing_that_stands_beside_it() -> None:
    turned = replace(
        attribution(), title="Leave\u202e\u2066 evael", publisher="\u200fActing\u2069", author="\u202aA. B."
    )
    words = json.dumps(answer_message(answered(quotation(of=turned)), 1_000).blocks, ensure_ascii=False)
    assert "Leave evael" in words
    assert not set(words) & set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_small_talk_is_what_is_said_to_it_and_the_questions_that_are_answered() -> None:
    said = Answer(
        Question("hi"),
        Outcome.SMALL_TALK,
        "r",
        kind="greeting",
        said=("Hello!", "For example, ask:"),
        suggestions=("A?",),
    )
    shown = json.dumps(answer_message(said, 1_000).blocks)
    assert shown.index("Hello!") < shown.index("For example, ask:") < shown.index("A?")
