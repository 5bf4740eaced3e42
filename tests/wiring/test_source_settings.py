"""Sources as somebody writes them into the settings, and as they are followed."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.errors import ConfigurationError
from bot.documents.following.polling import Feed
from bot.library.sources import link_into
from bot.settings import Tokens, credentials_in, secrets_of
from bot.settings.reading import read_settings
from bot.wiring.sources import feeds_of

URL = "https://example.org/news.xml"


def written(folder: Path, text: str) -> Path:
    file = folder / "policybot.toml"
    file.write_text(text)
    return file


@pytest.mark.parametrize(
    "text",
    [
        f'sources = [{{ feed = "{URL}", topics = ["leave"], trusted = true, every = "6h", most = 10 }}]',
        f'[[sources]]\nfeed = "{URL}"\ntopics = ["leave"]\ntrusted = true\nevery = "360m"\nmost = 10',
    ],
)
def test_a_feed_is_followed_as_it_is_written(tmp_path: Path, text: str) -> None:
    found = feeds_of(read_settings(written(tmp_path, text)))
    assert found == [Feed(URL, None, ("leave",), True, timedelta(hours=6), 10, "example-org", "example-org")]


def test_an_empty_list_above_the_tables_is_named_with_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, f'keep_days = 7\nsources = []\n\n[[sources]]\nfeed = "{URL}"\n')
    with pytest.raises(ConfigurationError) as raised:
        read_settings(file)
    assert str(raised.value) == f"{file}:2: sources: is also written as [[sources]]; take this line out"


def test_a_feed_of_which_only_the_address_is_known_waits_for_curators_and_is_asked_hourly(tmp_path: Path) -> None:
    assert feeds_of(read_settings(written(tmp_path, f'sources = [{{ feed = "{URL}" }}]'))) == [
        Feed(URL, source="example-org", collection="example-org")
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f'sources = [{{ feed = "{URL}", every = "hourly" }}]', "sources.0.every"),
        (f'sources = [{{ feed = "{URL}", every = "hourly" }}]', "write 30m, 1h or 2d"),
        ('sources = [{ feed = "ftp://example.org/" }]', "sources.0.feed"),
        (f'sources = [{{ feed = "{URL}", trust = true }}]', "sources.0.trust"),
        (f'feeds = [{{ url = "{URL}" }}]', "[[sources]] with feed ="),
        ('sources = [{ publisher = "Example Ltd" }]', "this one has none of them"),
        (f'sources = [{{ feed = "{URL}", folder = "/srv" }}]', "this one has folder and feed"),
        (f'sources = [{{ feed = "{URL}", branch = "main" }}]', "`branch` means nothing for a source of kind feed"),
        ('sources = [{ git = "git://example.org/rules.git" }]', "git is an address with https://"),
        ('sources = [{ git = "https://me:secret@example.org/rules" }]', "without a name in it"),
        ('sources = [{ folder = "/srv/hr" }, { folder = "/other/hr" }]', "two sources are called hr"),
        ('fetching = { allow = ["intranet"] }', "write an address such as 10.1.2.3"),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_place_and_the_mend(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_settings(written(tmp_path, text))
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "kind", "called", "trusted"),
    [
        ('folder = "/srv/Our Policies/"', "folder", "our-policies", True),
        ('folder = "/srv/policies"\nname = "hr"\ntrusted = false', "folder", "hr", False),
        ('git = "https://git.example.org/legal/rules.git"', "git", "rules", True),
        ('pages = ["https://www.example.org/leave", "https://www.example.org/pay"]', "pages", "www-example-org", False),
        ('sitemap = "https://www.example.org/sitemap.xml"\ntrusted = true', "sitemap", "www-example-org", True),
        (f'feed = "{URL}"', "feed", "example-org", False),
    ],
)
def test_a_source_has_a_kind_a_name_and_a_trust_level(
    tmp_path: Path, text: str, kind: str, called: str, trusted: bool
) -> None:
    (found,) = read_settings(written(tmp_path, f"[[sources]]\n{text}")).sources
    assert (found.kind, found.called, found.is_trusted) == (kind, called, trusted)


@pytest.mark.parametrize("content", ["", "two words", "name:password\nmore"])
def test_a_file_that_holds_no_credentials_is_refused_without_a_word_of_it(tmp_path: Path, content: str) -> None:
    (tmp_path / "key").write_text(content)
    with pytest.raises(ConfigurationError) as caught:
        credentials_in(tmp_path / "key")
    assert "password in" not in str(caught.value)


def test_credentials_are_a_name_and_a_password_or_a_token_and_are_hidden_like_all_secrets(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("ada:s3cret\n")
    (tmp_path / "token").write_text("glpat-abc")
    assert credentials_in(tmp_path / "key") == ("ada", "s3cret")
    assert credentials_in(tmp_path / "token")[1] == "glpat-abc"
    text = f'[[sources]]\ngit = "https://example.org/r"\ncredentials = "{tmp_path / "key"}"'
    assert "s3cret" in secrets_of(read_settings(written(tmp_path, text)), Tokens())


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ('git = "ssh://git@example.org/rules.git"\nkey = "id"\nknown_hosts = "hosts"', ""),
        ('git = "git@example.org:a/rules.git"', ""),
        ('git = "ssh://-oProxyCommand=x/rules"', "git is an address"),
        ('git = "git@example.org:a/rules.git"\ncredentials = "token"', "by SSH with a `key`"),
        ('git = "https://example.org/rules.git"\nkey = "id"', "reached by SSH"),
    ],
)
def test_a_repository_by_ssh_has_a_key_and_no_password(tmp_path: Path, said: str, wrong: str) -> None:
    file = written(tmp_path, f"[[sources]]\n{said}\n")
    if not wrong:
        (source,) = read_settings(file).sources
        assert (source.is_by_ssh, source.called) == (True, "rules")
        return
    with pytest.raises(ConfigurationError, match=wrong):
        read_settings(file)


def test_files_of_a_repository_by_ssh_are_linked_where_its_host_shows_them() -> None:
    wanted = "https://github.com/a/rules/blob/{commit}/{path}"
    assert link_into("git@github.com:a/rules.git") == link_into("ssh://git@github.com/a/rules.git") == wanted
    assert link_into("git@example.org:a/rules.git") == ""
