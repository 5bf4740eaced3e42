"""Commands on a replica that has no documents."""

import pytest

from tests.conftest import Run

FOLLOWING = {
    "POLICYBOT_OPENSEARCH__FOLLOW": "true",
    "POLICYBOT_OPENSEARCH__HOSTS": '["http://127.0.0.1:9"]',
    "POLICYBOT_SEARCH__ENGINE": "opensearch",
    "POLICYBOT_DATABASE": "postgresql://nobody@127.0.0.1:9/none",
}


@pytest.mark.parametrize("command", ["add README.md", "backup today.backup", "sources look"])
def test_what_needs_the_documents_says_where_they_are(run: Run, command: str) -> None:
    shown = run(*command.split(), **FOLLOWING)
    assert shown.code == 2
    assert "this replica follows another one and has no documents" in shown.err
