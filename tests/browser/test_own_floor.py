"""The browser floor itself, tried on a small app: it sees each kind of fault, and sound pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask, Response
from playwright.sync_api import Browser, Page

from tests.browser import reading
from tests.browser.chromium import BrowserUnavailableError, find_chromium
from tests.browser.server import served
from tests.browser.watch import Watch

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
)
PAGE = """<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Tavlan</title>
<link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/app.css">{head}</head>
<body><main><h1>Tavlan</h1>{body}</main></body></html>"""
FORM = """<a href="#b">Hoppa</a><label for="b">Rubrik</label><input id="b"><button>Spara</button>"""
FILES = {
    "/app.css": ("text/css", ".wide {width: 900px} .framed {overflow-x: auto}"),
    "/icon.svg": ("image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg"></svg>'),
    "/throws.js": ("text/javascript", "throw new Error('torn')"),
}


@pytest.fixture
def small_address() -> Iterator[str]:
    app = Flask("small")
    bodies = {
        "sound": FORM,
        "inline": "<p style='color:red'>x</p><script>1</script>",
        "away": "<img alt='' src='http://other.example/x.png'>",
        "throws": "<p>x</p>",
        "unlabelled": "<input>",
        "wide": "<p class='wide'>x</p>",
        "framed": "<div class='framed' tabindex='0'><p class='wide'>x</p></div>",
        "refused": FORM,
    }

    @app.get("/<name>")
    def show(name: str) -> Response:
        head = '<script src="/throws.js"></script>' if name == "throws" else ""
        page = Response(PAGE.format(head=head, body=bodies[name]), mimetype="text/html")
        page.status_code = 422 if name == "refused" else 200
        page.headers["Content-Security-Policy"] = POLICY
        return page

    for path, (kind, text) in FILES.items():
        app.add_url_rule(path, path, lambda kind=kind, text=text: Response(text, mimetype=kind))
    with served(app) as address:
        yield address


@pytest.fixture
def small_watch(small_address: str) -> Watch:
    return Watch(host=urlsplit(small_address).netloc)


@pytest.fixture
def small_page(browser: Browser, small_address: str, small_watch: Watch) -> Iterator[Page]:
    context = browser.new_context(base_url=small_address)
    small_watch.follow(context)
    yield context.new_page()
    context.close()


def test_a_sound_page_has_no_faults(small_page: Page, small_watch: Watch) -> None:
    small_page.goto("/sound")

    assert reading.axe(small_page) == []
    assert reading.reflow_faults(small_page) == []
    small_watch.settle(small_page)
    assert small_watch.all_faults() == []


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("inline", "CSP: style-src"),
        ("inline", "CSP: script-src"),
        ("away", "request to another host: http://other.example/x.png"),
        ("throws", "torn"),
        ("refused", "status 422"),
    ],
)
def test_a_fault_in_the_browser_is_seen(
    small_page: Page, small_watch: Watch, name: str, fault: str
) -> None:
    small_page.goto(f"/{name}")
    small_watch.settle(small_page)

    assert any(fault in told for told in small_watch.all_faults()), small_watch.all_faults()


def test_an_expected_status_is_no_fault(small_page: Page, small_watch: Watch) -> None:
    small_watch.expect_status(422)

    small_page.goto("/refused")
    small_watch.settle(small_page)

    assert small_watch.all_faults() == []


def test_axe_finds_an_input_without_a_label(small_page: Page) -> None:
    small_page.goto("/unlabelled")

    assert [line.split(" ")[0] for line in reading.axe(small_page)] == ["label"]


def test_what_sticks_out_at_320_px_is_named(small_page: Page) -> None:
    small_page.goto("/wide")
    assert reading.reflow_faults(small_page) == ["p.wide"]

    small_page.goto("/framed")
    assert reading.reflow_faults(small_page) == []


def test_the_keyboards_way_is_told_in_order(small_page: Page) -> None:
    small_page.goto("/sound")

    stops = reading.tab_order(small_page)

    assert [(stop.tag, stop.name) for stop in stops] == [
        ("a", "Hoppa"),
        ("input", "Rubrik"),
        ("button", "Spara"),
    ]
    assert all(stop.is_seen and stop.is_ringed for stop in stops)


def test_a_page_without_scripts_can_be_read(browser: Browser, small_address: str) -> None:
    context = browser.new_context(base_url=small_address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sound")

    assert reading.axe(page) == []
    assert [stop.tag for stop in reading.tab_order(page)] == ["a", "input", "button"]
    context.close()


def test_a_picture_is_saved_only_when_asked(
    small_page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PICTURES", tmp_path / "pictures")
    small_page.goto("/sound")

    monkeypatch.delenv(reading.PICTURES_WANTED, raising=False)
    reading.picture(small_page, "tavlan")
    assert not reading.PICTURES.exists()

    monkeypatch.setenv(reading.PICTURES_WANTED, "1")
    reading.picture(small_page, "tavlan")
    assert (reading.PICTURES / "tavlan.png").stat().st_size > 0


def test_a_chosen_browser_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")

    with pytest.raises(BrowserUnavailableError, match="/nowhere/chromium"):
        find_chromium()
