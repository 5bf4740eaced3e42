"""What is logged or printed holds no secret, whoever logs it."""

import json
import subprocess
import sys
from urllib.parse import quote, quote_plus

import pytest

from bot.service.redaction import HIDDEN, redactor


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("token xoxb-1-2-abc was refused", f"token {HIDDEN} was refused"),
        ("xapp-1-A0-9-abcdef", HIDDEN),
        ("{'Authorization': 'Bearer abc.def'}", f"{{'Authorization': 'Bearer {HIDDEN}'}}"),
        ("postgresql://bot:p/w@x@host/name", f"postgresql://bot:{HIDDEN}@host/name"),
        ("https://news.example/feed?page=2&api_key=abc&n=1", f"https://news.example/feed?page=2&api_key={HIDDEN}&n=1"),
        ("Authorization: Basic Ym90OmFiYw==", f"Authorization: Basic {HIDDEN}"),
        ("password=abc&n=1", f"password={HIDDEN}&n=1"),
        ("private_token=abc PGPASSWORD='abc'", f"private_token={HIDDEN} PGPASSWORD='{HIDDEN}'"),
        ("{'password': 'abc', 'n': 1}", f"{{'password': '{HIDDEN}', 'n': 1}}"),
        (
            "url='wss://wss.slack.com/link/?ticket=abc&app_id=1'",
            f"url='wss://wss.slack.com/link/?ticket={HIDDEN}&app_id=1'",
        ),
        ("https://hooks.slack.com/commands/T1/2/abc", f"https://hooks.slack.com/{HIDDEN}"),
        ("host=localhost password=abc dbname=bot", f"host=localhost password={HIDDEN} dbname=bot"),
    ],
)
def test_what_looks_like_a_secret_is_hidden(said: str, shown: str) -> None:
    assert redactor()(said) == shown


def test_known_secrets_are_hidden_however_they_are_written() -> None:
    secret = 'p@ss/w+rd"é x'
    redact = redactor([secret, "p@ss/w"])
    quoted = quote(secret, safe="")
    forms = (
        secret,
        quoted,
        quote_plus(secret),
        quoted.replace("%2F", "%2f").replace("%2B", "%2b").replace("%C3%A9", "%c3%a9"),
    )
    for written in (*forms, json.dumps(secret)[1:-1], ascii(secret)[1:-1], str(secret.encode())[2:-1]):
        assert redact(f"<{written}>") == f"<{HIDDEN}>"


def test_words_stay_words() -> None:
    said = "The token bucket of https://example.org/a?page=2 (see key point 3): no password is needed at 09:00"
    assert redactor(["bot"])(said) == said


PROGRAM = """
import logging, sys, threading, structlog
from bot.service.logs import configure_logs
configure_logs(secrets=["hunter2hunter2"])
logging.getLogger("a.library").error("refused %s", "hunter2hunter2")
structlog.get_logger().error("ours", reason="xoxb-1-abc")
def fail(): raise ValueError("hunter2hunter2 and Bearer xoxb-2-def")
try:
    fail()
except ValueError:
    logging.getLogger("a.library").exception("failed")
    structlog.get_logger().exception("failed")
thread = threading.Thread(target=fail); thread.start(); thread.join()
fail()
"""


def test_neither_logs_nor_tracebacks_hold_secrets() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.count("ValueError") >= 4
    assert "hunter2" not in ended.stderr
    assert "xoxb-" not in ended.stderr


def test_a_flood_of_equal_complaints_becomes_a_few_lines() -> None:
    program = """
import logging, structlog
from bot.service.logs import configure_logs
configure_logs()
for number in range(1000):
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    structlog.get_logger("bot").error("cannot look into the inbox; trying again", number=number)
    structlog.get_logger("bot").info("answered", number=number)
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stderr.count("Invalid HTTP") == 20
    assert ended.stderr.count("cannot look") == 20
    assert ended.stderr.count("answered") == 1_000
