"""The page client finds what is wrong with a page, and says nothing of a sound one."""

from __future__ import annotations

import pytest
from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from tests.documents import parse
from tests.languages import foreign_texts, strings_of
from tests.markup import faults_of
from tests.page_client import PageClient, field_values

PAGE = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>
<body><main><h1>{heading}</h1>{body}</main></body></html>"""
FORM = """<form method="post"><input type="hidden" name="csrf_token" value="t">
<label for="title">Rubrik</label><input id="title" name="title" value="Läxhjälp">
<label for="place">Plats</label><select id="place" name="place"><option>Norrby</option>
<option value="h" selected>Hela kommunen</option></select>
<label><input type="checkbox" name="goal" value="1" checked> Mål 1</label>
<label><input type="checkbox" name="goal" value="2" checked> Mål 2</label>
<label><input type="checkbox" name="goal" value="3"> Mål 3</label>
<label for="text">Text</label><textarea id="text" name="text">
Två
rader</textarea><button name="draft" value="1">Spara</button></form>"""


def page(body: str = "", *, lang: str = "sv", title: str = "Tavlan – Väven") -> str:
    return PAGE.format(body=body, lang=lang, title=title, heading="Tavlan")


@pytest.fixture
def small_app() -> Flask:
    app = Flask("small")
    app.test_client_class = PageClient

    @app.get("/sound")
    def sound() -> str:
        return page(FORM)

    @app.post("/sound")
    def posted() -> Response | tuple[str, int]:
        if request.form["title"]:
            return redirect("/sound", 303)
        return page("<p>Skriv en rubrik</p>"), 422

    @app.get("/broken")
    def broken() -> str:
        return page("<p>x</div>")

    @app.get("/rows")
    def rows() -> str:
        return "<tr><td>Läxhjälp</td></tr>"

    return app


@pytest.fixture
def small_client(small_app: Flask) -> PageClient:
    client = small_app.test_client()
    assert isinstance(client, PageClient)
    return client


def test_a_sound_page_has_no_faults() -> None:
    assert faults_of(parse(page(FORM), is_fragment=False)) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<p>x</div>", "HTML fault"),
        ("<table><p>x</p></table>", "HTML fault"),
        ("<h1>Två</h1>", "2 h1"),
        ("<h3>Långt ner</h3>", "from h1 to h3"),
        ("<h2></h2>", "empty heading"),
        ("<p id=a>x</p><p id=a>y</p>", "id 'a' stands 2 times"),
        ("<input name=a>", "no label for"),
        ("<label for=a></label><input id=a>", "no label for"),
        ("<label for=b>B</label>", "for='b' names no id"),
        ("<p aria-describedby='x y' id=x>t</p>", "aria-describedby='y' names no id"),
        ("<a href='#nowhere'>x</a>", "href='nowhere' names no id"),
        ("<button hx-get=/x hx-target='#gone'>x</button>", "hx-target='gone'"),
        ("<p style='color:red'>x</p>", "inline style="),
        ("<button onclick='x()'>x</button>", "inline onclick="),
        ("<button hx-on:click='x()'>x</button>", "inline hx-on:click="),
        ("<script>x()</script>", "inline script"),
        ("<a href='javascript:x()'>x</a>", "javascript: address"),
        ("<img src=x>", "no alt"),
        ("<svg></svg>", "a picture without a name"),
        ("<form method=post></form>", "no csrf_token"),
        ("<form hx-post=/x></form>", "no csrf_token"),
        ("<a href=/x></a>", "nothing to read in <a"),
        ("<button></button>", "nothing to read in <button"),
        ("<fieldset><p>x</p></fieldset>", "a fieldset without a legend"),
        ("<table><tr><td>x</td></tr></table>", "without header cells"),
    ],
)
def test_a_fault_is_found_and_told(body: str, fault: str) -> None:
    faults = faults_of(parse(page(body), is_fragment=False))

    assert any(fault in told for told in faults), faults


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        (page(title="Något annat"), "does not begin with the h1"),
        (page(lang=""), "the page's lang is ''"),
        (page().replace("<main>", "<div>").replace("</main>", "</div>"), "0 main elements"),
        (page().replace("<h1>Tavlan</h1>", ""), "0 h1"),
        (page("").replace("initial-scale=1", "user-scalable=no"), "forbids zooming"),
        (page("").replace("<!DOCTYPE html>", ""), "HTML fault"),
        (page("").replace("<h1>", "<h2>Först</h2><h1>"), "the first heading of the page"),
    ],
)
def test_a_fault_of_the_whole_page_is_found(markup: str, fault: str) -> None:
    faults = faults_of(parse(markup, is_fragment=False))

    assert any(fault in told for told in faults), faults


@pytest.mark.parametrize(
    "markup",
    [
        "<tr><td>x</td></tr>",
        "<td>x</td>",
        "<li>x</li>",
        "<option>x</option>",
        "<p aria-describedby=elsewhere>x</p>",
        "\n text alone",
        "",
    ],
)
def test_a_fragment_is_read_where_it_may_stand(markup: str) -> None:
    assert faults_of(parse(markup, is_fragment=True)) == []


def test_the_other_language_is_found_on_a_page() -> None:
    strings = {
        "sv": strings_of(["Save as draft", "%(number)d initiatives in all", "Show"]),
        "en": strings_of(["Spara som utkast"]),
    }
    body = (
        "<p>Save  as\ndraft</p><p>12 initiatives in all</p><img src=x alt=Show>"
        "<p lang=en>Save as draft</p><p>Show the way</p><p>Spara som utkast</p>"
    )

    swedish = list(foreign_texts(parse(page(body), is_fragment=False), strings))
    english = list(foreign_texts(parse(page(body, lang="en"), is_fragment=False), strings))

    assert [told.split(": ")[1] for told in swedish] == [
        "'Save as draft'",
        "'12 initiatives in all'",
        "'Show'",
    ]
    assert [told.split(": ")[1] for told in english] == ["'Spara som utkast'"]


def test_the_client_fails_a_test_that_fetches_a_broken_page(small_client: PageClient) -> None:
    with pytest.raises(AssertionError, match="GET /broken"):
        small_client.get("/broken")


def test_the_client_tells_an_unexpected_status(small_client: PageClient) -> None:
    with pytest.raises(AssertionError, match="answered 200, not 404"):
        small_client.get_page("/sound", status=404)


def test_a_fragment_is_asked_for_as_htmx_does(small_client: PageClient) -> None:
    assert small_client.get_fragment("/rows").text("td") == "Läxhjälp"


def test_a_page_can_be_asked(small_client: PageClient) -> None:
    found = small_client.get_page("/sound")

    assert found.text("h1") == "Tavlan"
    assert found.texts("option") == ["Norrby", "Hela kommunen"]
    with pytest.raises(AssertionError, match="3 elements"):
        found.one("input[name=goal]")


def test_a_form_is_sent_as_a_browser_would(small_client: PageClient) -> None:
    found = small_client.get_page("/sound")

    assert field_values(found.one("form")) == {
        "csrf_token": "t",
        "title": "Läxhjälp",
        "place": "h",
        "goal": ["1", "2"],
        "text": "Två\nrader",
    }
    assert small_client.submit(found, goal=None).status_code == 303
    assert small_client.submit(found, title="").status_code == 422
    with pytest.raises(AssertionError, match="no field"):
        small_client.submit(found, rubrik="x")
    assert small_client.pages_checked == 2
