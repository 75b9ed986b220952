"""Which language a page is in: the person's, else the cookie's, else the browser's, else Swedish."""

from __future__ import annotations

import pytest

from tests.page_client import PageClient


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("sv-SE,sv;q=0.9", "sv"), ("en-GB,en;q=0.8,sv;q=0.5", "en"), ("fi", "sv"), ("", "sv")],
)
def test_a_browser_tells_the_language(client: PageClient, accepted: str, language: str) -> None:
    page = client.get_page("/sign-in", headers={"Accept-Language": accepted})

    assert page.one("html")["lang"] == language


def test_a_chosen_language_goes_before_the_browsers(client: PageClient) -> None:
    page = client.get_page("/sign-in", headers={"Accept-Language": "sv"})
    client.submit(page, "header form[action='/language']", language="en")

    page = client.get_page("/sign-in", headers={"Accept-Language": "sv"})
    assert page.one("html")["lang"] == "en"


def test_a_language_we_do_not_have_changes_nothing(client: PageClient) -> None:
    client.set_cookie("language", "<script>")

    page = client.get_page("/sign-in", headers={"Accept-Language": "sv"})

    assert page.one("html")["lang"] == "sv"
