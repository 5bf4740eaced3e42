"""What all tests share: where outside data lies, and the command line."""

import gc
import logging
import os
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest
import structlog
from hypothesis import HealthCheck, settings

from bot.settings import Settings
from bot.wiring.state import open_state
from tests.program import Outcome, PlainProgram, Program, program

ROOT = Path(__file__).parent.parent
# How long an example takes says how busy the machine is, and nothing of the program.
usual = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)
settings.register_profile("policybot", usual)
settings.register_profile("long", usual, max_examples=1_000)  # for `make long`
settings.load_profile("policybot")
# What structlog logs by itself of an exception shows every variable, and to draw that takes longer than most tests.
plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])
OUTSIDE = Path(os.environ.get("POLICYBOT_TEST_DATA", ROOT.parent / "shared"))


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """What a test captures of the logs must not depend on how an earlier one had them set up."""
    root, said, ours = logging.getLogger(), logging.getLogger("bot"), structlog.get_config()
    before = (root.handlers, root.level, said.level, sys.excepthook, threading.excepthook)
    yield
    structlog.configure(**ours)
    root.handlers, root.level, said.level, sys.excepthook, threading.excepthook = before


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded for the tests stays, and none of it is garbage: nobody need look for any, then or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def outside() -> Path:
    """The folder with data from outside the project: POLICYBOT_TEST_DATA, by default ../shared."""
    if not OUTSIDE.is_dir():
        pytest.skip(f"no outside data in {OUTSIDE}; name its folder in POLICYBOT_TEST_DATA")
    return OUTSIDE


Run = Callable[..., Outcome]


@pytest.fixture(scope="session")
def policybot() -> Iterator[Program | PlainProgram]:
    """The command line, ready to be called from the project's folder."""
    with closing(program(ROOT, usual_environment())) as ready:
        yield ready


@pytest.fixture(scope="session")
def fresh_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state of a bot that was started once, to be copied: quicker than making its tables for each test."""
    settings = Settings(state=tmp_path_factory.mktemp("fresh") / "state")
    open_state(settings).close()
    return settings.state


@pytest.fixture
def state(tmp_path: Path, fresh_state: Path) -> Path:
    """A copy of it, for one test."""
    return copytree(fresh_state, tmp_path / "state")


@pytest.fixture
def run(state: Path, policybot: Program | PlainProgram) -> Run:
    """Calls `policybot` as a program of its own, in the project's folder, with its state elsewhere."""

    def call(*arguments: str, stdin: str | bytes = "", **environment: str) -> Outcome:
        given = stdin if isinstance(stdin, bytes) else stdin.encode()
        settings = {"POLICYBOT_STATE": str(state), "COLUMNS": "200"}
        return policybot.call(arguments, usual_environment() | settings | environment, given)

    return call


def usual_environment() -> dict[str, str]:
    """Ours, without what would set up the bot."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("SLACK_", "POLICYBOT_"))}
