"""Guessing columns: our own export, lists of others, headers that mislead, saved mappings."""

import pytest

from tests.unit.domain.importing.conftest import Making
from tracker.domain.importing.columns import guess_mapping
from tracker.domain.importing.errors import MappingFormatError
from tracker.domain.importing.fields import (
    EXPORT_HEADERS,
    ImportField,
    MoneyUnit,
    known_field,
    unit_of,
)
from tracker.domain.importing.header import find_table
from tracker.domain.importing.mappings import ColumnMapping, GuessReason, Mapping, UnknownValues
from tracker.domain.importing.reading import read_tables
from tracker.domain.importing.tables import Column
from tracker.domain.importing.vocabulary import Vocabulary

F = ImportField
VALUES: dict[ImportField, tuple[object, object]] = {
    F.REGISTER_ID: ("6f9619ff-8b86-4011-b42d-00c04fc964ff", "6f9619ff-8b86-4011-b42d-00c04fc964fe"),
    F.EXTERNAL_ID: ("A1", "A2"),
    F.TITLE: ("Läxhjälp", "Simskola"),
    F.DESCRIPTION: ("Vi hjälper barn.", "Vi simmar."),
    F.PURPOSE: ("Fler klarar skolan.", "Fler kan simma."),
    F.LEAD_ORGANISATION: ("Norrby IF", "Röda Korset"),
    F.ORGANISATION_KIND: ("Förening", "Förening"),
    F.ORGANISATION_NUMBER: ("212000-1561", ""),
    F.PARTNERS: ("Röda Korset", "Norrby IF"),
    F.GOAL_AREAS: ("Barn och unga", "Arbete och studier"),
    F.GOALS: ("Tillit och delaktighet", "Språkutveckling"),
    F.PLACES: ("Norrby", "Göta; Sjöbo"),
    F.TARGET_GROUPS: ("Barn", "Tonåringar; Föräldrar"),
    F.AGES: ("6–12", "13–19"),
    F.EFFORT_TYPES: ("Läxhjälp", "Idrott och rörelse"),
    F.WORKING_GROUPS: ("Meningsfull fritid", ""),
    F.START_ON: ("2025-01-01", "2025-02-01"),
    F.END_ON: ("2025-12-31", ""),
    F.PHASE: ("Pågår", "Planerad"),
    F.VISIBILITY: ("Öppen", "Utkast"),
    F.REACH: ("För alla", "För en viss grupp"),
    F.FUNDING: ("Ordinarie budget", "Sponsring"),
    F.BUDGET_SEK: (125000, 5000),
    F.CONTACT_NAME: ("Anna Svensson", "Eva Ek"),
    F.LINKS: ("https://www.boras.se", ""),
    F.DIARIENUMMER: ("KS 2025-00123", "KS 2025-00124"),
}


def guess(boras: Vocabulary, rows: list[list[object]]) -> Mapping:
    table = find_table(read_tables(Making.xlsx(rows), "lista.xlsx"), header_row=1)
    return guess_mapping(table.columns, table.rows, boras)


def fields_of(boras: Vocabulary, rows: list[list[object]]) -> list[ImportField | None]:
    return [column.field for column in guess(boras, rows).columns]


@pytest.mark.parametrize("language", [0, 1])
def test_the_headers_of_our_own_export_map_without_asking(boras: Vocabulary, language: int) -> None:
    order = list(EXPORT_HEADERS)
    header = [EXPORT_HEADERS[field][language] for field in order]
    rows = [header, [VALUES[f][0] for f in order], [VALUES[f][1] for f in order]]
    mapping = guess(boras, rows)  # type: ignore[arg-type]
    assert [column.field for column in mapping.columns] == order
    assert all(column.confidence == 1.0 for column in mapping.columns)


def test_every_field_that_is_exported_has_headers_in_both_languages() -> None:
    assert set(EXPORT_HEADERS) == set(ImportField) - {F.PERIOD, F.NOTES}
    assert all(
        known_field(header) is field for field, pair in EXPORT_HEADERS.items() for header in pair
    )


def test_a_list_of_foreign_projects_maps(boras: Vocabulary) -> None:
    rows: list[list[object]] = [
        [
            "ärende-id", "stödmottagare", "beviljat_belopp_sek", "beviljat_belopp_eur", "projektnamn",
            "projektbeskrivning", "projekt_starttid", "projekt_sluttid", "län", "kommuner",
            "uppdateringsdatum", "område", "insatsområde", "tematiskt_mål",
        ],
        [
            "20200940", "Byarnas Fiber AB", 3929285, 0, "Nät för alla", "Vi bygger ett nät i byarna.",
            "2017-01-02", "2020-04-30", "Norrbotten", "Arjeplog", "2016-10-14 01:17:38", "Övre Norrland",
            "Att öka tillgången till teknik i hela landet", "Att öka tillgången till och kvaliteten på teknik",
        ],
        [
            "20201077", "Textilhögskolan", 500000, 0, "Smarta tyger", "Vi väver nya tyger.",
            "2016-11-01", "2019-11-01", "Västra Götaland", "Borås, Mark, Ulricehamn, Bollebygd",
            "2016-10-14 01:17:38", "Västsverige", "Att stärka forskning i näringslivet",
            "Att stärka forskning och innovation i hela landet",
        ],
    ]  # fmt: skip
    mapping = guess(boras, rows)
    assert [column.field for column in mapping.columns] == [
        F.EXTERNAL_ID, F.LEAD_ORGANISATION, F.BUDGET_SEK, None, F.TITLE, F.DESCRIPTION,
        F.START_ON, F.END_ON, None, F.PLACES, None, None, None, F.PURPOSE,
    ]  # fmt: skip
    assert mapping.columns[3].reason is GuessReason.FOREIGN_CURRENCY
    assert mapping.columns[9].unknown_values is UnknownValues.LEAVE_OUT


HEADERS = {
    F.TITLE: ["Projektnamn", "Insatsens namn", "Projnamn", "Vad heter er insats?", "Åtgärd"],
    F.DESCRIPTION: ["Beskrivning/syfte", "Projektsammanfattning", "Vad gör ni och för vem?"],
    F.LEAD_ORGANISATION: [
        "Org", "Förv.", "Ansv. förvaltning", "Projektägare", "Recipient Org:Name", "Stödmottagare",
        "Vilken organisation representerar du?", "Förvaltning/enhet",
    ],
    F.PLACES: ["Stadsdel", "Stadsd.", "Beneficiary area", "I vilken stadsdel sker insatsen?"],
    F.TARGET_GROUPS: ["Målgrupp(er)", "Målgr.", "Vilka målgrupper vänder sig insatsen till?"],
    F.START_ON: ["Startdatum", "Beg.datum", "När startade insatsen?", "Period (från)", "Startår"],
    F.END_ON: ["Slutdatum", "Slutdat.", "När avslutas insatsen?", "Planned Dates:End Date"],
    F.PERIOD: ["Projektperiod", "Start- och slutdatum", "Avtalsperiod"],
    F.BUDGET_SEK: ["Beviljat belopp", "Beviljat totalt", "ESF-stöd (SEK)", "Amount awarded"],
    F.CONTACT_NAME: ["Kontaktperson", "Proj.ledare", "Kontakt (namn)"],
    F.FUNDING: ["Bidrag från", "Finansiär"],
}  # fmt: skip


@pytest.mark.parametrize(("field", "header"), [(f, h) for f, hs in HEADERS.items() for h in hs])
def test_a_header_of_municipalities_and_funders_is_known(field: F, header: str) -> None:
    assert known_field(header) is field


def test_what_was_granted_goes_before_what_was_applied_for(boras: Vocabulary) -> None:
    rows: list[list[object]] = [["Titel", "Sökt belopp", "Beviljat belopp"], ["A", 500, 400]]
    assert fields_of(boras, rows) == [F.TITLE, None, F.BUDGET_SEK]


def test_what_a_web_form_notes_of_the_answer_is_no_part_of_it(boras: Vocabulary) -> None:
    rows: list[list[object]] = [
        ["ID", "Starttid", "Slutförandetid", "Namn", "Vad heter er insats?", "När startar den?"],
        [1, "2024-03-01 10:00", "2024-03-01 10:05", "", "Läxcafé", "2022-01-01"],
    ]
    assert fields_of(boras, rows)[1:5] == [None, None, None, F.TITLE]


def test_a_short_list_with_long_titles_has_its_titles(boras: Vocabulary) -> None:
    rows: list[list[object]] = [["Titel", "Org"], ["A", "Skolan"], ["T" * 500, "Skolan"]]
    assert fields_of(boras, rows)[0] is F.TITLE


def test_columns_that_are_ticked_are_tags_by_their_heading(boras: Vocabulary) -> None:
    rows: list[list[object]] = [
        ["Titel", "Norrby", "Hulta", "Barn", "Betald"],
        ["A", "x", None, "X", "x"],
        ["B", "Ja", "✓", "nej", "x"],
    ]
    assert fields_of(boras, rows) == [F.TITLE, F.PLACES, F.PLACES, F.TARGET_GROUPS, None]


def test_funders_that_the_register_lacks_are_left_out(boras: Vocabulary) -> None:
    rows: list[list[object]] = [
        ["Titel", "Finansiär"], ["A", "Ordinarie budget"], ["B", "Postkodstiftelsen"],
    ]  # fmt: skip
    assert guess(boras, rows).columns[1].unknown_values is UnknownValues.LEAVE_OUT


def test_a_municipal_list_maps(boras: Vocabulary) -> None:
    rows: list[list[object]] = [
        [
            "Aktivitet", "Ansvarig", "Förvaltning", "Stadsdel", "Målgrupp", "Ålder", "Startdatum",
            "Slut", "Status", "Kostnad (tkr)", "Samarbetspartners", "Område", "E-post", "Kommentar",
        ],
        [
            "Läxhjälp", "Anna Svensson", "Fritids- och folkhälsoförvaltningen", "Norrby", "Ungdomar",
            "13-19", "2025-01-15", "tills vidare", "Pågår", 250, "Röda Korset", "Barn och unga",
            "anna@boras.se", "x",
        ],
        [
            "Simskola", "Eva Ek", "Fritids- och folkhälsoförvaltningen", "Göta", "Barn", "6-12",
            "VT 2025", "HT25", "Klar", "1,5", "Norrby IF", "Arbete och studier", "eva@boras.se", None,
        ],
    ]  # fmt: skip
    mapping = guess(boras, rows)
    assert [column.field for column in mapping.columns] == [
        F.TITLE, F.CONTACT_NAME, F.LEAD_ORGANISATION, F.PLACES, F.TARGET_GROUPS, F.AGES, F.START_ON,
        F.END_ON, F.PHASE, F.BUDGET_SEK, F.PARTNERS, F.GOAL_AREAS, None, F.NOTES,
    ]  # fmt: skip
    assert mapping.columns[9].unit is MoneyUnit.THOUSANDS
    assert mapping.columns[12].reason is GuessReason.PERSONAL_DATA


def test_a_list_of_an_association_maps(boras: Vocabulary) -> None:
    rows: list[list[object]] = [
        ["Förening", "Org.nr", "Projekt", "Syfte", "Beviljat bidrag", "Period", "Telefon", "Hemsida"],
        ["Norrby IF", "212000-1561", "Fotboll för alla", "Fler ska röra sig", "50 000 kr",
        "2024-2026", "033-357000", "www.norrbyif.se"],
        ["Röda Korset", "", "Språkcafé", "Lära svenska", "25 000", "VT 2025", "033-357001", "https://a.se"],
    ]  # fmt: skip
    assert fields_of(boras, rows) == [
        F.LEAD_ORGANISATION, F.ORGANISATION_NUMBER, F.TITLE, F.PURPOSE, F.BUDGET_SEK, F.PERIOD, None, F.LINKS,
    ]  # fmt: skip


def test_an_english_list_maps(boras: Vocabulary) -> None:
    rows: list[list[object]] = [
        ["Project name", "Organization", "Description", "Location", "Target group",
        "Start date", "End date", "Status", "Budget"],
        ["Homework help", "Norrby IF", "We help", "Norrby", "Children", "2025-01-01", "2025-06-30", "Ongoing", "1,000"],
    ]  # fmt: skip
    assert fields_of(boras, rows) == [
        F.TITLE, F.LEAD_ORGANISATION, F.DESCRIPTION, F.PLACES, F.TARGET_GROUPS, F.START_ON,
        F.END_ON, F.PHASE, F.BUDGET_SEK,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (["Barn och unga", "Arbete och studier"], F.GOAL_AREAS),
        (["Norrby", "Hässleholmen"], F.PLACES),
        (["Läxhjälp", "Kultur"], F.EFFORT_TYPES),
        (["Meningsfull fritid", "Yttre miljö"], F.WORKING_GROUPS),
        (["Zon 7", "Zon 8"], None),
    ],
)
@pytest.mark.parametrize("header", ["Område", "Typ", "Inriktning"])
def test_values_decide_what_an_area_or_a_type_is(
    boras: Vocabulary, header: str, values: list[str], field: ImportField | None
) -> None:
    rows: list[list[object]] = [["Titel", header]]
    rows += [[f"Insats {i}", value] for i, value in enumerate(values * 4)]
    assert fields_of(boras, rows) == [F.TITLE, field]


def test_goals_in_free_text_are_a_purpose(boras: Vocabulary) -> None:
    rows: list[list[object]] = [
        ["Titel", "Mål"],
        ["A", "Att fler barn ska lära sig simma under året"],
        ["B", "Att minska ensamheten bland de äldre"],
    ]
    assert fields_of(boras, rows) == [F.TITLE, F.PURPOSE]


def test_adopted_goals_are_goals(boras: Vocabulary) -> None:
    rows: list[list[object]] = [
        ["Titel", "Mål"],
        ["A", "I Borås ska ingen vara hemlös"],
        ["B", "CY1"],
    ]
    assert fields_of(boras, rows) == [F.TITLE, F.GOALS]


@pytest.mark.parametrize(
    ("header", "values", "field"),
    [
        ("Ansvarig", ["Anna Svensson", "Eva-Lena von Ek"], F.CONTACT_NAME),
        ("Ansvarig", ["Socialförvaltningen", "Norrby IF"], F.LEAD_ORGANISATION),
        ("Ägare", ["Bo Ek", "Åsa Öberg"], F.CONTACT_NAME),
        ("Kontakt", ["anna@boras.se", "0701234567"], None),
        ("Kontaktperson", ["Anna Svensson", "Eva Ek"], F.CONTACT_NAME),
        ("Nr", [1, 2], None),
        ("Löpnr", ["1", "2"], None),
        ("Nr", ["K-17", "K-21"], F.EXTERNAL_ID),
        ("Ärendenummer", ["KS 2021-00123", "KS 2021-00124"], F.DIARIENUMMER),
        ("Id", ["6f9619ff-8b86-4011-b42d-00c04fc964ff", "6f9619ff-8b86-4011-b42d-00c04fc964fe"], F.REGISTER_ID),
        ("År", [2024, 2025], F.PERIOD),
        ("Datum", ["2025-01-01", "2025-02-01"], F.PERIOD),
        ("Tid", ["kl 17-19", "kl 18-20"], None),
        ("Status", ["Pågår", "Klar"], F.PHASE),
        ("Status", ["grön", "gul"], None),
        ("Läge", ["Pågår", "Avslutad"], F.PHASE),
        ("Kostnad", ["stor", "liten"], None),
        ("Budget mnkr", ["1,5", "2"], F.BUDGET_SEK),
        ("Antal deltagare", [25, 30], None),
        ("Deltagare", [25, 30], None),
        ("Målgrupp", ["10-15 år", "65+"], F.TARGET_GROUPS),
        ("Ålder", ["Barn", "Tonåringar"], F.AGES),
        ("Startdatum för insatsen", ["2025-01-01", "2025-02-01"], F.START_ON),
        ("Beskrivning av det vi gör i vår verksamhet", ["Vi gör en hel del", "Och lite till"], F.DESCRIPTION),
        ("Webb", ["www.boras.se", "https://a.se"], F.LINKS),
        ("Okänd rubrik", ["www.boras.se", "https://a.se"], F.LINKS),
        ("Xyz", ["Norrby", "Göta"], F.PLACES),
        ("Personnummer", ["811218-9876", "811218-9877"], None),
        ("Adress", ["Norrby", "Göta"], None),
    ],
)  # fmt: skip
def test_a_column_is_what_its_header_and_values_say(
    boras: Vocabulary, header: str, values: list[object], field: ImportField | None
) -> None:
    rows: list[list[object]] = [
        ["Titel", header],
        *[[f"Insats {i}", v] for i, v in enumerate(values)],
    ]
    assert fields_of(boras, rows)[1] is field


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Budget (tkr)", MoneyUnit.THOUSANDS), ("Kostnad, tkr", MoneyUnit.THOUSANDS),
        ("Kostnad i tusental kr", MoneyUnit.THOUSANDS),
        ("Budget mnkr", MoneyUnit.MILLIONS), ("Belopp (milj kr)", MoneyUnit.MILLIONS), ("Belopp SEK", MoneyUnit.SEK),
        ("Belopp EUR", MoneyUnit.FOREIGN), ("Budget", None),
    ],
)  # fmt: skip
def test_the_unit_of_money_stands_in_the_header(header: str, unit: MoneyUnit | None) -> None:
    assert unit_of(header) is unit
    if unit is not MoneyUnit.FOREIGN:
        assert known_field(header) is F.BUDGET_SEK


def test_a_field_for_one_column_goes_to_the_surest(boras: Vocabulary) -> None:
    rows: list[list[object]] = [
        ["Start", "Startdatum", "Titel"],
        ["2024-01-01", "2025-01-01", "A"],
        ["2024-01-02", "2025-01-02", "B"],
    ]
    mapping = guess(boras, rows)
    assert [column.field for column in mapping.columns] == [None, F.START_ON, F.TITLE]
    assert mapping.columns[0].reason is GuessReason.TAKEN


def test_several_columns_may_hold_tags(boras: Vocabulary) -> None:
    rows: list[list[object]] = [
        ["Titel", "Plats 1", "Plats 2"],
        ["A", "Norrby", "Göta"],
        ["B", "Sjöbo", None],
    ]
    assert fields_of(boras, rows) == [F.TITLE, F.PLACES, F.PLACES]


def test_a_title_is_found_among_unknown_headers(boras: Vocabulary) -> None:
    rows: list[list[object]] = [
        ["Vad hittar vi på", "Stadsdel"],
        ["Läxhjälp på torget", "Norrby"],
        ["Simskola i sjön", "Göta"],
    ]
    assert fields_of(boras, rows) == [F.TITLE, F.PLACES]


def test_the_activity_of_an_association_is_its_title_when_nothing_else_is(
    boras: Vocabulary,
) -> None:
    rows: list[list[object]] = [
        ["Föreningens namn", "Verksamhet", "Var?"],
        ["Norrby IF", "Spontanidrott", "Norrby"],
        ["Röda Korset", "Språkcafé", "Göta"],
    ]
    assert fields_of(boras, rows) == [F.LEAD_ORGANISATION, F.TITLE, F.PLACES]


def test_a_header_without_rows_is_guessed_by_header_alone(boras: Vocabulary) -> None:
    mapping = guess(boras, [["Titel", "Stadsdel", "Start"]])
    assert [column.field for column in mapping.columns] == [F.TITLE, F.PLACES, F.START_ON]


def test_guesses_show_examples(boras: Vocabulary) -> None:
    mapping = guess(boras, [["Titel", "Start"], ["A", "2025-01-01"], ["B", "2025-01-01"]])
    assert mapping.columns[0].examples == ("A", "B")
    assert mapping.columns[1].examples == ("2025-01-01",)


def test_a_mapping_is_saved_and_read_back(boras: Vocabulary) -> None:
    mapping = guess(boras, [["Titel", "Kostnad (tkr)", "Xyz"], ["A", 5, "q"], ["B", 6, "r"]])
    again = Mapping.from_json(mapping.to_json())
    assert [(c.key, c.field, c.unit) for c in again.columns] == [
        (c.key, c.field, c.unit) for c in mapping.columns
    ]


def test_a_saved_mapping_fits_a_list_with_moved_and_new_columns(boras: Vocabulary) -> None:
    saved = Mapping(
        (
            ColumnMapping("Rubriken", F.TITLE),
            ColumnMapping("KOSTNAD", F.BUDGET_SEK, unit=MoneyUnit.MILLIONS),
        )
    )
    rows: list[list[object]] = [["Kostnad", "Ny kolumn", "Rubriken"], [1, "x", "A"], [2, "y", "B"]]
    table = find_table(read_tables(Making.xlsx(rows), "x.xlsx"))
    fitted = saved.fitted(table.columns, guess_mapping(table.columns, table.rows, boras))
    assert [column.field for column in fitted.columns] == [F.BUDGET_SEK, None, F.TITLE]
    assert fitted.columns[0].unit is MoneyUnit.MILLIONS
    assert fitted.columns[0].reason is GuessReason.SAVED
    assert saved.fit_share(table.columns) == 1.0
    assert saved.fit_share([Column(0, "A", "Annat", "Annat")]) == 0.0


def test_a_person_chooses_a_field() -> None:
    mapping = Mapping((ColumnMapping("A", None), ColumnMapping("B", F.TITLE)))
    chosen = mapping.choosing("A", F.PURPOSE)
    assert chosen.fields() == {F.PURPOSE, F.TITLE}
    assert chosen.of("A") == ColumnMapping("A", F.PURPOSE)
    assert chosen.of("C") is None


@pytest.mark.parametrize(
    "saved",
    [None, [], {}, {"columns": 3}, {"columns": [3]}, {"columns": [{"key": 1}]},
    {"columns": [{"key": "A", "field": "nope"}]}, {"columns": [{"key": "A", "field": None, "unit": "öre"}]}],
)  # fmt: skip
def test_a_saved_mapping_that_is_none_is_refused(saved: object) -> None:
    with pytest.raises(MappingFormatError):
        Mapping.from_json(saved)
