"""The client of Slack's Web API."""

from bot.slack.api.client import build_client


def test_the_trusted_certificates_are_read_once_for_all_calls_and_only_where_there_is_tls() -> None:
    first, second = (build_client(token, "https://slack.com/api/").ssl for token in ("a token", None))
    assert first is not None
    assert first is second
    assert build_client(None, "http://127.0.0.1/api/").ssl is None
