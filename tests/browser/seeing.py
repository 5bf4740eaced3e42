"""What a person does before the page, in a few words; and what must never happen meanwhile."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from slack_playground.workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, ViewportSize

DESK: "ViewportSize" = {"width": 1280, "height": 800}
PHONE: "ViewportSize" = {"width": 390, "height": 844}


@dataclass
class Seeing:
    """One browser tab on one workspace."""

    page: "Page"
    url: str
    workspace: Workspace
    complaints: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def opened(cls, browser: "Browser", url: str, workspace: Workspace, **options: Any) -> "Iterator[Seeing]":
        """A fresh visitor. Ends with a check: no error on the console, nothing fetched from elsewhere."""
        context = browser.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **options})
        context.set_default_timeout(5000)
        seeing = cls(context.new_page(), url, workspace)
        seeing.page.on("console", lambda said: seeing.heard(said.type, said.text))
        seeing.page.on("pageerror", lambda error: seeing.complaints.append(str(error)))
        seeing.page.on("request", lambda request: seeing.fetched(request.url))
        try:
            seeing.page.goto(url)
            seeing.page.wait_for_selector("#sidebar .place", state="attached")
            yield seeing
            assert seeing.complaints == []
        finally:
            context.close()

    def heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def fetched(self, url: str) -> None:
        if not url.startswith(self.url):
            self.complaints.append(f"fetched {url}")

    def go(self, place: str) -> None:
        """To a channel by name, to "home", or to "policybot" (the direct conversation)."""
        name = {"home": "policybot Home"}.get(place, place)
        link = re.compile(rf"^{re.escape(name)}( \(unread\))?$")
        self.page.locator("#sidebar").get_by_role("link", name=link).click()

    def button(self, name: str) -> "Locator":
        return self.page.get_by_role("button", name=name, exact=True)

    def write(self, text: str, where: str = "#write") -> None:
        """Type and send."""
        self.page.locator(where).fill(text)
        self.page.locator(where).press("Enter")

    def speak_as(self, name: str) -> None:
        self.page.locator(".person", has_text=name).click()
        self.page.locator(f'body[data-speaker="{name}"]').wait_for()

    def text(self, selector: str) -> str:
        """What is read at the first such element, as soon as it is there."""
        return str(self.page.locator(selector).first.inner_text())

    def sees(self, text: str, within: str = "body") -> None:
        """Wait until this text is visible."""
        self.page.locator(within).get_by_text(text).first.wait_for()
