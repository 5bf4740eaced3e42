"""`policybot report` tells what was asked in vain and what wants a look, in four forms, and names nobody."""

import csv
import json
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from bot.core.curation.feedback import Opinion
from bot.core.requests import AnswerQuestion, Request
from bot.store.sql import open_store
from bot.wiring.state import DATABASE
from tests.conftest import Run
from tests.program import Outcome

NOW = datetime.now(UTC)
HOSTILE = "=HYPERLINK(1) <b>gym</b> & pool?"


@pytest.fixture
def asked(run: Run, tmp_path: Path) -> Run:
    """Calls policybot where somebody asked in vain, and somebody got an answer that did not help."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    text = "---\ntitle: Leave\nreview_by: 2020-01-31\nowner: U0OWNER\n---\n\nParents get twelve weeks of leave.\n"
    (corpus / "leave.md").write_text(text)

    def call(*words: str) -> Outcome:
        return run(*words, POLICYBOT_CORPUS=str(corpus))

    receipt = json.loads(call("ask", "--json", "How many weeks of leave do parents get?").out)["receipt"]
    with closing(open_store(tmp_path / "state" / DATABASE)) as store:
        for number, (words, outcome, name) in enumerate(
            [(HOSTILE, "not covered", ""), ("How many weeks of leave?", "answered", receipt)]
        ):
            payload = AnswerQuestion(words, f"{number}.0", f"{number}.0")
            store.inbox.accept(Request(str(number), payload, str(number), NOW, "U0ASKER", "C1"), [])
            claim = store.inbox.claim("w", NOW, NOW + timedelta(minutes=1))
            assert claim is not None
            store.inbox.finish(claim, NOW, outcome, name)
        store.curation.feedback.give(Opinion("C1:2", receipt, "U0ASKER", False, NOW, "It is old."))
    return call


def test_programs_get_all_of_it_and_no_names(asked: Run) -> None:
    told = asked("report", "--json").out
    report = json.loads(told)
    assert (report["questions"], report["answered"]) == (2, 1)
    assert [(each["question"], each["people"]) for each in report["gaps"]] == [(HOSTILE, 1)]
    assert [(each["did_not_help"], each["reasons"]) for each in report["unhelpful"]] == [(1, ["It is old."])]
    assert report["stale"] == [{"document": "leave", "quoted": 1, "why": "review due since 2020-01-31"}]
    assert report["overdue"] == [{"document": "leave", "since": "2020-01-31", "owner": "U0OWNER"}]
    assert report["lacking"] == [{"document": "leave", "lacks": ["date"]}]
    assert any(week["confidence"] is not None for week in report["weeks"])
    assert "U0ASKER" not in told


def test_people_get_tables(asked: Run) -> None:
    shown = asked("report", "--days", "7").out
    for words in ("unanswered", "It is old.", "review due since 2020-01-31", "50% answered", "lacks something"):
        assert words in shown


def test_spreadsheets_get_lines_of_which_none_is_a_formula(asked: Run) -> None:
    rows = list(csv.reader(StringIO(asked("report", "--csv").out)))
    assert rows[0] == ["about", "what", "number", "more"]
    assert ["unanswered", f"'{HOSTILE}", "1"] in [row[:3] for row in rows]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_page_draws_by_itself_without_scripts_and_takes_no_word_for_markup(asked: Run, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert asked("report", "--html", str(page)).code == 0
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == 2
    assert "1 of 2 questions were answered." in text
    assert "&lt;b&gt;gym&lt;/b&gt;" in text
    assert "<b>" not in text
    assert not re.search(r"<script|https?://|src=|@import", text)
    assert asked("report", "--html", str(page)).code == 2


def test_where_nothing_was_asked_the_report_is_empty(run: Run, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    report = json.loads(run("report", "--json", POLICYBOT_CORPUS=str(tmp_path / "none")).out)
    assert (report["questions"], report["gaps"]) == (0, [])
