"""Every code block of the README and of the pages in `docs` is run; one of a new kind has to be told how."""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

import pytest
import typer
import yaml
from typer.core import TyperGroup

from bot.__main__ import build_cli
from bot.core.digests import subscribing
from bot.core.digests.subscriptions import Cadence, ParseError, Schedule
from bot.core.read_requests import command as reading
from bot.library.library import open_library
from bot.settings import Settings
from bot.settings.reading import read_settings
from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.conftest import ROOT, usual_environment
from tests.docs.code_blocks import PAGES, Block, blocks_of
from tests.program import Outcome, PlainProgram, Program

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
# What is not run here: it would not end, or need the network, large collections, or something that nobody knows yet.
ONLY_PARSED = (
    "run",
    "demo",
    "model get",
    "eval",
    "fit",
    "receipt",
    "sources confirm",
    "answers withdraw",
    "answers unpin",
    "acknowledgements",
    "answers remove-synonym",
)
SHELL = {"ls", "cat", "mkdir", "cp"}
HANDBOOK = "# Handbook\n\n## Joining\n\nThe probation period is six months long.\n"


@dataclass
class Desk:
    """A folder in which somebody who reads a page types what stands there."""

    folder: Path
    policybot: Callable[[list[str]], Outcome]

    def type(self, words: list[str]) -> None:
        """Runs a command, or sees that what it names is there."""
        words = [words[0].removeprefix(".venv/bin/"), *words[1:]]
        words = words[1:] if re.match(r"POLICYBOT_\w+=", words[0]) else words
        first, *rest = words
        if first == "policybot":
            self._policybot(rest)
        elif first in SHELL:
            subprocess.run(words, cwd=self.folder, check=True, capture_output=True)
        elif first == "export":
            assert re.fullmatch(r"SLACK_\w+=\S+", rest[0])
        elif first == "make":
            known = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
            assert all(word in known or f"$({word.partition('=')[0]})" in MAKEFILE for word in rest)
        elif words[:3] == ["python", "-m", "venv"]:
            assert rest[2:] == [".venv"]
        elif words[:2] == ["python", "-m"]:
            is_there(rest[1], rest[2:])
        elif words[:2] == ["pip", "install"]:
            assert extras_of(rest[-1]) <= PROJECT["optional-dependencies"].keys()
        elif first == "sudo":
            assert rest[0] in ("useradd", "install", "systemctl")
            assert all((ROOT / each).exists() for each in rest if each.startswith("deploy/"))
        elif first == "docker":
            assert rest[0] in ("build", "run", "compose")
            assert all((ROOT / each).is_file() for each in rest if each.endswith(".yaml"))
            assert (ROOT / "Dockerfile").is_file()
        else:
            assert (ROOT / first).is_file(), f"how is `{first}` tried?"

    def _policybot(self, words: list[str]) -> None:
        called = " ".join(words)
        if called.startswith(ONLY_PARSED):
            parses(words)
            return
        done = self.policybot(words)
        assert done.code == 0, f"policybot {called}: {done.out}{done.err}"


def parses(words: list[str]) -> None:
    """Sees that there are such a command, such options, and no argument too many."""
    command = typer.main.get_command(build_cli())
    while isinstance(command, TyperGroup):
        name, *words = words
        command = command.commands[name]
    command.make_context("policybot", [*words])


def is_there(module: str, arguments: list[str]) -> None:
    """Sees that there are such a module of tests, and such options of it; of pytest, such folders."""
    if module == "pytest":
        assert all((ROOT / each).exists() for each in arguments)
        return
    path = ROOT / module.replace(".", "/")
    source = (path / "__main__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8")
    assert all(f'"{each}"' in source for each in arguments if each.startswith("--"))


def extras_of(requirement: str) -> set[str]:
    found = re.fullmatch(rf"(?:policybot|policybot-{PROJECT['version']}-py3-none-any\.whl|\.)\[([\w,]+)\]", requirement)
    assert found is not None, requirement
    return set(found[1].split(","))


@pytest.fixture
def desk(tmp_path: Path, policybot: Program | PlainProgram) -> Iterator[Desk]:
    """A folder with what a clone has, beside a pretend Slack, with something in FOLDER and in `articles`."""
    folder = tmp_path / "desk"
    shutil.copytree(ROOT / "config", folder / "config")
    shutil.copytree(ROOT / "corpus" / "examples", folder / "corpus" / "examples")
    for name in ("FOLDER", "articles"):
        (folder / name).mkdir()
    (folder / "articles" / "protocol.txt").write_text("Amazon says nothing of how long its tests took.\n")
    (folder / "articles" / "vox.txt").write_text("Rekognition was launched in 2016, by Amazon Web Services.\n")
    (folder / "articles" / "vox.yaml").write_text("publisher: Vox (Open Sourced)\n")
    workspace = Workspace()
    usual = usual_environment() | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    with running(workspace) as url:
        tokens = {
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "SLACK_APP_TOKEN": workspace.app_token,
            "POLICYBOT_SLACK__API_URL": f"{url}/api/",
        }
        yield Desk(folder, lambda words: policybot.call(words, usual | tokens, b"y\n", folder))


@pytest.mark.parametrize(
    "page", [page for page in PAGES if blocks_of(page)], ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_what_stands_in_the_code_blocks_of_a_page_works(page: Path, desk: Desk) -> None:
    blocks = blocks_of(page)
    for number, block in enumerate(blocks):
        place(block, desk.folder / "FOLDER" / (block.file or f"block-{number}.md"))
    if not any((desk.folder / "FOLDER").iterdir()):
        (desk.folder / "FOLDER" / "handbook.md").write_text(HANDBOOK)
    for block in blocks:
        for words in block.commands if block.language == "console" else ():
            desk.type(words)


def place(block: Block, file: Path) -> None:
    """Writes what a block says a file holds; settings are read, and slash commands looked at elsewhere."""
    match block.language:
        case "markdown" | "yaml" | "text" if block.file or block.language == "markdown":
            file.write_text(block.text, encoding="utf-8")
            assert block.language != "yaml" or isinstance(yaml.safe_load(block.text), dict)
        case "toml":
            file.with_suffix(".toml").write_text(block.text, encoding="utf-8")
            assert read_settings(file.with_suffix(".toml")) != Settings()
            file.with_suffix(".toml").unlink()
        case "text":
            if not block.text.startswith("bot/\n"):  # the drawing of the folders
                for line in block.text.split("\n")[:-1]:
                    is_understood(line)
        case language:
            assert language == "console", f"how is a block of {language} tried?"


def is_understood(line: str) -> None:
    command, what, words = line.split(" ", 2)
    zones, today = frozenset({"Europe/Berlin"}), date(2026, 3, 10)
    if what in (reading.ASK, reading.SHOW):
        picked = re.sub(r"[#@]\w+ ", "", words)  # Slack makes an id of it
        assert not isinstance(reading.read(f"{what} {picked}", today), ParseError)
        return
    assert (command, what) == ("/policy", "digest")
    assert not isinstance(subscribing.read(words, Schedule(Cadence.DAILY, time(9), "UTC"), zones, today), ParseError)


def test_the_example_of_an_article_is_read_without_a_fault_and_has_the_passages_that_are_told(tmp_path: Path) -> None:
    article = next(block for block in blocks_of(ROOT / "docs/corpus.md") if block.language == "markdown")
    (tmp_path / "leave.md").write_text(article.text, encoding="utf-8")
    snapshot = open_library(Settings(corpus=tmp_path)).snapshot
    assert not snapshot.faults
    assert len(snapshot.corpus.passages) == 4


def test_every_link_from_a_page_to_another_leads_somewhere() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for target, anchor in re.findall(r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)", text):
            led_to = page.parent / target if target else page
            assert led_to.exists(), f"{page.name}: {target}"
            if anchor:
                assert anchor in anchors(led_to), f"{page.name}: {target}#{anchor}"


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}
