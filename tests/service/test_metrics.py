"""What is counted for Prometheus, and that nothing else is told."""

import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.core.requests import Kind
from bot.service.health import Health, SourceHealth
from bot.service.metrics import MOST_RESULTS, WHY, Metrics

LOOKED = datetime(2026, 3, 2, 12, tzinfo=UTC)


def used() -> Metrics:
    """Metrics in which everything was counted once."""
    metrics = Metrics()
    sources = (SourceHealth("handbook", LOOKED, False), SourceHealth("news", None, True))
    metrics.show(lambda: Health(True, 2, 30, 1, version="1.0", revision="abc", oldest=3, faults=2, sources=sources))
    metrics.kept("question", "channel", 0.002)
    metrics.claimed(0.01)
    metrics.handled("question", "answered", 0.2, weak=True)
    metrics.put_back("trouble")
    metrics.given_up("digest")
    metrics.called("chat.postMessage", 0.1, "ok")
    metrics.lost_connection()
    assert metrics.answering(len)("four") == 4
    return metrics


Figures = Mapping[tuple[str, tuple[tuple[str, str], ...]], float]


def figures(metrics: Metrics) -> Figures:
    """Each figure by its name and its labels."""
    families = text_string_to_metric_families(metrics.exposed().decode())
    samples = [sample for family in families for sample in family.samples]
    return {(each.name, tuple(sorted(each.labels.items()))): each.value for each in samples}


def test_each_thing_that_happens_is_a_figure() -> None:
    told = figures(used())
    assert told["policybot_requests_total", (("door", "channel"), ("kind", "question"))] == 1
    assert told["policybot_handled_total", (("kind", "question"), ("outcome", "answered"))] == 1
    assert told["policybot_weak_answers_total", ()] == 1
    assert told["policybot_retries_total", (("why", "trouble"),)] == 1
    assert told["policybot_given_up_total", (("kind", "digest"),)] == 1
    assert told["policybot_slack_calls_total", (("method", "chat.postMessage"), ("result", "ok"))] == 1
    assert told["policybot_connections_lost_total", ()] == 1
    for stage in ("keeping", "waiting", "answering", "posting"):
        assert told["policybot_stage_seconds_count", (("stage", stage),)] == 1
    assert told["policybot_reply_seconds_sum", ()] == 0.2


def test_what_is_to_raise_an_alert_the_first_time_is_there_before() -> None:
    told = figures(Metrics())
    assert {labels[0][1] for name, labels in told if name == "policybot_given_up_total"} == set(Kind)
    assert {labels[0][1] for name, labels in told if name == "policybot_retries_total"} == set(WHY)


def test_how_the_bot_is_at_the_moment_is_told_too() -> None:
    told = figures(used())
    assert told["policybot_connected", ()] == 1
    assert told["policybot_oldest_request_seconds", ()] == 3
    assert told["policybot_corpus_faults", ()] == 2
    assert told["policybot_build_info", (("version", "1.0"),)] == 1
    assert told["policybot_corpus_info", (("revision", "abc"),)] == 1
    assert told["policybot_source_success_timestamp_seconds", (("source", "handbook"),)] == LOOKED.timestamp()
    assert ("policybot_source_success_timestamp_seconds", (("source", "news"),)) not in told
    assert told["policybot_source_trouble", (("source", "news"),)] == 1


def test_what_the_store_does_not_tell_is_no_figure() -> None:
    metrics = Metrics()
    metrics.show(lambda: Health(True, 2, 30, None))
    assert ("policybot_waiting_requests", ()) not in figures(metrics)


def test_whoever_answers_in_slacks_place_makes_no_endless_list_of_results() -> None:
    metrics = Metrics()
    for number in range(3 * MOST_RESULTS):
        metrics.called("auth.test", 0.1, f"made_up_{number}")
    results = {dict(labels)["result"] for name, labels in figures(metrics) if name == "policybot_slack_calls_total"}
    assert len(results) == MOST_RESULTS + 1
    assert "other" in results


def test_two_bots_in_one_process_count_apart() -> None:
    one, other = used(), Metrics()
    assert ("policybot_weak_answers_total", ()) in figures(one)
    assert figures(other)["policybot_weak_answers_total", ()] == 0


def test_prometheus_finds_nothing_wrong_with_names_and_units() -> None:
    if not shutil.which("promtool"):
        pytest.skip("no promtool here")
    checked = subprocess.run(
        ["promtool", "check", "metrics"], input=used().exposed(), capture_output=True, check=False  # noqa: S607
    )  # fmt: skip
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, b"")
