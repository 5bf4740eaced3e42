"""Many at once, threads and processes, on one database: each request once, in order; each post sent by one."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import URL, event

from bot.core.requests import Claim, PostStatus, Request
from bot.store.database import open_database
from bot.store.sql import SqlStore, open_store
from bot.store.transactions import Transactions
from tests.small_requests import QUESTION
from tests.store.postgres import Postgres

ROOT = Path(__file__).parent.parent.parent
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)


def together(count: int, act: Callable[[int], None]) -> None:
    """Does it in so many threads at once, and raises what went wrong in any."""
    faults: list[BaseException] = []
    start = threading.Barrier(count)

    def run(number: int) -> None:
        try:
            start.wait()
            act(number)
        except BaseException as fault:  # it is told below, in the test's own thread
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def accept(store: SqlStore, name: str, subject: str) -> bool:
    return store.inbox.accept(Request(name, QUESTION, subject, NOON), [f"event of {name}", f"message of {name}"])


def test_of_many_who_hand_over_the_same_event_one_is_heard(url: URL) -> None:
    heard: list[str] = []

    def hand_over(number: int) -> None:
        for turn in range(10):
            keys = [f"event {turn}", f"message {turn}"]
            request = Request(f"{turn}-{number}", QUESTION, f"s{turn}", NOON)
            if store.inbox.accept(request, keys if number % 2 else keys[::-1]):
                heard.append(f"event {turn}")

    with closing(open_store(url)) as store:
        together(6, hand_over)
        assert Counter(heard) == {f"event {turn}": 1 for turn in range(10)}
        assert store.inbox.waiting() == 10


def test_who_bring_the_same_keys_do_not_wait_for_each_other_in_a_ring(url: URL) -> None:
    def hand_over(number: int) -> None:
        # Sets of such different sizes come in different orders.
        mine = [60, 80, 300, 320][number]
        for turn in range(4):
            keys = {f"{turn}-{each}" for each in range(mine)}
            store.inbox.accept(Request(f"{number}-{turn}", QUESTION, f"{number}", NOON), keys)

    with closing(open_store(url)) as store:
        together(4, hand_over)
        assert store.inbox.waiting() == 4


def test_a_request_does_not_come_to_light_behind_a_later_one_about_its_subject(
    postgres: Postgres, postgres_url: URL
) -> None:
    """Two servers' transactions may end in another order than they began in; on SQLite there is one at a time."""
    engine, about_to_end, may_end = open_database(postgres_url), threading.Event(), threading.Event()

    def hold(_: object) -> None:
        about_to_end.set()
        may_end.wait(10)

    with closing(SqlStore(Transactions(engine))) as slow, closing(open_store(postgres_url)) as store:
        event.listen(engine, "commit", hold)
        first = threading.Thread(target=accept, args=(slow, "first", "s"))
        second = threading.Thread(target=accept, args=(store, "second", "s"))
        first.start()
        assert about_to_end.wait(10)
        second.start()
        while second.is_alive() and not postgres.waiting(postgres_url):
            pass
        taken = store.inbox.claim("w", NOON, LATER)
        may_end.set()
        first.join()
        second.join()
        assert taken is None
        claim = store.inbox.claim("w", NOON, LATER)
        assert claim is not None
        assert claim.request.id == "first"
        assert store.inbox.claim("w", NOON, LATER) is None


def test_each_request_is_claimed_once_and_each_subject_in_order(url: URL) -> None:
    """Four threads hand over, four work; one subject is never worked on twice at a time."""
    each, busy, worked, lock = 15, Counter[str](), list[tuple[str, int]](), threading.Lock()
    handing_over = list(range(4))

    def hand_over(number: int) -> None:
        try:
            for turn in range(each):
                accept(store, f"{number}-{turn}", f"subject {number % 2}" if turn % 3 else f"alone {number}-{turn}")
        finally:
            handing_over.remove(number)

    def work(number: int) -> None:
        while handing_over or store.inbox.waiting():
            claim = store.inbox.claim(f"w{number}", NOON, LATER)
            if claim:
                with lock:
                    busy[claim.request.subject] += 1
                    assert busy[claim.request.subject] == 1
                    worked.append((claim.request.id, claim.attempt))
                with lock:
                    busy[claim.request.subject] -= 1
                assert store.inbox.finish(claim, NOON, "answered")

    with closing(open_store(url)) as store:
        together(8, lambda number: (hand_over if number < 4 else work)(number))
    assert Counter(worked) == {(f"{number}-{turn}", 1): 1 for number in range(4) for turn in range(each)}
    for number in range(4):
        turns = [int(name.split("-")[1]) for name, _ in worked if name.startswith(f"{number}-")]
        in_subject = [turn for turn in turns if turn % 3]
        assert in_subject == sorted(in_subject)


def test_of_many_who_begin_a_post_or_take_it_again_one_may_send(url: URL) -> None:
    begun: list[str] = []
    retaken: list[str] = []

    def begin(_: int) -> None:
        for key in map(str, range(10)):
            if store.posts.begin(key, "C1", None, "", NOON)[1]:
                begun.append(key)

    def send_again(_: int) -> None:
        for key in map(str, range(10)):
            if store.posts.begin(key, "C1", None, "", NOON)[1]:
                begun.append(key)

    with closing(open_store(url)) as store:
        together(6, begin)
        assert sorted(begun) == [str(number) for number in range(10)]
        posts = [post for key in begun if (post := store.posts.find(key))]
        together(6, lambda _: retaken.extend(post.key for post in posts if store.posts.retake(post, "again", NOON)))
        assert sorted(retaken) == sorted(begun)
        for post in filter(None, map(store.posts.find, retaken)):
            store.posts.mark(post, PostStatus.UNSENT)
        begun.clear()
        together(6, send_again)
        assert sorted(begun) == [str(number) for number in range(10)]


def test_a_claim_that_ran_out_is_taken_over_by_one(url: URL) -> None:
    taken: list[Claim] = []

    def take_over(number: int) -> None:
        claim = store.inbox.claim(f"w{number}", LATER, LATER + timedelta(minutes=1))
        if claim:
            taken.append(claim)

    with closing(open_store(url)) as store:
        accept(store, "a", "s")
        first = store.inbox.claim("dead", NOON, LATER)
        assert first is not None
        together(6, take_over)
        assert [claim.attempt for claim in taken] == [2]
        assert not store.inbox.finish(first, LATER, "answered")
        assert store.inbox.finish(taken[0], LATER, "answered")


def test_nothing_is_lost_or_doubled_when_many_note_at_once(url: URL) -> None:
    def note(number: int) -> None:
        for turn in range(3):
            store.changes.note_articles([f"article-{turn}-{each}" for each in range(number + 1)], NOON)
            store.subscriptions.note_digest(f"C{number}", NOON)
            store.subscriptions.note_digest("C", NOON)

    with closing(open_store(url)) as store:
        together(6, note)
        assert len(store.changes.first_seen()) == 3 * 6
        assert all(store.subscriptions.last_digest(f"C{number}") == NOON for number in range(6))


WORK = """
import sys
from datetime import datetime, timedelta, UTC
from bot.store.sql import open_store
store, worker = open_store(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
now = datetime(2026, 3, 2, 12, tzinfo=UTC)
while store.inbox.waiting():
    claim = store.inbox.claim(worker, now, now + timedelta(minutes=1))
    if claim:
        print(claim.request.subject, claim.request.id, flush=True)
        assert store.inbox.finish(claim, now, "answered")
store.close()
"""
ACCEPT = """
import sys
from datetime import datetime, UTC
from itertools import count
from bot.core.requests import Request
from bot.store.sql import open_store
from tests.small_requests import QUESTION
store = open_store(sys.argv[1])
for number in count():
    store.inbox.accept(Request(str(number), QUESTION, "s", datetime.now(UTC)), [str(number)])
    print(number, flush=True)
"""


def elsewhere(program: str, url: URL, *arguments: str) -> "subprocess.Popen[str]":
    address = url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, "-c", program, address, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_share_the_work_without_doing_it_twice(url: URL) -> None:
    with closing(open_store(url)) as store:
        for number in range(60):
            accept(store, f"{number:02}", f"subject-{number % 7}")
    workers = [elsewhere(WORK, url, name) for name in ("w1", "w2")]
    for worker in workers:
        assert worker.stdout
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("go\n")
        worker.stdin.flush()
    done = [worker.communicate(timeout=30)[0].splitlines() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert sorted(line.split()[1] for lines in done for line in lines) == [f"{number:02}" for number in range(60)]
    for lines in done:
        for subject in range(7):
            mine = [line for line in lines if line.startswith(f"subject-{subject} ")]
            assert mine == sorted(mine)


def test_what_was_accepted_survives_a_process_that_is_killed(url: URL) -> None:
    process = elsewhere(ACCEPT, url)
    assert process.stdout
    told = [process.stdout.readline() for _ in range(20)]
    os.kill(process.pid, signal.SIGKILL)
    told += process.communicate(timeout=30)[0].splitlines(keepends=True)
    accepted = [line.strip() for line in told if line.endswith("\n")]
    with closing(open_store(url)) as store:
        assert store.inbox.waiting() >= len(accepted) >= 20
        assert not any(store.inbox.accept(Request("x", QUESTION, "s", NOON), [key]) for key in accepted)
