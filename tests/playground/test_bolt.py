"""A real Bolt app lives in the playground as it would in Slack, over Socket Mode and over signed HTTP."""

import asyncio
import json
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from slack_bolt import Ack, App, BoltRequest, Respond, Say
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_sdk import WebClient
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from slack_playground.workspace import Workspace
from tests.playground.listening import Answer, Request, endpoint
from tests.playground.saying import Json, actions, modal, section


def build(workspace: Workspace, client: WebClient) -> App:
    """A small app with one of everything."""
    app = App(client=client, signing_secret=workspace.signing_secret, logger=logging.getLogger("bolt-under-test"))

    @app.event("app_mention")
    def on_mention(event: Json, say: Say) -> None:
        say(text="found", blocks=[section("found"), actions()], thread_ts=event["ts"])

    @app.event("message")
    def on_message(event: Json, say: Say) -> None:
        say(text=f"you said: {event['text']}")

    @app.command("/policy")
    def on_command(ack: Ack, respond: Respond, command: Json) -> None:
        ack("looking")
        respond(f"nothing about {command['text']}")

    @app.action("show")
    def on_press(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal())

    @app.view("ask")
    def on_submission(ack: Ack, view: Json) -> None:
        asked = view["state"]["values"]["ask"]["question"]["value"]
        ack(response_action="errors", errors={"ask": "too short"}) if len(asked) < 3 else ack()

    return app


@contextmanager
def over_http(workspace: Workspace, app: App) -> Iterator[None]:
    def handle(request: Request) -> Answer:
        response = app.dispatch(BoltRequest(body=request.body, headers={k: [v] for k, v in request.headers.items()}))
        return Answer(response.status, response.body, response.first_headers().get("content-type", "text/plain"))

    with endpoint(handle) as request_url:
        workspace.request_url = request_url
        yield


@contextmanager
def over_socket_mode(workspace: Workspace, app: App) -> Iterator[None]:
    """The sync app behind slack_sdk's aiohttp client, in an event loop of its own."""
    connected, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        web = AsyncWebClient(base_url=f"{workspace.base_url}/api/")
        client = SocketModeClient(app_token=workspace.app_token, web_client=web, ping_interval=5)
        with ThreadPoolExecutor(4) as pool:

            async def on_request(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
                response = await loop.run_in_executor(pool, run_bolt_app, app, request)
                if response.status == 200:
                    payload = _payload(response)
                    await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))

            client.socket_mode_request_listeners.append(on_request)
            await client.connect()  # type: ignore[no-untyped-call]  # slack_sdk leaves it so
            connected.set()
            await stop.wait()
            await client.close()  # type: ignore[no-untyped-call]  # slack_sdk leaves it so

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert connected.wait(5)
    yield
    loop.call_soon_threadsafe(stop.set)
    thread.join(5)
    loop.close()


def _payload(response: Any) -> Any:
    if not response.body:
        return None
    if response.first_headers().get("content-type", "").startswith("application/json"):
        return json.loads(response.body)
    return {"text": response.body}


Road = Callable[[Workspace, App], AbstractContextManager[None]]


@pytest.fixture(params=[over_socket_mode, over_http], ids=["socket mode", "http"])
def served(request: pytest.FixtureRequest, workspace: Workspace, client: WebClient) -> Iterator[Workspace]:
    app, road = build(workspace, client), request.param
    with road(workspace, app):
        yield workspace
    app.listener_runner.listener_executor.shutdown(wait=True)


def test_a_mention_is_answered_in_its_thread(served: Workspace) -> None:
    asked = served.mention("ben", "policy", "leave?")
    (answer,) = served.wait_for(lambda here: here.replies("policy", asked.ts))
    assert (answer.text, answer.bot_id) == ("found", served.app.bot_id)


def test_a_direct_message_is_answered_once_and_the_bot_does_not_answer_itself(served: Workspace) -> None:
    served.direct_message("ben", "leave?")
    served.wait_for(lambda here: len(here.messages("D0BEN")) == 2 and not len(here.outbox))
    assert [message.text for message in served.messages("D0BEN")] == ["leave?", "you said: leave?"]


def test_a_command_is_acknowledged_and_answered(served: Workspace) -> None:
    invocation = served.command("ben", "random", "/policy", "parental leave")
    served.wait_for(lambda here: len(invocation.texts) == 2)
    assert set(invocation.texts) == {"looking", "nothing about parental leave"}
    assert served.failures == []


def test_a_button_opens_a_modal_whose_form_is_checked_and_taken(served: Workspace) -> None:
    asked = served.mention("ben", "policy", "leave?")
    (answer,) = served.wait_for(lambda here: here.replies("policy", asked.ts))
    served.press("ben", answer, "show")
    (view,) = served.wait_for(lambda here: here.views("ben"))
    short = served.submit("ben", view, {"question": "x"})
    served.wait_for(lambda here: short.acknowledged)
    assert short.errors == {"ask": "too short"}
    served.submit("ben", view, {"question": "long enough"})
    served.wait_for(lambda here: not here.views("ben"))
    assert served.failures == []


def test_an_unhandled_command_is_a_failure_that_the_person_sees(workspace: Workspace, client: WebClient) -> None:
    with over_http(workspace, build(workspace, client)):
        served = workspace.command("ben", "policy", "/unknown")
        workspace.wait_for(lambda here: served.failure)
    assert served.failure == "dispatch_failed"


def test_a_wrong_signing_secret_is_noticed(workspace: Workspace, client: WebClient) -> None:
    app = build(workspace, client)
    workspace.signing_secret = "another"
    with over_http(workspace, app):
        invocation = workspace.command("ben", "policy", "/policy")
        workspace.wait_for(lambda here: invocation.failure)
    assert invocation.texts == []
