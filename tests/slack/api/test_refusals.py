"""Only what Slack says for certain is a refusal."""

import pytest

from bot.slack.api.refusals import of_response

HTML = "<!DOCTYPE html><html><body>Please log in</body></html>"


@pytest.mark.parametrize("body", ["ok", "", " ok\n", '{"ok": true}'])
def test_a_reply_that_slack_took_is_taken(body: str) -> None:
    assert of_response(200, body, {}) is None


@pytest.mark.parametrize("body", [HTML, "[]", '"ok"', "{", "[" * 100_000, '{"ok": 1}', "Log In", '{"error": "<b>"}'])
@pytest.mark.parametrize("status", [200, 302, 403, 404, 407])
def test_what_is_none_of_slacks_answers_leaves_everything_open(status: int, body: str) -> None:
    refusal = of_response(status, body, {})
    assert refusal
    assert refusal.accepted
    assert refusal.again


@pytest.mark.parametrize(
    ("status", "body"),
    [(404, "expired_url"), (404, '{"ok":false,"error":"used_url"}'), (200, "invalid_blocks"), (400, "no_text")],
)
def test_a_refusal_of_slacks_is_for_good(status: int, body: str) -> None:
    refusal = of_response(status, body, {})
    assert refusal
    assert not refusal.accepted
    assert not refusal.again


@pytest.mark.parametrize("name", ["Retry-After", "retry-after"])
def test_a_rate_limit_is_told_by_its_status_however_the_header_is_written(name: str) -> None:
    refusal = of_response(429, HTML, {name: "7"})
    assert refusal
    assert (refusal.accepted, refusal.again, refusal.wait) == (False, True, 7.0)
