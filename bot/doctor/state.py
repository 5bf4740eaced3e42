"""The database: whether it can be written, what waits for an answer in it, and what could not be delivered."""

from collections.abc import Callable, Iterator, Mapping

from bot.core.errors import StoreError
from bot.core.ports import Inbox, Posts
from bot.doctor.finding import Finding

# Of what could not be delivered, the latest tell enough.
MOST_TOLD = 20


def check_state(place: str, revision: str, write: Callable[[], None]) -> Iterator[Finding]:
    """What an open database says; `place` names it without its password, `revision` its tables. `write` writes."""
    try:
        write()
    except StoreError as error:
        remedy = "see that the disk has room, that no other program holds it, and that you may write there"
        yield Finding("state", False, f"{place} can be read but not written: {error}", remedy)
    else:
        yield Finding("state", True, f"{place} can be written; its tables are up to date ({revision})")


def check_deliveries(inbox: Inbox, posts: Posts, damaged: Mapping[str, int]) -> Iterator[Finding]:
    """What cannot be read, what waits, what was given up, and what may or may not have arrived."""
    for what, number in sorted(damaged.items()):
        remedy = "the bot goes on without it; restore a backup if it matters"
        yield Finding("damaged", False, f"{what} cannot be read in the database ({number} of them)", remedy)
    if waiting := inbox.waiting():
        yield Finding("questions", True, f"{waiting} wait for their answer; the running bot will answer them")
    for given_up in inbox.abandoned()[:MOST_TOLD]:
        when = given_up.at.strftime("%Y-%m-%d %H:%M UTC")
        where = f" in {given_up.place}" if given_up.place else ""
        remedy = "deal with the cause; whoever asked may have to ask again"
        yield Finding("undelivered", True, f"a {given_up.kind}{where}, {when}: {given_up.reason}", remedy)
    for post in posts.unknown()[:MOST_TOLD]:
        when = post.since.strftime("%Y-%m-%d %H:%M UTC")
        says = f"a post in {post.channel}, {when}, may or may not have arrived"
        yield Finding("unknown", True, says, "look there; with the history scopes the bot does")
