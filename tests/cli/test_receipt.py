"""`policybot receipt` and `--as-of`, as programs."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.wiring.state import DATABASE
from tests.conftest import Run

ASKED = "How many weeks of leave do parents get?"


def leave(corpus: Path, weeks: str = "twelve") -> None:
    corpus.mkdir(exist_ok=True)
    (corpus / "leave.md").write_text(f"---\ntitle: Leave\n---\n\nParents get {weeks} weeks of leave.\n")


def test_an_answer_has_a_receipt_that_makes_it_again_byte_for_byte(run: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    leave(corpus)
    name = json.loads(run("ask", "--json", ASKED, "--corpus", str(corpus)).out)["receipt"]
    shown = run("receipt", name, POLICYBOT_CORPUS=str(corpus))
    assert shown.code == 0
    assert ASKED in shown.out
    assert "byte for byte" in shown.out
    assert re.search(r"leave: SHA-256 [0-9a-f]{64}, a copy is kept", shown.out)


def test_after_a_change_the_receipt_still_shows_what_was_quoted(run: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    leave(corpus)
    name = json.loads(run("ask", "--json", ASKED, "--corpus", str(corpus)).out)["receipt"]
    leave(corpus, "fourteen")
    shown = run("receipt", name, POLICYBOT_CORPUS=str(corpus))
    assert "twelve weeks" in shown.out
    assert "have changed since then" in shown.out


def test_a_purged_copy_is_said_to_be_purged(run: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    leave(corpus)
    name = json.loads(run("ask", "--json", ASKED, "--corpus", str(corpus)).out)["receipt"]
    with closing(sqlite3.connect(tmp_path / "state" / DATABASE)) as database, database:
        database.execute("DELETE FROM pins")
    assert "its copy has been purged" in run("receipt", name, POLICYBOT_CORPUS=str(corpus)).out


def test_an_unknown_receipt_ends_with_1_and_a_sentence(run: Run) -> None:
    shown = run("receipt", "0123456789ab")
    assert shown.code == 1
    assert "there is no receipt" in shown.err


def test_the_receipt_as_json_is_for_programs(run: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    leave(corpus)
    name = json.loads(run("ask", "--json", ASKED, "--corpus", str(corpus)).out)["receipt"]
    told = json.loads(run("receipt", "--json", name, POLICYBOT_CORPUS=str(corpus)).out)
    assert told["receipt"] == name
    assert told["same_again"] is True
    assert told["answer"]["quotations"][0]["text"] == "Parents get twelve weeks of leave."


def test_as_of_a_day_answers_from_what_was_known_then(run: Run) -> None:
    then = json.loads(run("ask", "--json", "--as-of", "2020-07-01", "How long does Amazon's pause last?").out)
    assert all(quotation["published"] < "2020-07-01" for quotation in then["quotations"])
    assert all(quotation["superseded_by"] is None for quotation in then["quotations"])
    assert any("As of 1 July 2020" in note for note in then["notes"])


def test_as_of_no_day_ends_with_2(run: Run) -> None:
    shown = run("ask", "--as-of", "sometime", "x")
    assert shown.code == 2
    assert "YYYY-MM-DD" in shown.err


def test_an_answer_whose_receipt_cannot_be_kept_offers_none(run: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    leave(corpus)
    (tmp_path / "file").write_text("a file where the state folder should be")
    told = json.loads(run("ask", "--json", ASKED, "--corpus", str(corpus), POLICYBOT_STATE=str(tmp_path / "file")).out)
    assert told["answered"] is True
    assert told["receipt"] == ""


def test_a_receipt_with_a_note_that_is_no_longer_written_says_so_and_is_the_same_without_it(
    run: Run, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    leave(corpus)
    name = json.loads(run("ask", "--json", ASKED, "--corpus", str(corpus)).out)["receipt"]
    retired = "The sources differ (duration): “twelve weeks” (Leave ¶ 1); “fourteen weeks” (Travel ¶ 2)."
    with closing(sqlite3.connect(tmp_path / "state" / DATABASE)) as database, database:
        ((content,),) = database.execute("SELECT content FROM receipts WHERE id = ?", (name,)).fetchall()
        kept = json.loads(content)
        kept["answer"]["notes"].insert(0, retired)
        database.execute("UPDATE receipts SET content = ? WHERE id = ?", (json.dumps(kept), name))
    shown = run("receipt", name, POLICYBOT_CORPUS=str(corpus)).out
    assert "the same answer, but for notes that policybot no longer writes" in shown
    assert retired in shown
    told = json.loads(run("receipt", "--json", name, POLICYBOT_CORPUS=str(corpus)).out)
    assert (told["same_again"], told["apart_from"]) == (False, [retired])


def test_a_receipt_from_an_earlier_reader_says_so_where_the_file_is_the_same(run: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    leave(corpus)
    name = json.loads(run("ask", "--json", ASKED, "--corpus", str(corpus)).out)["receipt"]
    with closing(sqlite3.connect(tmp_path / "state" / DATABASE)) as database, database:
        ((content,),) = database.execute("SELECT content FROM receipts WHERE id = ?", (name,)).fetchall()
        kept = json.loads(content)
        kept["revision"] = "earlier"
        for quotation in kept["answer"]["quotations"]:
            del quotation["context"]
        database.execute("UPDATE receipts SET content = ? WHERE id = ?", (json.dumps(kept), name))
    shown = run("receipt", name, POLICYBOT_CORPUS=str(corpus)).out
    assert "read by an earlier reader, and the file is the same" in shown
