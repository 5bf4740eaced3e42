"""What all tests share: where outside data lies."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def outside() -> Path:
    """The folder with data from outside the project: POLICYBOT_TEST_DATA, by default ../shared."""
    folder = Path(os.environ.get("POLICYBOT_TEST_DATA", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no outside data in {folder}; name its folder in POLICYBOT_TEST_DATA")
    return folder
