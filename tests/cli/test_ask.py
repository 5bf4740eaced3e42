"""`policybot ask`, as a program."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

from tests.conftest import Run

EXEMPT = "Who is exempt from Amazon's pause?"
FOREIGN = "How do I reset my VPN password?"


def test_without_a_command_there_is_help(run: Run) -> None:
    shown = run()
    assert shown.code == 0
    assert "Answer a question." in shown.out


def test_an_answered_question_ends_with_0_and_shows_quotation_and_source(run: Run) -> None:
    shown = run("ask", EXEMPT)
    assert shown.code == 0
    assert "exempt" in shown.out
    assert "Example text, based on" in shown.out


def test_a_question_may_come_without_quotation_marks(run: Run) -> None:
    assert run("ask", "Who", "is", "exempt", "from", "the", "pause?").code == 0


def test_nothing_found_ends_with_1_and_says_why(run: Run) -> None:
    shown = run("ask", FOREIGN)
    assert shown.code == 1
    assert "“VPN”" in shown.out
    assert "no proof" in shown.out


def test_bad_calls_end_with_2_and_a_sentence(run: Run, tmp_path: Path) -> None:
    for arguments in (
        ("ask",),
        ("ask", "x", "--nonsense"),
        ("ask", "x", "-k", "0"),
        ("ask", "x", "--corpus", str(tmp_path / "nowhere")),
        ("--config", str(tmp_path / "no.toml"), "ask", "x"),
        ("frobnicate",),
    ):
        shown = run(*arguments)
        assert shown.code == 2
        assert shown.err
        assert "Traceback" not in shown.err


def test_the_json_has_the_fields_that_are_promised(run: Run) -> None:
    answer = json.loads(run("ask", "--json", EXEMPT).out)
    assert answer["question"] == EXEMPT
    assert answer["answered"] is True
    assert {"missing_terms", "nearest", "quotations"} <= answer.keys()
    for quotation in answer["quotations"]:
        assert {
            "text", "passage", "article", "title", "publisher", "author", "published", "url", "standing", "paragraph",
            "score",
        } <= quotation.keys()  # fmt: skip
        assert quotation["text"] in quotation["passage"]


def test_a_declined_question_names_missing_words_and_nearest_articles_in_json(run: Run) -> None:
    answer = json.loads(
        run("ask", "--json", "Which police station serves the best lasagne, pasta, soup and pizza?").out
    )
    assert answer["answered"] is False
    assert answer["quotations"] == []
    assert "lasagne" in answer["missing_terms"]
    assert answer["nearest"][0]["title"]


def test_the_nearest_passages_of_a_declined_question_come_on_request(run: Run) -> None:
    question = "Which police station serves the best lasagne, pasta, soup and pizza?"
    assert "nearest_passages" not in json.loads(run("ask", "--json", question).out)
    nearest = json.loads(run("ask", "--json", "--nearest", question).out)
    assert nearest["quotations"] == []
    assert all(each["text"] and each["title"] for each in nearest["nearest_passages"])
    assert nearest["nearest_passages"]
    shown = run("ask", "--nearest", question)
    assert shown.code == 1
    assert "They may not answer your question" in " ".join(shown.out.split())


def test_k_limits_the_quotations(run: Run) -> None:
    assert len(json.loads(run("ask", "--json", "-k", "1", EXEMPT).out)["quotations"]) == 1


def test_a_dash_reads_a_question_a_line_and_writes_an_answer_a_line(run: Run) -> None:
    shown = run("ask", "-", stdin=f"{EXEMPT}\n\n{FOREIGN}\r\n")
    answers = [json.loads(line) for line in shown.out.splitlines()]
    assert [answer["question"] for answer in answers] == [EXEMPT, "", FOREIGN]
    assert [answer["answered"] for answer in answers] == [True, False, False]
    assert shown.code == 0


def test_bytes_that_are_no_text_get_an_answer_all_the_same(run: Run) -> None:
    shown = run("ask", "-", stdin=b"\xff\xfe what?\n")
    assert json.loads(shown.out)["answered"] is False
    assert shown.code == 1


def test_an_empty_corpus_is_said_to_be_empty(run: Run, tmp_path: Path) -> None:
    shown = run("ask", "anything", "--corpus", str(tmp_path))
    assert shown.code == 1
    assert "no documents yet" in shown.out


def test_faulty_articles_are_mentioned_and_the_others_answer(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("---\ntitle: Leave\n---\n\nParents get twelve weeks.\n")
    (tmp_path / "bad.md").write_text("---\nstanding: old\n---\nText.\n")
    shown = run("ask", "How many weeks do parents get?", "--corpus", str(tmp_path))
    assert shown.code == 0
    assert "twelve weeks" in shown.out
    assert "policybot doctor" in shown.err


def test_markup_in_articles_and_questions_stays_text_in_the_terminal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: '[red]Leave[/red]'\n---\n\nParents get [bold]twelve[/bold] weeks.\n")
    shown = run("ask", "How many weeks do parents get?", "--corpus", str(tmp_path))
    assert "[bold]twelve[/bold]" in shown.out
    assert "[red]Leave[/red]" in shown.out


def test_terminal_control_characters_of_an_article_do_not_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: Leave\n---\n\nParents get \x1b]0;evil\x07twelve \x1b[31mweeks.\n")
    shown = run("ask", "How many weeks do parents get?", "--corpus", str(tmp_path))
    assert "\x1b" not in shown.out
    assert "\x07" not in shown.out


def test_the_command_works_from_any_folder(tmp_path: Path) -> None:
    (tmp_path / "leave.md").write_text("---\ntitle: Leave\n---\n\nParents get twelve weeks.\n")
    ended = subprocess.run(
        [Path(sys.executable).with_name("policybot"), "ask", "How many weeks do parents get?", "--corpus", tmp_path],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    assert "twelve weeks" in ended.stdout


def test_a_terminal_that_knows_no_more_than_ascii_still_says_something(run: Run) -> None:
    shown = run("ask", "Who is exempt from the pause?", PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    assert "Traceback" not in shown.err
    assert shown.code == 0


def test_small_talk_is_answered_and_ends_with_0(run: Run) -> None:
    shown = run("ask", "Hello!")
    assert shown.code == 0
    assert "For example, ask:" in shown.out
    assert json.loads(run("ask", "--json", "thanks").out)["kind"] == "thanks"


def test_without_a_question_and_a_terminal_there_is_a_sentence(run: Run) -> None:
    shown = run("ask")
    assert shown.code == 2
    assert "ask what?" in shown.err
    assert "policybot ask -" in shown.err


def test_on_a_terminal_one_question_follows_the_other(tmp_path: Path) -> None:
    (tmp_path / "leave.md").write_text("---\ntitle: Leave\n---\n\nParents get twelve weeks of leave.\n")
    typed, terminal = pty.openpty()
    with os.fdopen(typed, "wb", buffering=0) as keyboard:
        keyboard.write(b"How many weeks of leave do parents get?\nbye\n")
        ended = subprocess.run(
            [Path(sys.executable).with_name("policybot"), "ask", "--corpus", tmp_path],
            cwd=tmp_path,
            stdin=terminal,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        os.close(terminal)
    assert ended.returncode == 0, ended.stderr
    assert "twelve weeks" in ended.stdout
    assert "Goodbye!" in ended.stdout
