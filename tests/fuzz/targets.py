"""Everything that reads what strangers write, what it is given, and the exceptions that it promises."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import ValidationError

from bot.core.answering import filters
from bot.core.answering.policy import Policy
from bot.core.model import Question
from bot.documents.corpus import metadata
from bot.documents.corpus.format import described
from bot.documents.faults import Faulty
from bot.documents.readers import markdown
from bot.documents.readers.formats import reader_of
from bot.library.library import open_library
from bot.settings import Settings
from bot.slack.intake import Intake
from tests.conftest import ROOT
from tests.documents.small_pdfs import pdf_file, set_paragraphs
from tests.fuzz.small_files import deck, open_sheet, open_text, word_file, workbook
from tests.store.memory_store import MemoryInbox

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
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
ASKED = (
    "How long does Amazon's pause on police use of Rekognition last?",
    "Who is exempt, and is there a federal law? What did IBM announce?",
    'as of June 2020, what did IBM say about "facial recognition" -Microsoft publisher:"Example text" since:2020-01-01',
    "I read that the software mismatched 28 lawmakers. How many weeks of leave do we get if I move abroad?",
)  # fmt: skip
QUOTED = (
    "The test found 28 false matches: the software took 28 members of Congress for other persons",
    "Amazon [...] pressed for years to end the marketing of facial recognition to the police",
)
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
FEEDS = (
    (
        '<rss version="2.0"><channel><title>News</title><item><title>Leave</title><link>https://a.test/1</link>'
        "<pubDate>Mon, 02 Mar 2026 12:00:00 GMT</pubDate><description>&lt;p&gt;Twelve weeks.&lt;/p&gt;</description>"
        "</item></channel></rss>"
    ),
    (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><id>1</id><title>Leave</title>'
        '<link href="https://a.test/1"/><updated>2026-03-02T12:00:00Z</updated><content type="html">Hi</content>'
        "</entry></feed>"
    ),
)
SITEMAPS = (
    (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.test/1</loc>'
        "<lastmod>2026-03-02</lastmod></url></urlset>"
    ),
    "https://a.test/1\nhttps://a.test/2\n",
)
RST = (
    "Leave\n=====\n\nParents get *twelve* weeks.\n\n.. note:: Ask\n\n- one\n- two\n\n+---+---+\n| a | b |\n+---+---+\n",
)


@dataclass(frozen=True)
class Target:
    """Something that reads: what it is given, and the exceptions that it promises."""

    name: str
    seeds: tuple[object, ...]
    read: Callable[[object], object]
    promised: tuple[type[Exception], ...] = ()


def targets(state: Path) -> tuple[Target, ...]:
    """All of them; what is answered from is the examples, and `state` a folder of its own."""
    intake = Intake(MemoryInbox(), "/policy", lambda: NOON, lambda: None)
    library = open_library(Settings(corpus=ROOT / "corpus", state=state))

    def keep(body: object) -> None:
        intake.keep(body if isinstance(body, dict) else {"event": body}, "U0BOT")

    return (
        # The middleware turns these into a line of the log.
        Target("payloads", PAYLOADS, keep, (ValidationError,)),
        Target("questions", QUESTIONS, lambda text: filters.read(str(text), date(2026, 3, 10))),
        Target("answers", ASKED, lambda text: library.answer(Question(str(text)), Policy(), date(2026, 3, 10))),
        Target("quote checks", QUOTED, lambda text: library.verify(str(text))),
        Target("front matter", FRONT_MATTER, lambda text: metadata.parse(str(text)), (Faulty,)),
        Target("documents", DOCUMENTS, lambda text: markdown.read_text(str(text)), (Faulty,)),
        Target("articles", DOCUMENTS, lambda text: described("leave", markdown.read_text(str(text))), (Faulty,)),
        *(Target(name, seeds, _of_kind(kind), (Faulty,)) for name, kind, seeds in FILES),
    )


FILES: tuple[tuple[str, str, tuple[object, ...]], ...] = (
    ("web pages", "html", PAGES),
    ("tables", "csv", SHEETS),
    ("mails", "mail", MAILS),
    ("reStructuredText", "rst", RST),
    ("feeds", "feed", FEEDS),
    ("sitemaps", "sitemap", SITEMAPS),
    ("Word files", "docx", (word_file(),)),
    ("OpenDocument texts", "odt", (open_text(),)),
    ("OpenDocument sheets", "ods", (open_sheet(),)),
    ("Excel workbooks", "sheet", (workbook(),)),
    ("presentations", "slides", (deck(),)),
    ("PDF files", "pdf", (pdf_file([set_paragraphs([["1. Leave is twelve", "weeks."], ["Grade  Days"]])]),)),
)


def _of_kind(kind: str) -> Callable[[object], object]:
    read, options = reader_of(kind), dict[str, str]()
    return lambda data: read(data if isinstance(data, bytes) else str(data).encode("utf-8", "replace"), options)
