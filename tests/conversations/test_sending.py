"""`policybot digest --send` and `--due`, without the running bot and beside it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.core.digests.subscriptions import Subscription
from bot.core.errors import ConfigurationError
from bot.settings import DigestSettings, Settings, Slack, Tokens
from bot.store.sql import open_store
from bot.wiring.digesting import usual
from bot.wiring.sending import Sent, send
from bot.wiring.state import DATABASE
from slack_playground.faults.kinds import SlackError
from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.conftest import Run
from tests.conversations.conftest import PATIENCE, Clock, Start, seen
from tests.conversations.test_digest import article, digests, settled

DAY = timedelta(days=1)


class Cron:
    """A workspace without a running bot, and calls of the command, day by day."""

    def __init__(self, folder: Path, url: str, workspace: Workspace) -> None:
        self.workspace, self.corpus, self.clock = workspace, folder / "corpus", Clock()
        self.settings = Settings(
            corpus=self.corpus,
            state=folder / "state",
            slack=Slack(api_url=f"{url}/api/"),
            digest=DigestSettings(channels=("C0POLICY",)),
        )
        self.tokens = Tokens(bot_token=SecretStr(workspace.bot_token))
        article(self.corpus, "Old", "The canteen opens at noon.")

    def call(self, *, due_only: bool = True) -> list[Sent]:
        return send(self.settings, self.tokens, due_only=due_only, clock=self.clock, limit=PATIENCE)

    @property
    def told(self) -> list[str]:
        return [seen(each) for each in self.workspace.messages("policy")]


@pytest.fixture
def cron(tmp_path: Path) -> Iterator[Cron]:
    workspace = Workspace()
    with running(workspace) as url:
        yield Cron(tmp_path, url, workspace)


def test_what_is_due_is_sent_once_day_by_day(cron: Cron) -> None:
    assert cron.call() == []
    article(cron.corpus, "Leave", "Parents get twelve weeks.")
    cron.clock.ahead = DAY
    (sent,) = cron.call()
    assert (sent.well, sent.says) == (True, "sent")
    assert sent.where == "C0POLICY, daily at 09:00 (UTC)"
    assert cron.call() == []
    cron.clock.ahead = 2 * DAY
    assert [each.says for each in cron.call()] == ["nothing new"]
    assert len(cron.told) == 1
    assert "Parents get twelve weeks." in cron.told[0]


def test_send_tells_each_channel_now_and_the_days_digest_does_not_tell_it_again(cron: Cron, tmp_path: Path) -> None:
    cron.call()
    article(cron.corpus, "Leave", "Parents get twelve weeks.")
    assert [each.says for each in cron.call(due_only=False)] == ["sent"]
    assert cron.call(due_only=False) in ([], [Sent("C0POLICY, daily at 09:00 (UTC)", True, "nothing new")])
    cron.clock.ahead = DAY
    assert [each.says for each in cron.call()] == ["nothing new"]
    assert len(cron.told) == 1


def test_paused_digests_and_those_of_persons_are_not_sent_out_of_turn(cron: Cron, tmp_path: Path) -> None:
    cron.call()
    store = open_store(tmp_path / "state" / DATABASE)
    rhythm, start = usual(cron.settings), datetime.now(UTC) - timedelta(hours=1)
    holidays = (start + 9 * DAY).date()
    store.subscriptions.keep(Subscription("C0GENERAL", "U0BEN", rhythm, start, paused_until=holidays))
    store.subscriptions.keep(Subscription("D0BEN", "U0BEN", rhythm, start))
    store.close()
    article(cron.corpus, "Leave", "Parents get twelve weeks.")
    assert [each.where[:8] for each in cron.call(due_only=False)] == ["C0POLICY"]
    assert cron.workspace.messages("general") == cron.workspace.messages("D0BEN") == []


def test_what_a_killed_call_has_left_is_sent_by_the_next(cron: Cron, tmp_path: Path) -> None:
    cron.call()
    article(cron.corpus, "Leave", "Parents get twelve weeks.")
    cron.clock.ahead = DAY
    fault = cron.workspace.faults.add("chat.postMessage", SlackError("token_revoked"), times=None)
    (sent,) = send(cron.settings, cron.tokens, due_only=True, clock=cron.clock, limit=0.1)
    assert (sent.well, sent.says[:12]) == (False, "not sent yet")
    fault.withdraw()
    cron.clock.ahead += timedelta(minutes=1)
    assert cron.call() == []
    assert len(cron.told) == 1


def test_what_is_refused_for_good_is_told_and_is_no_success(cron: Cron) -> None:
    cron.call()
    article(cron.corpus, "Leave", "Parents get twelve weeks.")
    cron.workspace.remove_bot("policy")
    cron.clock.ahead = DAY
    assert [(each.well, each.says) for each in cron.call()] == [(False, "given up: not_in_channel")]


def test_beside_the_running_bot_each_digest_is_sent_once(start: Start, tmp_path: Path) -> None:
    clock = Clock()
    article(tmp_path / "corpus", "Old", "The canteen opens at noon.")
    house = start(corpus=tmp_path / "corpus", digest_channels=("C0POLICY",), clock=clock)
    settled(house)
    article(tmp_path / "corpus", "Leave", "Parents get twelve weeks.")
    clock.ahead = DAY
    house.bot.tick()
    send(house.settings, house.tokens, due_only=True, clock=clock)
    settled(house)
    assert len(digests(house)) == 1


def test_without_a_token_it_says_what_is_missing(cron: Cron) -> None:
    with pytest.raises(ConfigurationError, match="SLACK_BOT_TOKEN is not set"):
        send(cron.settings, Tokens(), due_only=True)


def test_the_command_wants_one_thing_at_a_time_and_ends_with_2_for_a_bad_call(run: Run) -> None:
    for options in ((), ("--preview", "--send"), ("--send", "--due")):
        refused = run("digest", *options)
        assert refused.code == 2
        assert "--preview, --send or --due" in refused.err
    refused = run("digest", "--due")
    assert refused.code == 2
    assert "SLACK_BOT_TOKEN" in refused.err


def test_the_command_sends_what_is_due(run: Run, cron: Cron) -> None:
    environment = {
        "SLACK_BOT_TOKEN": cron.workspace.bot_token,
        "POLICYBOT_SLACK__API_URL": cron.settings.slack.api_url,
        "POLICYBOT_CORPUS": str(cron.corpus),
        "POLICYBOT_STATE": str(cron.settings.state),
        "POLICYBOT_DIGEST__CHANNELS": '["C0POLICY"]',
    }
    assert run("digest", "--due", **environment).code == 0
    article(cron.corpus, "Leave", "Parents get twelve weeks.")
    sent = run("digest", "--send", **environment)
    assert (sent.code, sent.err) == (0, "")
    assert "C0POLICY, daily at 09:00 (UTC): sent" in sent.out
    assert len(cron.told) == 1
