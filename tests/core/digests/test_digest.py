"""A digest tells only what is news to its readers, and each piece of it once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.changes.revisions import Revision
from bot.core.changes.withdrawals import SourceDocument, Withdrawal
from bot.core.digests.digest import Digest, Reader, Record, Replaced, compose
from bot.core.model import Article, Audience, Outcome, Passage, Quotation, Reference
from bot.core.question_log import LoggedQuestion
from tests.small_articles import article, corpus

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
BEFORE, AFTER = NOON - timedelta(hours=1), NOON + timedelta(hours=1)
OLD = article("old", "Old news. Nobody cares.")
NEW = article("new", "New rules apply. They are strict.", "More of them.")
ALSO = article("also", "Dogs may come. Cats may not.")
ALL = corpus(OLD, NEW, ALSO)


UNTIL = NOON + timedelta(days=1)
LATER = UNTIL + timedelta(hours=1)
SEEN = {"old": BEFORE, "new": BEFORE, "also": BEFORE}
HERE = Reader(Audience(place="C1"))


def revised(name: str, *versions: tuple[datetime, str]) -> dict[str, list[Revision]]:
    return {name: [Revision(seen, (text,)) for seen, text in versions]}


def record(
    revisions: Mapping[str, Sequence[Revision]] | None = None, questions: Sequence[LoggedQuestion] = ()
) -> Record:
    return Record(UNTIL, revisions or {}, questions)


def told(seen: dict[str, datetime]) -> list[str]:
    return [lead.text for lead in compose(ALL, seen, NOON, record(), HERE).leads]


def test_articles_that_were_first_seen_since_the_last_digest_are_news_by_their_leads_in_corpus_order() -> None:
    assert told({"also": AFTER, "new": AFTER, "old": BEFORE}) == ["New rules apply.", "Dogs may come."]


def test_the_first_load_is_no_news() -> None:
    assert told({}) == []
    assert told({"old": NOON, "new": NOON, "also": NOON}) == []


def test_an_article_that_nobody_noted_yet_is_left_to_a_later_digest() -> None:
    assert told({"old": BEFORE, "new": BEFORE}) == []
    digest = compose(ALL, {"old": BEFORE, "new": BEFORE, "also": LATER}, UNTIL, Record(LATER), HERE)
    assert [lead.text for lead in digest.leads] == ["Dogs may come."]


def test_an_article_that_left_the_corpus_is_no_news() -> None:
    assert told({"gone": AFTER, "old": BEFORE, "new": BEFORE, "also": BEFORE}) == []


def test_nothing_new_is_an_empty_digest_that_says_since_when() -> None:
    digest = compose(ALL, {"old": BEFORE, "new": BEFORE, "also": BEFORE}, NOON, record(), HERE)
    assert (digest.leads, digest.since, digest.until) == ((), NOON, UNTIL)


def test_moments_of_other_zones_are_the_same_moments() -> None:
    elsewhere = timezone(timedelta(hours=14))
    assert told({"old": BEFORE, "new": BEFORE, "also": AFTER.astimezone(elsewhere)}) == ["Dogs may come."]
    assert told({"old": BEFORE, "new": BEFORE, "also": BEFORE.astimezone(elsewhere)}) == []


def test_each_lead_carries_its_source() -> None:
    (lead,) = compose(ALL, {"old": BEFORE, "new": AFTER, "also": BEFORE}, NOON, record(), HERE).leads
    assert lead.attribution == NEW.attribution


def test_a_corpus_without_articles_has_no_news() -> None:
    assert compose(corpus(), {"gone": AFTER}, NOON, record(), HERE).leads == ()


def test_nothing_to_tell_is_a_digest_that_is_false() -> None:
    assert not compose(ALL, SEEN, NOON, record(), HERE)
    assert compose(ALL, {**SEEN, "new": AFTER}, NOON, record(), HERE)


def test_what_is_seen_after_its_end_is_left_to_the_next_digest() -> None:
    seen = {**SEEN, "new": AFTER, "also": LATER}
    assert [lead.attribution.article for lead in compose(ALL, seen, NOON, record(), HERE).leads] == ["new"]
    after = Record(LATER + timedelta(hours=1))
    assert [lead.attribution.article for lead in compose(ALL, seen, UNTIL, after, HERE).leads] == ["also"]


def test_a_changed_article_is_told_before_and_after() -> None:
    then, now = "Old news. Everybody cares.", "Old news. Nobody cares."
    digest = compose(ALL, SEEN, NOON, record(revised("old", (BEFORE, then), (AFTER, now))), HERE)
    (change,) = digest.changed
    assert change.attribution == OLD.attribution
    (line,) = change.redlines
    assert (line.text_before, line.text_after) == (then, now)


def test_changes_of_one_time_are_told_as_one_and_those_taken_back_not_at_all() -> None:
    first, second = ("Old news. Everybody cares.", "Old news. Some care.")
    back = revised("old", (BEFORE, first), (AFTER, second), (AFTER + timedelta(hours=1), first))
    assert not compose(ALL, SEEN, NOON, record(back), HERE)
    onwards = revised("old", (BEFORE, first), (AFTER, second), (AFTER + timedelta(hours=1), "Old news. Nobody cares."))
    (change,) = compose(ALL, SEEN, NOON, record(onwards), HERE).changed
    assert change.redlines[0].text_before == first


def test_each_change_is_told_in_one_digest_and_no_other() -> None:
    revisions = revised("old", (BEFORE, "Old news. Everybody cares."), (LATER, "Old news. Nobody cares."))
    assert not compose(ALL, SEEN, NOON, record(revisions), HERE)
    assert compose(ALL, SEEN, UNTIL, Record(LATER, revisions), HERE)
    assert not compose(ALL, SEEN, LATER, Record(LATER + timedelta(days=1), revisions), HERE)


def test_a_new_article_is_not_told_as_changed_too_nor_one_that_is_only_written_differently() -> None:
    new = revised("new", (AFTER, "New rules."), (AFTER + timedelta(hours=1), "New rules apply. They are strict."))
    digest = compose(ALL, {**SEEN, "new": AFTER}, NOON, record(new), HERE)
    assert (len(digest.leads), digest.changed) == (1, ())
    quotes = revised("old", (BEFORE, "“Old” news."), (AFTER, '"Old" news.'))
    assert not compose(ALL, SEEN, NOON, record(quotes), HERE)


def dated(name: str, text: str, **told: object) -> Article:
    return replace(article(name, text), **told)  # type: ignore[arg-type]  # the fields of an article


def test_what_a_new_article_replaces_is_told_with_the_paragraph() -> None:
    later = dated("later", "Newer rules apply.", supersedes=(Reference("new", 2), Reference("gone")))
    digest = compose(corpus(NEW, later), {**SEEN, "later": AFTER}, NOON, record(), HERE)
    assert digest.replaced == (Replaced(NEW.attribution, 2, later.attribution, None),)


def test_what_comes_into_force_later_is_told_as_a_replacement_on_its_day_and_once() -> None:
    later = dated("later", "Newer rules.", supersedes=(Reference("new"),), in_force_from=date(2026, 7, 2))
    both, seen = corpus(NEW, later), {**SEEN, "later": BEFORE}
    ends = [NOON + timedelta(days=more) for more in range(-3, 4)]
    told = [compose(both, seen, since, Record(until), HERE).replaced for since, until in pairwise(ends)]
    assert [len(each) for each in told] == [0, 0, 0, 1, 0, 0]
    early = compose(both, {**SEEN, "later": ends[1]}, ends[0], Record(ends[2]), HERE)
    assert (len(early.leads), early.replaced) == (1, ())


def test_a_review_is_told_on_its_day_to_curators_and_again_after_each_period_as_long_as_it_is_overdue() -> None:
    rules = dated("rules", "Rules.", owner="U1", review_by=date(2026, 7, 2))
    reader = Reader(Audience(place="C1"), curators=True, remind=timedelta(days=30), called=lambda _: "Anna Berg")
    ends = [NOON + timedelta(days=more) for more in range(-1, 65)]
    told = [compose(corpus(rules), {"rules": BEFORE}, since, Record(until), reader) for since, until in pairwise(ends)]
    assert [each.until.date() for each in told if each.reviews] == [
        date(2026, 7, 2),
        date(2026, 8, 1),
        date(2026, 8, 31),
    ]
    (review,) = next(each.reviews for each in told if each.reviews)
    assert (review.owner, review.due) == ("Anna Berg", date(2026, 7, 2))
    assert not compose(corpus(rules), {"rules": BEFORE}, NOON, record(), replace(reader, curators=False))


def test_days_are_those_of_the_readers_clocks() -> None:
    rules = dated("rules", "Rules.", owner="Anna", review_by=date(2026, 7, 2))
    noon_to_three = Record(NOON + timedelta(hours=3))
    apia = Reader(curators=True, zone=ZoneInfo("Pacific/Apia"))  # where 2 July begins at 11:00 UTC
    east = Reader(curators=True, zone=ZoneInfo("Asia/Vladivostok"))  # and here at 14:00 UTC
    assert not compose(corpus(rules), {"rules": BEFORE}, NOON, noon_to_three, apia)
    digest = compose(corpus(rules), {"rules": BEFORE}, NOON, noon_to_three, east)
    assert len(digest.reviews) == 1
    assert f"{digest.since:%d %H:%M}" == "01 22:00"


def test_what_may_not_be_seen_is_in_no_part() -> None:
    secret = dated("secret", "Secret rules.", owner="Anna", review_by=date(2026, 7, 2), supersedes=(Reference("new"),))
    reader = Reader(Audience(place="C1", collections=frozenset({"open"})), curators=True)
    revisions = revised("old", (BEFORE, "Old news. Everybody cares."), (AFTER, "Old news. Nobody cares."))
    assert not compose(corpus(OLD, NEW, secret), {**SEEN, "secret": AFTER}, NOON, record(revisions), reader)


def asking(
    words: str, person: str, place: str, *, private: bool, outcome: Outcome = Outcome.NOT_COVERED
) -> LoggedQuestion:
    return LoggedQuestion(words, person, place, private, outcome, AFTER)


PEOPLE = ("U1", "U2", "U3", "U4")


def test_what_was_asked_openly_is_told_in_its_own_channel_alone() -> None:
    questions = [asking("May dogs come?", person, "C1", private=False) for person in PEOPLE]
    assert [each.times for each in compose(ALL, SEEN, NOON, record(questions=questions), HERE).asked] == [4]
    for place in ("C2", "D1", None):
        assert not compose(ALL, SEEN, NOON, record(questions=questions), Reader(Audience(place=place)))


def test_gaps_and_private_questions_are_for_curators_alone() -> None:
    answered = [asking("May cats come?", person, "D1", private=True, outcome=Outcome.ANSWERED) for person in PEOPLE]
    gaps = [asking("May pigs come?", person, "D1", private=True) for person in PEOPLE]
    digest = compose(ALL, SEEN, NOON, record(questions=answered + gaps), Reader(curators=True))
    assert [each.words for each in digest.gaps] == [("pigs", "come")]
    assert [each.words for each in digest.asked_in_private] == [("cats", "come")]


questions = st.builds(
    lambda word, person, place, private, outcome: asking(
        f"secret{word}?", person, place, private=private, outcome=outcome
    ),
    st.integers(0, 4),
    st.sampled_from(PEOPLE),
    st.sampled_from(["C1", "C2", "D1"]),
    st.booleans(),
    st.sampled_from(Outcome),
)
readers = st.builds(
    lambda place, person, curators: Reader(Audience(person, place), curators),
    st.sampled_from(["C1", "C2", "D1", None]),
    st.sampled_from([*PEOPLE, None]),
    st.booleans(),
)


@settings(max_examples=60)
@given(st.lists(questions, max_size=25), readers)
def test_no_digest_ever_holds_what_was_asked_in_private_but_of_three_people_and_for_curators(
    asked: list[LoggedQuestion], reader: Reader
) -> None:
    told = repr(compose(ALL, SEEN, NOON, record(questions=asked), reader))
    assert not any(f"'{person}'" in told for person in PEOPLE)
    for number in range(5):
        about = [each for each in asked if each.words == f"secret{number}?"]
        people = {each.person for each in about}
        openly_here = [each for each in about if not each.private and each.place == reader.audience.place]
        if f"secret{number}" in told and not openly_here:
            assert reader.curators
            assert len(people) >= 3


def dogs(passage: Passage) -> Quotation | None:
    at = passage.text.find("Dogs")
    return Quotation(passage, 0, len(passage.text), mark=(at, at + 4)) if at >= 0 else None


def test_a_watch_tells_of_the_passages_that_match_and_of_nothing_else() -> None:
    kennel = dated("kennel", "The kennel opens. Dogs are fed.", owner="Anna", review_by=date(2026, 7, 2))
    articles = corpus(OLD, replace(NEW, supersedes=(Reference("old"),)), ALSO, kennel)
    seen = {"old": BEFORE, "new": AFTER, "also": AFTER, "kennel": AFTER}
    revisions = revised("old", (BEFORE, "Old news. Everybody cares."), (AFTER, "Old news. Nobody cares."))
    questions = [asking("May dogs come?", person, "C1", private=False) for person in PEOPLE]
    reader = replace(HERE, curators=True, about="dogs", watch=dogs)
    digest = compose(articles, seen, NOON, record(revisions, questions), reader)
    assert [(each.text, each.marked) for each in digest.watched] == [
        ("Dogs may come. Cats may not.", "Dogs"),
        ("The kennel opens. Dogs are fed.", "Dogs"),
    ]
    assert digest == Digest(digest.since, (), digest.until, "dogs", digest.watched)


def test_a_watch_tells_of_paragraphs_that_match_or_did() -> None:
    then, now = "Dogs may come. Cats may not.", "Cats may come. All else may not."
    for versions in ((then, now), (now, then)):
        revisions = revised("also", *zip((BEFORE, AFTER), versions, strict=True))
        digest = compose(ALL, SEEN, NOON, record(revisions), replace(HERE, watch=dogs))
        assert len(digest.changed) == 1
    revisions = revised("old", (BEFORE, "Old news. Everybody cares."), (AFTER, "Old news. Nobody cares."))
    assert not compose(ALL, SEEN, NOON, record(revisions), replace(HERE, watch=dogs))


def test_what_is_gone_from_a_source_is_told_once_to_those_who_may_see_it() -> None:
    gone = replace(OLD.attribution, collection="hr", title="Parental leave")
    record = Record(UNTIL, withdrawn=[Withdrawal(SourceDocument.of("handbook", "handbook//old.md", gone), AFTER)])
    (told,) = compose(ALL, SEEN, NOON, record, HERE).withdrawn
    assert told.title == "Parental leave"
    assert not compose(ALL, SEEN, AFTER, record, HERE).withdrawn
    elsewhere = Reader(Audience(place="C1", collections=frozenset({"legal"})))
    assert not compose(ALL, SEEN, NOON, record, elsewhere).withdrawn


def test_a_watch_tells_of_what_is_gone_by_its_last_words_where_they_were_kept() -> None:
    gone = SourceDocument.of("", "handbook/rules.md", replace(OLD.attribution, title="House rules"))
    record = Record(UNTIL, withdrawn=[Withdrawal(gone, AFTER)])
    watching = replace(HERE, watch=dogs)
    assert not compose(ALL, SEEN, NOON, record, watching).withdrawn
    kept = replace(record, last_words={"old": ("Doors open at nine.", "Dogs may come.")})
    (told,) = compose(ALL, SEEN, NOON, kept, watching).withdrawn
    assert told.title == "House rules"
