"""How logs look, and how much is in them."""

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

SAYING = """
import logging, structlog
from bot.service.logs import configure_logs
configure_logs(level={level}, form={form!r})
log = structlog.get_logger("bot.somewhere")
with structlog.contextvars.bound_contextvars(request="r1"):
    log.debug("a detail")
    log.info("an event", number=3)
    log.error("a fault")
    logging.getLogger("a_library").info("somebody's words")
    logging.getLogger("a_library").warning("a library's complaint")
"""


def said(level: str = "logging.INFO", form: str = "json") -> str:
    program = SAYING.format(level=level, form=form)
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stderr


def test_each_line_of_json_is_an_object_that_names_the_request_it_belongs_to() -> None:
    lines = [json.loads(line) for line in said().splitlines()]
    assert [line["event"] for line in lines] == ["an event", "a fault", "a library's complaint"]
    assert {line["request"] for line in lines} == {"r1"}


def test_lines_for_people_have_no_colours_where_there_is_no_terminal() -> None:
    shown = said(form="console")
    assert "an event" in shown
    assert "number=3" in shown
    assert "\x1b" not in shown
    assert not shown.startswith("{")


@pytest.mark.parametrize(
    ("level", "events"),
    [("logging.DEBUG", ["a detail", "an event", "a fault", "a library's complaint"]), ("logging.ERROR", ["a fault"])],
)
def test_the_level_is_that_of_the_settings_and_libraries_never_tell_details(level: str, events: list[str]) -> None:
    assert [json.loads(line)["event"] for line in said(level).splitlines()] == events


EVIL = r"leave\n2026 [error] forged\r\x1b[31mred\x9b31m\u202etxt\u2028next"
FORGING = """
import logging, structlog
from bot.service.logs import configure_logs
configure_logs(form={form!r})
structlog.get_logger("bot").warning("faulty file", file="{evil}")
structlog.get_logger("bot").warning("{evil}")
try:
    raise ValueError("{evil}")
except ValueError:
    logging.getLogger("a_library").exception("%s", "{evil}")
"""


@pytest.mark.parametrize("form", ["console", "json"])
def test_what_others_wrote_begins_no_line_of_its_own_and_moves_no_cursor(form: str) -> None:
    program = FORGING.format(form=form, evil=EVIL)
    shown = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True).stderr
    assert shown.count("forged") >= 4
    assert not set("\r\x1b\x9b\u202e\u2028") & set(shown)
    assert not [line for line in shown.split("\n") if line.startswith("2026 [error] forged")]
