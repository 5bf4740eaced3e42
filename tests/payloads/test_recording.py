"""What is recorded of what a bot sends, and what slack_sdk refuses of it."""

import json

import pytest
from slack_sdk.errors import SlackObjectFormationError

from tests.payloads.__main__ import one_of_each, written
from tests.payloads.recording import Payload, check, payloads_in

SECTION = {"type": "section", "text": {"type": "plain_text", "text": "Be kind."}}
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "Rules"}, "blocks": [SECTION]}


def test_blocks_and_views_are_found_in_calls_acks_and_forms() -> None:
    assert list(payloads_in({"channel": "C1", "blocks": [SECTION]})) == [Payload("blocks", [SECTION])]
    assert list(payloads_in({"view": json.dumps(MODAL)})) == [Payload("modal", MODAL)]
    assert list(payloads_in({"response_action": "errors", "errors": {}})) == []


def test_what_slack_takes_passes_and_what_it_refuses_does_not() -> None:
    check(Payload("blocks", [SECTION]))
    check(Payload("modal", MODAL))
    with pytest.raises(SlackObjectFormationError):
        check(Payload("modal", {**MODAL, "title": {"type": "plain_text", "text": "x" * 25}}))
    with pytest.raises(SlackObjectFormationError):
        check(Payload("blocks", [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]))


def test_of_payloads_that_differ_in_words_alone_one_is_checked() -> None:
    other = {"type": "section", "text": {"type": "plain_text", "text": "Be brave."}}
    emphasized = {"type": "section", "text": {"type": "mrkdwn", "text": "Be *kind*."}}
    kept = one_of_each([Payload("blocks", [each]) for each in (SECTION, other, emphasized)])
    assert [payload.value[0] for payload in kept] == [SECTION, emphasized]
    assert "export const payload1: KnownBlock[] = " in written(kept)
