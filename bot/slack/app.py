"""Bolt, put together. Importing this does nothing; `build_app` builds."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.core.corpus import Corpus
from bot.core.errors import PolicybotError
from bot.slack import errors, in_turn, intake
from bot.slack.curation.curator_forms import CuratorForms
from bot.slack.curation.own_pins import PinDesk
from bot.slack.digests.own_digests import OwnDigests
from bot.slack.home.page import HomePage
from bot.slack.intake import Intake
from bot.slack.listeners import (
    answer_buttons,
    ask,
    commands,
    digests,
    feed_cards,
    feedback,
    gaps,
    hand_overs,
    home,
    own_pins,
    read_requests,
    shortcuts,
)

UNKNOWN = "Slack does not say who the bot is"


@dataclass(frozen=True, slots=True)
class Views:
    """What opens at once, because Slack opens it now or never: paragraphs in context, homes, and forms of digests and
    curators.

    `corpus` is what a person may see at this moment who presses a button in a place.
    """

    corpus: Callable[[str, str | None], Corpus]
    home: HomePage
    digests: OwnDigests
    curators: CuratorForms
    pins: PinDesk


def build_app(client: WebClient, intake_: Intake, views: Views, *, signing_secret: str | None = None) -> App:
    """The app with all its listeners. Without a signing secret it can serve Socket Mode only."""
    # They only ack, or open a view: the answers are made elsewhere.
    listeners = in_turn.Listeners()
    app = _bolt(client, listeners, signing_secret)
    intake.register(app, intake_)
    in_turn.register(app, listeners)

    # An event that no listener takes counts as failed, and comes again. First, because questions come most often, and
    # Bolt takes a while for each listener that it tries.
    @app.event(re.compile("^(?!app_home_opened$)"))
    def on_event() -> None:
        """Kept by the intake, if it matters."""

    home.register(app, views.home)
    digests.register(app, views.digests)

    commands.register(app, intake_.command)
    shortcuts.register(app)
    answer_buttons.register(app, views.corpus)
    ask.register(app)
    feedback.register(app, views.curators)
    hand_overs.register(app, views.curators)
    own_pins.register(app, views.pins)
    gaps.register(app)
    feed_cards.register(app)
    read_requests.register(app)
    errors.register(app)
    return app


def _bolt(client: WebClient, listeners: in_turn.Listeners, signing_secret: str | None) -> App:
    quiet = logging.getLogger("slack_bolt.policybot")
    quiet.setLevel(logging.ERROR)  # below that, Bolt writes whole payloads into the log
    return App(
        name="policybot",  # else Bolt looks through the whole stack for one
        client=client,
        signing_secret=signing_secret,
        authorize=knowing_itself(client),
        logger=quiet,
        raise_error_for_unhandled_request=True,  # it comes to `errors`, which acks it
        listener_executor=listeners,
    )


def knowing_itself(client: WebClient) -> Callable[[], AuthorizeResult]:
    """Who the bot is, asked of Slack once. Bolt's own way would ack, and so lose, what comes while Slack fails."""
    known: list[AuthorizeResult] = []

    def authorize() -> AuthorizeResult:
        if not known:
            try:
                answer = client.auth_test()
            except Exception as error:
                raise PolicybotError(UNKNOWN) from error
            # Without these, nobody could be told from people of other organizations, nor the bot from anybody.
            if not (answer.get("user_id") and answer.get("team_id")):
                raise PolicybotError(UNKNOWN)
            known.append(AuthorizeResult.from_auth_test_response(bot_token=client.token, auth_test_response=answer))
        return known[0]

    return authorize
