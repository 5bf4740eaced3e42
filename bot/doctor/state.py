"""The database: what waits for an answer in it, and what could not be delivered."""

from collections.abc import Iterator

from bot.core.ports import Inbox, Posts
from bot.doctor.finding import Finding

# Of what could not be delivered, the latest tell enough.
MOST_TOLD = 20


def check_state(place: str, inbox: Inbox, posts: Posts) -> Iterator[Finding]:
    """What an open database says; `place` names it without its password."""
    yield Finding("state", True, f"{place} can be written")
    if waiting := inbox.waiting():
        yield Finding("questions", True, f"{waiting} wait for their answer; the running bot will answer them")
    for given_up in inbox.abandoned()[:MOST_TOLD]:
        when = given_up.at.strftime("%Y-%m-%d %H:%M UTC")
        where = f" in {given_up.place}" if given_up.place else ""
        yield Finding("undelivered", True, f"a {given_up.kind}{where}, {when}: {given_up.reason}")
    for post in posts.unknown()[:MOST_TOLD]:
        when = post.since.strftime("%Y-%m-%d %H:%M UTC")
        yield Finding("unknown", True, f"a post in {post.channel}, {when}, may or may not have arrived")
