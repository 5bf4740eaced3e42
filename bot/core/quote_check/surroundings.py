"""The rest of the sentences in which a match stands: a quotation that stops before "but not in the lab" misleads."""

from dataclasses import replace

from bot.core.quote_check.verdicts import Kind, Match, Op, merged
from bot.core.text.sentences import whole_sentences

# How far before and behind a match its sentence is looked for, in characters, so that no text can be slow.
REACH = 1_500


def with_whole_sentences(match: Match) -> Match:
    """The match from the beginning of the sentence in which it begins to the end of the one in which it ends.

    What this adds is no difference: it stands at the ends of `diff` as AROUND.
    """
    last = match.quotations[-1]
    start = sentence_around(match.passage.text, match.start, match.start + 1)[0]
    end = sentence_around(last.passage.text, last.end - 1, last.end)[1]
    before, after = match.passage.text[start : match.start], last.passage.text[last.end : end]
    diff = merged([Op(Kind.AROUND, before), *match.diff, Op(Kind.AROUND, after)])
    on = (*match.on[:-1], replace(last, end=end)) if match.on else ()
    match_end = match.end if match.on else end
    return replace(match, start=start, end=match_end, on=on, diff=diff)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of the sentences that hold this stretch of the text; the stretch itself where they are too long."""
    first, last = max(0, start - REACH), min(len(text), end + REACH)
    spans = [(first + begin, first + finish) for begin, finish in whole_sentences(text[first:last])]
    # What begins or ends with the part that was looked at is cut, and no sentence.
    begins = [begin for begin, _ in (spans[1:] if first else spans) if begin <= start]
    ends = [finish for _, finish in (spans[:-1] if last < len(text) else spans) if finish >= end]
    return max(begins, default=start), min(ends, default=end)
