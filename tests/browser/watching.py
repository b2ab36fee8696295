"""What a browser says against pages: errors of scripts, refusals of the policy, failed fetches."""

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Page, Response


@dataclass  # no slots: Playwright marks the methods that listen
class Complaints:
    """Everything that was said, in order."""

    said: list[str] = field(default_factory=list)

    def hear(self, page: Page) -> None:
        """Listen to a page and whatever it opens."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.said.append(f"{page.url}: {error}"))
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # A policy's refusals come as errors of the console too.
        if message.type in ("error", "warning"):
            self.said.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.said.append(f"{response.status} {response.request.method} {response.url}")
