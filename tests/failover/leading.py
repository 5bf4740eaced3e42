"""Two bots on one PostgreSQL, documents that change all the time, and the one that leads is killed, frozen, cut off.

    python -m tests.failover.leading

Printed for each fault: after how many seconds the other one leads, how many changes there were, how many were not
noted, or not told (in a digest, to curators, below an answer), or told twice; what was written by a bot that did not
hold the lease by then; and of the questions that were asked meanwhile, how many were lost, answered twice, and how long
the longest waited.
"""

import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from sqlalchemy import URL, create_engine, text

from bot.store.sql import open_store
from tests.failover.asking import Result, asked_during
from tests.failover.changing import Changing
from tests.failover.house import Bots, living, options
from tests.faults.chain import faketime
from tests.store.postgres import Postgres
from tests.store.postgres import started as started_postgres
from tests.store.relay import Relay

QUESTIONS = ("How do I travel by train?", "Which class does who travels by train book?")
RATE = 4.0
# So long something is wrong: longer than the lease. So long changes go on afterwards, and may take to be told.
WRONG, AFTERWARDS, LEFT = 20.0, 10.0, 200.0
# By so many seconds a clock is wrong.
SKEW = 60
HEADER = ("fault", "led after s", "changes", "missing", "twice", "overtaken wrote")
ASKING = ("asked", "lost", "twice", "longest s")
# Who writes what is noted of the documents, and who holds the lease at that moment.
WITNESS = """
CREATE TABLE witnessed (what text, writer text, holder text);
CREATE FUNCTION witness() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO witnessed SELECT TG_TABLE_NAME, current_setting('application_name'),
        (SELECT holder FROM leases WHERE name = 'leading');
    RETURN NULL;
END $$;
CREATE TRIGGER witness AFTER INSERT ON articles_seen FOR EACH ROW EXECUTE FUNCTION witness();
CREATE TRIGGER witness AFTER INSERT ON revisions FOR EACH ROW EXECUTE FUNCTION witness();
CREATE TRIGGER witness AFTER INSERT OR UPDATE OR DELETE ON catalogue FOR EACH ROW EXECUTE FUNCTION witness();
"""


class House:
    """Two bots, each with a wire of its own to the database and a clock of its own."""

    def __init__(self, bots: Bots, server: URL, database: URL) -> None:
        self.bots, self._engine, self._database = bots, create_engine(database, isolation_level="AUTOCOMMIT"), database
        self.wires = [Relay(f"{server.query['host']}/.s.PGSQL.5432") for _ in range(2)]
        with self._engine.connect() as connection:
            connection.exec_driver_sql(WITNESS)

    def start(self, number: int) -> None:
        """Starts a bot."""
        name = {"application_name": f"bot-{number}"}
        url = self._database.set(host="127.0.0.1", port=self.wires[number].port, query=name)
        clock = {}
        if (library := faketime()) is not None:
            self.set_clock(number, 0)
            clock = {
                "LD_PRELOAD": str(library),
                "FAKETIME_TIMESTAMP_FILE": str(self._clock(number)),
                "FAKETIME_NO_CACHE": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            }
        self.bots.start(number, POLICYBOT_DATABASE=url.render_as_string(hide_password=False), **clock)

    def set_clock(self, number: int, seconds: int) -> None:
        """Sets a bot's wall clock, while it runs; what counts seconds is left as it is."""
        self._clock(number).write_text(f"{seconds:+d}s\n")

    def _clock(self, number: int) -> Path:
        return self.bots.place / f"clock-{number}"

    def leader(self) -> int | None:
        """The bot that holds the lease."""
        with self._engine.connect() as connection:
            return self._of(connection.scalar(text("SELECT holder FROM leases WHERE name = 'leading'")))

    def wrongly_written(self) -> int:
        """How often something was written by another one than the holder of that moment."""
        with self._engine.connect() as connection:
            rows = connection.execute(text("SELECT writer, holder FROM witnessed")).all()
        return sum(writer != f"bot-{self._of(holder)}" for writer, holder in rows)

    def _of(self, holder: str | None) -> int | None:
        return self.bots.of(int(holder.split()[1])) if holder else None

    def close(self) -> None:
        """Cuts the wires."""
        for wire in self.wires:
            wire.close()
        self._engine.dispose()


Act = Callable[[House, int], None]
"""Does something to a bot, by its number."""


@dataclass(frozen=True)
class Fault:
    """What happens to the one that leads, and how that is mended; `takes_over`: whether another one is to lead then."""

    name: str
    strike: Act
    mend: Act
    takes_over: bool = True


def _kill_unseen(house: House, number: int) -> None:
    """Kills it, and does not take note of it: so its neighbours cannot either, as if it ran on another machine."""
    house.bots.processes[number].kill()


def _start_again(house: House, number: int) -> None:
    if number in house.bots.processes:
        house.bots.end(number)
    house.start(number)


def _signals(what: signal.Signals) -> Act:
    return lambda house, number: house.bots.processes[number].send_signal(what)


def _silences(silent: bool) -> Act:
    return lambda house, number: setattr(house.wires[number], "silent", silent)


def _sets_clock(seconds: int) -> Act:
    return lambda house, number: house.set_clock(number, seconds)


FAULTS = (
    Fault("none", lambda *_: None, lambda *_: None, takes_over=False),
    Fault("restarted", lambda house, number: house.bots.end(number), _start_again),
    Fault("killed", lambda house, number: house.bots.end(number, signal.SIGKILL), _start_again),
    Fault("killed, on another machine", _kill_unseen, _start_again),
    Fault("hangs", _signals(signal.SIGSTOP), _signals(signal.SIGCONT)),
    Fault("cut off from the database", _silences(True), _silences(False)),
    Fault("its clock is ahead", _sets_clock(SKEW), _sets_clock(0), takes_over=False),
    Fault("its clock is behind", _sets_clock(-SKEW), _sets_clock(0), takes_over=False),
)


def tried(fault: Fault, house: House, changing: Changing) -> tuple[float | None, Result]:
    """Strikes while documents change and questions come; after how many seconds another one leads, if one does."""
    assert changing.until(lambda: house.leader() is not None, WRONG), "nobody leads"
    number = house.leader()
    assert number is not None
    changing.prepare(10)
    led: list[float] = []

    def act() -> None:
        fault.strike(house, number)
        struck = time.monotonic()

        def watch() -> None:
            if changing.until(lambda: house.leader() not in {None, number}, WRONG):
                led.append(time.monotonic() - struck)

        watching = threading.Thread(target=watch)
        watching.start()
        changing.change(WRONG)
        fault.mend(house, number)
        changing.change(AFTERWARDS)
        watching.join()

    result = asked_during(act, house.bots.workspace, QUESTIONS, RATE)
    changing.until(lambda: changing.missing() == 0, LEFT)
    time.sleep(3.0)  # what comes twice comes a moment later
    return (led[0] if led else None), result


def row(fault: Fault, led: float | None, counts: list[int], wrong: int, result: Result) -> str:
    """A line of the table."""
    missing, twice = sum(each < 1 for each in counts), sum(each > 1 for each in counts)
    first = f"{fault.name} | {'-' if led is None else f'{led:.1f}'} | {len(counts)} | {missing} | {twice} | {wrong}"
    return f"| {first} | {result.asked} | {result.lost} | {result.twice} | {result.longest:.1f} |"


@contextmanager
def opened(place: Path) -> Iterator[tuple[House, Changing]]:
    """Both bots, from their first connections on, and their documents."""
    settings = {
        "POLICYBOT_DIGEST__CURATORS_CHANNEL": "C0ROOM1",
        "POLICYBOT_ANSWERING__NOTE_CHANGES": "true",
        "POLICYBOT_ANSWERING__NOTE_CHANGES_MOST": "1000",
    }
    with ExitStack() as ends:
        server = ends.enter_context(started_postgres())
        database = ends.enter_context(Postgres(server).database())
        # It tells of a change at once, however long it has stood.
        bots = ends.enter_context(living(place, settings, ("tests.faults.victim",)))
        house = ends.enter_context(closing(House(bots, server, database)))
        ends.callback(bots.end_all)
        store = ends.enter_context(closing(open_store(database)))
        changing = Changing(bots.workspace, place / "corpus", store)
        for number in (0, 1):
            house.start(number)
        yield house, changing


def main() -> int:
    """The command line; 1 if anything was missing, came twice, or was written by who did not hold the lease."""
    given = options(__doc__).parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no process of ours is left behind
    out = Console(highlight=False, soft_wrap=True)
    with ExitStack() as ends:
        place = given.keep or Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="policybot-leading-")))
        house, changing = ends.enter_context(opened(place))
        out.print("| " + " | ".join((*HEADER, *ASKING)) + " |", markup=False)
        out.print("|" + " --- |" * len((*HEADER, *ASKING)), markup=False)
        broken = 0
        for fault in (each for each in FAULTS if given.only in each.name):
            before, wrote = changing.counted(), house.wrongly_written()
            led, result = tried(fault, house, changing)
            fresh = [each for kind, all_ in changing.counted().items() for each in all_[len(before[kind]) :]]
            out.print(row(fault, led, fresh, house.wrongly_written() - wrote, result), markup=False)
            broken += result.lost + result.twice + (fault.takes_over and led is None)
        # What came twice may have come long after its fault.
        wrong = {kind: sum(each != 1 for each in all_) for kind, all_ in changing.counted().items()}
        out.print(f"\nNot once, of all: {wrong}; written by who did not lead: {house.wrongly_written()}", markup=False)
        return 1 if broken or any(wrong.values()) or house.wrongly_written() else 0


if __name__ == "__main__":
    sys.exit(main())
