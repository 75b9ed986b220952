"""What went wrong in the browser while a page was open, gathered from the browser's own events."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error("CSP: " + event.violatedDirective + " refused " + event.blockedURI
    + " " + (event.sourceFile || "") + " " + (event.sample || ""));
});
"""
FAILED_LOAD = "Failed to load resource: the server responded with a status of"
OFFLINE = "Failed to load resource: net::ERR_INTERNET_DISCONNECTED"
OTHER_SCHEMES = frozenset({"data", "blob", "about"})
FIRST_ERROR_STATUS = 400


# Two frames on, what the page's own loading set off has been told to us.
NEXT_FRAME = """new Promise((told) => matchMedia("(scripting: none)").matches
  ? told() : requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(told))))"""


@dataclass
class Watch:
    """Everything that a test must not see in its pages; `expect_status` excuses an error page."""

    host: str
    other_hosts: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    expected_statuses: set[int] = field(default_factory=set)
    is_offline_expected: bool = False
    answered: list[tuple[int, str]] = field(default_factory=list)

    def expect_status(self, *statuses: int) -> None:
        """Say that answers with these error statuses belong to this test (422, 409, 404)."""
        self.expected_statuses |= set(statuses)

    def expect_offline(self) -> None:
        """Say that the connection is lost in this test."""
        self.is_offline_expected = True

    def follow(self, context: BrowserContext) -> None:
        """Watch every page of `context`."""
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._hear)
        context.on("weberror", self._catch)
        context.on("request", self._see_request)
        context.on("response", self._see_response)

    def all_faults(self) -> list[str]:
        """The faults, with the answers whose status nobody expected."""
        unexpected = [
            f"status {status} from {url}"
            for status, url in self.answered
            if status >= FIRST_ERROR_STATUS and status not in self.expected_statuses
        ]
        return [*self.faults, *unexpected]

    def settle(self, page: Page) -> None:
        """Wait until what has happened in `page` so far has reached us."""
        if not page.is_closed():
            page.evaluate(NEXT_FRAME)

    def _hear(self, message: ConsoleMessage) -> None:
        expected = (FAILED_LOAD, OFFLINE) if self.is_offline_expected else (FAILED_LOAD,)
        if message.type in {"error", "warning"} and not message.text.startswith(expected):
            self.faults.append(f"console {message.type}: {message.text}")

    def _catch(self, error: WebError) -> None:
        self.faults.append(f"script error: {error.error}")

    def _see_request(self, request: Request) -> None:
        place = urlsplit(request.url)
        if place.scheme not in OTHER_SCHEMES and place.netloc not in {self.host, *self.other_hosts}:
            self.faults.append(f"request to another host: {request.url}")

    def _see_response(self, response: Response) -> None:
        self.answered.append((response.status, response.url))


def is_scrolled_sideways(page: Page) -> bool:
    """Whether the page is wider than its window."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


def too_wide(page: Page) -> list[str]:
    """The elements that stick out of the window, outermost first, for a fault's message.

    What stands in a part that scrolls by itself (a wide table in its frame) does not count.
    """
    return list(page.evaluate(FIND_WIDE)) if is_scrolled_sideways(page) else []


FIND_WIDE = """() => {
  const edge = document.documentElement.clientWidth;
  const scrolls = (e) => e && e !== document.documentElement && e !== document.body
    && (/(auto|scroll|hidden|clip)/.test(getComputedStyle(e).overflowX)
      || scrolls(e.parentElement));
  const found = [...document.body.querySelectorAll("*")].filter(
    (e) => e.getBoundingClientRect().right > edge + 0.5 && !scrolls(e.parentElement));
  const named = found.map((e) => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "")
    + [...e.classList].map((c) => "." + c).join(""));
  return named.length ? named.slice(0, 8) : ["(something wider than the window)"];
}"""
