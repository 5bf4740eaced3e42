"""A Slack that keeps messages in a list and fails as it is told. It has the few methods that the delivery calls."""

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse


def refusal(error: str, status: int = 200, **headers: str) -> SlackApiError:
    """What slack_sdk raises for an answer that is no success."""
    answer = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="https://slack.test/api/chat.postMessage",
        req_args={},
        data={"ok": False, "error": error},
        headers=headers,
        status_code=status,
    )
    return SlackApiError("the request was refused", answer)  # type: ignore[no-untyped-call]  # slack_sdk's gap


class FakeSlack(WebClient):
    """`before` and `after` hold what is to go wrong with the next calls, before and after they take effect."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-fake", base_url="http://slack.invalid/")
        self.messages: list[dict[str, Any]] = []
        self.before: list[Exception | None] = []
        self.after: list[Exception | None] = []
        self.may_look = True
        self.looked = 0
        self.clock: Callable[[], float] = lambda: 1_000.0
        # What the next look-ups answer in place of what is there.
        self.pages: list[dict[str, Any]] = []
        # After how many seconds the next posts are accepted, and what happens to the caller meanwhile.
        self.slow: list[tuple[float, Callable[[], None]]] = []

    def chat_postMessage(self, **given: Any) -> SlackResponse:  # noqa: N802
        self._fail(self.before)
        seconds, meanwhile = self.slow.pop(0) if self.slow else (0.0, lambda: None)
        message = {**given, "ts": f"{self.clock() + seconds:.6f}{len(self.messages)}"}
        self.messages.append(message)
        meanwhile()
        self._fail(self.after)
        return _success(ts=message["ts"])

    def chat_update(self, **given: Any) -> SlackResponse:
        self._fail(self.before)
        self._message(given["ts"]).update(text=given["text"], blocks=given["blocks"])
        self._fail(self.after)
        return _success(ts=given["ts"])

    def chat_delete(self, **given: Any) -> SlackResponse:
        self._fail(self.before)
        self.messages.remove(self._message(given["ts"]))
        self._fail(self.after)
        return _success()

    def conversations_replies(self, **given: Any) -> SlackResponse:
        return self._page(lambda message: message["thread_ts"] == given["ts"], **given)

    def conversations_history(self, **given: Any) -> SlackResponse:
        return self._page(lambda message: message["thread_ts"] is None, **given)

    def _page(self, wanted: Callable[[dict[str, Any]], bool], **given: Any) -> SlackResponse:
        self.looked += 1
        if not self.may_look:
            raise refusal("missing_scope")
        if self.pages:
            return _success(**self.pages.pop(0))
        found = [
            message
            for message in self.messages
            if message["channel"] == given["channel"]
            and wanted(message)
            and float(given.get("oldest") or 0) <= float(message["ts"]) <= self.clock()
        ]
        start = int(given.get("cursor") or 0)
        following = str(start + 2) if len(found) > start + 2 else ""
        return _success(messages=found[start : start + 2], response_metadata={"next_cursor": following})

    def _message(self, ts: str) -> dict[str, Any]:
        for message in self.messages:
            if message["ts"] == ts:
                return message
        raise refusal("message_not_found")

    @staticmethod
    def _fail(plan: list[Exception | None]) -> None:
        error = plan.pop(0) if plan else None
        if error is not None:
            raise error


def _success(**data: Any) -> SlackResponse:
    return SlackResponse(
        client=None,
        http_verb="POST",
        api_url="https://slack.test/api/",
        req_args={},
        data={"ok": True, **data},
        headers={},
        status_code=200,
    )
