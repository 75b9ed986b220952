"""What a test asks of an open page: axe, the keyboard's way through it, reflow, a picture."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.watch import is_scrolled_sideways, too_wide

HERE = Path(__file__).parent
AXE_FILE = HERE / "vendor" / "axe.js"
PICTURES = HERE / "pictures"
PICTURES_WANTED = "PICTURES"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW_PX = 320
DOUBLED_FROM = 1280
MOST_TAB_STOPS = 400
MOST_PARTS = 4
SCRIPTS = re.compile(r"<script\b.*?</script>", re.DOTALL | re.IGNORECASE)

RUN_AXE = """(tags) => axe.run(document, {
  runOnly: {type: "tag", values: tags}, rules: {"target-size": {enabled: true}},
  resultTypes: ["violations"]
}).then((found) => found.violations.flatMap((rule) => rule.nodes.map((node) =>
  rule.id + " (" + rule.impact + "): " + rule.help + " at " + node.target.join(" ")
  + " | " + (node.any[0] || node.all[0] || node.none[0] || {message: ""}).message)))"""

WHERE_FOCUS_IS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const box = e.getBoundingClientRect();
  const label = e.labels && e.labels[0] ? e.labels[0].innerText : "";
  const style = getComputedStyle(e);
  const isRinged = (part) => {
    const drawn = part && getComputedStyle(part);
    return Boolean(drawn) && (drawn.outlineStyle !== "none" && parseFloat(drawn.outlineWidth) > 0
      || drawn.boxShadow !== "none");
  };
  window.__stops = window.__stops || new Map();
  if (!window.__stops.has(e)) window.__stops.set(e, window.__stops.size);
  return {
    number: window.__stops.get(e),
    tag: e.tagName.toLowerCase(), id: e.id,
    name: (e.getAttribute("aria-label") || label || e.innerText || e.value || "").trim(),
    is_seen: box.width > 0 && box.height > 0 && style.visibility !== "hidden",
    is_ringed: isRinged(e) || isRinged(e.closest("label")),
  };
}"""


ENLARGE = """() => {
  document.documentElement.style.fontSize = "200%";
  for (const table of document.querySelectorAll("table")) table.hidden = true;
}"""

SHRINK = """() => {
  document.documentElement.style.fontSize = "";
  for (const table of document.querySelectorAll("table")) table.hidden = false;
}"""

FIND_CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")].filter((e) => {
  const style = getComputedStyle(e);
  const hides = /(hidden|clip)/.test(style.overflowX + style.overflowY);
  return hides && e.innerText && e.innerText.trim() && !e.closest(".visually-hidden")
    && e.clientWidth > 1 && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
}).map((e) => "cut off: " + e.tagName.toLowerCase() + "." + e.className + " " + e.innerText.slice(0, 40))"""

FIND_SMALL = """() => [...document.querySelectorAll(
    "li a, li button, td a, th a, td button, nav a, summary, .card a, .card button")].filter((e) => {
  const box = e.getBoundingClientRect();
  if (!box.width || !box.height || e.closest(".visually-hidden")) return false;
  const inSentence = [...e.parentElement.childNodes].some(
    (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim().length > 1);
  return !inSentence && (box.height < 23.5 || box.width < 23.5);
}).map((e) => "too small to hit: " + e.innerText.slice(0, 40) + " "
  + e.getBoundingClientRect().width.toFixed(1) + " x " + e.getBoundingClientRect().height.toFixed(1))"""


@dataclass(frozen=True)
class TabStop:
    """One place where the Tab key stops."""

    tag: str
    id: str
    name: str
    is_seen: bool
    is_ringed: bool


@cache
def axe_source() -> str:
    """The text of axe-core, which the build puts beside the tests."""
    if not AXE_FILE.exists():
        pytest.fail(
            "axe-core is missing: run `python hatch_build.py --tests` (make test does it first).",
            pytrace=False,
        )
    return AXE_FILE.read_text(encoding="utf-8")


def axe(page: Page, *, rules: list[str] = RULES) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA on the page as it stands, one line a place."""
    with scriptable(page) as readable:
        readable.evaluate(axe_source())
        return [str(line) for line in readable.evaluate(RUN_AXE, rules)]


@contextlib.contextmanager
def scriptable(page: Page) -> Iterator[Page]:
    """The page itself; or, where scripts are off, what it shows, laid where axe can run.

    The copy has the page's elements, address and style sheets, and none of its scripts.
    """
    browser = page.context.browser
    if browser is None or not page.evaluate("matchMedia('(scripting: none)').matches"):
        yield page
        return
    shown = SCRIPTS.sub("", page.content()).replace("noscript>", "div>")
    context = browser.new_context(
        viewport=page.viewport_size, storage_state=page.context.storage_state()
    )
    copy = context.new_page()
    copy.route(page.url, lambda route: route.fulfill(body=shown, content_type="text/html"))
    copy.goto(page.url)
    yield copy
    context.close()


def tab_order(page: Page) -> list[TabStop]:
    """Every stop of the Tab key from the top of the page until it comes round.

    The parts of a date (year, month, day, calendar) are one stop.

    Raises:
        AssertionError: the keyboard is caught, so that it never comes round.
    """
    page.evaluate("() => { window.__stops = new Map(); document.activeElement.blur(); }")
    stops: list[TabStop] = []
    seen: set[int] = set()
    inside = 0
    while len(stops) < MOST_TAB_STOPS:
        page.keyboard.press("Tab")
        here = page.evaluate(WHERE_FOCUS_IS)
        if here is not None and here["number"] == len(seen) - 1 and inside < MOST_PARTS:
            inside += 1
            continue
        inside = 0
        if here is None or here["number"] in seen:
            if here is not None and here["number"] != 0:
                message = f"the Tab key is caught at {here['name']!r}"
                raise AssertionError(message)
            return stops
        seen.add(here.pop("number"))
        stops.append(TabStop(**here))
    message = f"more than {MOST_TAB_STOPS} stops of the Tab key"
    raise AssertionError(message)


def reflow_faults(page: Page, *, width: int = NARROW_PX) -> list[str]:
    """What sticks out when the page is read at 320 px, with the window put back afterwards."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 640})
    faults = too_wide(page) if is_scrolled_sideways(page) else []
    if before is not None:
        page.set_viewport_size(before)
    return faults


def large_text_faults(page: Page) -> list[str]:
    """What sticks out or is cut off when the text is twice as large, in a window of 1 280 px.

    A table may be wider than the window: its two directions are its meaning.
    """
    before = page.viewport_size
    page.set_viewport_size({"width": DOUBLED_FROM, "height": 800})
    page.evaluate(ENLARGE)
    faults = [*too_wide(page), *(str(line) for line in page.evaluate(FIND_CUT_OFF))]
    page.evaluate(SHRINK)
    if before is not None:
        page.set_viewport_size(before)
    return faults


def small_targets(page: Page) -> list[str]:
    """Links and buttons in lists, tables and menus that are less than 24 px high or wide.

    A link in the middle of a sentence is as high as its line.
    """
    return [str(line) for line in page.evaluate(FIND_SMALL)]


def picture(page: Page, name: str) -> None:
    """Save the whole page as tests/browser/pictures/NAME.png, when PICTURES=1 asks for it."""
    if os.environ.get(PICTURES_WANTED):
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
