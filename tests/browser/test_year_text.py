"""An association finds its page, edits the text about its year, and downloads it."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.people import People
from tests.register import add_initiative, add_report


@pytest.fixture
def reported(app: Flask, people: People) -> None:
    with app.app_context():
        sewing = add_initiative(people.volunteer, "Symaskinsverkstan", phase="ongoing")
        add_report(people.volunteer, sewing, "Vi lagade kläder varje torsdag.", people_reached=14)


@pytest.mark.usefixtures("reported")
def test_an_association_downloads_its_annual_report_text(
    phone: Page, people: People, tmp_path: Path
) -> None:
    people.at(phone, people.volunteer)
    phone.get_by_role("link", name="Gör ett utkast").click()
    phone.get_by_label("Vilket år?").select_option("2026")
    phone.get_by_role("button", name="Gör ett utkast").click()
    summary = phone.get_by_label("Året i korthet")
    expect(summary).to_have_value(
        "Under 2026 arbetade Föreningen Trådrullen med 1 insats. "
        "I våra rapporter har vi räknat 14 personer."
    )
    summary.fill("Ett år av lappat och lagat.")

    with phone.expect_download() as waiting:
        phone.get_by_role("button", name="Ladda ner som Word").click()
    assert waiting.value.suggested_filename == "text-om-2026.docx"
    waiting.value.save_as(tmp_path / "text.docx")
    lines = [paragraph.text for paragraph in docx.Document(str(tmp_path / "text.docx")).paragraphs]
    assert "Ett år av lappat och lagat." in lines
    assert "Vi lagade kläder varje torsdag." in lines

    with phone.expect_download() as waiting:
        phone.get_by_role("button", name="Ladda ner som PDF").click()
    waiting.value.save_as(tmp_path / "text.pdf")
    printed = PdfReader(tmp_path / "text.pdf").pages[0].extract_text()
    assert "Ett år av lappat och lagat." in printed
    expect(summary).to_have_value("Ett år av lappat och lagat.")
