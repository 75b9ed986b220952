"""A picture is taken with a telephone, described, and seen; with scripts and without."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.people import People
from tests.browser.watch import Watch
from tests.files import SVG, with_place
from tests.register import add_initiative


@pytest.fixture
def sewing(app: Flask, people: People) -> uuid.UUID:
    with app.app_context():
        return add_initiative(people.volunteer, "Symaskinsverkstan", phase="ongoing")


@pytest.mark.parametrize("kind", ["phone", "scriptless_page"])
def test_a_picture_is_added_and_shown(
    request: pytest.FixtureRequest, people: People, sewing: uuid.UUID, kind: str
) -> None:
    page: Page = request.getfixturevalue(kind)
    people.at(page, people.volunteer, f"/initiatives/{sewing}")
    page.get_by_role("link", name="Bilder och filer").click()
    field = page.get_by_label("Bild eller PDF")
    assert "image/jpeg" in str(field.get_attribute("accept"))
    assert field.get_attribute("capture") is None
    field.set_input_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": with_place()})
    page.get_by_label("Vad visar den?").fill("Tyger på ett bord")
    page.get_by_role("button", name="Lägg till filen").click()

    shown = page.get_by_role("img", name="Tyger på ett bord")
    expect(shown).to_be_visible()
    assert shown.evaluate("each => each.decode().then(() => each.naturalHeight)") == 80
    page.get_by_role("button", name="Ta bort: Tyger på ett bord").click()
    expect(shown).to_have_count(0)


def test_a_drawing_with_a_program_is_refused_and_the_words_stay(
    page: Page, people: People, sewing: uuid.UUID, watch: Watch, tmp_path: Path
) -> None:
    watch.expect_status(422)
    drawing = tmp_path / "bild.jpg"
    drawing.write_bytes(SVG)
    people.at(page, people.volunteer, f"/initiatives/{sewing}/attachments")
    page.get_by_label("Bild eller PDF").set_input_files(drawing)
    page.get_by_label("Vad visar den?").fill("En symaskin")
    page.get_by_role("button", name="Lägg till filen").click()

    expect(page.get_by_role("alert")).to_contain_text("Välj en bild (JPEG, PNG eller WebP)")
    expect(page.get_by_label("Vad visar den?")).to_have_value("En symaskin")
