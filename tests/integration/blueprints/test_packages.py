"""A record taken out as a whole: looked through first, masked where somebody decides, and audited."""

from __future__ import annotations

import json
import re
import time
import uuid
import zlib
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import START
from tests.contract.hostile import TEXTS
from tests.documents import attribute
from tests.figures import Figures
from tests.page_client import PageClient, read
from tests.register import (
    add_initiative,
    add_partner,
    add_report,
    add_touchpoint,
    change_row,
    last_changes,
    sign_in,
    verbs_on,
)
from tests.town import Town
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import Initiative
from tracker.record_pdf import PrintedEntry, PrintedRecord, print_record, printable
from tracker.services import initiatives, touchpoint_talk

FORM = "main form[method=post]"


@pytest.fixture
def matlaget(app: Flask, town: Town) -> uuid.UUID:
    with app.app_context():
        found = add_initiative(
            town.lea, "Matlaget", contact_name="Olle Ohls", contact_email="olle@example.org"
        )
        add_partner(town.lea, found, town.pia)
        add_report(town.mia, found, "Vi lagade mat.", needs="Fler bord")
        return found


def address(public_id: uuid.UUID) -> str:
    return f"/initiatives/{public_id}/package"


def taken(client: PageClient, public_id: uuid.UUID, **values: Any) -> tuple[bytes, dict[str, Any]]:
    """The PDF and the JSON of a package that is asked for with what the page suggests."""
    with client.submit(client.get_page(address(public_id)), FORM, **values) as answer:
        assert answer.status_code == 200, answer.data[:500]
        with ZipFile(BytesIO(answer.data)) as packed:
            assert packed.namelist() == ["record.pdf", "record.json"]
            return packed.read("record.pdf"), json.loads(packed.read("record.json"))


def test_a_package_holds_the_whole_record_and_masks_persons(
    app: Flask, client: PageClient, town: Town, matlaget: uuid.UUID, figures: Figures
) -> None:
    sign_in(client, town.lea)
    began = time.process_time()
    pdf, told = taken(client, matlaget)

    figures.record(
        "a record as PDF/A and JSON", value=round(time.process_time() - began, 2), unit="s"
    )
    assert told["initiative"]["title"] == "Matlaget"
    assert told["initiative"]["contact_name"] == told["initiative"]["contact_email"] == "[masked]"
    assert [row["happened"] for row in told["reports"]] == ["Vi lagade mat."]
    assert told["partners"][0]["organisation"] == "AB Huset"
    assert [row["verb"] for row in told["history"]] == [
        "registered", "partner_asked", "partner_accepted", "reported"
    ]  # fmt: skip
    assert not re.search("Olle|olle@|Lea Lund|Mia Alm|Pia Ek", json.dumps(told))
    assert told["history"][0]["fields"]["contact_name"]["after"] == "[masked]"
    assert pdf.startswith(b"%PDF-")
    assert b"pdfaid:part>2<" in pdf
    assert b"pdfaid:conformance>B<" in pdf
    assert len(re.findall(rb"/FontFile", pdf)) >= 1
    with app.app_context():
        assert verbs_on(matlaget)[-1] == Verb.PACKAGED
        assert last_changes(matlaget)["masked"][1] == ["contact", "person"]


def test_what_somebody_decides_to_keep_is_kept(
    client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.cim)
    _pdf, told = taken(client, matlaget, mask=["contact_email"])

    assert told["initiative"]["contact_name"] == "Olle Ohls"
    assert told["initiative"]["contact_email"] == "[masked]"
    assert told["reports"][0]["person"] == "Mia Alm"
    assert told["masked"] == ["The contact's e-mail"]


def test_notes_messages_and_findings_are_looked_at(
    app: Flask, client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        other = add_initiative(town.pia, "Köket")
        pair = add_touchpoint(matlaget, other)
        touchpoint_talk.write(town.pia, pair, "Ring husvärden", now=START)
        touchpoint_talk.write(town.lea, pair, "Vi tar kontakt", now=START)
        initiatives.withdraw(town.lea, matlaget, reason="Olle är sjuk", now=START)
        row = db.session.scalars(select(Initiative).where(Initiative.public_id == matlaget)).one()
        change_row(row, purpose="Ring 070-123 45 67 till Olle")
    sign_in(client, town.lea)
    page = client.get_page(address(matlaget))

    shown = page.text("main table")
    assert "Note within or between organisations" in shown
    assert "Olle är sjuk" in shown
    assert "Vi tar kontakt" in shown
    assert "Ring husvärden" not in shown
    chosen = [attribute(box, "value") for box in page.select("input[checked]")]
    assert sum(key.startswith("text ") for key in chosen) == 1
    assert not any(key.startswith(("note ", "message ")) for key in chosen)
    _pdf, told = taken(client, matlaget)
    assert told["initiative"]["purpose"] == "[masked]"
    assert told["messages"][0]["body"] == "Vi tar kontakt"


def test_nothing_goes_that_nobody_looked_at(
    app: Flask, client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    page = client.get_page(address(matlaget))
    with app.app_context():
        row = db.session.scalars(select(Initiative).where(Initiative.public_id == matlaget)).one()
        change_row(row, contact_name="Nils Ny")

    stale = client.submit(page, FORM)
    assert stale.status_code == 409
    assert "Look it through once more." in read(stale).text("main")
    with client.submit(read(stale), FORM) as answer:
        assert answer.status_code == 200


def test_managers_and_coordinators_take_out_records(
    client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    for actor in (town.mia, town.pia, town.rut, town.ada):
        sign_in(client, actor)
        client.get_page(address(matlaget), status=403)
    sign_in(client, town.lea)
    assert "Take out the record" in client.get_page(f"/initiatives/{matlaget}").text("main")


def record(*texts: str) -> PrintedRecord:
    rows = [(text, text) for text in texts]
    return PrintedRecord(
        texts[0][:200],
        "sv",
        texts[0],
        texts,
        [(texts[0][:200], [PrintedEntry(texts[0][:200], rows)])],
    )


def streams(pdf: bytes) -> bytes:
    found = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.S)
    inflated = []
    for each in found:
        try:
            inflated.append(zlib.decompress(each))
        except zlib.error:
            inflated.append(each)
    return b"\n".join(inflated)


HOSTILE = (
    *(text for text in TEXTS.values() if isinstance(text, str)),
    '#panic("qz") #read("/etc/passwd") #import "@preview/x:1.0.0" \\ $1/0$ @ref <label> /* qz */',
    "= Rubrik\n- punkt\n+ ett\n*fet* _kursiv_ `kod` ~ -- --- 'x' \"y\" https://example.org",
    '"}); #eval("1") //',
    "مرحبا بكم في شبكة, Soo dhawoow, Tervetuloa, Привет, Ελλάδα, 漢字 🧶👩🏽‍🚒",
)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_stays_text_in_the_pdf(number: int, figures: Figures) -> None:
    pdf = print_record(record(HOSTILE[number]), now=START.replace(microsecond=17))

    told = streams(pdf)
    assert b"pdfaid:part>2<" in pdf
    assert b"root:" not in told
    assert b"/JavaScript" not in told
    assert b"/URI" not in told
    figures.add("hostile texts in packages that stayed text", value=1)


def test_signs_without_a_typeface_are_squares_and_the_rest_is_printed() -> None:
    assert printable({"a": ["Åäö 🧶", "\u202eabc\x00", "مرحبا – €"]}) == {
        "a": ["Åäö □", "□abc□", "مرحبا – €"]
    }
    every = "".join(chr(code) for code in range(0x20, 0x3000)) * 5
    assert print_record(record(every), now=START).startswith(b"%PDF-")
