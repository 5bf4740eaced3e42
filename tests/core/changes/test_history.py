"""What articles said on an earlier day."""

from datetime import UTC, date, datetime

from bot.core.changes.history import Past, read_otherwise
from bot.core.changes.revisions import Revision
from bot.core.changes.withdrawals import SourceDocument, Withdrawal
from bot.core.corpus import Corpus
from bot.core.model import Scope
from tests.small_articles import article

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = date(2026, 3, 2)


def test_an_article_reads_as_it_was_noted_and_is_known_for_what_it_is_now() -> None:
    now = article("leave", "Parents get sixteen weeks.", "They ask in writing.")
    asked: list[datetime] = []

    def history(moment: datetime) -> Past:
        asked.append(moment)
        return Past({"leave": [Revision(NOON, ("Parents get twelve weeks.", "They ask in writing."))]})

    (then,) = read_otherwise(Corpus([now]), history, DAY, Scope()).values()
    assert [(each.number, each.text) for each in then.passages] == [
        (1, "Parents get twelve weeks."),
        (2, "They ask in writing."),
    ]
    assert then.attribution == now.attribution
    assert [moment.date() for moment in asked] == [DAY]


def test_what_was_changed_back_or_is_gone_does_not_read_otherwise() -> None:
    now = article("leave", "Parents get twelve weeks.")
    said = {"leave": [Revision(NOON, ("Parents get twelve weeks.",))], "gone": [Revision(NOON, ("Whatever.",))]}
    assert read_otherwise(Corpus([now]), lambda _: Past(said), DAY, Scope()) == {}


def test_what_has_gone_since_reads_as_it_did_and_says_when_it_went_to_those_who_might_see_it() -> None:
    gone = article("pets", "Dogs may come on Fridays.", collection="office")
    withdrawal = Withdrawal(SourceDocument.of("hr", "pets.md", gone.attribution), NOON)
    past = Past(gone=[(withdrawal, ("Dogs may come on Fridays.",))])
    corpus = Corpus([article("leave", "Parents get twelve weeks.")])
    (then,) = read_otherwise(corpus, lambda _: past, DAY, Scope()).values()
    assert (then.withdrawn, [each.text for each in then.passages]) == (DAY, ["Dogs may come on Fridays."])
    assert read_otherwise(corpus, lambda _: past, DAY, Scope(collections=frozenset(["press"]))) == {}
    assert read_otherwise(Corpus([gone]), lambda _: past, DAY, Scope()) == {}
    assert read_otherwise(corpus, lambda _: Past(gone=[(withdrawal, ())]), DAY, Scope()) == {}
