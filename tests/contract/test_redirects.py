"""Nothing that a request says sends anybody to another site, or has the product name one."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from flask import Flask
from werkzeug.test import TestResponse

from tests.contract.signing_in import Browser
from tests.contract.walker import Walker
from tests.figures import Figures

ELSEWHERE = "evil.example"
HOSTILE_NEXT = (
    f"https://{ELSEWHERE}/",
    f"//{ELSEWHERE}/",
    f"///{ELSEWHERE}/",
    f"////{ELSEWHERE}/",
    f"/\\{ELSEWHERE}/",
    f"\\\\{ELSEWHERE}/",
    f"/\t/{ELSEWHERE}/",
    f"/\n/{ELSEWHERE}/",
    f"/\r\nLocation: https://{ELSEWHERE}/",
    f" https://{ELSEWHERE}/",
    f"\x00https://{ELSEWHERE}/",
    f"https:{ELSEWHERE}/",
    f"https:/{ELSEWHERE}/",
    f"http://[{ELSEWHERE}",
    f"javascript://{ELSEWHERE}/%0aalert(1)",
    f"data:text/html,{ELSEWHERE}",
    f"/%2F{ELSEWHERE}/",
    f"/.//{ELSEWHERE}/",
    f"/@{ELSEWHERE}/",
    f"{ELSEWHERE}",
    f"http://localhost@{ELSEWHERE}/",
    f"http://localhost.{ELSEWHERE}/",
    f"/board?next=https://{ELSEWHERE}/",
    "https://exa\u2100mple/",
)
HOSTILE_HEADERS = (
    {"HX-Request": "true", "HX-Current-URL": f"https://{ELSEWHERE}/"},
    {"Host": ELSEWHERE, "HX-Request": "true"},
    {"X-Forwarded-Host": ELSEWHERE, "X-Forwarded-Proto": "https"},
    {"X-Forwarded-Prefix": f"//{ELSEWHERE}", "Forwarded": f"host={ELSEWHERE}"},
    {"X-Original-URL": f"//{ELSEWHERE}/", "X-Rewrite-URL": f"//{ELSEWHERE}/"},
    {"Referer": f"https://{ELSEWHERE}/"},
)
HOSTILE_PATHS = (
    f"//{ELSEWHERE}",
    f"///{ELSEWHERE}/..",
    f"//{ELSEWHERE}/%2e%2e",
    f"/\\{ELSEWHERE}",
)


def leads_elsewhere(answer: TestResponse) -> bool:
    """Whether a browser would leave the site, or be told of another one."""
    headers = answer.headers
    shown = (headers.get(name, "") for name in ("Location", "HX-Redirect", "HX-Location"))
    return any(
        ELSEWHERE in target.partition("?")[0] or not target.startswith(("/", "http://localhost/"))
        for target in shown
        if target
    )


def redirects(app: Flask) -> Iterator[tuple[str, TestResponse]]:
    """Every way to be sent somewhere by what a request says."""
    for wanted in HOSTILE_NEXT:
        browser = Browser(app)
        page = browser.client.get(f"/sign-in?next={quote(wanted)}")
        yield f"GET sign-in {wanted!r}", page
        yield f"language {wanted!r}", browser.post("/language", language="en", next=wanted)
        yield f"sign-in {wanted!r}", browser.sign_in("reader@example.org", next=wanted)
    for headers in HOSTILE_HEADERS:
        for url in ("/board", "/account", "/initiatives/new", "/"):
            yield f"{url} {headers}", Browser(app).client.get(url, headers=headers)
    for path in HOSTILE_PATHS:
        asked = {"PATH_INFO": path, "REQUEST_URI": path}
        yield path, Browser(app).client.get("/x", environ_overrides=asked)


def test_nobody_is_sent_to_another_site(walker: Walker, figures: Figures) -> None:
    answers = list(redirects(walker.app))
    wrong = [
        f"{name}: {answer.status_code} {answer.headers.get('Location')}"
        for name, answer in answers
        if leads_elsewhere(answer) or answer.status_code >= 500
    ]

    figures.record("redirects tried", value=len(answers))
    figures.record("redirects to another site", value=len(wrong))
    assert not wrong, "\n" + "\n".join(wrong)


def test_a_page_never_names_the_host_of_the_request(walker: Walker) -> None:
    for url in ("/open", "/sitemap.xml", "/robots.txt", "/sign-in"):
        for header in ("Host", "X-Forwarded-Host"):
            answer = walker.get("anonymous", url, headers={header: ELSEWHERE})
            assert ELSEWHERE not in answer.text
