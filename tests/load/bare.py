"""The yardstick: a Bolt app as its guide has it, that posts a constant into the thread of each mention."""

import os
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

app = App(client=WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["POLICYBOT_SLACK__API_URL"]))


@app.event("app_mention")
def on_mention(event: dict[str, Any], client: WebClient) -> None:
    client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text="A constant.")


@app.command("/policy")
def on_command(ack: Ack) -> None:
    ack("A constant.")


if __name__ == "__main__":
    # Its default client, whose connection is opened by the app's own Web API client.
    handler = SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"], web_client=WebClient(base_url=app.client.base_url))
    handler.start()  # type: ignore[no-untyped-call]  # slack_bolt's gap
