"""Pictures and PDFs of an initiative: added, seen by those who see the initiative, taken away."""

from __future__ import annotations

import uuid
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from tests.clock import START
from tests.files import BAD, pdf, picture, with_place
from tests.page_client import PageClient, field_values, read
from tests.register import (
    add_initiative,
    add_report,
    last_changes,
    open_to_everyone,
    sign_in,
    verbs_on,
)
from tests.town import Town
from tracker.domain import attachments as rules
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError, NotFoundError, PersonalDataError, RefusedError
from tracker.extensions import db
from tracker.models import Attachment
from tracker.refusals import REFUSALS
from tracker.services import attachments
from tracker.services.attachments import AttachmentContent

FORM = "form[enctype]"


@pytest.fixture
def meals(app: Flask, town: Town) -> uuid.UUID:
    with app.app_context():
        found = add_initiative(town.lea, "Matlaget")
        add_report(town.lea, found, "Vi lagade mat.")
        return found


def address(public_id: uuid.UUID) -> str:
    return f"/initiatives/{public_id}/attachments"


def send(client: PageClient, public_id: uuid.UUID, content: bytes, **changed: Any) -> Any:
    fields = field_values(client.get_page(address(public_id)).one(FORM))
    fields |= {"file": (BytesIO(content), "../../bild.php"), "alt": "Grytor på en spis"} | changed
    return client.post(address(public_id), data=fields, content_type="multipart/form-data")


def added(app: Flask, town: Town, public_id: uuid.UUID, content: bytes | None = None) -> str:
    with app.app_context():
        wanted = AttachmentContent(file=content or picture(), alt="Grytor")
        return f"/attachments/{attachments.add(town.lea, public_id, wanted, now=START)}"


def test_a_picture_is_added_shown_and_taken_away(
    app: Flask, client: PageClient, town: Town, meals: uuid.UUID
) -> None:
    sign_in(client, town.mia)
    with app.app_context():
        report = client.get_page(address(meals)).select("#report option")[1]["value"]
    assert send(client, meals, with_place(), report=report).status_code == 303

    page = client.get_page(address(meals))
    shown = page.one(".attachments img")
    assert shown["alt"] == "Grytor på en spis"
    assert "Belongs to the report of 2 March 2026" in page.text(".attachments")
    file = client.get(str(shown["src"]))
    assert dict(Image.open(BytesIO(file.data)).getexif()) == {}

    client.submit(page, "form[action$='/removal']")
    assert client.get(str(shown["src"])).status_code == 404
    with app.app_context():
        assert db.session.scalars(select(Attachment)).all() == []
        assert verbs_on(meals)[-2:] == [Verb.ATTACHMENT_ADDED, Verb.ATTACHMENT_REMOVED]


def test_files_are_sent_so_that_they_can_do_nothing(
    app: Flask, client: PageClient, town: Town, meals: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    for content, kind, disposition in (
        (picture(), "image/jpeg", "inline"),
        (pdf(), "application/pdf", "attachment"),
    ):
        headers = client.get(added(app, town, meals, content)).headers
        assert headers["Content-Type"] == kind
        assert headers["Content-Disposition"].split(";")[0] == disposition
        assert "bild" not in headers["Content-Disposition"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers.getlist("Content-Security-Policy") == [
            "default-src 'none'; frame-ancestors 'none'; sandbox"
        ]
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "private, no-cache"


def test_a_file_is_seen_by_those_who_see_its_initiative(
    app: Flask, client: PageClient, town: Town, meals: uuid.UUID
) -> None:
    shared = added(app, town, meals)
    with app.app_context():
        draft_id = add_initiative(town.lea, "Utkast", is_draft=True)
        open_id = add_initiative(town.lea, "Öppen")
        open_to_everyone(open_id, by=town.lea, confirmed_by=town.cim)
    draft, opened = (added(app, town, of) for of in (draft_id, open_id))

    assert [client.get(url).status_code for url in (draft, shared, opened)] == [404, 404, 200]
    sign_in(client, town.pia)
    assert [client.get(url).status_code for url in (draft, shared, opened)] == [404, 200, 200]
    sign_in(client, town.mia)
    assert [client.get(url).status_code for url in (draft, shared, opened)] == [200, 200, 200]
    assert client.get("/attachments/00000000-0000-4000-8000-000000000000").status_code == 404


def test_a_kept_file_is_asked_for_again_and_not_sent_again(
    app: Flask, client: PageClient, town: Town, meals: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    url = added(app, town, meals)
    tag = {"If-None-Match": client.get(url).headers["ETag"]}
    assert client.get(url, headers=tag).status_code == 304
    client.delete_cookie("vaven")
    assert client.get(url, headers=tag).status_code == 404


@pytest.mark.parametrize("name", [name for name in BAD if name != "too many bytes"])
def test_what_is_wrong_with_a_file_is_said_at_its_field(
    client: PageClient, town: Town, meals: uuid.UUID, name: str
) -> None:
    sign_in(client, town.lea)
    content, code = BAD[name]
    answer = send(client, meals, content)
    assert answer.status_code == 422
    page = read(answer)
    assert str(REFUSALS[code]) in page.text("#file-error")
    assert page.one("#alt")["value"] == "Grytor på en spis"


def test_a_file_without_words_is_refused(client: PageClient, town: Town, meals: uuid.UUID) -> None:
    sign_in(client, town.lea)
    assert send(client, meals, picture(), alt=" ").status_code == 422
    fields = field_values(client.get_page(address(meals)).one(FORM)) | {"alt": "Grytor"}
    answer = client.post(address(meals), data=fields, content_type="multipart/form-data")
    assert "Choose a file." in answer.text


def test_the_space_of_an_organisation_is_limited(
    app: Flask, town: Town, meals: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = AttachmentContent(file=picture(), alt="Grytor")
    with app.app_context():
        attachments.add(town.lea, meals, wanted, now=START)
        size = db.session.scalars(select(Attachment.size_bytes)).one()
        monkeypatch.setattr(attachments, "LARGEST_OF_ORGANISATION", size * 2)
        attachments.add(town.lea, meals, wanted, now=START)
        with pytest.raises(RefusedError) as refused:
            attachments.add(town.lea, meals, wanted, now=START)
        assert refused.value.code == "space_full"
        monkeypatch.setattr(attachments, "MOST_OF_INITIATIVE", 2)
        with pytest.raises(RefusedError) as refused:
            attachments.add(town.lea, meals, wanted, now=START)
        assert refused.value.code == "too_many_attachments"
    assert rules.LARGEST_OF_ORGANISATION == 200 << 20


def test_others_neither_add_nor_take_away(
    app: Flask, client: PageClient, town: Town, meals: uuid.UUID
) -> None:
    url = added(app, town, meals)
    sign_in(client, town.pia)
    assert not client.get_page(address(meals)).select(f"{FORM}, form[action$='/removal']")
    with app.app_context():
        wanted = AttachmentContent(file=picture(), alt="Grytor")
        with pytest.raises(NotAllowedError):
            attachments.add(town.pia, meals, wanted, now=START)
        with pytest.raises(NotAllowedError):
            attachments.remove(town.pia, uuid.UUID(url.rpartition("/")[2]), now=START)


def test_the_words_name_nobody_by_number(app: Flask, town: Town, meals: uuid.UUID) -> None:
    wanted = AttachmentContent(file=picture(), alt="Ring 070-174 06 35")
    with app.app_context(), pytest.raises(PersonalDataError):
        attachments.add(town.lea, meals, wanted, now=START)


def test_what_is_kept_of_a_file_is_told(
    app: Flask, client: PageClient, town: Town, meals: uuid.UUID
) -> None:
    url = added(app, town, meals)
    with app.app_context():
        assert last_changes(meals)["attachment"] == (None, "Grytor")
    sign_in(client, town.lea)
    own = client.get("/account/my-data.json")
    assert url in own.text


def test_pictures_of_an_open_initiative_are_on_its_open_page(
    app: Flask, client: PageClient, town: Town
) -> None:
    with app.app_context():
        opened = add_initiative(town.lea, "Öppen")
        open_to_everyone(opened, by=town.lea, confirmed_by=town.cim)
    url = added(app, town, opened)
    page = client.get_page(f"/open/{opened}")
    assert page.one(".attachments img")["src"] == url
    assert not page.select("form[action$='/removal']")
    assert client.get(url).status_code == 200


def test_a_file_belongs_to_no_report_of_another_initiative(
    app: Flask, town: Town, meals: uuid.UUID
) -> None:
    with app.app_context():
        other = add_report(town.lea, add_initiative(town.lea, "Promenaden"), "Vi gick.")
        wanted = AttachmentContent(file=picture(), alt="Grytor", report_id=other)
        with pytest.raises(NotFoundError):
            attachments.add(town.lea, meals, wanted, now=START)
        with pytest.raises(NotFoundError):
            attachments.remove(town.lea, other, now=START)
