"""What `policybot doctor` says of channels and groups that the settings name."""

from bot.doctor.places import check_places
from bot.settings import Settings

CHOSEN = Settings.model_validate(
    {
        "collections": [{"name": "legal", "groups": ["S0LEGAL"]}],
        "roles": {"curators": ["S0DESK", "U0ANN"]},
        "digest": {"channels": ["C0NEWS"], "curators_channel": "C0DESK", "heartbeat": "C0OPS"},
    }
)


def test_a_group_that_slack_does_not_know_is_a_fault() -> None:
    found = list(check_places(CHOSEN, lambda: frozenset({"S0LEGAL"}), lambda _: True))
    assert [(each.subject, each.sound) for each in found] == [("groups", False)]
    assert "S0DESK" in found[0].says


def test_groups_that_slack_knows_are_told() -> None:
    (found,) = check_places(CHOSEN, lambda: frozenset({"S0LEGAL", "S0DESK"}), lambda _: True)
    assert (found.sound, found.says) == (True, "Slack knows S0DESK, S0LEGAL")


def test_channels_that_the_bot_is_not_in_are_told_with_the_setting_that_names_them() -> None:
    found = check_places(CHOSEN, lambda: None, {"C0NEWS": False, "C0DESK": True, "C0OPS": None}.get)
    (told,) = found
    assert (told.subject, told.sound) == ("channels", False)
    assert "C0NEWS (digest.channels)" in told.says


def test_nothing_is_said_of_what_slack_does_not_tell_nor_asked_where_nothing_is_named() -> None:
    assert list(check_places(CHOSEN, lambda: None, lambda _: None)) == []
    assert list(check_places(Settings(), frozenset, lambda _: False)) == []
