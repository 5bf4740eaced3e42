"""`policybot` is called often and loaded once, and nobody can tell."""

import os

import pytest

from tests.conftest import ROOT, Run
from tests.program import PlainProgram, Program


def test_a_call_is_what_a_start_would_be(policybot: Program | PlainProgram) -> None:
    environment = {"COLUMNS": "80", "LANG": "C.UTF-8"}
    plain = PlainProgram(ROOT, environment).call(["ask"], environment, b"")
    assert plain.code == 2
    assert policybot.call(["ask"], environment, b"") == plain


def test_a_call_leaves_nothing_to_the_next(run: Run) -> None:
    for _ in range(2):
        assert "slack.mode" in run("receipt", "0123456789ab", POLICYBOT_SLACK__MODE="pigeon").err
        assert "there is no receipt" in run("receipt", "0123456789ab").err


@pytest.mark.skipif(not hasattr(os, "fork"), reason="here each call is a plain start")
def test_if_it_cannot_be_loaded_the_call_says_why() -> None:
    broken = Program(ROOT, {"PYTHONHOME": "/nowhere"})
    with pytest.raises(RuntimeError, match="PYTHONHOME"):
        broken.call(["ask"], {}, b"")
    broken.close()
