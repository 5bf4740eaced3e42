"""Following the pages of a site, step by step: what is known is not sent again, and only what is gone goes."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.documents.faults import Faulty
from bot.documents.following.pages import Site, SiteDoors, SiteLook, Sitemap, SiteState, look, site_state_from_json
from bot.documents.web.fetched import NO_STAMP, Fetched, Stamp, Trouble, Unchanged

NOW = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOST = "https://www.example.org"
MAP = f"{HOST}/sitemap.xml"


@dataclass
class Server:
    """Pages by address, each with the version that stands there; a number is a status."""

    pages: dict[str, str | int] = field(default_factory=dict)
    maps: dict[str, Sitemap] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    room: int = 1_000

    def fetch(self, url: str, stamp: Stamp = NO_STAMP) -> Fetched | Unchanged | Trouble:
        self.asked.append(url)
        if url in self.maps:
            return Fetched(url, b"<urlset/>", "application/xml")
        page = self.pages.get(url, 404)
        if isinstance(page, int):
            return Trouble(url, f"is refused by its server ({page})", "try again later", page)
        return Unchanged(url) if stamp.etag == page else Fetched(url, page.encode(), "text/html", "", Stamp(page))

    def take(self, url: str, got: Fetched) -> str:
        self.arrived.append(url)
        return "new"

    def read(self, got: Fetched) -> Sitemap:
        if not self.maps[got.url].pages and not self.maps[got.url].sitemaps:
            raise Faulty(0, "is a broken sitemap", "tell whoever keeps the site")
        return self.maps[got.url]

    def look(self, site: Site, state: SiteState = SiteState()) -> SiteLook:  # noqa: B008  # frozen
        doors = SiteDoors(self.fetch, self.read, self.take, lambda: True, lambda: len(self.arrived) < self.room)
        found = look(site, state, doors, NOW)
        assert found is not None
        return found


def test_named_pages_arrive_once_and_again_when_they_change() -> None:
    server = Server({f"{HOST}/a": "1", f"{HOST}/b": "1"})
    site = Site((f"{HOST}/a", f"{HOST}/b"), every=HOUR)
    first = server.look(site)
    assert (first.told, first.state.next_look) == ("2 new", NOW + HOUR)
    server.pages[f"{HOST}/b"] = "2"
    second = server.look(site, first.state)
    assert second.told == "1 unchanged, 1 new"
    assert server.arrived == [f"{HOST}/a", f"{HOST}/b", f"{HOST}/b"]


@pytest.mark.parametrize(("status", "stays"), [(404, False), (410, False), (500, True), (403, True)])
def test_a_page_is_gone_only_if_its_server_says_so(status: int, stays: bool) -> None:
    server = Server({f"{HOST}/a": "1", f"{HOST}/b": "1"})
    site = Site((f"{HOST}/a", f"{HOST}/b"))
    first = server.look(site)
    server.pages[f"{HOST}/b"] = status
    second = server.look(site, first.state)
    assert second.kept is not None
    assert any("/b" in place for place in second.kept) is stays
    assert bool(second.trouble) is stays


def test_a_sitemap_names_the_pages_of_its_own_host_below_the_path_and_further_sitemaps() -> None:
    more = f"{HOST}/more.xml"
    here = Sitemap((f"{HOST}/policies/a", f"{HOST}/news/b", "https://elsewhere.example/policies/c"), (more,))
    server = Server({}, {MAP: here, more: Sitemap((f"{HOST}/policies/d",))})
    server.look(Site(sitemap=MAP, path="/policies/"))
    assert server.asked == [MAP, more, f"{HOST}/policies/a", f"{HOST}/policies/d"]


def test_what_a_sitemap_no_longer_names_is_not_kept_and_a_sitemap_that_fails_takes_nothing() -> None:
    server = Server({f"{HOST}/a": "1", f"{HOST}/b": "1"}, {MAP: Sitemap((f"{HOST}/a", f"{HOST}/b"))})
    first = server.look(Site(sitemap=MAP))
    server.maps[MAP] = Sitemap((f"{HOST}/a",))
    assert server.look(Site(sitemap=MAP), first.state).kept == frozenset({"example.org/a"})
    server.maps[MAP] = Sitemap(())
    broken = server.look(Site(sitemap=MAP), first.state)
    assert (broken.kept, broken.trouble) == (None, "is a broken sitemap; tell whoever keeps the site")
    assert broken.state.next_look == NOW + 2 * HOUR
    assert broken.state.seen == first.state.seen


def test_a_sitemap_that_names_itself_for_ever_is_left_at_some_point() -> None:
    server = Server({}, {f"{HOST}/{n}.xml": Sitemap((), (f"{HOST}/{n + 1}.xml",)) for n in range(50)})
    server.look(Site(sitemap=f"{HOST}/0.xml"))
    assert len(server.asked) == 20


def test_what_a_look_has_no_room_for_comes_with_the_next_and_is_not_taken_for_gone() -> None:
    urls = tuple(f"{HOST}/{n}" for n in range(5))
    server = Server(dict.fromkeys(urls, "1"), room=2)
    first = server.look(Site(urls))
    assert first.told == "2 new, 3 left for the next look"
    assert first.kept is not None
    assert len(first.kept) == 5
    server.room = 10
    assert server.look(Site(urls), first.state).told == "2 unchanged, 3 new"
    assert server.look(replace(Site(urls), most=4), first.state).told.endswith("1 more than `most`")


def test_a_server_that_is_away_is_asked_ever_more_rarely() -> None:
    server, state = Server({f"{HOST}/a": 503}), SiteState()
    for hours in (2, 4, 8):
        state = server.look(Site((f"{HOST}/a",)), state).state
        assert state.next_look == NOW + hours * HOUR


def test_what_is_remembered_can_be_written_down_and_read_back() -> None:
    server = Server({f"{HOST}/a": "1"})
    state = server.look(Site((f"{HOST}/a",))).state
    assert site_state_from_json(state.as_json()) == state
