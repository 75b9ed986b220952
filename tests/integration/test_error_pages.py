"""A refusal is a page in the same clothes, with a sentence that helps and the right status."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.exceptions import ServiceUnavailable

from tests.page_client import PageClient
from tests.register import add_initiative, add_organisation, add_person, sign_in
from tracker import create_app
from tracker.extensions import db
from tracker.http import public

pytestmark = pytest.mark.once


def test_an_unknown_address_is_a_page_of_ours(client: PageClient) -> None:
    page = client.get_page("/no-such-page", status=404)

    assert page.one(".error-page")


def test_a_deed_that_is_not_ones_own_is_403_and_what_one_may_not_see_is_404(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        stranger = add_person("Siv Sund", add_organisation("Andra föreningen"))
        owner = add_person("Lea Lund", add_organisation("Norrby kök"))
        shared = add_initiative(owner, "Matlag")
        draft = add_initiative(owner, "Utkast", is_draft=True)
    sign_in(client, stranger)

    client.get_page(f"/initiatives/{shared}/edit", status=403)
    client.get_page(f"/initiatives/{draft}", status=404)


def test_a_method_that_is_not_allowed_says_which_ones_are(client: PageClient) -> None:
    answer = client.get("/sign-out")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "OPTIONS, POST"


def test_an_old_form_is_told_how_to_go_on(client: PageClient) -> None:
    answer = client.post("/language", data={"language": "en"})

    assert answer.status_code == 400


@pytest.mark.parametrize("size", [30 * 1024 * 1024])
def test_a_body_that_is_too_large_is_413(client: PageClient, size: int) -> None:
    answer = client.post("/sign-in", data=b"x" * size, content_type="application/octet-stream")

    assert answer.status_code in (400, 413)


def test_a_rest_of_the_server_is_told_as_such(app: Flask, client: PageClient) -> None:
    kept = app.view_functions["pages.privacy"]
    app.view_functions["pages.privacy"] = public(_resting)
    try:
        page = client.get_page("/privacy", status=503)
    finally:
        app.view_functions["pages.privacy"] = kept

    assert page.one(".error-page")


def _resting() -> str:
    raise ServiceUnavailable


def test_a_fault_of_ours_is_a_plain_page_without_a_word_of_the_code(
    app: Flask, client: PageClient
) -> None:
    served = create_app(replace(app.config["SETTINGS"], is_testing=False))
    served.view_functions["pages.privacy"] = public(_broken)

    answer = served.test_client().get("/privacy")
    with served.app_context():
        db.engine.dispose()

    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text


def _broken() -> str:
    message = "secret detail"
    raise RuntimeError(message)
