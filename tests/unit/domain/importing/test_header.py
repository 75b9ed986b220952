"""Finding the list in a file: sheet, header row or rows, columns and rows below."""

import pytest

from tests.unit.domain.importing.conftest import Making
from tracker.domain.importing.errors import (
    Extent,
    NoTableFoundError,
    SheetNotFoundError,
    TooLargeError,
)
from tracker.domain.importing.header import find_table, rank_sheets
from tracker.domain.importing.reading import Limits, read_tables
from tracker.domain.importing.tables import SkipReason, Table

HEADER = ["Titel", "Ansvarig", "Stadsdel", "Start"]
BODY = [[f"Insats {i}", "Norrby IF", "Norrby", "2025-01-01"] for i in range(4)]


def table_of(content: bytes, **choice: object) -> Table:
    return find_table(read_tables(content, "lista.xlsx"), **choice)  # type: ignore[arg-type]


def headers_of(table: Table) -> list[str]:
    return [column.header for column in table.columns]


def titles_of(table: Table) -> list[object]:
    return [row.cells[0] for row in table.rows]


def test_a_plain_list_is_found(making: Making) -> None:
    table = table_of(making.xlsx([HEADER, *BODY]))
    assert headers_of(table) == HEADER
    assert table.header_rows == (1,)
    assert [row.number for row in table.rows] == [2, 3, 4, 5]
    assert table.is_header_certain


def test_titles_and_blank_rows_above_the_header_are_passed_over(making: Making) -> None:
    above = [
        ["Insatser i Borås 2025"],
        [],
        ["Uppdaterad 2025-01-01", None, "Kontakt: NN"],
        [],
        [],
        [],
    ]
    table = table_of(making.xlsx([*above, HEADER, *BODY], merged=["A1:D1"]))
    assert table.header_rows == (7,)
    assert table.rows[0].number == 8


def test_a_title_row_with_words_of_headers_is_no_header(making: Making) -> None:
    table = table_of(making.xlsx([["Insatser", "Status"], [], HEADER, *BODY]))
    assert table.header_rows == (3,)


def test_a_blank_first_column_and_blank_rows_between_are_no_matter(making: Making) -> None:
    rows = [[None, *line] for line in [HEADER, BODY[0]]] + [
        [],
        [None, *BODY[1]],
        [],
        [],
        [None, *BODY[2]],
    ]
    table = table_of(making.xlsx(rows))
    assert headers_of(table) == HEADER
    assert [column.letter for column in table.columns] == ["B", "C", "D", "E"]
    assert [row.number for row in table.rows] == [2, 4, 7]


def test_a_header_in_two_rows_is_joined(making: Making) -> None:
    rows = [
        ["Titel", "Ansvarig", "Period", None, "Ekonomi", None],
        [None, None, "Start", "Slut", "Budget", "Utfall"],
        ["Läxhjälp", "Norrby IF", "2025-01-01", "2025-06-01", 100, 90],
        ["Simskola", "Norrby IF", "2025-01-01", "2025-06-01", 100, 90],
    ]
    merged = ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]
    table = table_of(making.xlsx(rows, merged=merged))
    assert table.header_rows == (1, 2)
    assert headers_of(table) == [
        "Titel", "Ansvarig", "Period: Start", "Period: Slut", "Budget", "Utfall",
    ]  # fmt: skip
    assert titles_of(table) == ["Läxhjälp", "Simskola"]


def test_headings_merged_down_beside_three_rows_of_them_are_kept(making: Making) -> None:
    rows = [
        ["Grunddata", None, "Tid", None],
        ["Titel", "Ansvarig", "Period", None],
        [None, None, "Från", "Till"],
        ["A", "Skolan", "2024-01-01", "2024-06-01"],
        ["B", "Skolan", "2024-01-01", "2024-06-01"],
    ]
    merged = ["A1:B1", "C1:D1", "C2:D2", "A2:A3", "B2:B3"]
    assert headers_of(table_of(making.xlsx(rows, merged=merged)))[:2] == ["Titel", "Ansvarig"]


def test_a_row_of_groups_above_the_header_belongs_to_it(making: Making) -> None:
    rows = [[None, None, "Tidplan", None], ["Titel", "Ansvarig", "Från", "Till"], *BODY]
    table = table_of(making.xlsx(rows, merged=["C1:D1"]))
    assert table.header_rows == (1, 2)
    assert headers_of(table)[0] == "Titel"
    assert "Från" in headers_of(table)[2]


def test_the_list_on_the_second_sheet_is_found(making: Making) -> None:
    content = making.xlsx(
        sheets={
            "Instruktion": [["Så fyller du i listan"], ["Titel: skriv kort"], ["Start: datum"]],
            "Insatser": [HEADER, *BODY],
            "Listor": [["Stadsdel", "Målgrupp"], ["Norrby", "Barn"], ["Göta", "Unga"]],
        }
    )
    table = table_of(content)
    assert table.sheet == "Insatser"
    assert [choice.name for choice in table.choices][0] == "Insatser"


def test_an_empty_first_sheet_is_passed_over(making: Making) -> None:
    assert table_of(making.xlsx(sheets={"Blad1": [], "Blad2": [HEADER, *BODY]})).sheet == "Blad2"


def test_a_hidden_sheet_is_taken_only_when_chosen(making: Making) -> None:
    content = making.xlsx(
        sheets={"Synlig": [HEADER, *BODY[:1]], "Dold": [HEADER, *BODY * 5]}, hidden=["Dold"]
    )
    assert table_of(content).sheet == "Synlig"
    assert len(table_of(content, sheet="Dold").rows) == 20


def test_a_pivot_sheet_is_not_taken_for_the_list(making: Making) -> None:
    pivot = [["Radetiketter", "Antal av Titel"], ["Norrby", 4], ["Göta", 2], ["Totalsumma", 6]]
    assert table_of(making.xlsx(sheets={"Pivot": pivot, "Data": [HEADER, *BODY]})).sheet == "Data"


def test_sheet_and_header_row_can_be_chosen(making: Making) -> None:
    content = making.xlsx([HEADER, ["A", "B", "C", "D"], *BODY])
    table = table_of(content, header_row=2)
    assert headers_of(table) == ["A", "B", "C", "D"]
    assert not table.is_header_certain


def test_a_chosen_sheet_that_is_not_there_is_told_with_those_that_are(making: Making) -> None:
    with pytest.raises(SheetNotFoundError) as caught:
        table_of(making.xlsx([HEADER]), sheet="Blad9")
    assert caught.value.sheets == ("Blad1",)


@pytest.mark.parametrize("rows", [[[1, 2, 3], [4, 5, 6]], [[None, 17.5]]])
def test_numbers_alone_are_no_list(making: Making, rows: list[list[object]]) -> None:
    with pytest.raises(NoTableFoundError) as caught:
        table_of(making.xlsx(rows))
    assert caught.value.sheets == ("Blad1",)


def test_a_chosen_header_row_without_anything_is_no_list(making: Making) -> None:
    with pytest.raises(NoTableFoundError):
        table_of(making.xlsx([HEADER]), header_row=9)


def test_a_header_alone_is_a_list_without_rows(making: Making) -> None:
    table = table_of(making.xlsx([HEADER]))
    assert headers_of(table) == HEADER
    assert table.rows == ()


def test_totals_are_left_out(making: Making) -> None:
    rows = [
        ["Titel", "Ansvarig", "Kostnad"],
        ["A", "Norrby IF", 100],
        ["Delsumma", None, 100],
        ["B", "Norrby IF", 200],
        ["Summa sociala insatser", "Göta IF", 200],
        [None, "Totalt:", 500],
        ["SUMMA", None, "=SUM(C2:C5)"],
    ]
    table = table_of(making.xlsx(rows))
    assert titles_of(table) == ["A", "B", "Summa sociala insatser"]
    assert [(row.number, row.reason) for row in table.skipped] == [
        (3, SkipReason.TOTAL),
        (6, SkipReason.TOTAL),
        (7, SkipReason.TOTAL),
    ]


def test_repeated_headers_are_left_out(making: Making) -> None:
    table = table_of(making.xlsx([HEADER, *BODY[:2], HEADER, *BODY[2:]]))
    assert len(table.rows) == 4
    assert [row.reason for row in table.skipped] == [SkipReason.REPEATED_HEADER]


def test_headings_between_rows_are_left_out(making: Making) -> None:
    content = making.xlsx(
        [HEADER, ["Norrby"], *BODY[:2], ["Göta"], *BODY[2:]], merged=["A2:D2", "A5:D5"]
    )
    table = table_of(content)
    assert len(table.rows) == 4
    assert [row.text for row in table.skipped] == ["Norrby", "Göta"]


def test_headings_between_rows_need_not_be_merged(making: Making) -> None:
    rows = [HEADER, ["BARN OCH UNGA"], *BODY[:2], ["ARBETE"], *BODY[2:]]
    table = table_of(making.xlsx(rows))
    assert len(table.rows) == 4
    assert [(row.number, row.reason) for row in table.skipped] == [
        (2, SkipReason.SECTION), (5, SkipReason.SECTION),
    ]  # fmt: skip


def test_a_lone_title_among_rows_that_are_not_filled_in_stays(making: Making) -> None:
    table = table_of(making.xlsx([HEADER, ["Ny idé"], *BODY, ["Ännu en"]]))
    assert len(table.rows) == 6


def test_years_may_head_columns(making: Making) -> None:
    rows = [["Titel", "Ansvarig", 2023, 2024, 2025], ["A", "Skolan", 1, 2, 3]]
    assert headers_of(table_of(making.xlsx(rows))) == ["Titel", "Ansvarig", "2023", "2024", "2025"]


def test_notes_under_the_list_are_left_out(making: Making) -> None:
    table = table_of(
        making.xlsx([HEADER, *BODY, [], ["* Preliminära uppgifter"], ["Källa: förvaltningen"]])
    )
    assert len(table.rows) == 4
    assert [row.reason for row in table.skipped] == [SkipReason.FOOTNOTE, SkipReason.FOOTNOTE]


def test_a_row_with_only_a_title_stays(making: Making) -> None:
    assert titles_of(table_of(making.xlsx([HEADER, *BODY, ["Ny idé"]])))[-1] == "Ny idé"


def test_values_merged_downwards_hold_for_all_their_rows(making: Making) -> None:
    rows = [["Förvaltning", "Titel"], ["Fritid", "A"], [None, "B"], [None, "C"], ["Skola", "D"]]
    table = table_of(making.xlsx(rows, merged=["A2:A4"]))
    assert [row.cells for row in table.rows] == [
        ("Fritid", "A"), ("Fritid", "B"), ("Fritid", "C"), ("Skola", "D"),
    ]  # fmt: skip


def test_columns_without_name_or_with_the_same_name_have_their_own_keys(making: Making) -> None:
    rows = [["Titel", "Namn", None, "Namn", None], ["A", "B", "C", "D", None]]
    table = table_of(making.xlsx(rows))
    assert [column.key for column in table.columns] == ["Titel", "Namn", "[C]", "Namn (2)"]
    assert table.columns[2].shown == "C"


def test_line_ends_and_spaces_in_headers_are_evened(making: Making) -> None:
    assert headers_of(table_of(making.xlsx([[" Titel ", "Start\ndatum", "Ort\u00a0"], ["A", "B", "C"]]))) == [
        "Titel", "Start datum", "Ort",
    ]  # fmt: skip


def test_a_list_without_known_headers_is_uncertain(making: Making) -> None:
    table = table_of(making.xlsx([["Foo", "Bar"], ["a", 1], ["b", 2]]))
    assert headers_of(table) == ["Foo", "Bar"]
    assert not table.is_header_certain


def test_300_columns_are_refused_with_the_figures(making: Making) -> None:
    content = making.xlsx([[f"Kolumn {i}" for i in range(300)], list(range(300))])
    with pytest.raises(TooLargeError) as caught:
        table_of(content)
    assert (caught.value.extent, caught.value.actual, caught.value.limit) == (
        Extent.COLUMNS,
        300,
        200,
    )


def test_a_side_sheet_of_300_columns_is_no_matter(making: Making) -> None:
    wide = [[f"K{i}" for i in range(300)], list(range(300))]
    content = making.xlsx(sheets={"Insatser": [HEADER, *BODY], "Pivot": wide})
    assert table_of(content).sheet == "Insatser"


def test_too_many_rows_are_refused_with_the_figures(making: Making) -> None:
    with pytest.raises(TooLargeError) as caught:
        table_of(making.xlsx([HEADER, *BODY]), limits=Limits(max_rows=3))
    assert (caught.value.extent, caught.value.actual, caught.value.limit) == (Extent.ROWS, 4, 3)


def test_sheets_are_ranked_for_a_person_to_choose(making: Making) -> None:
    content = making.xlsx(sheets={"A": [["Bara text"]], "B": [HEADER, *BODY], "C": []})
    assert [(c.name, c.rows) for c in rank_sheets(read_tables(content, "x.xlsx"))] == [
        ("B", 5),
        ("A", 1),
    ]


def test_a_list_in_csv_with_titles_above_is_found() -> None:
    text = (
        "Insatser 2025;;;\n;;;\n" + ";".join(HEADER) + "\n" + "\n".join(";".join(b) for b in BODY)
    )
    table = find_table(read_tables(text.encode("cp1252"), "x.csv"))
    assert table.header_rows == (3,)
    assert len(table.rows) == 4


def test_a_list_of_one_column_is_found() -> None:
    table = find_table(read_tables(b"Titel\nA, b\nC\n", "x.csv"))
    assert headers_of(table) == ["Titel"]
    assert titles_of(table) == ["A, b", "C"]
