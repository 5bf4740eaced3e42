"""Throws broken and hostile inputs at everything that reads what strangers write, and counts what it should not do.

    python -m tests.fuzz --inputs 100000

Each input is a known one, mutated: cut, doubled, turned round, sprinkled with what parsers trip over.
Counted are exceptions beside those that a reader promises, and inputs that take more than a second of processor time.
"""

import argparse
import logging
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random

from pydantic import ValidationError

from bot.core.answering import filters
from bot.documents.corpus import metadata
from bot.documents.corpus.format import described
from bot.documents.faults import Faulty
from bot.documents.readers import markdown
from bot.documents.readers.formats import reader_of
from bot.service.logs import configure_logs
from bot.slack.intake import Intake
from tests.store.memory_store import MemoryInbox

SLOW_SECONDS = 1.0
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SPICE = (
    "\x00", "\ud800", "\u202e", "\ufeff", "\r", "\t", "\"", "'", "\\", "{", "[", "(", "<", "`", "#", "*", "_", "|", "~",
    "---\n", "&#x", "<!--", "]]>", "${", "%s", "é", "한", "🙂", "9" * 40, "-" * 40, "-1", "1e999", "null", "\n\n", ": ",
)  # fmt: skip
PAYLOADS = (
    {"type": "event_callback", "event_id": "E1", "event": {
        "type": "app_mention", "channel": "C1", "ts": "1.1", "user": "U1", "text": "<@U0BOT> who is exempt?"}},
    {"type": "event_callback", "event_id": "E2", "event": {
        "type": "message", "subtype": "message_changed", "channel": "D1", "channel_type": "im", "event_ts": "2.2",
        "message": {"ts": "1.1", "user": "U1", "text": "who?"}, "previous_message": {"ts": "1.1", "text": "what?"}}},
    {"command": "/policy", "user_id": "U1", "channel_id": "C1", "trigger_id": "t", "response_url": "https://r.test",
     "text": "digest on weekdays 09:00"},
    {"type": "block_actions", "user": {"id": "U1"}, "trigger_id": "t", "response_url": "https://r.test",
     "container": {"channel_id": "C1", "message_ts": "1.1"}, "view": {"private_metadata": "D1"},
     "actions": [{"action_id": "share_to_channel", "value": "{}"}]},
    {"type": "view_submission", "user": {"id": "U1"}, "view": {"id": "V", "hash": "h", "callback_id": "digest_change",
     "private_metadata": "{}", "state": {"values": {"rhythm": {"rhythm": {"selected_option": {"value": "daily"}}}}}}},
)  # fmt: skip
QUESTIONS = (
    'source:Name topic:"a topic" since:2021 before:2020-07-01 who is exempt?',
    'as of June 2020, "these words" -not +this',
    "Who is exempt from the rule, and since when?", "- a\n- b\n- c", "since:99999-99-99 before:0", "-" * 200,
)  # fmt: skip
FRONT_MATTER = (
    "title: Leave\npublisher: Acting\npublished: 2024-01-01\ntopics: [a, b]\n",
    "title: &a [*a]\n", "a: !!python/name:x\n",
    "title: |\n  many\n  lines\nupdated: 2024-13-45\n", "? {a: b}\n: c\n", "title: 'unclosed\n",
)  # fmt: skip
DOCUMENTS = (
    "---\ntitle: Leave\n---\n\n# Leave\n\nParents get twelve weeks.\n\n- one\n  - two\n\n1. three\n",
    "| a | b |\n| - | - |\n| 1 | ~~2~~ |\n\n> quoted\n\n```\ncode\n```\n",
    "<div><p>html</p></div>\n\n[a]: /b\n\n[a][a]\n",
    "Term\n: definition\n\n[^1] note\n\n[^1]: words\n", "#" * 50 + " deep\n" + "> " * 60 + "quoted\n",
)  # fmt: skip


@dataclass(frozen=True)
class Target:
    """Something that reads: what it is given, and the exceptions that it promises."""

    name: str
    seeds: tuple[object, ...]
    read: Callable[[object], object]
    promised: tuple[type[Exception], ...] = ()


PAGES = (
    (
        "<html><head><title>Leave</title></head><body><nav>Menu</nav><h1>Leave</h1><p>Parents get <b>12</b> weeks.</p>"
        "<ul><li>one<li>two</ul><table><tr><th>a<th>b<tr><td>1<td>2</table><dl><dt>t<dd>d</dl></body></html>"
    ),
    "<details><summary>Who?</summary>Everybody.</details><!-- no --><script>x</script><p hidden>y</p>&amp;&#0;",
)
SHEETS = ("Grade,Days\nA,25\nB,29\n", '"a;b";"c\n"\n1;2\n', "a\tb\n1\t2\n")
MAILS = (
    (
        "From: a@b.test\nSubject: =?utf-8?q?Le=C3=A9?=\nMIME-Version: 1.0\nContent-Type: multipart/mixed;boundary=x\n\n"
        "--x\nContent-Type: text/plain\n\nParents get twelve weeks.\n--x\nContent-Type: text/html\n\n<p>Hi</p>\n--x--\n"
    ),
)


def targets() -> tuple[Target, ...]:
    intake = Intake(MemoryInbox(), "/policy", lambda: NOON, lambda: None)

    def keep(body: object) -> None:
        intake.keep(body if isinstance(body, dict) else {"event": body}, "U0BOT")

    def of_kind(kind: str) -> Callable[[object], object]:
        read = reader_of(kind)
        return lambda data: read(str(data).encode("utf-8", "replace"), {})

    return (
        # The middleware turns these into a line of the log.
        Target("payloads", PAYLOADS, keep, (ValidationError,)),
        Target("questions", QUESTIONS, lambda text: filters.read(str(text), date(2026, 3, 10))),
        Target("front matter", FRONT_MATTER, lambda text: metadata.parse(str(text)), (Faulty,)),
        Target("documents", DOCUMENTS, lambda text: markdown.read_text(str(text)), (Faulty,)),
        Target("web pages", PAGES, of_kind("html"), (Faulty,)),
        Target("tables", SHEETS, of_kind("csv"), (Faulty,)),
        Target("mails", MAILS, of_kind("mail"), (Faulty,)),
        Target("articles", DOCUMENTS, lambda text: described("leave", markdown.read_text(str(text))), (Faulty,)),
    )


def mutated(value: object, random: Random) -> object:
    """The same with something wrong in it."""
    if isinstance(value, dict) and random.random() < 0.9 and value:
        key = random.choice(list(value))
        changed = dict(value)
        if random.random() < 0.15:
            del changed[key]
        else:
            changed[key] = mutated(value[key], random)
        return changed
    if isinstance(value, list) and value and random.random() < 0.8:
        return [mutated(each, random) for each in value] * random.choice((1, 1, 1, 0, 3))
    if isinstance(value, str):
        return _mutated_text(value, random)
    return random.choice((None, True, -1, 1e308, "", [], {}, [[]], {"a": {}}, "x" * 5_000, value))


def _mutated_text(text: str, random: Random) -> object:
    for _ in range(random.randint(1, 6)):
        at, to = sorted((random.randint(0, len(text)), random.randint(0, len(text))))
        match random.randint(0, 5):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:at] + text[at:to] * random.randint(2, 20) + text[to:]
            case 2:
                text = text[to:] + text[:at]
            case 3:
                text = text[:at] + random.choice(SPICE) * random.choice((1, 1, 2, 50, 500)) + text[at:]
            case _:
                text = text[:at] + random.choice(SPICE) + text[at:]
    return text[:20_000]


def main() -> int:
    configure_logs(level=logging.WARNING)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=100_000, help="over all targets together")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    random, found, slowest = Random(given.seed), Counter[str](), 0.0  # noqa: S311  # to be repeated, not to be secret
    every = targets()
    for number in range(given.inputs):
        target = every[number % len(every)]
        value = mutated(random.choice(target.seeds), random)
        began = time.thread_time()
        try:
            target.read(value)
        except target.promised:
            pass
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            name = f"{target.name}: {type(error).__name__} in {where.name}"
            if not found[name]:
                print(f"{name}\n  {value!r:.300}")
            found[name] += 1
        took = time.thread_time() - began
        slowest = max(slowest, took)
        if took > SLOW_SECONDS:
            found[f"{target.name}: slow"] += 1
            print(f"{target.name} took {took:.1f} s\n  {value!r:.300}")
    print(f"{given.inputs:,} inputs, {sum(found.values()):,} faults, the slowest took {slowest * 1_000:.0f} ms")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
