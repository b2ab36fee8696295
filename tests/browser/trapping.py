"""Texts that a careless page would run, and a trap that tells whether one did."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Response

LONG = "W" * 3000
TEXTS = (
    "\"><img src=x onerror=hit(1)><hostile-x>'",
    "</script><script>hit(2)</script><hostile-x>",
    "<svg onload=hit(3)><hostile-x>",
    "' onmouseover='hit(4)' autofocus onfocus='hit(5)",
    "</textarea></title></select></style><script>hit(6)</script><hostile-x>",
    "{{7*7*7}}{% x %}<!--<hostile-x>",
    "javascript:hit(7)",
    "a\u2028b\u2029c\u202ed\u2066<hostile-x>\0",
    f"<b onclick=hit(8)>{LONG}",
)
EVERYTHING = "".join(TEXTS[:8]).replace("\0", "")
_REFUSED = "Failed to load resource"  # a 4xx is what such a text deserves
_HARM = """() => [
  [...document.querySelectorAll("hostile-x")].map(() => "an element of a text"),
  document.documentElement.scrollWidth > innerWidth + 1 ? ["wider than the window"] : [],
  document.body.innerText.includes("343") ? ["a template in a text was filled in"] : [],
].flat()"""


@dataclass  # no slots: Playwright marks the methods that listen
class Trap:
    """What ran, what the browser objected to, which pages were harmed."""

    caught: list[str] = field(default_factory=list)

    def page(self, browser: Browser, url: str) -> Page:
        """Return a page of a new window that is listened to."""
        context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=url)
        context.expose_function("hit", lambda *which: self.caught.append(f"ran: {which}"))
        page = context.new_page()
        page.on("dialog", self._dialog)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.caught.append(f"{page.url}: {error}"))
        page.on("response", self._response)
        return page

    def look(self, page: Page, where: str) -> None:
        """Look whether a page is as it should be."""
        self.caught += [f"{where}: {harm}" for harm in page.evaluate(_HARM)]

    def _dialog(self, dialog: Dialog) -> None:
        if dialog.type not in ("confirm", "beforeunload"):
            self.caught.append(f"{dialog.type}: {dialog.message[:80]}")
        dialog.accept()

    def _console(self, message: ConsoleMessage) -> None:
        # A policy's refusals are errors of the console: what it stopped was markup already.
        if message.type == "error" and not message.text.startswith(_REFUSED):
            self.caught.append(f"{message.text[:300]} ({message.location.get('url', '')})")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.caught.append(f"{response.status} {response.request.method} {response.url[:200]}")
