"""What is installed from the wheel works by itself, in a folder that holds nothing of ours."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, usual_environment


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel holds."""
    built = tmp_path_factory.mktemp("built")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(built / "site")
    return built / "site"


def call(installed: Path, folder: Path, *words: str) -> str:
    """What `policybot` prints there."""
    libraries = os.pathsep.join((str(installed), sysconfig.get_path("purelib")))
    # -S leaves out what would lead back to the clone.
    done = subprocess.run(
        [sys.executable, "-S", "-P", "-m", "bot", *words],
        cwd=folder, env=usual_environment() | {"PYTHONPATH": libraries, "COLUMNS": "200"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_demo_runs_from_the_wheel_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    assert "now lasts until further notice" in call(installed, tmp_path, "demo", "--no-browser")
    assert list(tmp_path.iterdir()) == []


def test_init_makes_an_empty_folder_answer(installed: Path, tmp_path: Path) -> None:
    call(installed, tmp_path, "init", "--deploy")
    assert "Also searched: moratorium" in call(installed, tmp_path, "ask", "How long is the Rekognition ban?")
    assert (tmp_path / "config/small_talk/en.toml").is_file()
    assert (tmp_path / "deploy/alerts.yaml").read_bytes() == (ROOT / "deploy/alerts.yaml").read_bytes()


def test_without_init_the_word_lists_of_the_wheel_are_used(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/leave.md").write_text("# Leave\n\nThe moratorium on leave lasts one year.\n")
    assert "Also searched: moratorium" in call(installed, tmp_path, "ask", "How long is the leave ban?")
