"""Quote check: whether the articles have what somebody quotes, word for word, with differences, or not at all.

Word for word: the pieces of the quotation (see `bot.core.text.quote_tokens`) stand one after another in an article. Not
counted are quotation marks around it, its last comma or full stop, whether its first letter is a capital, and the
marks of notes. Two things may stand in its way, and are shown as what they are: words that the quotation leaves out and
marks as left out ("…", "[...]"), and words of the source that interrupt a quotation there ('," the company said. "').
The source is shown to the ends of its sentences. The number of a clause may stand before its words. What is struck out
there is no match word for word.

Everything else is a difference. similarity = 1 - cost / words of the longer, where a word that is missing, added or
another one costs 1, and a mark, or capitals alone, ¼. It is 1 only if there is no difference.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from bot.core.corpus import Corpus
from bot.core.model import Article, Passage, Quotation, Scope, Validity
from bot.core.quote_check.candidate_spans import Window, candidates, dense, whole_pieces
from bot.core.quote_check.restoring import Labels, known_for_what_it_is, labels_in, restored
from bot.core.quote_check.surroundings import with_whole_sentences
from bot.core.quote_check.verdicts import (
    FEWEST_WORDS,
    LONGEST,
    MOST_MATCHES,
    PARTED,
    Finding,
    Kind,
    Match,
    Op,
    Reason,
    Verdict,
    merged,
)
from bot.core.text import alignment, analysis
from bot.core.text.alignment import Move, Step
from bot.core.text.quote_tokens import WORD, Piece, QuotedText, rejoined, typed

# What is less alike is not found: any two sentences share some words, short ones more easily than long ones. Of LONG
# words and more, FLOOR must be alike; of fewer, up to .2 more. Chosen by measuring: see docs/answers.md.
FLOOR, LONG, STEEP = 0.5, 20, 90


def verify(
    text: str,
    corpus: Corpus,
    *,
    scope: Scope | None = None,
    standing: Callable[[Passage], Validity] | None = None,
    sharing: Callable[[Collection[str]], Sequence[Article]] | None = None,
) -> Verdict:
    """Looks a quotation up in the articles within the scope. Never raises for what a person may type.

    `standing` tells how a passage stands on the day that counts (in force, replaced by a later word).
    `sharing` finds the articles that share words with it; without that, all of them are looked through.
    """
    if len(text) > LONGEST:
        return Verdict(text, Finding.ABSENT, reason=Reason.TOO_LONG)
    what = typed(text)
    if not what.words:
        return Verdict(text, Finding.ABSENT, reason=Reason.NO_WORDS)
    if what.words.total() < FEWEST_WORDS:
        return Verdict(text, Finding.ABSENT, reason=Reason.TOO_SHORT)
    looked_through = sharing(frozenset(analysis.words(text))) if sharing else corpus.articles
    articles = [article for article in looked_through if scope is None or scope.admits(article.attribution)]
    if not articles and (sharing is None or not corpus.articles):
        return Verdict(text, Finding.ABSENT, reason=Reason.NO_ARTICLES)
    matches = _nearest(with_whole_sentences(match) for match in _matches(what, articles, FLOOR))
    if not (matches and matches[0].exact):
        matches = _nearest([*_with_asides(what, articles, FLOOR), *matches])
    if standing:
        matches = tuple(_standing(match, standing) for match in matches)
    if not matches:
        return Verdict(text, Finding.ABSENT)
    return Verdict(text, Finding.EXACT if matches[0].exact else Finding.DIFFERS, matches)


def _matches(what: QuotedText, articles: Iterable[Article], floor: float) -> list[Match]:
    return [match for window in candidates(what, articles) if (match := _match(what, window, floor))]


def _with_asides(what: QuotedText, articles: Iterable[Article], floor: float) -> Iterator[Match]:
    """Where the words stand together with what stands beside them: one for one with what is struck out, or near to it
    with a clause's number."""
    by_id = {article.id: article for article in articles}
    for labels in labels_in(what.text):
        for match in _matches(what, restored(by_id.values(), labels), 1.0 if labels is Labels.NONE else floor):
            article = by_id[match.passage.attribution.article]
            known = known_for_what_it_is(with_whole_sentences(match), article, labels)
            if known and (match.exact or not known.struck):
                yield known


def _match(what: QuotedText, window: Window, floor: float) -> Match | None:
    """The stretch of the window that is nearest to the quotation, if it is near enough."""
    source = rejoined(whole_pieces(window), window.text, what.words)
    words = what.words.total()
    least = min(1.0, floor + max(0, LONG - words) / STEEP)
    source = source[slice(*dense(what, source, least))]
    steps = alignment.align(what, source)
    if not steps:
        return None
    stretch = [j for move, _, j in steps if move in (Move.BOTH, Move.MISSING)]
    cost = alignment.cost(steps, what, source)
    longer = max(words, sum(source[j].is_word for j in stretch), 1)
    similarity = round(1 - cost / (WORD * longer), 4)
    if cost and similarity < least:
        return None
    quotations = _quotations(window.article, source[stretch[0]].start, source[stretch[-1]].end, similarity)
    if not quotations or (what.omissions and len(quotations) > 1):
        return None
    first, *on = quotations
    diff = merged(_diff(steps, what, source, window.text))
    return Match(first.passage, first.start, first.end, similarity, diff, tuple(on))


def _standing(match: Match, standing: Callable[[Passage], Validity]) -> Match:
    on = tuple(replace(each, validity=standing(each.passage)) for each in match.on)
    return replace(match, validity=standing(match.passage), on=on)


def _quotations(article: Article, start: int, end: int, score: float) -> list[Quotation]:
    """A stretch of an article's text, passage by passage."""
    starts = list(accumulate((len(passage.text) + len(PARTED) for passage in article.passages), initial=0))
    found = []
    for at in range(bisect_right(starts, start) - 1, bisect_right(starts, end - 1)):
        passage = article.passages[at]
        first, last = max(0, start - starts[at]), min(len(passage.text), end - starts[at])
        if first < last:
            found.append(Quotation(passage, first, last, score))
    return found


def _diff(steps: Sequence[Step], what: QuotedText, source: Sequence[Piece], text: str) -> Iterator[Op]:
    """The steps as stretches of text; where the wordings differ, the source's words stand before the typed ones."""
    missing = added = ""
    there = here = None  # how far the source and the typed text have been told
    for move, i, j in steps:
        source_text = typed_text = gap = blank = ""
        if move not in (Move.ADDED, Move.DROPPED):
            gap = "" if there is None else text[there : source[j].start]
            source_text, there = gap + text[source[j].start : source[j].end], source[j].end
        if move in (Move.BOTH, Move.ADDED, Move.DROPPED):
            piece = what.pieces[i]
            blank = "" if here is None or not re.search(r"\s", what.text[here : piece.start]) else " "
            typed_text, here = blank + what.text[piece.start : piece.end], piece.end
        same = move is Move.BOTH and not what.distance(i, source[j])
        if same or move is Move.BETWEEN:
            if (missing or added) and blank and not gap:  # the words of what was typed must stay apart
                if added or not missing[0].isspace():
                    added += blank
                else:
                    yield Op(Kind.SAME, missing[0])
                    missing = missing[1:]
            yield from (Op(Kind.MISSING, missing), Op(Kind.ADDED, added))
            missing = added = ""
            yield Op(Kind.SAME if same else Kind.BETWEEN, source_text)
        elif move is not Move.DROPPED:
            missing, added = missing + source_text, added + typed_text
    yield from (Op(Kind.MISSING, missing), Op(Kind.ADDED, added))


def _nearest(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Nearest first: of each article its best, and others only if they are as good and stand elsewhere."""
    kept: list[Match] = []
    # Sorting is stable: ties stay in the order of the corpus.
    for match in sorted(matches, key=lambda match: (-match.similarity, match.in_parts)):
        in_article = [each for each in kept if each.passage.attribution == match.passage.attribution]
        if all(match.similarity == each.similarity and not _overlap(match, each) for each in in_article):
            kept.append(match)
    return tuple(kept[:MOST_MATCHES])


def _overlap(left: Match, right: Match) -> bool:
    (left_start, left_end), (right_start, right_end) = _place(left), _place(right)
    return left_start < right_end and right_start < left_end


def _place(match: Match) -> tuple[tuple[int, int], tuple[int, int]]:
    last = match.quotations[-1]
    return (match.passage.number, match.start), (last.passage.number, last.end)
