"""What operators ask of the running bot: whether it is ready, whether it turns, and its figures."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.service.health import Health, SourceHealth, health_routes

WELL = Health(True, 2, 30, 1, dead_letters=4, version="1.0", revision="abc", uptime=60)


def asked(health: Health, path: str) -> tuple[int, str]:
    answer = TestClient(Starlette(routes=health_routes(lambda: health, bytes))).get(path)
    return answer.status_code, answer.text


def test_a_bot_that_is_well_is_ready_and_alive_and_says_what_runs() -> None:
    code, text = asked(WELL, "/readyz")
    told = json.loads(text)
    assert (code, told["version"], told["revision"], told["uptime"]) == (200, "1.0", "abc", 60)
    assert asked(WELL, "/livez")[0] == 200


def test_a_bot_that_cannot_hear_is_alive_but_not_ready() -> None:
    deaf = Health(False, 2, 30, 0)
    assert asked(deaf, "/readyz")[0] == asked(deaf, "/health")[0] == 503
    assert asked(deaf, "/livez")[0] == 200


def test_a_bot_that_has_nothing_yet_to_answer_from_is_not_ready_and_says_so() -> None:
    code, text = asked(replace(WELL, lacking="nothing has come"), "/readyz")
    assert (code, json.loads(text)["lacking"]) == (503, "nothing has come")


def test_a_bot_that_does_not_turn_is_neither() -> None:
    stalled = Health(True, 2, 30, 0, stalled=("workers",))
    assert asked(stalled, "/readyz")[0] == asked(stalled, "/livez")[0] == 503


def test_the_figures_come_as_prometheus_reads_them() -> None:
    routes = health_routes(lambda: WELL, lambda: b"policybot_connected 1.0\n")
    answer = TestClient(Starlette(routes=routes)).get("/metrics")
    assert (answer.status_code, answer.text) == (200, "policybot_connected 1.0\n")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"


def test_the_sources_are_told_as_plain_values() -> None:
    looked = datetime(2026, 3, 2, 12, tzinfo=UTC)
    told = json.loads(asked(replace(WELL, sources=(SourceHealth("handbook", looked, False),)), "/readyz")[1])
    assert told["sources"] == [{"name": "handbook", "looked": "2026-03-02T12:00:00+00:00", "in_trouble": False}]
