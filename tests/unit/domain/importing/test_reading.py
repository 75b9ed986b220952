"""Files of every kind, sound and odd, become sheets or a refusal with its data; never a crash."""

import io
import random
import struct
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.unit.domain.importing.conftest import Making
from tracker.domain.importing.errors import (
    Breakage,
    BrokenWorkbookError,
    EmptyFileError,
    Extent,
    ImportFileError,
    NotATableError,
    ProtectedWorkbookError,
    SeemsToBe,
    TooLargeError,
)
from tracker.domain.importing.grid import Area, FileFormat, FileRemark, Flaw
from tracker.domain.importing.reading import Limits, read_tables

LIST = "Titel;Plats;Kostnad\r\nLäxhjälp på Östermalm;Norrby, Göta;1,5\r\nÅkeri;Sjöbo;2,5\r\n"
CELLS = [
    ("Titel", "Plats", "Kostnad"),
    ("Läxhjälp på Östermalm", "Norrby, Göta", "1,5"),
    ("Åkeri", "Sjöbo", "2,5"),
]
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 4


def cells_of(content: bytes, name: str = "lista.csv") -> list[tuple[object, ...]]:
    return [row.cells for row in read_tables(content, name).sheets[0].rows]


def remarks_of(content: bytes, name: str = "lista.csv") -> list[FileRemark]:
    return [remark.remark for remark in read_tables(content, name).remarks]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1",
    "mac_roman", "cp850"],
)  # fmt: skip
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_csv_is_read_in_every_encoding_and_with_every_line_end(encoding: str, ends: str) -> None:
    assert cells_of(LIST.replace("\r\n", ends).encode(encoding)) == CELLS


def test_utf_16_big_endian_with_a_mark_is_read() -> None:
    assert cells_of(b"\xfe\xff" + LIST.encode("utf-16-be")) == CELLS


@pytest.mark.parametrize("delimiter", [";", "\t", ",", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = (
        LIST.replace("Norrby, Göta", '"Norrby, Göta"')
        .replace("1,5", '"1,5"')
        .replace("2,5", '"2,5"')
    )
    assert cells_of(text.replace(";", delimiter).encode()) == CELLS


def test_excels_unicode_text_is_read() -> None:
    text = 'Titel\tPlats\r\n"En ""fin"" insats"\tGöta\r\n'
    content = b"\xff\xfe" + text.encode("utf-16-le")
    assert cells_of(content, "lista.txt")[1] == ('En "fin" insats', "Göta")


def test_decimal_commas_do_not_divide() -> None:
    text = "Namn;Belopp;Andel\n" + "".join(f"Insats {i};{i},5;0,{i}\n" for i in range(20))
    assert cells_of(text.encode())[3] == ("Insats 2", "2,5", "0,2")


def test_commas_in_running_text_do_not_divide() -> None:
    text = "Titel;Text\n" + "En insats;Först, sedan, sist, och, mer\n" * 5
    assert cells_of(text.encode())[1] == ("En insats", "Först, sedan, sist, och, mer")


@pytest.mark.parametrize("line", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r\n', "sep=|\n"])
def test_a_line_that_names_the_delimiter_is_heeded_and_no_row(line: str) -> None:
    sign = "|" if "|" in line else ";"
    rows = read_tables(f"{line}A{sign}B\n1,2{sign}3".encode(), "x.csv").sheets[0].rows
    assert [(row.number, row.cells) for row in rows] == [(1, ("A", "B")), (2, ("1,2", "3"))]


def test_line_ends_inside_quotes_stay_in_their_cell_and_one_row() -> None:
    rows = read_tables('A;B\n"två\nrader";x\ny;z'.encode(), "x.csv").sheets[0].rows
    assert [(row.number, row.cells) for row in rows] == [
        (1, ("A", "B")),
        (2, ("två\nrader", "x")),
        (3, ("y", "z")),
    ]


@pytest.mark.parametrize(
    "broken",
    ['"Aldrig stängd;Norrby', 'Titel;"Norrby', '"Öppen; mitt i";"och igen'],
)
def test_an_unbalanced_quote_costs_its_own_row_only(broken: str) -> None:
    text = "Titel;Plats\n" + "Före;Göta\n" + broken + "\n" + "Efter;Sjöbo\n" * 30
    workbook = read_tables(text.encode(), "x.csv")
    rows = workbook.sheets[0].rows
    assert len(rows) == 33
    assert rows[-1].cells == ("Efter", "Sjöbo")
    assert FileRemark.QUOTES_UNBALANCED in [remark.remark for remark in workbook.remarks]


def test_an_unbalanced_quote_in_a_large_file_is_no_crash() -> None:
    text = "Titel;Plats\n" + '"Trasig;Göta\n' + "En insats i raden;Sjöbo\n" * 20_000
    assert len(read_tables(text.encode(), "x.csv").sheets[0].rows) == 20_002


def test_a_quote_inside_a_text_is_a_sign_like_others() -> None:
    assert cells_of('Titel;Mått\nSkärm 12";27" bred\nB;C'.encode())[1] == ('Skärm 12"', '27" bred')


def test_one_column_is_a_table() -> None:
    assert cells_of(b"Titel\nEn insats\nEn annan, med komma\nTredje") == [
        ("Titel",),
        ("En insats",),
        ("En annan, med komma",),
        ("Tredje",),
    ]


def test_nul_and_control_characters_are_taken_away_with_a_remark() -> None:
    content = "Titel;Plats\nLäx\x00hjälp\x07;Norrby\n".encode() + b"En insats till;Sjobo\n" * 20
    assert cells_of(content)[1] == ("Läxhjälp", "Norrby")
    assert FileRemark.CONTROL_CHARACTERS_REMOVED in remarks_of(content)


def test_the_guess_of_an_old_encoding_is_remarked() -> None:
    assert remarks_of(LIST.encode("cp1252")) == [FileRemark.ENCODING_GUESSED]
    assert remarks_of(LIST.encode()) == []


def test_twice_encoded_text_is_mended() -> None:
    content = LIST.encode().decode("cp1252", "replace").replace("\ufffd", "\x85").encode()
    assert "LÃ¤xhjÃ¤lp" in content.decode()
    assert cells_of(content)[1][0] == "Läxhjälp på Östermalm"
    assert FileRemark.ENCODING_REPAIRED in remarks_of(content)


def test_a_few_bytes_of_another_encoding_do_not_spoil_the_rest() -> None:
    content = LIST.encode() * 5 + "Blåbär;x;1\n".encode("cp1252")
    assert cells_of(content)[1] == CELLS[1]
    assert FileRemark.CHARACTERS_LOST in remarks_of(content)


def test_error_texts_in_csv_are_flaws() -> None:
    sheet = read_tables("Titel;Plats\n#REF!;Göta\nA;#SAKNAS!\n".encode(), "x.csv").sheets[0]
    assert {place: flaw.flaw for place, flaw in sheet.flaws.items()} == {
        (2, 0): Flaw.ERROR,
        (3, 1): Flaw.ERROR,
    }


def test_formulas_in_csv_are_texts_and_guarded_ones_lose_their_guard() -> None:
    assert cells_of(b"A;B\n=1+1;'=2+2\n") == [("A", "B"), ("=1+1", "=2+2")]
    assert cells_of(b'A;B\n="00123";x\n')[1] == ("00123", "x")


def test_excel_cells_come_with_their_types_and_row_numbers(making: Making) -> None:
    content = making.xlsx(
        [[], [], [None, "Titel", "Start"], [], [None, "A", date(2025, 1, 31)], [None, 1.5, True]]
    )
    workbook = read_tables(content, "lista.xlsx")
    assert workbook.file_format is FileFormat.XLSX
    assert [(row.number, row.cells) for row in workbook.sheets[0].rows] == [
        (3, (None, "Titel", "Start")),
        (5, (None, "A", date(2025, 1, 31))),
        (6, (None, 1.5, True)),
    ]


def test_excel_times_and_datetimes_are_read(making: Making) -> None:
    moment = datetime(2025, 1, 31, 12, 30)  # noqa: DTZ001
    content = making.xlsx([["A", moment, time(8, 30)]])
    assert read_tables(content, "x.xlsx").sheets[0].rows[0].cells == ("A", moment, time(8, 30))


def test_a_workbook_counting_from_1904_has_the_same_dates() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.active.append(["A", date(2025, 1, 31)])
    out = io.BytesIO()
    book.save(out)
    assert read_tables(out.getvalue(), "x.xlsx").sheets[0].rows[0].cells[1] == date(2025, 1, 31)


def test_all_sheets_are_read_and_hidden_ones_marked(making: Making) -> None:
    content = making.xlsx(sheets={"Ett": [["a"]], "Två": [["b"]], "Dold": [["c"]]}, hidden=["Dold"])
    sheets = read_tables(content, "x.xlsx").sheets
    assert [(sheet.name, sheet.is_hidden) for sheet in sheets] == [
        ("Ett", False),
        ("Två", False),
        ("Dold", True),
    ]


def test_a_chart_sheet_is_passed_over() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["a"])
    book.create_chartsheet("Diagram")
    out = io.BytesIO()
    book.save(out)
    assert [sheet.name for sheet in read_tables(out.getvalue(), "x.xlsx").sheets] == ["Sheet"]


def test_merged_cells_are_told(making: Making) -> None:
    content = making.xlsx([["Titel", None], ["a", "b"], [None, "c"]], merged=["A1:B1", "A2:A3"])
    assert set(read_tables(content, "x.xlsx").sheets[0].merged) == {
        Area(1, 1, 0, 1),
        Area(2, 3, 0, 0),
    }


def test_formulas_count_with_their_last_value() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Titel", "Summa"])
        sheet.write_string(1, 0, "A")
        sheet.write_formula(1, 1, "=40+2", None, 42)
    workbook = read_tables(out.getvalue(), "x.xlsx")
    assert workbook.sheets[0].rows[1].cells == ("A", 42.0)
    assert workbook.remarks == ()


def test_formulas_without_a_value_are_flaws_and_remarked(making: Making) -> None:
    workbook = read_tables(making.xlsx([["A", "B"], ["x", "=1+1"], ["=A2", None]]), "x.xlsx")
    flaws = workbook.sheets[0].flaws
    assert {place: flaw.shown for place, flaw in flaws.items()} == {(2, 1): "=1+1", (3, 0): "=A2"}
    assert {flaw.flaw for flaw in flaws.values()} == {Flaw.NO_CACHED_VALUE}
    assert [(r.remark, r.count) for r in workbook.remarks] == [
        (FileRemark.FORMULAS_WITHOUT_VALUE, 2)
    ]


def test_a_formula_whose_value_is_an_empty_text_is_no_flaw(making: Making) -> None:
    content = making.xlsx([["A", "B"], ["x", "=1+1"]])
    with_text = making.rezipped(
        content,
        {
            "xl/worksheets/sheet1.xml": lambda xml: xml.replace(
                b'<c r="B2"><f>1+1</f><v></v></c>', b'<c r="B2" t="str"><f>1+1</f><v></v></c>'
            ).replace(b'<c r="B2"><f>1+1</f><v /></c>', b'<c r="B2" t="str"><f>1+1</f><v></v></c>')
        },
    )
    assert read_tables(with_text, "x.xlsx").sheets[0].flaws == {}


def test_error_cells_are_flaws_that_show_what_stands_there() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Titel", "Plats"])
    sheet["A2"] = "x"
    sheet["B2"] = "#REF!"
    sheet["B2"].data_type = "e"
    out = io.BytesIO()
    book.save(out)
    workbook = read_tables(out.getvalue(), "x.xlsx")
    assert workbook.sheets[0].flaws == {(2, 1): (Flaw.ERROR, "#REF!")}
    assert workbook.remarks[0].remark is FileRemark.ERROR_CELLS


def test_macros_are_ignored_with_a_remark(making: Making) -> None:
    content = making.rezipped(making.xlsx([["A"], ["b"]]), {}, {"xl/vbaProject.bin": b"\xd0\xcf"})
    workbook = read_tables(content, "x.xlsm")
    assert workbook.file_format is FileFormat.XLSM
    assert [remark.remark for remark in workbook.remarks] == [FileRemark.MACROS_IGNORED]


def test_old_excel_is_read(making: Making) -> None:
    workbook = read_tables(making.xls([["Titel", "Antal"], ["Läxhjälp", 3.5]]), "lista.xls")
    assert workbook.file_format is FileFormat.XLS
    assert [row.cells for row in workbook.sheets[0].rows] == [("Titel", "Antal"), ("Läxhjälp", 3.5)]


def test_an_open_document_is_read(making: Making) -> None:
    rows = making.ods_row("Titel", "Antal") + making.ods_row("Läxhjälp", 3)
    workbook = read_tables(making.ods(rows), "lista.ods")
    assert workbook.file_format is FileFormat.ODS
    assert [row.cells for row in workbook.sheets[0].rows] == [("Titel", "Antal"), ("Läxhjälp", 3.0)]


def test_blank_rows_to_the_end_of_an_open_document_cost_nothing(making: Making) -> None:
    rows = making.ods_row("Titel") + making.ods_row("A") + making.ods_row(None, repeated=1_048_000)
    assert len(read_tables(making.ods(rows), "x.ods").sheets[0].rows) == 2


@pytest.mark.parametrize(
    ("name", "remarked"),
    [("lista.xls", True), ("lista.csv", True), ("lista", True), ("lista.XLSX", False)],
)
def test_a_name_of_another_kind_is_remarked_and_read(
    making: Making,
    name: str,
    remarked: bool,  # noqa: FBT001
) -> None:
    workbook = read_tables(making.xlsx([["A"]]), name)
    differs = [r.remark for r in workbook.remarks] == [FileRemark.NAME_AND_CONTENT_DIFFER]
    assert differs is remarked


def test_text_named_as_excel_is_read(making: Making) -> None:
    assert cells_of(LIST.encode("cp1252"), "lista.xls") == CELLS
    assert making is not None


@pytest.mark.parametrize(
    "content", [b"", b"\n\n\r\n", b"   ", b"\xef\xbb\xbf", b"\xff\xfe", b";;;\n;;;\n", b"\x00\x00"]
)
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(EmptyFileError):
        read_tables(content, "x.csv")


def test_an_empty_workbook_is_refused(making: Making) -> None:
    with pytest.raises(EmptyFileError):
        read_tables(making.xlsx([]), "x.xlsx")
    with pytest.raises(EmptyFileError):
        read_tables(making.xlsx([[None, "  "], ["\u00a0"]]), "x.xlsx")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (JPEG, SeemsToBe.PICTURE),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), SeemsToBe.PICTURE),
        (b"GIF89a" + bytes(50), SeemsToBe.PICTURE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", SeemsToBe.PICTURE),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), SeemsToBe.PICTURE),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(20), SeemsToBe.SOUND_OR_FILM),
        (b"%PDF-1.7\n%\xe2\xe3", SeemsToBe.PDF),
        (b"{\\rtf1\\ansi", SeemsToBe.RTF),
        (b"<!DOCTYPE html><html><table><tr><td>a</td></tr></table>", SeemsToBe.HTML),
        (b"\n  <table><tr><td>a", SeemsToBe.HTML),
        (b"\xef\xbb\xbf<html xmlns:x='urn:schemas-microsoft-com:office:excel'>", SeemsToBe.HTML),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:microsoft-com:office">', SeemsToBe.XML),
        (b'{"a": [1, 2]}', SeemsToBe.JSON),
        (b'[{"a": 1}]', SeemsToBe.JSON),
        (b"\x1f\x8b\x08" + bytes(20), SeemsToBe.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), SeemsToBe.ARCHIVE),
        (b"MZ\x90\x00" + bytes(60), SeemsToBe.PROGRAM),
        (b"SQLite format 3\x00" + bytes(60), SeemsToBe.DATABASE),
        (bytes(range(256)) * 40, SeemsToBe.BINARY),
    ],
)  # fmt: skip
def test_something_else_than_a_table_says_what_it_seems_to_be(
    content: bytes, kind: SeemsToBe
) -> None:
    with pytest.raises(NotATableError) as caught:
        read_tables(content, "lista.xlsx")
    assert caught.value.seems_to_be is kind
    assert caught.value.filename == "lista.xlsx"


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"word/document.xml": b"<w/>"}, SeemsToBe.WORD),
        ({"ppt/presentation.xml": b"<p/>"}, SeemsToBe.POWERPOINT),
        ({"xl/workbook.bin": b"x"}, SeemsToBe.EXCEL_BINARY),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, SeemsToBe.OPEN_DOCUMENT),
        ({"Index/Document.iwa": b"x"}, SeemsToBe.NUMBERS),
        ({"bild.jpg": JPEG}, SeemsToBe.ARCHIVE),
    ],
)
def test_other_zip_files_say_what_they_seem_to_be(
    making: Making, parts: dict[str, bytes], kind: SeemsToBe
) -> None:
    with pytest.raises(NotATableError) as caught:
        read_tables(making.zip(parts), "lista.xlsx")
    assert caught.value.seems_to_be is kind


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        ("WordDocument", SeemsToBe.WORD),
        ("PowerPoint Document", SeemsToBe.POWERPOINT),
        ("__properties_version1.0", SeemsToBe.OUTLOOK),
        ("Something", SeemsToBe.OFFICE),
    ],
)
def test_other_office_files_say_what_they_seem_to_be(
    making: Making, stream: str, kind: SeemsToBe
) -> None:
    with pytest.raises(NotATableError) as caught:
        read_tables(making.ole(stream), "lista.xls")
    assert caught.value.seems_to_be is kind


def test_a_workbook_with_a_password_is_refused_as_such(making: Making) -> None:
    with pytest.raises(ProtectedWorkbookError):
        read_tables(making.ole("EncryptionInfo", "EncryptedPackage"), "lista.xlsx")
    with pytest.raises(ProtectedWorkbookError):
        read_tables(making.ods("", manifest=b"<manifest:encryption-data/>"), "lista.ods")


def test_an_old_workbook_with_a_password_is_refused_as_such(making: Making) -> None:
    plain = making.xls([["Titel"], ["A"]])
    at = plain.index(struct.pack("<HH", 0x0809, 16), 1024) + 20
    protected = plain[:at] + struct.pack("<HHH", 0x002F, 6, 0) + bytes(4) + plain[at + 10 :]
    with pytest.raises((ProtectedWorkbookError, BrokenWorkbookError)):
        read_tables(protected, "lista.xls")


def test_encrypted_zip_parts_are_refused_as_such(making: Making) -> None:
    content = bytearray(making.xlsx([["A"]]))
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    with pytest.raises(ProtectedWorkbookError):
        read_tables(bytes(content), "x.xlsx")


def test_a_zip_bomb_is_refused_by_its_real_size(making: Making) -> None:
    bomb = making.zip({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * 120_000_000})
    assert len(bomb) < 200_000
    with pytest.raises(TooLargeError) as caught:
        read_tables(bomb, "x.xlsx")
    assert caught.value.extent is Extent.UNPACKED_BYTES


def test_a_zip_bomb_that_lies_about_its_size_is_refused(making: Making) -> None:
    bomb = bytearray(making.zip({"xl/workbook.xml": b"<a/>", "xl/sheet1.xml": b" " * 60_000_000}))
    at = bomb.rindex(b"PK\x01\x02")
    struct.pack_into("<I", bomb, at + 24, 1000)
    with pytest.raises((TooLargeError, BrokenWorkbookError)):
        read_tables(bytes(bomb), "x.xlsx")


def test_a_zip_of_thousands_of_parts_is_refused(making: Making) -> None:
    content = making.zip({f"p{i}": b"" for i in range(5_001)})
    with pytest.raises(BrokenWorkbookError) as caught:
        read_tables(content, "x.xlsx")
    assert caught.value.breakage is Breakage.UNSAFE_ARCHIVE


def test_an_unusual_compression_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    with pytest.raises(BrokenWorkbookError):
        read_tables(out.getvalue(), "x.xlsx")


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_in_the_xml_are_refused(making: Making, part: str) -> None:
    entities = "".join(f'<!ENTITY l{i} "&l{i - 1};&l{i - 1};">' for i in range(1, 30))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>'.encode()
    content = making.rezipped(making.xlsx([["A"]]), {part: lambda xml: bomb + xml})
    with pytest.raises(BrokenWorkbookError) as caught:
        read_tables(content, "x.xlsx")
    assert caught.value.breakage is Breakage.UNSAFE_XML


def test_entities_in_utf_16_are_refused_too(making: Making) -> None:
    bomb = '\ufeff<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'.encode("utf-16-le")
    content = making.rezipped(making.xlsx([["A"]]), {"xl/worksheets/sheet1.xml": lambda _: bomb})
    with pytest.raises(BrokenWorkbookError):
        read_tables(content, "x.xlsx")


def test_one_cell_in_the_last_corner_does_not_fill_the_memory(making: Making) -> None:
    content = making.xlsx([["Titel"], ["A"]])
    far = making.rezipped(
        content, {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b'r="A2"', b'r="XFD1048576"')}
    )
    with pytest.raises(TooLargeError) as caught:
        read_tables(far, "x.xlsx")
    assert (caught.value.extent, caught.value.sheet) == (Extent.CELLS, "Blad1")


def test_a_repeated_cell_in_an_open_document_does_not_fill_the_memory(making: Making) -> None:
    rows = making.ods_row("Titel") + making.ods_row("A", repeated=500_000_000)
    with pytest.raises(TooLargeError):
        read_tables(making.ods(rows), "x.ods")


def test_too_many_bytes_are_refused_at_once() -> None:
    with pytest.raises(TooLargeError) as caught:
        read_tables(b"a;b\n" * 100, "x.csv", Limits(max_bytes=300))
    assert (caught.value.extent, caught.value.actual, caught.value.limit) == (
        Extent.BYTES,
        400,
        300,
    )


def test_too_many_lines_are_refused() -> None:
    with pytest.raises(TooLargeError) as caught:
        read_tables(b"a;b\n" * 60_000, "x.csv")
    assert (caught.value.extent, caught.value.limit) == (Extent.ROWS, 50_000)


def test_thousands_of_columns_are_refused() -> None:
    with pytest.raises(TooLargeError) as caught:
        read_tables(b"a;" * 6_000, "x.csv")
    assert caught.value.extent is Extent.COLUMNS


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_cut_off_workbook_is_broken(making: Making, share: float) -> None:
    content = making.xlsx([["Titel"], ["A"]])
    with pytest.raises(BrokenWorkbookError):
        read_tables(content[: int(len(content) * share)], "x.xlsx")


def test_no_damage_leads_to_another_error_than_a_refusal(making: Making) -> None:
    chance = random.Random(1490)
    sources = [
        making.xlsx([["Titel", "Start"], ["A", date(2025, 1, 1)], ["B", "=1+1"]]),
        making.xls([["Titel"], ["A"]]),
        making.ods(making.ods_row("Titel") + making.ods_row("A")),
        LIST.encode(),
        LIST.encode("utf-16"),
    ]
    for source in sources:
        for _ in range(60):
            content = bytearray(source)
            for _ in range(chance.randint(1, 12)):
                content[chance.randrange(len(content))] = chance.randrange(256)
            try:
                read_tables(bytes(content), "x.xlsx")
            except ImportFileError:
                continue
