"""Sheets for meetings: one after another by links alone, and each on a page of A4."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.page_client import PageClient
from tests.register import add_initiative, add_report, sign_in
from tests.town import Town
from tracker.domain.lifecycle import Phase
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import AuditEntry

HOSTILE = '#import "x" $ \\ ]] {{ 7 * 7 }} <script> åäö العربية'


@pytest.fixture
def rut(client: PageClient, town: Town, app: Flask) -> PageClient:
    """A reader's browser, where one initiative is shared and one is a draft."""
    with app.app_context():
        one = add_initiative(town.lea, f"Matlaget {HOSTILE}", phase=Phase.ONGOING, goals=("CY1",))
        add_report(town.lea, one, f"Tolv barn. {HOSTILE}", needs=f"Två vuxna. {HOSTILE}")
        add_initiative(town.lea, "Utkast", is_draft=True)
    sign_in(client, town.rut)
    return client


def test_the_sheets_follow_each_other_and_come_round(rut: PageClient) -> None:
    here = rut.get("/wall").location or ""
    seen = []
    while here not in seen:
        seen.append(here)
        here = str(rut.get_page(here).one("[rel=next]")["href"])

    assert seen[0] == "/wall/place/norrby"
    assert "/wall/goal_area/work_studies" in seen[:4]
    assert here == seen[0]
    assert len(seen) > 30


@pytest.mark.parametrize("address", ["/wall/place/norrby", "/wall/goal_area/children_youth"])
def test_a_sheet_tells_what_goes_on_and_no_more_than_one_may_see(
    rut: PageClient, address: str
) -> None:
    text = rut.get_page(address).text()

    assert f"Matlaget {HOSTILE}" in text
    assert "Utkast" not in text


@pytest.mark.parametrize("address", ["/wall/place/norrby.pdf", "/wall/goal_area/work_studies.pdf"])
def test_a_sheet_is_one_page_of_a4_and_noted(rut: PageClient, app: Flask, address: str) -> None:
    printed = rut.get(address).get_data()

    assert printed.startswith(b"%PDF-")
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type/Page/") <= 1
    with app.app_context():
        latest = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
        assert latest is not None
        assert latest.verb == Verb.EXPORTED.value


@pytest.mark.parametrize("address", ["/wall/place/nowhere", "/wall/moon/norrby", "/wall/goal_area/x.pdf"])  # fmt: skip
def test_a_sheet_that_is_none_is_not_found(rut: PageClient, address: str) -> None:
    assert rut.get(address).status_code == 404
