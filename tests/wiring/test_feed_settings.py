"""Feeds as somebody writes them into the settings, and as they are followed."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.errors import ConfigurationError
from bot.documents.following.polling import Feed
from bot.settings import read_settings
from bot.wiring.feeds import feeds_of

URL = "https://example.org/news.xml"


def written(folder: Path, text: str) -> Path:
    file = folder / "policybot.toml"
    file.write_text(text)
    return file


@pytest.mark.parametrize(
    "text",
    [
        f'feeds = [{{ url = "{URL}", topics = ["leave"], trusted = true, every = "6h", most = 10 }}]',
        f'[[feeds]]\nurl = "{URL}"\ntopics = ["leave"]\ntrusted = true\nevery = "360m"\nmost = 10',
    ],
)
def test_a_feed_is_followed_as_it_is_written(tmp_path: Path, text: str) -> None:
    found = feeds_of(read_settings(written(tmp_path, text)))
    assert found == [Feed(URL, topics=("leave",), trusted=True, every=timedelta(hours=6), most=10)]


def test_a_feed_of_which_only_the_address_is_known_waits_for_curators_and_is_asked_hourly(tmp_path: Path) -> None:
    assert feeds_of(read_settings(written(tmp_path, f'feeds = [{{ url = "{URL}" }}]'))) == [Feed(URL)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f'feeds = [{{ url = "{URL}", every = "hourly" }}]', "feeds.0.every"),
        (f'feeds = [{{ url = "{URL}", every = "hourly" }}]', "write 30m, 1h or 2d"),
        ('feeds = [{ url = "ftp://example.org/" }]', "feeds.0.url"),
        (f'feeds = [{{ url = "{URL}", trust = true }}]', "feeds.0.trust"),
        ('fetching = { allow = ["intranet"] }', "write an address such as 10.1.2.3"),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_place_and_the_mend(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_settings(written(tmp_path, text))
    assert says in str(caught.value)
