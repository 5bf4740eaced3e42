"""What operators ask of the running bot: whether it is ready, whether it turns, and its figures."""

import json

from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.service.health import Health, health_routes

WELL = Health(True, 2, 30, 1, dead_letters=4, version="1.0", revision="abc", uptime=60)


def asked(health: Health, path: str) -> tuple[int, str]:
    answer = TestClient(Starlette(routes=health_routes(lambda: health))).get(path)
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


def test_a_bot_that_does_not_turn_is_neither() -> None:
    stalled = Health(True, 2, 30, 0, stalled=("workers",))
    assert asked(stalled, "/readyz")[0] == asked(stalled, "/livez")[0] == 503


def test_the_figures_are_in_the_format_of_prometheus() -> None:
    code, text = asked(WELL, "/metrics")
    lines = text.splitlines()
    assert code == 200
    assert {"policybot_connected 1", "policybot_waiting_requests 1", "policybot_dead_letters 4"} <= set(lines)
    assert 'policybot_build_info{version="1.0",revision="abc"} 1' in lines
    named = [line.split()[2] for line in lines if line.startswith("# TYPE ")]
    assert named == [line.split("{")[0].split()[0] for line in lines if not line.startswith("#")]


def test_what_the_store_does_not_tell_is_no_figure() -> None:
    assert "policybot_waiting_requests" not in asked(Health(True, 2, 30, None), "/metrics")[1]
