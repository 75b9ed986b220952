"""An organisation's members make a text about its year, from what it has reported itself."""

from __future__ import annotations

import uuid
from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from tests.clock import START
from tests.documents import Document
from tests.page_client import PageClient, field_values
from tests.register import add_initiative, add_partner, add_report, sign_in
from tests.town import Town
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import AuditEntry, StatusReport
from tracker.services import activities, status_reports
from tracker.services.activities import ActivityContent, DayTold
from tracker.services.status_reports import ReportContent

FORM = "form.year-text"


@pytest.fixture
def year(app: Flask, town: Town) -> dict[str, uuid.UUID]:
    """Two initiatives of the kitchen with reports of 2026, one few came to; and others' words."""
    with app.app_context():
        meals = add_initiative(town.lea, "Matlaget")
        walks = add_initiative(town.lea, "Promenaden", is_draft=True)
        add_report(town.mia, meals, "Vi lagade mat.", needs="Fler bord", people_reached=40)
        add_report(town.lea, walks, "Tre kom.", people_reached=3)
        add_partner(town.lea, meals, town.pia)
        add_report(
            town.pia, add_initiative(town.pia, "Praktik"), "Husets egna ord.", people_reached=900
        )
        return {"meals": meals, "walks": walks}


def address(town: Town, **arguments: object) -> str:
    wanted = {"year": 2026, "kind": "annual", "language": "sv"} | arguments
    query = "&".join(f"{name}={value}" for name, value in wanted.items())
    return f"/organisations/{town.kitchen.public_id}/year-text?{query}"


def downloaded(client: PageClient, page: Document, **changed: Any) -> bytes:
    fields = field_values(page.one(FORM)) | changed
    answer = client.post(str(page.one(FORM)["action"]), data=fields)
    assert answer.status_code == 200, answer.text[:500]
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.data


def word_text(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def pdf_text(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.mark.usefixtures("year")
def test_the_draft_is_made_of_own_reports_alone(client: PageClient, town: Town) -> None:
    sign_in(client, town.mia)
    page = client.get_page(address(town))
    values = field_values(page.one(FORM))

    assert values["title"] == "Verksamhetsberättelse 2026, Norrby kök"
    assert values["summary"].startswith("Under 2026 arbetade Norrby kök med 2 insatser.")
    assert values["ahead"] == "Matlaget: Fler bord"
    assert values["cooperation"] == "AB Huset"
    assert "Vi lagade mat." in values.values()
    assert "Husets egna ord." not in page.soup.get_text()
    assert "900" not in page.text()


@pytest.mark.usefixtures("year")
def test_a_changed_text_is_downloaded_as_word_and_as_pdf(
    app: Flask, client: PageClient, town: Town
) -> None:
    sign_in(client, town.mia)
    page = client.get_page(address(town))
    word = word_text(downloaded(client, page, summary="Ett gott år – med soppa.", format="docx"))
    printed = pdf_text(downloaded(client, page, summary="Ett gott år – med soppa.", format="pdf"))

    for text in (word, printed):
        for wanted in (
            "Ett gott år – med soppa.",
            "Vi lagade mat.",
            "Matlaget",
            "40",
            "färre än 5",
        ):
            assert wanted in text
    with app.app_context():
        query = select(AuditEntry.verb).order_by(AuditEntry.id.desc()).limit(2)
        assert set(db.session.scalars(query)) == {Verb.YEAR_TEXT_TAKEN}


def test_few_people_are_in_no_figure_and_no_sum(
    client: PageClient, town: Town, year: dict[str, uuid.UUID]
) -> None:
    sign_in(client, town.lea)
    page = client.get_page(address(town, language="en"))
    assert "Our reports count 40 people." in field_values(page.one(FORM))["summary"]
    rows = page.texts(f"{FORM} tbody td")
    assert rows == ["1", "40", "0", "–", "1", "fewer than 5", "0", "–"]
    left_out = field_values(page.one(FORM))
    left_out.pop(f"with_{year['walks'].hex}")
    answer = client.post(str(page.one(FORM)["action"]), data=left_out | {"format": "docx"})
    assert "Promenaden" not in word_text(answer.data)


def test_days_of_activities_are_counted_by_themselves(
    app: Flask, client: PageClient, town: Town, year: dict[str, uuid.UUID]
) -> None:
    with app.app_context():
        first, second = date(2026, 2, 3), date(2026, 2, 10)
        weekly = ActivityContent(title="Soppa", first_on=first, until=date(2026, 2, 17))
        soup = activities.add(town.lea, year["meals"], weekly, now=START)
        told = {
            first: DayTold(12),
            second: DayTold(is_called_off=True),
            date(2026, 2, 17): DayTold(8),
        }
        activities.confirm(town.lea, year["meals"], soup, told, now=START)
    sign_in(client, town.lea)
    page = client.get_page(address(town, language="en"))
    summary = field_values(page.one(FORM))["summary"]
    assert "Activities were held on 2 days. 20 took part, each day counted by itself." in summary


def test_a_corrected_report_is_told_as_corrected(
    app: Flask, client: PageClient, town: Town, year: dict[str, uuid.UUID]
) -> None:
    with app.app_context():
        query = select(StatusReport.public_id).where(StatusReport.happened == "Vi lagade mat.")
        status_reports.correct(
            town.lea,
            db.session.scalars(query).one(),
            ReportContent(
                condition=Condition.ON_PLAN,
                phase=Phase.ONGOING,
                happened="Vi bakade bröd.",
                people_reached=30,
                reported_on=date(2026, 3, 1),
            ),
            submission_key="a-key-of-its-own",
            now=START,
        )
    sign_in(client, town.lea)
    page = client.get_page(address(town))
    assert "Vi bakade bröd." in page.soup.get_text()
    assert "Vi lagade mat." not in page.soup.get_text()


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        ("annual", "De vi samverkade med"),
        ("grant", "Vad pengarna gick till"),
        ("iop", "Vad vi kom överens om"),
    ],
)
def test_each_use_has_its_own_parts(
    client: PageClient, town: Town, kind: str, heading: str
) -> None:
    sign_in(client, town.lea)
    page = client.get_page(address(town, kind=kind))
    names = [name for name in ("cooperation", "money", "purpose") if page.select(f"#{name}")]
    text = word_text(downloaded(client, page, **dict.fromkeys(names, "Egna ord."), format="docx"))
    assert f"{heading}\nEgna ord." in text


@pytest.mark.usefixtures("year")
def test_nothing_written_is_lost_when_something_is_wrong(client: PageClient, town: Town) -> None:
    sign_in(client, town.lea)
    page = client.get_page(address(town))
    fields = field_values(page.one(FORM)) | {"title": "", "ahead": "Mina egna ord\x00 \u202e<b>"}
    answer = client.post(str(page.one(FORM)["action"]), data=fields)
    assert answer.status_code == 422
    assert "Mina egna ord \u202e&lt;b&gt;" in answer.text
    fields |= {"title": "Rubrik", "ahead": "x" * 10_001}
    answer = client.post(str(page.one(FORM)["action"]), data=fields)
    assert answer.status_code == 422
    assert "x" * 10_001 in answer.text


def test_a_year_without_reports_can_be_written_by_hand(client: PageClient, town: Town) -> None:
    sign_in(client, town.lea)
    page = client.get_page(address(town, year=1800, kind="none", language="xx"))
    assert "Nothing has been reported of 2025 yet." in page.text()
    text = word_text(downloaded(client, page, summary="By hand.", format="docx"))
    assert "By hand." in text


def test_others_make_no_text_of_it(client: PageClient, town: Town) -> None:
    for stranger in (town.pia, town.cim, town.rut, town.ada):
        sign_in(client, stranger)
        client.get_page(address(town), status=403)
        assert client.post(address(town), data={}).status_code in {400, 403}
