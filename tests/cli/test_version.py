"""`policybot --version`."""

import tomllib

from tests.conftest import ROOT, Run


def test_the_version_is_that_of_the_project(run: Run) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    shown = run("--version")
    assert (shown.code, shown.out) == (0, f"policybot {project['version']}\n")
