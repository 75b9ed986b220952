"""The header: kept while nothing it shows has changed, but with each reader's own token and page."""

from __future__ import annotations

from flask import Flask

from tests.page_client import PageClient
from tests.register import add_organisation, add_person, sign_in
from tracker.header import _TOKEN
from tracker.templating import gap


def test_a_kept_header_has_the_token_and_the_page_of_each_request(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        member = add_person("Lea Lund", add_organisation("Norrby kök"))

    tokens: list[str] = []
    for address in ("/board?q=matlag&place=norrby", "/board?q=kaffe", "/board?q=kaffe"):
        with client.session_transaction() as session:
            session.clear()
        sign_in(client, member)
        header = client.get_page(address).one("header.site-header")
        tokens += {str(field["value"]) for field in header.select("[name=csrf_token]")}
        assert [str(row["value"]) for row in header.select("[name=next]")] == [address]
        assert _TOKEN not in str(header)

    assert len(set(tokens)) == 3


def test_nobody_can_have_a_token_filled_into_what_they_typed(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        member = add_person(gap("token"), add_organisation(gap("csrf_token")))
    sign_in(client, member)

    page = client.get_page("/board")

    assert page.text(".account strong") == gap("token")
    assert page.texts(".account p.small") == [gap("csrf_token")]
