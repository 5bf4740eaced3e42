"""The App Home and the conversation beside it, when somebody opens them."""

from typing import Any

from slack_bolt import App

from bot.slack.home.page import HomePage
from bot.slack.payloads import HomeOpened


def register(app: App, page: HomePage) -> None:
    """Shows the App Home to whoever opens it."""

    @app.event("app_home_opened")
    def on_open(event: dict[str, Any]) -> None:
        opened = HomeOpened.model_validate(event)
        if opened.tab == "home":
            page.publish(opened.user, opened.channel)
        elif opened.tab == "messages":
            page.suggest(opened.user, opened.channel)
