"""A file that is no list gets a sentence at 422; nothing of it is kept, whatever it is called."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.figures import Figures
from tests.lists import foreign_list, semicolons, workbook
from tests.page_client import PageClient, read
from tests.register import change_row, sign_in
from tests.town import Town
from tracker.extensions import db
from tracker.models import ImportFile, Person

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    b"<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
)


def repacked(content: bytes, **parts: bytes) -> bytes:
    """A workbook with parts replaced or added; `__` in a name stands for a slash."""
    named = {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()}
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, named.pop(name, b"") or old.read(name))
        for name, part in named.items():
            new.writestr(name, part)
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    """An archive of other things than a workbook's; the last `_` in a name stands for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(".".join(name.replace("__", "/").rsplit("_", 1)), part)
    return out.getvalue()


def encrypted() -> bytes:
    """What Excel writes for a workbook with a password: an OLE container of two known streams."""
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + (len(name) * 2 + 2).to_bytes(2, "little")
        + b"\0" * 62
        for name in ("Root Entry", "EncryptionInfo", "EncryptedPackage")
    )
    header = bytearray(512)
    header[:8] = OLE
    header[24:34] = b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0"
    return bytes(header) + directory.ljust(1024, b"\0")


BOMB = repacked(workbook([("a", "b")]), xl__worksheets__sheet1_xml=b" " * 400_000_000)
BAD: dict[str, tuple[str, bytes]] = {
    "a renamed picture": ("lista.xlsx", PNG),
    "a zip bomb": ("lista.xlsx", BOMB),
    "an entity bomb": (
        "lista.xlsx", repacked(workbook([("a", "b")]), xl__worksheets__sheet1_xml=ENTITIES),
    ),
    "a workbook with a password": ("lista.xlsx", encrypted()),
    "300 columns": ("lista.xlsx", workbook([[f"k{n}" for n in range(300)], [1] * 300])),
    "nothing": ("lista.csv", b""),
    "blank rows": ("lista.csv", b"\r\n;;\r\n;;\r\n"),
    "headings alone": ("lista.csv", semicolons("Titel;Start")),
    "an empty workbook": ("lista.xlsx", workbook([])),
    "half a workbook": ("lista.xlsx", foreign_list()[:3000]),
    "a web page": ("lista.xls", b"<html><table><tr><td>Titel</td></tr></table></html>"),
    "a pdf": ("lista.csv", b"%PDF-1.7\n" + bytes(range(256)) * 10),
    "noise": ("lista.csv", bytes(range(1, 256)) * 40),
    "a Numbers file": ("lista.numbers", zipped(Index__Document_iwa=b"x" * 500)),
    "a binary workbook": (
        "lista.xlsb",
        repacked(workbook([("a",)]), **{"xl/workbook.bin": b"x"}),
    ),
}  # fmt: skip


def send(client: PageClient, content: bytes, name: str, **fields: Any) -> TestResponse:
    page = client.get_page("/imports")
    token = page.one("main form[method=post] [name=csrf_token]")["value"]
    data = {"csrf_token": token, "file": (io.BytesIO(content), name), **fields}
    response = client.post("/imports", data=data, content_type="multipart/form-data")
    response.request.environ["wsgi.input"].close()
    return response


def kept_files(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(ImportFile)) or 0


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_gets_a_sentence(
    client: PageClient, app: Flask, town: Town, figures: Figures, kind: str, language: str
) -> None:
    with app.app_context():
        change_row(db.session.get_one(Person, town.cim.person_id), language=language)
    sign_in(client, town.cim)
    name, content = BAD[kind]
    response = send(client, content, name)

    assert response.status_code == 422
    page = read(response)
    (sentence,) = page.select("[id=file-error]")
    assert sentence.get_text().strip().endswith(".")
    assert page.select("[data-error-summary]")
    assert kept_files(app) == 0
    figures.add("bad files answered with a sentence", value=1, of=1)


@pytest.mark.parametrize(
    "name",
    [
        "C:\\temp\\lista.csv",
        "../../lista.csv",
        "a\x00.csv",
        "😀.csv",
        "x" * 10_000 + ".csv",
        "\u202e.csv",
    ],
)
def test_any_name_of_a_file_is_taken(client: PageClient, app: Flask, town: Town, name: str) -> None:
    sign_in(client, town.lea)
    content = semicolons("Insats;Ort", "A;Norrby", "B;Hulta")

    response = send(client, content, name, organisation=str(town.kitchen.public_id))

    assert response.status_code == 303
    client.get_page(response.location)
    with app.app_context():
        kept = db.session.scalars(select(ImportFile.name)).one()
    assert len(kept) <= 120
    assert not set(kept) & set("/\\\x00\u202e")


def test_a_file_over_the_limit_is_refused_before_it_is_read(
    client: PageClient, app: Flask, town: Town
) -> None:
    sign_in(client, town.cim)

    within_body = send(client, b"a;b\r\n" + b"1;2\r\n" * 4_300_000, "stor.csv")
    beyond = send(client, b"\0" * (26 * 1024 * 1024), "störst.csv")

    assert within_body.status_code == 422
    assert "20 MB" in read(within_body).text("main")
    assert beyond.status_code == 413
    assert kept_files(app) == 0


def test_macros_are_left_alone_and_told(client: PageClient, town: Town) -> None:
    sign_in(client, town.lea)
    content = repacked(
        workbook([("Insats", "Ort"), ("A", "Norrby"), ("B", "Hulta")]),
        xl__vbaProject_bin=b"\0" * 100,
    )

    response = send(client, content, "lista.xlsm", organisation=str(town.kitchen.public_id))

    assert response.status_code == 303
    client.get_page(response.location)


def test_formulas_count_by_their_last_value_or_are_told(client: PageClient, town: Town) -> None:
    sign_in(client, town.lea)
    content = workbook([("Insats", "Ort", "Budget"), ("A", "Norrby", "=1+1"), ("B", "Hulta", 5)])

    response = send(client, content, "lista.xlsx", organisation=str(town.kitchen.public_id))

    assert "=1+1" in client.get_page(response.location).text("main")
