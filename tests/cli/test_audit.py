"""`policybot audit` and `receipts`, as programs: what auditors are told, and what of theirs is noted."""

import csv
import json
import stat
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from bot.core.read_requests.model import ReadRequest
from bot.settings import Settings
from bot.store.sql import open_store
from bot.wiring.audit import note_rights
from bot.wiring.state import DATABASE
from tests.conftest import Run

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEAVE, PAY = "How many weeks of leave do parents get?", "When is the pay day?"


def write(corpus: Path) -> str:
    corpus.mkdir(exist_ok=True)
    (corpus / "leave.md").write_text("---\ntitle: Leave\n---\n\nParents get twelve weeks of leave.\n")
    (corpus / "pay.md").write_text("---\ntitle: Pay\n---\n\nThe pay day is the last day of the month.\n")
    return str(corpus)


def acts(run: Run, *options: str) -> list[dict[str, Any]]:
    told = run("audit", *options)
    assert (told.code, told.err) == (0, "")
    return [json.loads(line) for line in told.out.splitlines()]


def test_receipts_are_listed_by_document_and_day(run: Run, tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus")
    for question in (LEAVE, PAY):
        assert run("ask", question, "--corpus", corpus).code == 0
    every = run("receipts", "list").out
    assert LEAVE in every
    assert PAY in every
    one = run("receipts", "list", "--document", "pay", "--since", "2020-01-01", "--json").out
    assert [json.loads(line)["question"] for line in one.splitlines()] == [PAY]
    assert run("receipts", "list", "--until", "2020-01-01").out == ""
    assert run("receipts", "list", "--since", "2200-01-01").out == ""


def test_an_export_holds_the_receipts_and_what_they_quote_and_the_audit_log_says_who_took_it(
    run: Run, tmp_path: Path
) -> None:
    corpus, file = write(tmp_path / "corpus"), tmp_path / "receipts.zip"
    for question in (LEAVE, PAY):
        run("ask", question, "--corpus", corpus)
    exported = run("receipts", "export", str(file), "--document", "leave")
    assert (exported.code, exported.err) == (0, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with ZipFile(file) as archive:
        (line,) = archive.read("receipts.jsonl").decode().splitlines()
        receipt = json.loads(line)
        content = archive.read(f"documents/{receipt['articles']['leave']}").decode()
    assert receipt["question"] == LEAVE
    assert "Parents get twelve weeks" in content
    (act,) = acts(run)
    assert (act["action"], act["about"], act["document"]) == ("exported", "receipts", "leave")
    assert act["by"].startswith("system:")
    assert LEAVE not in json.dumps(act)


def test_an_export_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "receipts.zip"
    file.write_text("something else")
    refused = run("receipts", "export", str(file))
    assert refused.code == 2
    assert "cannot write" in refused.err
    assert file.read_text() == "something else"


def test_what_is_done_on_the_command_line_is_in_the_audit_log(run: Run, tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus")
    run("receipts", "list")
    assert run("remove", "pay", "--corpus", corpus, "--yes").code == 0
    assert run("backup", str(tmp_path / "backup")).code == 0
    assert run("forget", "U0AMIRA").code == 0
    told = acts(run)
    assert [(act["action"], act["about"]) for act in told] == [
        ("withdrew", "pay"),
        ("exported", "backup"),
        ("forgot", ""),
    ]
    assert "U0AMIRA" not in json.dumps(told)
    assert acts(run, "--until", "2020-01-01") == []
    assert len(acts(run, "--since", "2020-01-01")) == 3


def test_rights_that_have_changed_are_in_the_audit_log_once(run: Run, tmp_path: Path) -> None:
    rules = [{"name": "hr", "people": ["U0AMIRA"], "curators": ["U0BEN"]}]
    plain, ruled = Settings(), Settings.model_validate({"collections": rules})
    with closing(open_store(tmp_path / "state" / DATABASE)) as store:
        for settings in (plain, ruled, ruled, plain):
            note_rights(settings, store.audit)
    first, last = acts(run)
    assert first["action"] == "changed rights"
    assert first["rights"]["collections"] == rules
    assert "collections" not in last["rights"]


def test_acknowledgements_are_csv_that_no_spreadsheet_takes_for_formulas(run: Run, tmp_path: Path) -> None:
    nobody = run("acknowledgements", "leave")
    assert nobody.code == 1
    assert "nobody was ever asked to read leave" in nobody.err
    asked = ReadRequest("r", "leave", "abc", '=HYPERLINK("x")', "U1", "C1", NOON, date(2026, 4, 1), "UTC")
    with closing(open_store(tmp_path / "state" / DATABASE)) as store:
        store.read_requests.keep(asked, ["U2", "U3"])
        store.read_requests.note_read("r", "U3", NOON)
    told = run("acknowledgements", "leave")
    assert told.code == 0
    header, first, second = csv.reader(told.out.splitlines())
    assert header[:3] == ["document", "title", "version"]
    assert first[1] == '\'=HYPERLINK("x")'
    assert [(row[8], row[9]) for row in (first, second)] == [("U2", ""), ("U3", NOON.isoformat())]
    assert [(act["action"], act["about"]) for act in acts(run)] == [("exported", "leave")]
