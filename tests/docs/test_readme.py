"""What the README says is there, is there; what is there, the README says."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from pydantic import BaseModel
from typer.core import TyperGroup

from bot.__main__ import build_cli
from bot.settings import SECRETS, Settings, read_settings
from tests.conftest import ROOT, Run

README = (ROOT / "README.md").read_text(encoding="utf-8")


def settings_of(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from settings_of(kind, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def group() -> TyperGroup:
    program = typer.main.get_command(build_cli())
    assert isinstance(program, TyperGroup)
    return program


def commands() -> list[str]:
    return sorted(name for name, command in group().commands.items() if not command.hidden)


def console_blocks() -> list[str]:
    return re.findall(r"```console\n(.*?)```", README, re.DOTALL)


def test_every_setting_is_in_the_readme_and_every_setting_there_exists() -> None:
    told = re.findall(r"^\| `([a-z_.]+)` \|", README, re.MULTILINE)
    assert sorted(told) == sorted(settings_of(Settings))


def test_every_command_is_in_the_readme_and_every_command_there_exists() -> None:
    told = re.findall(r"^\| `policybot ([a-z]+)` \|", README, re.MULTILINE)
    assert sorted(told) == commands()


def test_every_secret_is_in_the_readme() -> None:
    assert all(secret in README for secret in SECRETS)


def test_every_option_of_add_is_in_the_readme() -> None:
    add = group().commands["add"]
    options = {option for parameter in add.params for option in parameter.opts if option.startswith("--")}
    assert all(f"`{option}`" in README or f"`{option} " in README for option in options - {"--corpus"})


def test_the_settings_file_holds_every_setting_with_its_default() -> None:
    values = tomllib.loads((ROOT / "config/policybot.toml").read_text(encoding="utf-8"))
    named = {
        f"{key}.{inner}" if isinstance(value, dict) else key
        for key, value in values.items()
        for inner in (value if isinstance(value, dict) else [key])
    }
    assert named == set(settings_of(Settings))
    assert read_settings(ROOT / "config/policybot.toml") == Settings()


def test_the_questions_of_the_readme_are_answered(run: Run) -> None:
    asked = [
        shlex.split(line)[1:] for block in console_blocks() for line in block.split("\n") if "policybot ask " in line
    ]
    shipped = [words for words in asked if not block_needs_other_articles(words)]
    assert len(shipped) >= 2
    for words in shipped:
        assert run(*words).code == 0


def block_needs_other_articles(words: list[str]) -> bool:
    return "policybot" in words


def test_real_articles_answer_as_the_readme_shows(run: Run, outside: Path, tmp_path: Path) -> None:
    seeds = outside / "seeds"
    if not seeds.is_dir():
        pytest.skip(f"no raw articles in {seeds}")
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, source in (("vox", "000_597df44788eb8a43"), ("protocol", "001_1f7b5f90016ba666")):
        for ending in ("txt", "yaml"):
            (articles / f"{name}.{ending}").write_bytes((seeds / f"{source}.{ending}").read_bytes())
    corpus = tmp_path / "corpus"
    added = run("add", str(articles), "--corpus", str(corpus))
    assert added.code == 0
    assert "protocol.txt, “Protocol”, 10 passages" in added.out
    assert "vox.txt, “Vox”, 7 passages" in added.out
    answer = run("ask", "When was Rekognition launched?", "--corpus", str(corpus))
    shown = next(line for line in README.split("\n") if "When was Rekognition launched?" in line)
    assert shown.startswith("$ policybot ask")
    cited = re.search(r"— Vox · Vox.*", README)
    assert cited is not None
    assert " ".join(cited[0].split()) in " ".join(answer.out.split())
