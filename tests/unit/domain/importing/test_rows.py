"""From rows to proposed initiatives: every fault and remark in its row and column."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from tests.unit.domain.importing.conftest import Making
from tracker.domain.importing.cells import TextLimits
from tracker.domain.importing.columns import guess_mapping
from tracker.domain.importing.fields import EXPORT_HEADERS, ImportField
from tracker.domain.importing.findings import FaultCause, Finding, RemarkCause
from tracker.domain.importing.header import find_table
from tracker.domain.importing.mappings import ColumnMapping, Mapping, UnknownValues
from tracker.domain.importing.proposals import (
    ImportRow,
    OrganisationReference,
    ProposedInitiative,
)
from tracker.domain.importing.reading import read_tables
from tracker.domain.importing.rows import interpret
from tracker.domain.importing.vocabulary import Vocabulary
from tracker.domain.lifecycle import Phase, Visibility

F = ImportField
FULL: dict[ImportField, object] = {
    F.EXTERNAL_ID: "A-17",
    F.TITLE: "Läxhjälp på biblioteket",
    F.DESCRIPTION: "Vi läser läxor\nmed barnen.",
    F.PURPOSE: "Fler klarar skolan.",
    F.LEAD_ORGANISATION: "Fritids- och folkhälsoförvaltningen",
    F.ORGANISATION_KIND: "Förvaltning",
    F.PARTNERS: "Röda Korset (Finansierar); Okända Föreningen",
    F.GOAL_AREAS: "Arbete och studier",
    F.GOALS: "Språkutveckling",
    F.PLACES: "Norrby; Göta",
    F.TARGET_GROUPS: "Barn; Föräldrar",
    F.AGES: "6–12",
    F.EFFORT_TYPES: "Läxhjälp",
    F.WORKING_GROUPS: "Meningsfull fritid",
    F.START_ON: "2025-01-15",
    F.END_ON: "2025-12-31",
    F.PHASE: "Pågår",
    F.VISIBILITY: "Öppen",
    F.REACH: "För alla",
    F.FUNDING: "Ordinarie budget; Sponsring",
    F.BUDGET_SEK: "125 000",
    F.CONTACT_NAME: "Anna Svensson",
    F.LINKS: "https://www.boras.se",
    F.DIARIENUMMER: "KS 2025-00123",
}


def rows_of(
    boras: Vocabulary, lines: list[dict[ImportField, object]], **settings: object
) -> list[ImportRow]:
    """Interpret lines whose columns are called as in our export."""
    order = list(dict.fromkeys(field for line in lines for field in line))
    names = {**{f: pair[0] for f, pair in EXPORT_HEADERS.items()}, F.PERIOD: "Period"}
    cells = [[line.get(field) for field in order] for line in lines]
    content = Making.xlsx([[names[field] for field in order], *cells])
    table = find_table(read_tables(content, "lista.xlsx"), header_row=1)
    mapping = Mapping(
        tuple(ColumnMapping(c.key, f) for c, f in zip(table.columns, order, strict=False))
    )
    return interpret(table, mapping, boras, **settings)  # type: ignore[arg-type]


def row_of(boras: Vocabulary, line: dict[ImportField, object], **settings: object) -> ImportRow:
    return rows_of(boras, [{F.TITLE: "En insats", **line}], **settings)[0]


def causes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.cause.value for finding in findings]  # type: ignore[attr-defined]


def test_a_full_row_becomes_a_full_proposal(boras: Vocabulary) -> None:
    row = row_of(boras, FULL)
    assert row.faults == ()
    assert row.proposal == ProposedInitiative(
        title="Läxhjälp på biblioteket",
        description="Vi läser läxor\nmed barnen.",
        purpose="Fler klarar skolan.",
        external_id="A-17",
        lead=OrganisationReference(
            "Fritids- och folkhälsoförvaltningen", "org-fritid", kind_code="department"
        ),
        partners=(
            OrganisationReference("Röda Korset", "org-rk", role_code="funding"),
            OrganisationReference("Okända Föreningen"),
        ),
        goal_areas=("work_studies", "children_youth"),
        goals=("CY4",),
        places=("norrby", "gota"),
        target_groups=("children", "parents"),
        effort_types=("homework_help",),
        working_groups=("meaningful_leisure",),
        funding=("ordinary_budget", "sponsorship"),
        reach="general",
        age_from=6,
        age_to=12,
        start_on=date(2025, 1, 15),
        end_on=date(2025, 12, 31),
        phase=Phase.ONGOING,
        visibility=Visibility.OPEN,
        budget_sek=125_000,
        contact_name="Anna Svensson",
        links=("https://www.boras.se",),
        diarienummer="KS 2025-00123",
    )
    assert causes(row.remarks) == ["organisation_unknown"]


@pytest.mark.parametrize(
    ("field", "value", "cause", "suggestion"),
    [
        (F.START_ON, "2025-02-31", FaultCause.DATE_IMPOSSIBLE, "2025-02-28"),
        (F.START_ON, "snart", FaultCause.DATE_UNREADABLE, "2025-01-31"),
        (F.END_ON, "1025-01-01", FaultCause.DATE_IMPLAUSIBLE, "2025-01-31"),
        (F.BUDGET_SEK, "mycket", FaultCause.MONEY_UNREADABLE, "125 000"),
        (F.BUDGET_SEK, "-500", FaultCause.MONEY_NEGATIVE, "500"),
        (F.BUDGET_SEK, "100-200", FaultCause.MONEY_RANGE, "100"),
        (F.AGES, "gamla", FaultCause.AGES_UNREADABLE, "10–15"),
        (F.PHASE, "grön", FaultCause.CHOICE_UNREADABLE, "ongoing"),
        (F.PLACES, "Hässleholm", FaultCause.UNKNOWN_TAG, "Hässleholmen"),
        (F.GOAL_AREAS, "Barn och ungdom", FaultCause.UNKNOWN_TAG, "Barn och unga"),
        (F.LINKS, "se hemsidan", FaultCause.LINK_UNREADABLE, "https://www.boras.se"),
        (F.ORGANISATION_NUMBER, "212000-1562", FaultCause.ORGANISATION_NUMBER_WRONG, "212000-1561"),
    ],
)
def test_a_fault_says_row_column_value_and_what_would_be_right(
    boras: Vocabulary, field: ImportField, value: str, cause: FaultCause, suggestion: str
) -> None:
    row = rows_of(boras, [{F.TITLE: "A"}, {F.TITLE: "B", field: value}])[1]
    assert [fault.cause for fault in row.faults] == [cause]
    fault = row.faults[0]
    assert (fault.row, fault.field, fault.column) == (3, field, EXPORT_HEADERS[field][0])
    assert fault.value in (value, "")
    assert suggestion in fault.suggestions


def test_all_faults_of_a_row_are_told_at_once(boras: Vocabulary) -> None:
    row = row_of(
        boras,
        {F.START_ON: "snart", F.END_ON: "sen", F.PLACES: "Nrorby; Göta; Sjöboo", F.BUDGET_SEK: "z"},
    )
    assert Counter(causes(row.faults)) == {
        "date_unreadable": 2,
        "unknown_tag": 2,
        "money_unreadable": 1,
    }
    assert row.proposal.places == ("gota",)


def test_a_row_without_a_title_is_faulty(boras: Vocabulary) -> None:
    rows = rows_of(boras, [{F.TITLE: "A", F.PLACES: "Göta"}, {F.PLACES: "Norrby"}])
    assert causes(rows[1].faults) == ["title_missing"]
    assert rows[1].faults[0].column == ""
    assert causes(rows[0].faults) == []


def test_missing_tags_are_to_be_completed(boras: Vocabulary) -> None:
    row = row_of(boras, {F.PLACES: "Norrby"})
    assert causes(row.faults) == []
    assert causes(row.remarks) == ["to_be_completed"]
    assert set(row.remarks[0].fields) == {
        F.LEAD_ORGANISATION, F.DESCRIPTION, F.GOAL_AREAS, F.TARGET_GROUPS, F.EFFORT_TYPES, F.START_ON,
    }  # fmt: skip


def test_unknown_values_may_be_left_out_with_one_remark_a_cell(boras: Vocabulary) -> None:
    content = Making.xlsx(
        [["Titel", "Kommuner"], ["A", "Borås, Mark, Ulricehamn"], ["B", "Kiruna"]]
    )
    table = find_table(read_tables(content, "x.xlsx"))
    mapping = Mapping(
        (
            ColumnMapping("Titel", F.TITLE),
            ColumnMapping("Kommuner", F.PLACES, unknown_values=UnknownValues.LEAVE_OUT),
        )
    )
    first, second = interpret(table, mapping, boras)
    assert (first.faults, first.proposal.places) == ((), ("1490",))
    assert [r.value for r in first.remarks if r.cause is RemarkCause.UNKNOWN_TAG_LEFT_OUT] == [
        "Mark; Ulricehamn"
    ]
    assert second.proposal.places == ()


def test_boras_after_a_place_only_completes_it(boras: Vocabulary) -> None:
    assert row_of(boras, {F.PLACES: "Norrby, Borås"}).proposal.places == ("norrby",)
    assert row_of(boras, {F.PLACES: "Borås"}).proposal.places == ("1490",)
    assert row_of(boras, {F.PLACES: "Norrby; Hela kommunen"}).proposal.places == ("norrby", "1490")


def test_ages_give_the_target_groups_they_meet(boras: Vocabulary) -> None:
    row = row_of(boras, {F.AGES: "10-15 år"})
    assert row.proposal.target_groups == ("children", "teenagers")
    assert (row.proposal.age_from, row.proposal.age_to) == (10, 15)
    assert RemarkCause.TARGET_GROUPS_FROM_AGES in [remark.cause for remark in row.remarks]


def test_ages_among_the_target_groups_are_seen(boras: Vocabulary) -> None:
    row = row_of(boras, {F.TARGET_GROUPS: "Ungdomar 13-19 år"})
    assert (row.proposal.target_groups, row.proposal.age_from, row.proposal.age_to) == (
        ("teenagers",),
        13,
        19,
    )
    assert row_of(boras, {F.TARGET_GROUPS: "65+"}).proposal.target_groups == ("older",)


def test_goals_bring_their_goal_area(boras: Vocabulary) -> None:
    assert row_of(boras, {F.GOALS: "CY1; HE3"}).proposal.goal_areas == (
        "children_youth",
        "housing_environment",
    )


def test_a_period_fills_start_and_end_where_no_dates_stand(boras: Vocabulary) -> None:
    row = row_of(boras, {F.PERIOD: "jan–maj 2025"})
    assert (row.proposal.start_on, row.proposal.end_on) == (date(2025, 1, 1), date(2025, 5, 31))
    both = row_of(boras, {F.PERIOD: "2024-2026", F.START_ON: "2025-03-01"})
    assert (both.proposal.start_on, both.proposal.end_on) == (date(2025, 3, 1), date(2026, 12, 31))


def test_an_end_before_the_start_is_faulty(boras: Vocabulary) -> None:
    row = row_of(boras, {F.START_ON: "2025-03-01", F.END_ON: "2025-02-01"})
    assert causes(row.faults) == ["end_before_start"]
    assert row.faults[0].column == "Slutdatum"


def test_dates_as_text_and_as_cells_in_one_column_are_alike(boras: Vocabulary) -> None:
    values = ["2025-01-31", date(2025, 1, 31), 45688, "31/1 2025", "20250131", 250131]
    rows = rows_of(boras, [{F.TITLE: f"T{i}", F.START_ON: v} for i, v in enumerate(values)])
    assert {row.proposal.start_on for row in rows} == {date(2025, 1, 31)}


def test_an_unknown_organisation_is_kept_by_name_with_near_ones(boras: Vocabulary) -> None:
    row = row_of(boras, {F.LEAD_ORGANISATION: "Röda Korste"})
    assert row.proposal.lead == OrganisationReference("Röda Korste")
    remark = next(r for r in row.remarks if r.cause is RemarkCause.ORGANISATION_UNKNOWN)
    assert remark.suggestions == ("Röda Korset",)


def test_an_organisation_is_known_by_its_number(boras: Vocabulary) -> None:
    row = row_of(boras, {F.LEAD_ORGANISATION: "Fritid", F.ORGANISATION_NUMBER: "2120001561"})
    assert row.proposal.lead == OrganisationReference(
        "Fritids- och folkhälsoförvaltningen", "org-fritid", "212000-1561"
    )


def test_a_personal_number_is_never_carried_along(boras: Vocabulary) -> None:
    row = row_of(boras, {F.ORGANISATION_NUMBER: "811218-9876", F.LEAD_ORGANISATION: "Firma Ek"})
    assert causes(row.faults) == ["organisation_number_personal"]
    assert "9876" not in repr(row)


def test_long_texts_are_refused_with_the_limit(boras: Vocabulary) -> None:
    row = row_of(
        boras, {F.TITLE: "a" * 201, F.DESCRIPTION: "b" * 50}, limits=TextLimits(description=40)
    )
    assert [(f.cause, f.limit) for f in row.faults] == [
        (FaultCause.TEXT_TOO_LONG, 200),
        (FaultCause.TEXT_TOO_LONG, 40),
    ]


def test_a_tick_names_what_stands_above_it(boras: Vocabulary) -> None:
    text = "Titel;Norrby;Göta;Barn\nA;x;;X\nB;x;Ja;nej\nC;;;x\n"
    table = find_table(read_tables(text.encode(), "x.csv"))
    rows = interpret(table, guess_mapping(table.columns, table.rows, boras), boras)
    assert [len(row.proposal.places) for row in rows] == [1, 2, 0]
    assert [row.proposal.target_groups for row in rows] == [("children",), (), ("children",)]
    assert not any(row.faults for row in rows)


def test_error_cells_and_bare_formulas_are_told(boras: Vocabulary) -> None:
    text = "Titel;Plats;Kostnad\nA;#REF!;#DIV/0!\nB;Göta;5\n#NAMN?;Göta;5\n"
    table = find_table(read_tables(text.encode(), "x.csv"))
    rows = interpret(table, guess_mapping(table.columns, table.rows, boras), boras)
    assert causes(rows[0].faults) == ["cell_error", "cell_error"]
    assert rows[0].faults[0].value == "#REF!"
    assert causes(rows[1].faults) == []
    assert causes(rows[2].faults) == ["cell_error"]


def test_a_formula_without_value_is_a_fault_in_the_title_and_a_remark_elsewhere(
    boras: Vocabulary,
) -> None:
    content = Making.xlsx([["Titel", "Budget"], ["A", "=1+1"], ["=A2", 5], ["C", 7]])
    table = find_table(read_tables(content, "x.xlsx"))
    rows = interpret(table, guess_mapping(table.columns, table.rows, boras), boras)
    assert RemarkCause.FORMULA_WITHOUT_VALUE in [remark.cause for remark in rows[0].remarks]
    assert causes(rows[1].faults) == ["formula_without_value"]


def test_columns_left_out_are_not_read(boras: Vocabulary) -> None:
    table = find_table(read_tables(b"Titel;Anteckning;Hemligt\nA;b;c\n", "x.csv"))
    mapping = Mapping((ColumnMapping("Titel", F.TITLE), ColumnMapping("Anteckning", F.NOTES)))
    row = interpret(table, mapping, boras)[0]
    assert row.proposal == ProposedInitiative(title="A")


def test_two_columns_of_texts_and_tags_are_joined(boras: Vocabulary) -> None:
    table = find_table(
        read_tables("Titel;Text 1;Text 2;Ort 1;Ort 2\nA;b;c;Göta;Norrby\n".encode(), "x.csv")
    )
    fields = [F.TITLE, F.DESCRIPTION, F.DESCRIPTION, F.PLACES, F.PLACES]
    mapping = Mapping(
        tuple(ColumnMapping(c.key, f) for c, f in zip(table.columns, fields, strict=True))
    )
    proposal = interpret(table, mapping, boras)[0].proposal
    assert (proposal.description, proposal.places) == ("b\n\nc", ("gota", "norrby"))


def test_the_same_content_has_the_same_hash_and_key(boras: Vocabulary) -> None:
    again = row_of(boras, FULL)
    row = row_of(boras, FULL)
    other = row_of(boras, {**FULL, F.BUDGET_SEK: 5})
    assert row.content_hash == again.content_hash
    assert row.content_hash != other.content_hash
    assert row.key == again.key == other.key == "own:A-17"


def test_spelling_a_tag_differently_changes_nothing(boras: Vocabulary) -> None:
    one = row_of(boras, {F.PLACES: "Norrby; Göta", F.START_ON: "2025-01-31"})
    other = row_of(boras, {F.PLACES: "norrby, GÖTA", F.START_ON: "31/1 2025"})
    assert one.content_hash == other.content_hash


@pytest.mark.parametrize(
    ("line", "key"),
    [
        (
            {F.REGISTER_ID: "6F9619FF-8B86-4011-B42D-00C04FC964FF"},
            "id:6f9619ff-8b86-4011-b42d-00c04fc964ff",
        ),
        ({F.EXTERNAL_ID: "17"}, "own:17"),
        ({F.LEAD_ORGANISATION: "Röda Korset"}, "title:en insats|org rk"),
        ({}, "title:en insats|"),
    ],
)
def test_a_row_is_known_again_by_id_own_key_or_title(
    boras: Vocabulary, line: dict[ImportField, object], key: str
) -> None:
    assert row_of(boras, line).key == key


def test_a_key_is_never_longer_than_its_column(boras: Vocabulary) -> None:
    rows = rows_of(
        boras, [{F.TITLE: "å" * 190 + end, F.LEAD_ORGANISATION: "x" * 190} for end in "abb"]
    )
    assert all(len(row.key) <= 120 for row in rows)
    assert rows[0].key != rows[1].key


def test_the_same_row_twice_is_marked(boras: Vocabulary) -> None:
    rows = rows_of(
        boras, [{F.TITLE: "A", F.PLACES: "Göta"}, {F.TITLE: "B"}, {F.TITLE: "A", F.PLACES: "Göta"}]
    )
    assert [row.duplicate_of for row in rows] == [None, None, 2]
    assert [(r.cause, r.other_row) for r in rows[2].remarks][-1] == (RemarkCause.DUPLICATE_ROW, 2)


def test_equal_titles_with_other_content_are_told_apart(boras: Vocabulary) -> None:
    rows = rows_of(boras, [{F.TITLE: "Läger", F.START_ON: f"202{i}-06-01"} for i in range(3)])
    assert [row.key for row in rows] == ["title:lager|", "title:lager|#2", "title:lager|#3"]
    assert RemarkCause.POSSIBLE_DUPLICATE in [remark.cause for remark in rows[1].remarks]


def test_one_key_for_two_contents_is_a_fault(boras: Vocabulary) -> None:
    rows = rows_of(boras, [{F.TITLE: "A", F.EXTERNAL_ID: "7"}, {F.TITLE: "B", F.EXTERNAL_ID: "7"}])
    assert causes(rows[0].faults) == []
    assert causes(rows[1].faults) == ["same_key_twice"]
    assert (rows[1].faults[0].value, rows[1].faults[0].other_row) == ("7", 2)


def test_progress_is_told(boras: Vocabulary) -> None:
    told: list[tuple[int, int]] = []
    rows_of(
        boras,
        [{F.TITLE: f"T{i}"} for i in range(600)],
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(250, 600), (500, 600), (600, 600)]


def test_a_list_without_rows_gives_none(boras: Vocabulary) -> None:
    table = find_table(read_tables(b"Titel;Plats\n", "x.csv"))
    assert interpret(table, guess_mapping(table.columns, table.rows, boras), boras) == []


def test_what_is_exported_is_read_back_alike_in_csv_and_excel(boras: Vocabulary) -> None:
    import csv
    import io

    order = list(FULL)
    header = [EXPORT_HEADERS[field][1] for field in order]
    line = [FULL[field] for field in order]
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([header, line])
    found = []
    for content in (Making.xlsx([header, line]), out.getvalue().encode("utf-8-sig")):
        table = find_table(read_tables(content, "export"))
        found.append(interpret(table, guess_mapping(table.columns, table.rows, boras), boras)[0])
    assert found[0].faults == ()
    assert found[0].content_hash == found[1].content_hash == row_of(boras, FULL).content_hash


def test_20_000_rows_are_read_in_seconds(
    boras: Vocabulary, record_property: Callable[[str, object], None]
) -> None:
    header = "Titel;Beskrivning;Ansvarig organisation;Målområde;Stadsdel;Målgrupp;Start;Slut;Status;Budget (kr)\n"
    lines = "".join(
        f"Insats {i};Text om insats {i};Förening {i % 700};Barn och unga;Norrby, Göta;Ungdomar;"
        f"2025-{i % 12 + 1:02}-{i % 28 + 1:02};HT 2026;Pågår;{i} kr\n"
        for i in range(20_000)
    )
    started = time.process_time()
    table = find_table(read_tables((header + lines).encode("cp1252"), "x.csv"))
    rows = interpret(table, guess_mapping(table.columns, table.rows, boras), boras)
    seconds = time.process_time() - started
    record_property("seconds", seconds)
    assert len(rows) == 20_000
    assert not any(row.faults for row in rows)
    assert seconds < 15  # 3 s on two quiet cores; the ceiling is for a busy machine
