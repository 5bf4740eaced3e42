"""When digests go out."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.articles import format as corpus_format
from bot.core.corpus import Corpus
from bot.core.model import Digest
from bot.service.digests import Daily, send_due
from bot.store.sql import open_store

DAILY = Daily(("C1",), time(9, 0), ZoneInfo("Europe/Berlin"))


def corpus(*names: str) -> Corpus:
    return Corpus(corpus_format.parse(name, f"---\ntitle: {name}\n---\n\nText of {name}.\n") for name in names)


def test_a_year_of_half_minutes_around_nine_sends_each_article_once(tmp_path: Path) -> None:
    store, sent = open_store(tmp_path / "x.db"), []
    moment, names = datetime(2026, 1, 1, tzinfo=UTC), ["first"]

    def post(channel: str, digest: Digest) -> None:
        sent.append([lead.attribution.article for lead in digest.leads])

    for day in range(60):
        for hour in (6, 7, 8, 9, 12):
            send_due(DAILY, moment + timedelta(days=day, hours=hour), corpus(*names), store, post)
        if day % 10 == 3:
            names.append(f"day{day}")
    assert sent == [["day3"], ["day13"], ["day23"], ["day33"], ["day43"], ["day53"]]


def test_a_digest_that_could_not_be_posted_is_tried_again(tmp_path: Path) -> None:
    store, sent, broken = open_store(tmp_path / "x.db"), [], True

    def post(channel: str, digest: Digest) -> None:
        if broken:
            raise OSError("no network")
        sent.append(channel)

    start = datetime(2026, 1, 1, 6, tzinfo=UTC)
    send_due(DAILY, start, corpus("a"), store, post)
    send_due(DAILY, start + timedelta(minutes=1), corpus("a", "b"), store, post)
    send_due(DAILY, start + timedelta(hours=3), corpus("a", "b"), store, post)
    broken = False
    send_due(DAILY, start + timedelta(hours=3, minutes=1), corpus("a", "b"), store, post)
    send_due(DAILY, start + timedelta(hours=3, minutes=2), corpus("a", "b"), store, post)
    assert sent == ["C1"]
