"""Items answer together where they are asked for together: whole, in their order, under what introduces them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.core.answering.answer import Sources, answer
from bot.core.answering.as_json import answer_as_json
from bot.core.answering.display import display
from bot.core.answering.policy import Policy
from bot.core.answering.quoting import still_stands
from bot.core.answering.receipts import read_otherwise, receipt_of
from bot.core.answering.synonyms import Synonyms
from bot.core.changes.amendments import quoted
from bot.core.corpus import Corpus
from bot.core.model import Answer, Article, Context, Passage, PassageKind, Question, Quotation
from tests.small_articles import article, index

LEAD_IN = "These are exempt from the pause:"
EXEMPT = ("Charities that search for children", "The coast guard", "Hospitals")
FILLER = [article(f"filler{number}", f"Number {number} speaks of the weather and of the sea.") for number in range(8)]


def listed(
    items: Sequence[str], lead_in: str | None = LEAD_IN, headings: Sequence[str] = (), name: str = "pause"
) -> Article:
    """An article of one list, whose lead-in says nothing else."""
    whole = article(name, *items, title="Rules")
    context = Context(tuple(headings), lead_in)
    return replace(
        whole, passages=tuple(replace(each, context=context, kind=PassageKind.ITEM) for each in whole.passages)
    )


def with_contexts(whole: Article, *contexts: Context, items: Sequence[int] = ()) -> Article:
    changed = tuple(
        replace(each, context=context, kind=PassageKind.ITEM if each.number in items else each.kind)
        for each, context in zip(whole.passages, contexts, strict=True)
    )
    return replace(whole, passages=changed)


def ask(question: str, *articles: Article) -> Answer:
    corpus = Corpus([*articles, *FILLER])
    sources = Sources(index(corpus), corpus.article, Synonyms())
    return answer(Question(question), sources, Policy(), date(2026, 1, 1))


def first(question: str, *articles: Article) -> Quotation:
    return ask(question, *articles).quotations[0]


def test_who_is_exempt_is_answered_by_all_items_under_their_lead_in() -> None:
    found = first("Who is exempt from the pause?", listed(EXEMPT))
    assert found.text == "\n".join(EXEMPT)
    assert display(found).text == "\n".join([LEAD_IN, *(f"• {each}" for each in EXEMPT)])


def test_an_item_that_is_asked_for_alone_stands_alone_under_the_lead_in() -> None:
    found = first("Is the coast guard exempt?", listed(EXEMPT))
    assert found.text == "The coast guard"
    assert display(found).text == f"{LEAD_IN}\nThe coast guard"


def test_steps_stand_in_their_order_whichever_fits_best() -> None:
    steps = ("Open the portal.", "Choose a new password.", "Press Save, and the password counts.")
    found = first("How do I reset my password?", listed(steps, None, ["Reset your password"]))
    assert found.text == "\n".join(steps)


def test_items_that_a_question_finds_together_are_one_quotation() -> None:
    perks = ("Gym: 20 euros a month", "Lunch: 5 euros a day", "Bicycle: 30 euros a month")
    found = ask("What does the company pay for gym and bicycle?", listed(perks, "The company pays:"))
    assert [each.text for each in found.quotations] == ["\n".join(perks)]


def test_a_lead_in_with_something_of_its_own_is_quoted_with_its_items() -> None:
    whole = article("leave", "Staff get 25 days, of which these are fixed:", "Easter Monday", "Labour Day")
    whole = with_contexts(whole, Context(), *[Context(lead_in=whole.passages[0].text)] * 2, items=(2, 3))
    found = first("How many days do staff get?", whole)
    assert [each.number for each in found.passages] == [1, 2, 3]
    assert found.text.startswith("Staff get 25 days")


def test_a_bare_question_is_quoted_with_what_follows_it() -> None:
    found = first("May I bring my own chair?", article("faq", "May I bring my own chair?", "No, ask for one."))
    assert found.text == "May I bring my own chair?\nNo, ask for one."


def test_a_long_list_is_bounded_and_says_how_many_more_there_are() -> None:
    found = first("Who is exempt from the pause?", listed([f"Organisation number {n} of the land" for n in range(40)]))
    assert len(found.run) == 15
    assert found.left_out == (0, 25)
    assert display(found).text.endswith("\n(and 25 more)")


def test_a_list_that_is_little_longer_than_others_is_whole() -> None:
    steps = [f"Step {number}: {'press the next button ' * 8}" for number in range(5)]
    assert first("How do I reset my password?", listed(steps, None, ["Reset your password"])).text == "\n".join(steps)


def test_items_of_a_paragraph_each_speak_for_themselves() -> None:
    long = [f"Body {n} is exempt, as {'the board has found again and again in its sessions ' * 6}." for n in range(4)]
    assert not first("Which body is exempt from the pause?", listed(long)).run


def test_numbered_clauses_each_speak_for_themselves() -> None:
    whole = listed(("Backups are encrypted.", "Backups are deleted after a year.", "Tickets are kept."), None)
    labels = ("4.2.1", "4.2.2", "4.3")
    numbered = [
        replace(each, context=Context(("Backups",), label=label))
        for each, label in zip(whole.passages, labels, strict=True)
    ]
    whole = replace(whole, passages=tuple(numbered))
    assert first("Are backups encrypted?", whole).text == "Backups are encrypted."
    assert [each.number for each in first("What about backups?", whole).passages] == [1, 2]


def test_requirements_that_have_names_each_speak_for_themselves() -> None:
    kept, read = "Backups are kept.", "Backups are read by nobody."
    assert first("Who reads backups?", listed((kept, read), None)).run
    assert not first("Who reads backups?", listed((f"BK-01 {kept}", f"BK-02 {read}"), None)).run


def test_nested_items_stand_below_theirs() -> None:
    whole = article("pay", "Managers", "A car", "A phone", "Everybody", title="Pay")
    inner = Context(lead_in="These are paid:", parents=("Managers",))
    outer = Context(lead_in="These are paid:")
    whole = with_contexts(whole, outer, inner, inner, outer, items=(1, 2, 3, 4))
    assert display(first("What are paid?", whole)).text.split("\n") == [
        "These are paid:",
        "• Managers",
        "\u2003• A car",
        "\u2003• A phone",
        "• Everybody",
    ]


def test_items_below_an_item_that_is_no_passage_stand_under_it_alone() -> None:
    whole = article("pay", "A car", "A phone", "Everybody else: lunch", title="Pay")
    inner = Context(lead_in="These are paid:", parents=("Managers",))
    whole = with_contexts(whole, inner, inner, Context(lead_in="These are paid:"), items=(1, 2, 3))
    shown = display(
        next(each for each in ask("What are paid?", whole).quotations if whole.passages[0] in each.passages)
    )
    assert shown.text.split("\n") == ["These are paid:", "Managers", "• A car", "• A phone"]


def test_subsections_of_a_law_each_speak_for_themselves() -> None:
    whole = article(
        "law", "Parents have 24 hours of leave.", "Leave may be denied.", "Parents tell of leave.", title="Law"
    )
    whole = with_contexts(whole, *(Context(label=label) for label in ("(a)", "(b)", "(c)")), items=(1, 2, 3))
    assert not any(each.run for each in ask("How many hours of leave have parents?", whole).quotations)


def test_a_list_ends_before_what_introduces_items_that_are_left_out() -> None:
    rules = (
        "Named videos tell their meeting.",
        "By no number.",
        "In a list by their day, as you see here:",
        "x" * 640,
        "y" * 330,
    )
    found = first("How are videos named?", listed(rules, "Videos are named:"), article("b", "Named videos are short."))
    assert (found.text, found.left_out) == ("\n".join(rules[:2]), (0, 3))


def test_an_item_and_what_stands_below_it_are_one_quotation_without_the_rest_of_the_list() -> None:
    whole = article("a", "Be short.", "Name a video after its meeting.", "Example: Budget.", "Ask nobody.")
    below = Context((), "Rules:", ("Name a video after its meeting.",))
    found = first(
        "How do I name a video?",
        with_contexts(whole, *[Context((), "Rules:")] * 2, below, Context((), "Rules:"), items=(1, 2, 3, 4)),
    )
    assert found.text == "Name a video after its meeting.\nExample: Budget."


def test_an_answer_whose_last_sentence_leads_on_to_what_is_not_read_is_quoted() -> None:
    rule = "Who changes employers updates the record. The entry looks like this:"
    found = first(
        "I changed my employer, what do I update?", article("a", rule), article("b", "An employer may change.")
    )
    assert found.text == rule


def test_a_title_that_a_page_repeats_is_no_quotation() -> None:
    whole = article(
        "permit", "Work permit by employer", "A work permit is given by the employer.", title="Work permit by employer"
    )
    assert [each.passage.number for each in ask("Is a work permit given by the employer?", whole).quotations] == [2]


def test_an_item_of_a_table_of_contents_is_no_quotation() -> None:
    whole = article("leave", "Sick leave", "It is paid for six weeks if a doctor has signed that you are ill.")
    whole = with_contexts(whole, Context(("Contents",)), Context(("Sick leave",)), items=(1,))
    assert [each.passage.number for each in ask("Is sick leave paid?", whole).quotations] == [2]


def test_no_passage_is_quoted_twice_in_an_answer() -> None:
    quotations = ask("Who is exempt from the pause, charities or hospitals?", listed(EXEMPT)).quotations
    numbers = [each.number for quotation in quotations for each in quotation.passages]
    assert sorted(numbers) == sorted(set(numbers))


def test_a_list_stands_only_while_each_of_its_items_does() -> None:
    before = listed(EXEMPT)
    found = first("Who is exempt from the pause?", before)
    assert still_stands(found, before)
    assert not still_stands(found, listed((*EXEMPT[:2], "Private hospitals")))


def test_the_json_of_a_list_names_its_paragraphs_and_pins_each_item() -> None:
    found = ask("Who is exempt from the pause?", listed(EXEMPT))
    (told,) = answer_as_json(found)["quotations"]
    assert told["paragraphs"] == [1, 2, 3]
    assert told["text"] == told["passage"] == "\n".join(EXEMPT)
    assert told["context"]["lead_in"] == LEAD_IN
    assert [each["text"] for each in told["items"]] == list(EXEMPT)
    assert told["passage"][told["start"] : told["end"]] == told["passage"]


def test_a_receipt_pins_every_item_of_a_list() -> None:
    found = ask("Who is exempt from the pause?", listed(EXEMPT))
    receipt = receipt_of(found, date(2026, 1, 1), {})
    assert quoted(receipt) == {"pause": dict(enumerate(EXEMPT, start=1))}
    assert not read_otherwise(receipt, Corpus([listed(EXEMPT)]))
    assert read_otherwise(receipt, Corpus([listed((*EXEMPT[:2], "Clinics"))])) == {"pause"}
    assert json.loads(receipt.answer)["quotations"][0]["items_left_out"] == 0


def test_the_mark_of_a_later_item_counts_from_the_beginning_of_the_list() -> None:
    perks = ("Gym: 20 euros a month", "Lunch: 5 euros a day", "Bicycle: 30 euros a month for everybody")
    found = ask("Is a bicycle or lunch paid for everybody?", listed(perks, "The company pays:"))
    (told,) = answer_as_json(found)["quotations"]
    assert told["passage"][told["start"] : told["end"]] == perks[2]


def test_an_item_that_is_replaced_does_not_stand_among_those_that_are_not() -> None:
    old, new = listed(EXEMPT), article("new", "The sea is open.", title="New")
    new = replace(new, supersedes=(old.passages[2].reference,))
    found = ask("Who is exempt from the pause?", old, new).quotations
    assert [each.passages for each in found if old.passages[0] in each.passages] == [old.passages[:2]]


def test_a_quotation_is_of_its_own_list() -> None:
    one, other = (Passage(listed(EXEMPT).attribution, number, "Words") for number in (1, 2))
    assert Quotation(one, 0, 5, run=(one, other)).text == "Words\nWords"
