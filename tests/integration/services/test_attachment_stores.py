"""Files lie in the database, in a folder or in a bucket; what is seen of them is the same."""

from __future__ import annotations

import dataclasses
import os
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.bucket import Bucket, bucket_server
from tests.clock import START
from tests.files import picture
from tests.page_client import PageClient, field_values
from tests.register import add_initiative, sign_in
from tests.town import Town
from tracker.domain.attachments import StoreFailedError
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.file_stores import file_store
from tracker.models import Attachment
from tracker.services import attachments
from tracker.services.attachments import AttachmentContent
from tracker.work.daily import JOBS

CONTENT = AttachmentContent(file=picture(), alt="Grytor")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    with bucket_server() as found:
        for name, value in {
            "AWS_ACCESS_KEY_ID": "nyckel",
            "AWS_SECRET_ACCESS_KEY": "hemlighet",
            "AWS_REGION": "eu-north-1",
            "AWS_ENDPOINT_URL": found.url,
        }.items():
            monkeypatch.setenv(name, value)
        file_store.cache_clear()
        yield found
        file_store.cache_clear()


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, bucket: Bucket, tmp_path: Path) -> str:
    return "s3://vaven/files" if request.param == "bucket" else f"file://{tmp_path / 'filer'}"


@pytest.fixture
def keep_in(app: Flask) -> Iterator[Callable[[str], None]]:
    kept = app.config["SETTINGS"]

    def choose(place: str) -> None:
        app.config["SETTINGS"] = dataclasses.replace(kept, files_place=place)

    yield choose
    app.config["SETTINGS"] = kept


def test_a_file_is_kept_served_and_taken_away(
    app: Flask,
    client: PageClient,
    town: Town,
    place: str,
    keep_in: Callable[[str], None],
    bucket: Bucket,
) -> None:
    keep_in(place)
    with app.app_context():
        at = f"/initiatives/{add_initiative(town.lea, 'Matlaget')}/attachments"
    sign_in(client, town.lea)
    form = client.get_page(at).one("form[enctype]")
    fields = field_values(form) | {"file": (open_picture(), "bild.jpg"), "alt": "Grytor"}
    assert client.post(at, data=fields, content_type="multipart/form-data").status_code == 303

    store = file_store(place)
    assert store is not None
    with app.app_context():
        row = db.session.scalars(select(Attachment)).one()
        assert row.content is None
        key, size = row.public_id.hex, row.size_bytes
    assert len(store.get(key) or b"") == size
    page = client.get_page(at)
    assert len(client.get(str(page.one(".attachments img")["src"])).data) == size
    client.submit(page, "form[action$='/removal']")
    assert store.get(key) is None
    assert bucket.unsigned == 0


def open_picture() -> object:
    from io import BytesIO

    return BytesIO(picture())


def test_what_no_row_tells_of_is_swept_away(
    app: Flask, town: Town, place: str, keep_in: Callable[[str], None], tmp_path: Path
) -> None:
    keep_in(place)
    store = file_store(place)
    assert store is not None
    with app.app_context():
        at = add_initiative(town.lea, "Matlaget")
        known = attachments.add(town.lea, at, CONTENT, now=START, store=store)
        store.put(uuid.uuid4().hex, b"left")
        for path in (tmp_path / "filer").glob("*"):
            os.utime(path, (START.timestamp(), START.timestamp()))
        JOBS["sweep_files"](app, START - timedelta(days=2))
        assert len(store.list_keys(before=datetime.now(UTC) + timedelta(days=1))) == 2
        JOBS["sweep_files"](app, START + timedelta(days=2))
        left = store.list_keys(before=datetime.now(UTC) + timedelta(days=1))
        assert left == [known.hex]


def test_a_store_that_fails_keeps_no_row_and_says_so(
    app: Flask, town: Town, bucket: Bucket, keep_in: Callable[[str], None], client: PageClient
) -> None:
    keep_in("s3://vaven/files")
    store = file_store("s3://vaven/files")
    assert store is not None
    with app.app_context():
        at = add_initiative(town.lea, "Matlaget")
        kept = attachments.add(town.lea, at, CONTENT, now=START, store=store)
        bucket.is_broken = True
        with pytest.raises(RefusedError) as refused:
            attachments.add(town.lea, at, CONTENT, now=START, store=store)
        assert (refused.value.code, refused.value.field_name) == ("file_not_kept", "file")
        assert len(db.session.scalars(select(Attachment)).all()) == 1
    sign_in(client, town.lea)
    assert client.get(f"/attachments/{kept}").status_code == 503
    with app.app_context():
        attachments.remove(town.lea, kept, now=START, store=store)
        assert db.session.scalars(select(Attachment)).all() == []
        for deed in (lambda: store.list_keys(before=START), lambda: store.get("x")):
            with pytest.raises(StoreFailedError):
                deed()
    assert client.get(f"/attachments/{kept}").status_code == 404


def test_the_database_is_no_store_outside_itself(app: Flask) -> None:
    assert file_store("database") is None
    JOBS["sweep_files"](app, START)
