"""What policybot says in its own words: few of them, and the same in Slack and in a terminal."""

from collections.abc import Sequence
from datetime import date

from bot.core.answering.agreement import Wording
from bot.core.answering.answer_types import Kind
from bot.core.answering.citing import day, label, name, shortened
from bot.core.counting import counted, some_of
from bot.core.model import Answer, Attribution, Outcome, Quotation, Standing

# Of the articles that say the same, so many are named.
MOST_NAMED = 3
BEGINNING = 6
MOST_MISSING = 5
NO_PROOF = "That is no proof that there is no policy."
NONE_FITS = "No document fits these filters."
NEAREST = "The closest passages I found. They may not answer your question:"
NOTHING_NEAR = "No passage comes near the question."
NOTHING_THAT_OLD = "I have nothing from then, so I cannot know."
AMOUNTS = {
    Kind.FREQUENCY: "word on how often",
    Kind.DURATION: "length of time",
    Kind.CLOCK: "time of day",
    Kind.SHARE: "share",
    Kind.MONEY: "amount of money",
    Kind.NUMBER: "number",
}
WEAK = "These passages come near your question, but may not answer it."


def out_of_time(seconds: float) -> str:
    """Said where not everything was looked at."""
    return f"I stopped looking after {seconds:g} seconds, so there may be more. Fewer words may find it."


def banner(quotation: Quotation) -> str | None:
    """What stands over a passage that is not, or may not be, the last word."""
    known = quotation.validity
    if known.withdrawn:
        return f"Withdrawn on {day(known.withdrawn)}"
    if known.replaced_by:
        when = f" on {day(known.replaced_on)}" if known.replaced_on else ""
        return f"Replaced{when} by “{label(known.replaced_by)}”"
    if known.begins:
        return f"Not in force before {day(known.begins)}"
    if known.ended:
        return f"No longer in force: it ended on {day(known.ended)}"
    return f"Due for review since {day(known.review_since)}" if known.review_since else None


def latest(newest: date) -> str:
    """How recent the documents on a subject are."""
    return f"Newest document on this: {day(newest)}."


def as_of(then: date, undated: int) -> str:
    """That an answer speaks of an earlier day, and what is left out because nobody knows its day."""
    left_out = f" Documents of unknown date are left out ({undated})." if undated else ""
    return f"As of {day(then)}: only what was published by then.{left_out}"


def as_of_later(then: date) -> str:
    """That an answer speaks of a day to come."""
    return f"As of {day(then)}, by what is known today."


def without_dates(said: str) -> str:
    """That a day cannot be asked about, because nobody knows the day of any document."""
    return f"No document has a date, so “{said}” was not followed."


def ambiguous(said: str, one: date, other: date) -> str:
    """That a day may be meant in two ways."""
    return f"{said} may mean {day(one)} or {day(other)}; write {one} or {other}."


def no_such_day(said: str) -> str:
    """That what looks like a date is none."""
    return f"{said} is no date; write as of 2020, as of June 2020 or as of 10 June 2020."


def no_day_in(said: str) -> str:
    """That words which may have meant a day name none."""
    return f"I read no date in “{said}”."


def read_with(earlier: str) -> str:
    """That a question was read as going on from an earlier one, and how to ask without it."""
    return f"Read with your earlier question, “{shortened(earlier)}”. Begin with + to start a new question."


def nothing_on(part: str) -> str:
    """That one of several questions is not answered."""
    return f"On “{shortened(part)}” I found nothing to quote."


def changed_since(known: Attribution) -> str:
    """That an article was quoted as it read on the day that was asked about."""
    return f"{label(known)} has been changed since; this is how it read then."


def withdrawn_since(known: Attribution, on: date) -> str:
    """That an article was quoted as it was in force on the day that was asked about, and is gone since."""
    return f"{label(known)} was withdrawn on {day(on)}; this is how it read then."


def worded(wordings: Sequence[Wording]) -> str:
    """That sources print one statement in different words: how each wording begins, and how it stands where."""
    told = []
    for each in wordings:
        words = each.printings[0].quotation.text.strip("“”\"' ").split()
        places: dict[str, list[str]] = {}
        for printing in each.printings:
            places.setdefault(printing.presented, []).append(_place(printing.quotation))
        where = "; ".join(f"{presented}: {', '.join(dict.fromkeys(names))}" for presented, names in places.items())
        told.append(f"“{' '.join(words[:BEGINNING])}…” ({where})")
    return f"The same statement in different words: {' / '.join(told)}."


def _place(quotation: Quotation) -> str:
    """Where a quotation stands, in as few words as tell it: the publisher if it is known, else the title."""
    known = quotation.attribution
    return f"{name(known.publisher) or label(known)} ¶ {quotation.passage.number}"


def no_such(what: str, wanted: Sequence[str]) -> str:
    """That a filter fits nothing."""
    return f"No document has the {what} {_either(wanted)}."


def searched(answer: Answer) -> str | None:
    """Which words were searched in place of the asker's, and which beside them."""
    corrected = [f"Showing results for “{each.used}” instead of “{each.typed}”." for each in answer.corrections]
    beside = [f"Also searched: {', '.join(answer.expansions)}."] if answer.expansions else []
    return " ".join(corrected + beside) or None


def also_in(quotation: Quotation) -> str | None:
    """Where else the same words stand: some of the articles, and how many more."""
    known = [each.attribution for each in quotation.also_in]
    names = list(dict.fromkeys(f"{label(each)} ({name(each.publisher) or 'publisher unknown'})" for each in known))
    if not names:
        return None
    return f"Also in: {some_of(names, MOST_NAMED, '; ')}"


def earlier(quotation: Quotation) -> str | None:
    """That a quotation is an earlier wording, if a later word has replaced it."""
    known = quotation.validity
    if not known.replaced_by:
        return None
    when = f" on {day(known.replaced_on)}" if known.replaced_on else ""
    return f"Earlier wording, replaced{when} by “{label(known.replaced_by)}”"


def chosen(quotation: Quotation) -> str | None:
    """Who stands behind a quotation as the answer, if somebody does."""
    known = quotation.chosen
    if known is None:
        return None
    did = "Written" if quotation.attribution.standing is Standing.ANSWER else "Chosen"
    return f"{did} by {name(known.by)} on {day(known.on)}"


def more_quotations(count: int) -> str:
    """How many quotations wait elsewhere."""
    return counted(count, "more quotation")


def footnotes(answer: Answer) -> list[str]:
    """What stands below the quotations, a sentence or two each."""
    notes = [note for note in answer.notes if note != WEAK]
    return [*notes, *filter(None, (searched(answer), missing(answer.missing_terms)))]


def missing(terms: Sequence[str]) -> str | None:
    """Which words of the question no document has. More is not claimed: it may say the same in other words."""
    if not terms:
        return None
    named, others = terms[:MOST_MISSING], len(terms) - MOST_MISSING
    listed = _either(named) if others <= 0 else f"{', '.join(map(_quoted, named))} or {others} more of yours"
    return f"No document has the word{'s' if len(terms) > 1 else ''} {listed}."


def lacks(words: Sequence[str], amount: Kind | None) -> str | None:
    """What was asked for and the first passage lacks, and the words that none of them has, though others may."""
    lacking = [f"the first has no {AMOUNTS[amount]}"] if amount else []
    lacking += [f"none of them has the word{'s' if len(words) > 1 else ''} {_either(words)}"] if words else []
    said = " and ".join(lacking)
    return f"{said[0].upper()}{said[1:]}." if said else None


def only_looked_for(wanted: Sequence[str], excluded: Sequence[str]) -> str | None:
    """That only passages with some words, or without some, were looked for."""
    with_these = f"with {_all(wanted)} word for word" if wanted else ""
    without = f"without {_either(excluded)}" if excluded else ""
    limits = " and ".join(filter(None, (with_these, without)))
    return f"Only passages {limits} were looked for." if limits else None


def not_word_for_word(phrases: Sequence[str]) -> str:
    """That the passages that are shown have what was quoted in other words, or not at all."""
    return f"None of these passages has {_either(phrases)} word for word."


def _either(words: Sequence[str]) -> str:
    return _listed(words, "or")


def _all(words: Sequence[str]) -> str:
    return _listed(words, "and")


def _listed(words: Sequence[str], last: str) -> str:
    quoted = [_quoted(word) for word in words]
    return f" {last} ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))


def _quoted(word: str) -> str:
    return f"“{word}”"


def refusal(answer: Answer, longest_question: int) -> list[str]:
    """Why there is nothing to quote, a sentence each; for an unanswered question, without the nearest titles."""
    match answer.outcome:
        case Outcome.NOT_COVERED:
            return ["I found nothing to quote on this.", *footnotes(answer), NO_PROOF]
        case Outcome.NO_QUESTION:
            return ["Ask me a question in words, and I answer with quotations from the documents I have."]
        case Outcome.SMALL_TALK:
            return list(answer.said)
        case Outcome.TOO_LONG:
            length = len(answer.question.text)
            return [f"That has {length:,} characters. Please ask in at most {longest_question:,}."]
        case Outcome.NO_ARTICLES:
            return [
                "There are no documents yet, so there is nothing to quote.",
                "To add one: policybot add FILE",
            ]
        case Outcome.ANSWERED:
            return []
