"""The pretend workspace as a process of its own: ``python -m slack_playground --port 8765``.

It prints what a bot needs to know, as lines for an environment, and serves until SIGINT or SIGTERM.
"""

import argparse
import signal
import sys
import threading
from collections.abc import Sequence

from slack_playground.page.setup import Page
from slack_playground.server import CannotListen, running
from slack_playground.workspace import SCOPES, SUBSCRIPTIONS, Workspace


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve as the arguments say. Gives the exit status."""
    given = _parser().parse_args(arguments)
    workspace = Workspace(
        request_url=given.request_url,
        subscriptions=_names(given.subscriptions),
        scopes=_names(given.scopes),
        crowd=given.crowd,
        rooms=given.rooms,
    )
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        with running(workspace, port=given.port, page=Page() if given.page else None) as url:
            for name, value in _environment(workspace, url).items():
                print(f"{name}={value}")
            sys.stdout.flush()
            ended.wait()
    except CannotListen as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m slack_playground", description="A pretend Slack workspace on loopback.")
    parser.add_argument("--port", type=int, default=0, help="where it listens on 127.0.0.1; by default a free one")
    parser.add_argument("--request-url", help="bring events there over HTTP, instead of over Socket Mode")
    parser.add_argument("--scopes", default=",".join(sorted(SCOPES)), help="what the bot token may do, by commas")
    parser.add_argument("--subscriptions", default=",".join(sorted(SUBSCRIPTIONS)), help="events that the app hears of")
    parser.add_argument("--crowd", type=int, default=0, help="so many people more")
    parser.add_argument("--rooms", type=int, default=0, help="so many channels more, with the bot in them")
    parser.add_argument("--page", action=argparse.BooleanOptionalAction, default=True, help="show it in a browser")
    return parser


def _environment(workspace: Workspace, url: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_SIGNING_SECRET": workspace.signing_secret,
        "POLICYBOT_SLACK__API_URL": f"{url}/api/",
        "POLICYBOT_SLACK__MODE": "http" if workspace.request_url else "socket",
    }


def _names(given: str) -> set[str]:
    return {name.strip() for name in given.split(",") if name.strip()}


if __name__ == "__main__":
    sys.exit(main())
