"""A list of somebody else's is read in through the web: columns guessed, rows shown, all or nothing."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from flask import Flask

from tests.page_client import PageClient
from tests.register import add_organisation, add_person, sign_in
from tracker.domain.roles import PlatformRole

HEADERS = ("ärende-id", "stödmottagare", "projektnamn", "projektbeskrivning", "projekt_starttid",
           "projekt_sluttid", "beviljat_belopp_sek", "kommuner")  # fmt: skip
ROWS = (
    ("201", "Norrby kök", "Matlag", "Vi lagar mat med barn.", date(2026, 1, 12), date(2026, 12, 18),
     "125 000", "Norrby"),
    ("202", "Okända föreningen", "Läxkväll", "Vi läser läxor.", date(2026, 2, 1), None, "1,5 mnkr",
     "Hässleholmen; Hulta"),
    ("203", "Norrby kök", "", "Utan namn.", date(2026, 2, 1), None, "", "Norrby"),
    ("204", "Norrby kök", "Syhörna", "Ring 070-174 06 05.", date(2026, 2, 1), None, "", "Norrby"),
)  # fmt: skip


def _workbook(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Projekt 2026"])
    sheet.append([])
    for row in (HEADERS, *rows):
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    book.close()
    return stream.getvalue()


@pytest.fixture
def coordinator(app: Flask, client: PageClient) -> PageClient:
    with app.app_context():
        add_organisation("Norrby kök")
        elin = add_person("Elin Lind", platform_roles=[PlatformRole.COORDINATOR])
    sign_in(client, elin)
    return client


def _upload(client: PageClient, content: bytes, name: str) -> Any:
    page = client.get_page("/imports")
    token = page.one("main form input[name=csrf_token]")["value"]
    return client.post(
        "/imports",
        data={"csrf_token": token, "organisation": "", "file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def _read_in(client: PageClient, content: bytes) -> str:
    """Upload a list, take the guessed columns, and come to what saving would do."""
    answer = _upload(client, content, "projekt.xlsx")
    assert answer.status_code == 303
    columns = client.get_page(answer.location)
    answer = client.submit(columns, "main form.form[method=post]")
    assert answer.status_code == 303
    return str(answer.location)


def _figures(client: PageClient, address: str) -> dict[str, int]:
    page = client.get_page(address)
    labels, numbers = page.texts(".figures dt"), page.texts(".figures b")
    return {
        label: int(number) for label, number in zip(labels, numbers, strict=True) if number != "0"
    }


def test_a_list_with_foreign_headers_is_understood_saved_and_found_again(
    coordinator: PageClient,
) -> None:
    preview = _read_in(coordinator, _workbook(*ROWS))

    assert _figures(coordinator, preview) == {"Nya": 2, "Att rätta": 2}
    assert coordinator.get_page("/table").select("tbody tr") == []

    page = coordinator.get_page(preview)
    answer = coordinator.submit(page, f"form[action='{preview}/saving']")
    assert answer.status_code == 303
    rows = coordinator.get_page("/table?q=läxkvällen").texts("tbody th")
    assert rows == ["Läxkväll"]


def test_the_same_list_again_changes_nothing_and_a_changed_cell_changes_one_row(
    coordinator: PageClient,
) -> None:
    preview = _read_in(coordinator, _workbook(*ROWS[:2]))
    coordinator.submit(coordinator.get_page(preview), f"form[action='{preview}/saving']")

    again = _figures(coordinator, _read_in(coordinator, _workbook(*ROWS[:2])))
    assert again == {"Oförändrade": 2}

    edited = (ROWS[0], (*ROWS[1][:3], "Vi läser läxor och fikar.", *ROWS[1][4:]))
    changed = _figures(coordinator, _read_in(coordinator, _workbook(*edited)))
    assert changed == {"Ändrade": 1, "Oförändrade": 1}


def test_a_fault_says_row_column_what_is_wrong_and_what_would_be_right(
    coordinator: PageClient,
) -> None:
    wrong = (
        "205",
        "Norrby kök",
        "Cykelkväll",
        "Vi cyklar.",
        "31 februari 2026",
        None,
        "",
        "Norrby",
    )

    page = coordinator.get_page(_read_in(coordinator, _workbook(*ROWS[:2], wrong)))

    rows = {
        head.get_text(strip=True): row.get_text(" ", strip=True)
        for row in page.select("tbody tr")
        for head in row.select("th")
    }
    assert "projekt_starttid" in rows["6"]
    assert "31 februari 2026" in rows["6"]
    assert "2026-02-28" in rows["6"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lista.xlsx", b""),
        ("bild.xlsx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 200),
        ("rapport.xlsx", b"%PDF-1.7\n" + b"x" * 200),
        ("trasig.xlsx", b"PK\x03\x04" + b"\x00" * 200),
        ("tom.csv", b"\n\n\n"),
    ],
)
def test_a_file_that_is_no_list_gets_a_sentence(
    coordinator: PageClient, name: str, content: bytes
) -> None:
    answer = _upload(coordinator, content, name)

    assert answer.status_code == 422
    assert coordinator.get_page("/imports").select(".plain-list a[href^='/imports/']") == []


def test_a_list_of_300_columns_gets_a_sentence(coordinator: PageClient) -> None:
    lines = [";".join(f"kolumn {n}" for n in range(300)), ";".join("x" for _ in range(300))]

    assert _upload(coordinator, "\n".join(lines).encode(), "bred.csv").status_code == 422


def test_a_list_is_thrown_away_with_its_rows(coordinator: PageClient) -> None:
    preview = _read_in(coordinator, _workbook(*ROWS))
    page = coordinator.get_page(preview)

    coordinator.submit(page, f"form[action='{preview}/removal']")

    coordinator.get_page(preview, status=404)


def test_somebody_elses_list_is_not_seen(app: Flask, coordinator: PageClient) -> None:
    preview = _read_in(coordinator, _workbook(*ROWS))
    with app.app_context():
        other = add_person("Olle Alm", platform_roles=[PlatformRole.COORDINATOR])
    sign_in(coordinator, other)

    coordinator.get_page(preview, status=404)
