"""What all tests share: where outside data lies, and the command line."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OUTSIDE = Path(os.environ.get("POLICYBOT_TEST_DATA", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def outside() -> Path:
    """The folder with data from outside the project: POLICYBOT_TEST_DATA, by default ../shared."""
    if not OUTSIDE.is_dir():
        pytest.skip(f"no outside data in {OUTSIDE}; name its folder in POLICYBOT_TEST_DATA")
    return OUTSIDE


@dataclass(frozen=True)
class Outcome:
    """What a call printed, and its exit status."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Calls `policybot` as a program of its own, in the project's folder, with its state elsewhere."""

    def call(*arguments: str, stdin: str | bytes = "", **environment: str) -> Outcome:
        given = stdin if isinstance(stdin, bytes) else stdin.encode()
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("SLACK_", "POLICYBOT_"))}
        settings = {"POLICYBOT_STATE": str(tmp_path / "state"), "COLUMNS": "200"}
        ended = subprocess.run(
            [sys.executable, "-W", "error", "-m", "bot", *arguments],
            input=given,
            capture_output=True,
            cwd=ROOT,
            env=clean | settings | environment,
            timeout=60,
            check=False,
        )
        return Outcome(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    return call
