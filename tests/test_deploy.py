"""The unit for systemd and the files for Docker Compose name what is there, and say one thing together."""

import configparser
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.__main__ import build_cli
from bot.settings import SECRETS, Settings
from bot.settings.reading import known_paths
from bot.settings.said import unknown_variables
from tests.conftest import ROOT, usual_environment
from tests.service.test_metrics import used as metrics_used

DEPLOY = ROOT / "deploy"
COMPOSED = ("compose.yaml", "compose.postgresql.yaml", "compose.opensearch.yaml")


def compose(name: str) -> dict[str, dict[str, dict[str, object]]]:
    read: dict[str, dict[str, dict[str, object]]] = yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))
    return read


def unit() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's names have capitals
    parser.read(DEPLOY / "policybot.service", encoding="utf-8")
    return parser["Service"]


def test_the_unit_runs_a_command_that_there_is_and_gives_it_time_to_end() -> None:
    program, command = unit()["ExecStart"].split()
    assert Path(program).name == "policybot"
    assert command in {each.name or getattr(each.callback, "__name__", "") for each in build_cli().registered_commands}
    assert int(unit()["TimeoutStopSec"]) > Settings().slack.stop_within


def test_the_variables_that_are_set_are_settings() -> None:
    set_there = [unit()["Environment"].partition("=")[0]]
    for name in COMPOSED:
        environment = compose(name)["services"]["policybot"].get("environment", {})
        assert isinstance(environment, dict)
        set_there += environment
    assert unknown_variables(dict.fromkeys(set_there, ""), known_paths()) == []
    assert not set(set_there) & set(SECRETS)


def test_the_containers_cannot_write_but_where_their_state_is() -> None:
    service = compose("compose.yaml")["services"]["policybot"]
    assert service["read_only"] is True
    volumes = service["volumes"]
    assert isinstance(volumes, list)
    assert [each for each in volumes if not each.endswith(":ro")] == ["state:/var/lib/policybot"]


def test_the_secrets_that_are_named_are_declared() -> None:
    read = compose("compose.postgresql.yaml")
    used = [each for service in read["services"].values() for each in service.get("secrets", [])]  # type: ignore[attr-defined]
    assert set(used) == set(read["secrets"])


def test_what_the_variables_say_is_taken() -> None:
    environment = {
        name: str(value)
        for file in COMPOSED
        for name, value in compose(file)["services"]["policybot"].get("environment", {}).items()  # type: ignore[attr-defined]
        if not name.endswith("_FILE")
    }
    program = "from bot.settings.reading import read_settings; print(read_settings(None).search.engine)"
    done = subprocess.run(
        [sys.executable, "-c", program], env=usual_environment() | environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("opensearch\n", "")


def docker_compose() -> list[str] | None:
    """The command, where Docker has it."""
    for words in (["docker", "compose"], ["docker-compose"]):
        if (
            shutil.which(words[0])
            and not subprocess.run([*words, "version"], capture_output=True, check=False).returncode
        ):
            return words
    return None


@pytest.mark.parametrize("count", [1, 2, 3])
def test_docker_compose_understands_the_files_together(count: int, tmp_path: Path) -> None:
    command = docker_compose()
    if command is None:
        pytest.skip("no docker compose here")
    shutil.copytree(DEPLOY, tmp_path / "deploy")
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-1\n")
    files = [word for name in COMPOSED[:count] for word in ("-f", str(tmp_path / "deploy" / name))]
    done = subprocess.run([*command, *files, "config"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(yaml.safe_load(done.stdout)["services"]) == count


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze here")
    text = (DEPLOY / "policybot.service").read_text(encoding="utf-8")
    (tmp_path / "policybot.service").write_text(text.replace("/srv/policybot/.venv/bin/policybot", "/bin/true"))
    checked = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "policybot.service")],  # noqa: S607
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert [line for line in checked.stderr.splitlines() if "policybot.service:" in line] == []


def test_the_alerts_look_at_figures_that_there_are() -> None:
    rules = yaml.safe_load((DEPLOY / "alerts.yaml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    used = {name for rule in rules for name in re.findall(r"policybot_\w+", rule["expr"])}
    shown = metrics_used().exposed().decode()
    assert used <= set(re.findall(r"^policybot_\w+", shown, re.MULTILINE))


def test_the_unit_leaves_the_bot_few_rights() -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze here")
    asked = [
        "systemd-analyze",
        "security",
        "--offline=true",
        "--threshold=20",
        "--no-pager",
        str(DEPLOY / "policybot.service"),
    ]
    checked = subprocess.run(asked, capture_output=True, text=True, check=False)
    if "unrecognized option" in checked.stderr:
        pytest.skip("this systemd-analyze cannot look at a file")
    assert checked.returncode == 0, checked.stdout[-200:]


def dashboard() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))
    return read


def expressions() -> list[str]:
    """What the panels of the dashboard ask Prometheus."""
    return [target["expr"] for panel in dashboard()["panels"] for target in panel["targets"]]


def test_the_dashboard_shows_figures_that_there_are() -> None:
    shown = set(re.findall(r"^(?:policybot|process)_\w+", metrics_used().exposed().decode(), re.MULTILINE))
    assert set(re.findall(r"(?:policybot|process)_\w+", " ".join(expressions()))) <= shown


def test_the_panels_of_the_dashboard_do_not_lie_over_each_other() -> None:
    places = [panel["gridPos"] for panel in dashboard()["panels"]]
    cells = [
        (x, y)
        for place in places
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
    assert len({panel["id"] for panel in dashboard()["panels"]}) == len(places)


def test_prometheus_understands_what_the_dashboard_asks(tmp_path: Path) -> None:
    if not shutil.which("promtool"):
        pytest.skip("no promtool here")
    asked = [each.replace("$__rate_interval", "5m").replace("$job", ".+") for each in expressions()]
    rules = [{"record": f"asked:{number}", "expr": each} for number, each in enumerate(asked)]
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    checked = subprocess.run(
        ["promtool", "check", "rules", str(tmp_path / "rules.yaml")],  # noqa: S607
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stderr


def test_prometheus_is_told_where_the_figures_are() -> None:
    (job,) = yaml.safe_load((DEPLOY / "prometheus.yaml").read_text(encoding="utf-8"))["scrape_configs"]
    rules = (DEPLOY / "alerts.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r'job="(\w+)"', rules)) == {job["job_name"]}
    assert job["static_configs"][0]["targets"] == [f"{Settings().health.host}:{Settings().health.port}"]


def test_what_the_dockerfile_copies_is_let_through_to_the_engine() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split() if line[0] == "!"}
    names = {name for line in copied for name in line.split()}
    assert names <= let_through
    assert all((ROOT / name).exists() for name in names)
