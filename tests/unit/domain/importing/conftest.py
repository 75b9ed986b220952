"""Makers of real files: workbooks by openpyxl, odd ones by hand."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tracker.domain.importing.vocabulary import Term, Vocabulary
from tracker.domain.reference_data import load_reference_data

Rows = Iterable[Any]
Edit = Callable[[bytes], bytes]


def xlsx_of(
    rows: Rows = (),
    *,
    sheets: dict[str, Rows] | None = None,
    merged: Sequence[str] = (),
    hidden: Sequence[str] = (),
    formats: dict[str, str] | None = None,
) -> bytes:
    """Make a workbook of one sheet (`rows`) or several (`sheets`)."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, lines in (sheets or {"Blad1": rows}).items():
        sheet: Worksheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
        if name in hidden:
            sheet.sheet_state = "hidden"
    first = book.worksheets[0]
    for area in merged:
        first.merge_cells(area)
    for cell, pattern in (formats or {}).items():
        first[cell].number_format = pattern
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rezipped(
    content: bytes, edits: dict[str, Edit], added: dict[str, bytes] | None = None
) -> bytes:
    """Rewrite parts of a zipped workbook and add others."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, edits[name](part) if name in edits else part)
        for name, part in (added or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def zip_of(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def ole_of(*streams: str) -> bytes:
    """Make an OLE container whose directory names the streams; their content is nothing."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    directory = bytearray()
    for name in ("Root Entry", *streams):
        entry = bytearray(128)
        encoded = name.encode("utf-16-le")
        entry[: len(encoded)] = encoded
        struct.pack_into("<H", entry, 64, len(encoded) + 2)
        directory += entry
    return bytes(header + directory.ljust(1024, b"\0"))


def ods_of(rows: str, *, manifest: bytes = b"<manifest/>") -> bytes:
    """Make an OpenDocument spreadsheet of the given table rows (XML)."""
    content = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">
<office:body><office:spreadsheet><table:table table:name="Lista">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""
    return zip_of(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": content.encode(),
        }
    )


def biff_record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xls_of(rows: Rows) -> bytes:
    """Make an old Excel file (BIFF8 in OLE) with text and number cells on one sheet."""
    cells = b""
    for r, line in enumerate(rows):
        for c, value in enumerate(line):
            if isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                cells += biff_record(0x0204, struct.pack("<HHH", r, c, 0) + text)
            elif isinstance(value, int | float):
                cells += biff_record(0x0203, struct.pack("<HHHd", r, c, 0, value))
    bof = lambda kind: biff_record(0x0809, struct.pack("<HHHHII", 0x600, kind, 0xDBB, 1996, 0, 6))  # noqa: E731
    eof = biff_record(0x000A, b"")
    sheet = bof(0x10) + cells + eof
    name = struct.pack("<BB", 5, 0) + b"Blad1"
    length = len(bof(5)) + 4 + 6 + len(name) + len(eof)
    bound = biff_record(0x0085, struct.pack("<IBB", length, 0, 0) + name)
    stream = bof(5) + bound + eof + sheet
    return _ole_with("Workbook", stream.ljust(4096, b"\0"))


def _ole_with(name: str, stream: bytes) -> bytes:
    """Wrap one stream of at least 4096 bytes in an OLE container of 512-byte sectors."""
    sectors = -(-len(stream) // 512)
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    fat = [fat_mark, end, *range(3, sectors + 2), end]
    assert len(fat) <= 128
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        end,
        0,
        end,
        0,
    ) + struct.pack("<109I", 0, *[free] * 108)

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        encoded = title.encode("utf-16-le")
        return struct.pack(
            "<64sHBBIII16xI8x8xIQ",
            encoded,
            len(encoded) + 2 if title else 0,
            kind,
            1,
            free,
            free,
            child,
            0,
            start,
            size,
        )

    directory = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, 2, len(stream))
    directory += entry("", 0, free, 0, 0) * 2
    table = struct.pack("<128I", *fat, *[free] * (128 - len(fat)))
    return header + table + directory + stream.ljust(sectors * 512, b"\0")


class Making:
    """The makers, as one fixture."""

    xlsx = staticmethod(xlsx_of)
    rezipped = staticmethod(rezipped)
    zip = staticmethod(zip_of)
    ole = staticmethod(ole_of)
    ods = staticmethod(ods_of)
    xls = staticmethod(xls_of)

    @staticmethod
    def ods_row(*values: Any, repeated: int = 1) -> str:
        cells = "".join(map(_ods_cell, values))
        return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    text = f"<text:p>{value}</text:p></table:table-cell>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}">{text}'
    return f'<table:table-cell office:value-type="string">{text}'


@pytest.fixture(scope="session")
def making() -> Making:
    return Making()


def vocabulary_of_boras() -> Vocabulary:
    """Give the vocabulary of the shipped reference data and a few organisations."""
    reference = load_reference_data()

    def entries(code: str) -> tuple[Term, ...]:
        return tuple(
            Term(e.code, (e.name_sv, e.name_en), e.age_from, e.age_to)
            for e in reference.list_entries
            if e.list_code == code
        )

    return Vocabulary(
        goal_areas=tuple(
            Term(a.code, (a.short_name_sv, a.official_name_sv, a.short_name_en, a.official_name_en))
            for a in reference.goal_areas
        ),
        goals=tuple(
            Term(g.code, (g.short_sv, g.text_sv, g.short_en, g.text_en)) for g in reference.goals
        ),
        places=tuple(Term(p.code, (p.name_sv, p.name_en, *p.aliases)) for p in reference.places),
        target_groups=entries("target_group"),
        effort_types=entries("effort_type"),
        working_groups=tuple(
            Term(w.code, (w.name_sv, w.name_en)) for w in reference.working_groups
        ),
        funding=entries("funding"),
        organisation_kinds=entries("organisation_kind"),
        reaches=entries("reach"),
        partner_roles=entries("partner_role"),
        organisations=(
            Term("org-fritid", ("Fritids- och folkhälsoförvaltningen",)),
            Term("org-vard", ("Vård, omsorg och hälsa AB",)),
            Term("org-rk", ("Röda Korset",)),
            Term("org-norrby", ("Norrby IF",)),
        ),
        organisation_numbers={"212000-1561": "org-fritid"},
        goal_area_of={g.code: g.goal_area_code for g in reference.goals},
        whole_place="1490",
    )


@pytest.fixture(scope="session")
def boras() -> Vocabulary:
    return vocabulary_of_boras()
