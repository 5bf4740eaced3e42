"""What `policybot doctor` says of a search cluster."""

import pytest

from bot.core.errors import SearchError
from bot.doctor.cluster import check_cluster
from bot.settings import OpenSearchSettings

health = pytest.importorskip("bot.search.opensearch.health", reason="the extra opensearch is not installed")

CHOSEN = OpenSearchSettings(hosts=("http://one:9200",))


def says(**different: object) -> list[tuple[bool, str]]:
    found = {
        "version": "2.19.6",
        "data_nodes": 2,
        "managed": True,
        "unassigned": 0,
        "lost": False,
        "silent": {},
        **different,
    }
    return [
        (each.sound, f"{each.says}: {each.remedy}")
        for each in check_cluster(CHOSEN, lambda: health.ClusterHealth(**found))
    ]


def test_a_sound_cluster_is_one_line_that_says_what_does_not_work_with_it() -> None:
    ((sound, line),) = says()
    assert sound
    assert line.startswith("OpenSearch 2.19.6, 2 nodes with data; ")
    assert "a sentence encoder does not work" in line


def test_copies_without_a_node_come_with_the_command_that_places_them() -> None:
    _, (sound, line) = says(unassigned=3)
    assert not sound
    assert line.startswith("3 copies of indexes are on no node")
    assert "curl -X POST 'http://one:9200/_cluster/reroute?retry_failed=true'" in line


def test_too_few_nodes_for_the_copies_are_said_to_be_so() -> None:
    _, (_, line) = says(unassigned=3, data_nodes=1)
    assert "2 are needed" in line
    assert "opensearch.replicas to 0" in line


def test_a_cluster_without_a_manager_or_with_a_lost_index_is_not_sound() -> None:
    assert [sound for sound, _ in says(managed=False, lost=True)] == [True, False, False]


def test_a_host_that_cannot_be_asked_is_named_although_others_answer() -> None:
    _, found = says(silent={"http://two:9200": "the certificate of the search cluster has expired; renew it"})
    assert found == (False, "http://two:9200: the certificate of the search cluster has expired: renew it")


def test_a_cluster_that_does_not_answer_is_one_line_with_what_to_do() -> None:
    def lost() -> object:
        raise SearchError("the search cluster cannot be reached; see that http://one:9200 runs")

    (found,) = check_cluster(CHOSEN, lost)  # type: ignore[arg-type]
    assert not found.sound
    assert found.says == "the search cluster cannot be reached; questions are kept until it can be asked"
    assert found.remedy == "see that http://one:9200 runs"
