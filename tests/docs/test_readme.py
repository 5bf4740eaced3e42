"""What the README and the pages in `docs` say is there, is there; what is there, they say."""

import re
import tomllib
from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
import typer
from pydantic import BaseModel, SecretStr
from typer.core import TyperGroup

from bot.__main__ import build_cli
from bot.settings import SECRETS, Settings
from bot.settings.reading import read_settings
from tests.conftest import ROOT, Run

README, SETTINGS, COMMANDS, CURATING = (
    (ROOT / name).read_text(encoding="utf-8")
    for name in ("README.md", "docs/settings.md", "docs/commands.md", "docs/curating.md")
)


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


def test_the_readme_is_read_in_three_minutes() -> None:
    assert README.count("\n") <= 150


def test_the_readme_leads_to_every_page() -> None:
    pages = [page.name for page in (ROOT / "docs").glob("*.md")]
    linked = README + (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert [page for page in pages if f"docs/{page}" not in linked] == []


def test_every_setting_is_told_and_every_setting_that_is_told_exists() -> None:
    told = re.findall(r"^\| `([a-z_.]+)` \|", SETTINGS, re.MULTILINE)
    assert sorted(told) == sorted(settings_of(Settings))


def test_every_default_is_told_as_it_is() -> None:
    for name, told in re.findall(r"^\| `([a-z_.]+)` \| `?([^`|]*?)`? \|", SETTINGS, re.MULTILINE):
        value: object = Settings()
        for part in name.split("."):
            value = getattr(value, part)
        assert told in as_told(value), name


def as_told(value: object) -> tuple[str, ...]:
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if value in ("", (), None):
        return ("none",)
    if isinstance(value, bool):
        return (str(value).lower(),)
    return (
        (value.strftime("%H:%M"),)
        if isinstance(value, time)
        else (str(value), f"{value:g}" if isinstance(value, float) else "")
    )


def test_every_command_is_told_and_every_command_that_is_told_exists() -> None:
    told = re.findall(r"^\| `policybot ([a-z-]+)` \|", COMMANDS, re.MULTILINE)
    assert sorted(told) == commands()


def test_every_secret_is_told() -> None:
    assert all(secret in SETTINGS for secret in SECRETS)


def test_every_option_of_add_is_told() -> None:
    add = group().commands["add"]
    options = {option for parameter in add.params for option in parameter.opts if option.startswith("--")}
    assert all(f"`{option}`" in CURATING or f"`{option} " in CURATING for option in options - {"--corpus"})


def test_the_settings_file_holds_every_setting_with_its_default() -> None:
    text = (ROOT / "config/policybot.toml").read_text(encoding="utf-8")
    values = tomllib.loads(text)
    lists = set(re.findall(r"^# \[\[(\w+)\]\]$", text, re.MULTILINE))
    named = {
        f"{key}.{inner}" if isinstance(value, dict) else key
        for key, value in values.items()
        for inner in (value if isinstance(value, dict) else [key])
    }
    assert named | lists == set(settings_of(Settings))
    assert read_settings(ROOT / "config/policybot.toml") == Settings()


def test_sources_and_collections_can_be_added_below_the_settings_file_as_the_documents_show_them(
    tmp_path: Path,
) -> None:
    tables = re.findall(r"```toml\n(\[\[(?:sources|collections)\]\]\n.*?)```", CURATING, re.DOTALL)
    file = tmp_path / "policybot.toml"
    file.write_text("\n".join([(ROOT / "config/policybot.toml").read_text(encoding="utf-8"), *tables[:1], tables[2]]))
    read = read_settings(file)
    assert read.sources
    assert read.collections


def test_real_articles_answer_as_is_shown(run: Run, outside: Path, tmp_path: Path) -> None:
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
    shown = next(line for line in CURATING.split("\n") if "When was Rekognition launched?" in line)
    assert shown.startswith("$ policybot ask")
    cited = re.search(r"— Vox · Vox.*", CURATING)
    assert cited is not None
    assert " ".join(cited[0].split()) in " ".join(answer.out.split())
