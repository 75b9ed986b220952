"""Each row of a list is told what saving it would do, and what is wrong where it cannot be."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.lists import (
    causes,
    counts,
    foreign_list,
    foreign_row,
    initiative_named,
    look_through,
    read_in,
    rows_of,
    semicolons,
    workbook,
)
from tests.register import add_initiative, change_row, get_initiative
from tests.town import Town
from tracker.domain.importing.fields import ImportField
from tracker.domain.lifecycle import Phase, Visibility
from tracker.errors import NotAllowedError, NotFoundError
from tracker.extensions import db
from tracker.models import Organisation

pytestmark = pytest.mark.usefixtures("in_app")

COMPLETE = semicolons(
    "Insats;Beskrivning;Målområde;Stadsdel;Start;Slut;Målgrupp",
    "Cykelskola;Barn lär sig cykla.;Barn och unga;Norrby, Hulta;2025-04-01;2026-10-01;6-12 år",
)


def test_a_list_with_foreign_headers_is_understood(town: Town) -> None:
    looked = look_through(town.cim, foreign_list())

    row = rows_of(town.cim, looked)[2]
    assert counts(looked) == {"new": 2}
    assert (row.content["title"], row.lead_name) == ("Fiske i Viskan 1", "Viskans vänner")
    assert row.is_lead_new
    assert row.content["places"] == ["norrby"]
    assert (row.content["start_on"], row.content["end_on"]) == ("2025-01-02", "2026-04-30")
    assert row.content["budget_sek"] == 125_000


def test_every_outcome_is_told_apart(town: Town) -> None:
    first = foreign_list(foreign_row(1), foreign_row(2))
    read_in(town.cim, first)

    looked = look_through(
        town.cim,
        foreign_list(
            foreign_row(1),
            foreign_row(2, projektbeskrivning="Nu fiskar vi två gånger i veckan."),
            foreign_row(3),
            foreign_row(3),
            foreign_row(4, projekt_starttid="2025-02-31"),
        ),
    )

    assert [row.outcome.value for row in sorted_rows(town, looked)] == [
        "unchanged", "changed", "new", "skipped", "fault",
    ]  # fmt: skip
    fault = rows_of(town.cim, looked)[6].findings[0]
    assert (fault["cause"], fault["column"]) == ("date_impossible", "projekt_starttid")
    assert (fault["value"], fault["suggestions"]) == ("2025-02-31", ["2025-02-28"])


def sorted_rows(town: Town, looked):  # type: ignore[no-untyped-def]
    return [row for _number, row in sorted(rows_of(town.cim, looked).items())]


def test_a_complete_row_of_the_own_organisation_is_shared(town: Town) -> None:
    read_in(town.lea, COMPLETE, organisation=town.kitchen, name="lista.csv")

    row = initiative_named("Cykelskola")
    assert (row.visibility, row.is_complete) == (Visibility.SHARED, True)
    assert row.imported_by_id is None
    assert row.phase is Phase.ONGOING, "the dates tell the phase where the list does not"


def test_a_row_with_gaps_becomes_a_draft_that_says_what_is_missing(town: Town) -> None:
    content = semicolons("Insats;Stadsdel", "Cykelskola;Norrby")

    looked = look_through(town.lea, content, organisation=town.kitchen, name="lista.csv")

    row = rows_of(town.lea, looked)[2]
    (finding,) = row.findings
    assert row.is_draft
    assert (finding["cause"], finding["is_fault"]) == ("to_be_completed", False)
    assert finding["fields"] == ["description", "goal_areas", "start_on"]


@pytest.mark.parametrize(
    ("said", "visibility"),
    [(b"Utkast", Visibility.DRAFT), (b"Bara samordnarna", Visibility.COORDINATED)],
)
def test_a_row_that_says_so_is_held_back(town: Town, said: bytes, visibility: Visibility) -> None:
    content = COMPLETE.replace(b";M\xc3\xa5lgrupp", b";Synlighet").replace(b"6-12 \xc3\xa5r", said)

    looked = look_through(town.lea, content, organisation=town.kitchen, name="lista.csv")
    (row,) = rows_of(town.lea, looked).values()
    read_in(town.lea, content, organisation=town.kitchen, name="lista.csv")

    assert (row.is_draft, row.is_for_coordinators) == (
        visibility is Visibility.DRAFT,
        visibility is Visibility.COORDINATED,
    )
    assert initiative_named("Cykelskola").visibility is visibility


def test_a_list_opens_nothing_to_the_public(town: Town) -> None:
    content = COMPLETE.replace(b";M\xc3\xa5lgrupp", b";Synlighet").replace(
        b"6-12 \xc3\xa5r", "Öppen".encode()
    )

    looked = read_in(town.lea, content, organisation=town.kitchen, name="lista.csv")

    assert looked.to_save == 1
    assert initiative_named("Cykelskola").visibility is Visibility.SHARED


def test_an_associations_record_read_in_by_a_coordinator_is_a_draft(town: Town) -> None:
    looked = look_through(town.cim, COMPLETE, organisation=town.kitchen, name="lista.csv")

    row = rows_of(town.cim, looked)[2]
    assert row.is_draft
    assert "draft_for_organisation" in causes(row)


def test_a_municipal_record_read_in_by_a_coordinator_is_shared(town: Town) -> None:
    read_in(town.cim, COMPLETE, organisation=town.school, name="lista.csv")

    row = initiative_named("Cykelskola")
    assert row.visibility is Visibility.SHARED
    assert row.imported_by_id == town.cim.person_id


def test_a_member_may_not_read_in_lists(town: Town) -> None:
    with pytest.raises(NotAllowedError):
        look_through(town.mia, COMPLETE, organisation=town.kitchen, name="lista.csv")


def test_a_manager_may_not_read_in_for_others(town: Town) -> None:
    with pytest.raises(NotAllowedError):
        look_through(town.lea, COMPLETE, organisation=town.house, name="lista.csv")


def test_a_list_is_seen_by_its_reader_alone(town: Town) -> None:
    from tracker.queries import imports

    looked = look_through(town.lea, COMPLETE, organisation=town.kitchen, name="lista.csv")

    for other in (town.cim, town.pia):
        with pytest.raises(NotFoundError):
            imports.get_own(other, looked.public_id)


def test_a_manager_is_refused_rows_of_other_organisations(town: Town) -> None:
    content = workbook(
        [("Insats", "Ansvarig organisation"), ("Ny", "AB Huset"), ("Egen", "Norrby kök")]
    )

    looked = look_through(town.lea, content)

    fault = rows_of(town.lea, looked)[2].findings[0]
    assert counts(looked) == {"new": 1, "fault": 1}
    assert (fault["cause"], fault["value"]) == ("organisation_not_yours", "AB Huset")
    assert fault["suggestions"] == ["Norrby kök"]


def test_an_unknown_organisation_of_a_manager_is_a_fault_with_the_nearest_name(town: Town) -> None:
    content = workbook([("Insats", "Ansvarig organisation"), ("Ny", "Norby kök")])

    looked = look_through(town.lea, content)

    fault = rows_of(town.lea, looked)[2].findings[0]
    assert (fault["cause"], fault["suggestions"]) == ("organisation_not_known", ["Norrby kök"])


def test_a_coordinator_creates_unknown_organisations_unverified(town: Town) -> None:
    read_in(town.cim, foreign_list())

    rows = db.session.scalars(select(Organisation).where(Organisation.name == "Viskans vänner"))
    (created,) = rows.all()
    assert (created.is_verified, created.is_municipal) == (False, False)


def test_a_coordinator_may_leave_unknown_organisations_out(town: Town) -> None:
    looked = look_through(town.cim, foreign_list(), creates_organisations=False)

    assert counts(looked) == {"fault": 2}


def test_the_nearest_organisation_is_named_before_another_is_added(town: Town) -> None:
    content = workbook([("Insats", "Ansvarig organisation"), ("Ny", "Norrby köket")])

    looked = look_through(town.cim, content)

    finding = rows_of(town.cim, looked)[2].findings[0]
    assert (finding["cause"], finding["suggestions"]) == ("organisation_new", ["Norrby kök"])


def test_a_closed_organisation_is_not_created_again(town: Town) -> None:
    house = db.session.get_one(Organisation, town.house.id)
    change_row(house, closed_on=house.created_at.date())
    content = workbook([("Insats", "Ansvarig organisation"), ("Ny", "AB Huset")])

    looked = look_through(town.cim, content)

    assert causes(rows_of(town.cim, looked)[2]) == ["organisation_closed"]


def test_a_row_without_an_organisation_is_a_fault(town: Town) -> None:
    content = workbook([("Insats", "Ansvarig organisation"), ("Ny", None), ("Egen", "Norrby kök")])

    looked = look_through(town.cim, content)

    assert causes(rows_of(town.cim, looked)[2]) == ["organisation_missing"]


@pytest.mark.parametrize(
    ("header", "text", "field"),
    [
        ("Beskrivning", "Ring Anna på 070-123 45 67.", "description"),
        ("Syfte", "Skriv till anna@example.se.", "purpose"),
        ("Insats", "Stöd till 19811218-9876", "title"),
    ],
)
def test_personal_data_in_a_text_keeps_the_row_out(
    town: Town, header: str, text: str, field: str
) -> None:
    said = {"Insats": "Stöd", "Beskrivning": "", "Syfte": "", header: text}

    looked = look_through(
        town.lea, workbook([tuple(said), tuple(said.values())]), organisation=town.kitchen
    )

    row = rows_of(town.lea, looked)[2]
    fault = row.findings[0]
    assert row.outcome.value == "fault"
    assert (fault["cause"], fault["field"]) == ("personal_data", field)
    assert text not in str(row.findings), "the finding itself does not repeat the number"


def test_a_persons_number_as_key_or_as_organisation_is_refused(town: Town) -> None:
    content = workbook(
        [
            ("Eget id", "Insats", "Ansvarig organisation"),
            ("19811218-9876", "Ett", "Norrby kök"),
            ("b", "Två", "Anna 19811218-9876"),
        ]
    )
    fields = {"Eget id": ImportField.EXTERNAL_ID}

    looked = look_through(town.cim, content, fields=fields)

    assert counts(looked) == {"fault": 2}


def test_several_values_in_a_cell_are_all_taken(town: Town) -> None:
    content = workbook(
        [
            ("Insats", "Platser", "Målområden", "Samverkansparter", "Länkar"),
            (
                "Odling",
                "Norrby\nHulta och Göta",
                "Barn och unga; Arbete och studier",
                "AB Huset (Finansierar), Skolan; Okända klubben",
                "https://example.se/a www.example.se/b",
            ),
        ]
    )

    looked = look_through(town.lea, content, organisation=town.kitchen)

    row = rows_of(town.lea, looked)[2]
    assert set(row.content["places"]) == {"norrby", "hulta", "gota"}
    assert set(row.content["goal_areas"]) == {"children_youth", "work_studies"}
    assert row.content["links"] == ["https://example.se/a", "https://www.example.se/b"]
    unknown = [f for f in row.findings if f["cause"] == "organisation_unknown"]
    assert [finding["value"] for finding in unknown] == ["Okända klubben"]


def test_a_link_longer_than_the_register_keeps_is_a_fault(town: Town) -> None:
    content = workbook(
        [("Insats", "Webbplats"), ("A", "https://example.se/" + "a" * 500), ("B", "example.se")]
    )

    looked = look_through(
        town.lea, content, organisation=town.kitchen, fields={"Webbplats": ImportField.LINKS}
    )

    fault = rows_of(town.lea, looked)[2].findings[0]
    assert (fault["cause"], fault["limit"]) == ("text_too_long", 500)


def test_a_record_of_another_is_refused_by_its_register_id(town: Town) -> None:
    public_id = add_initiative(town.pia, "Husets insats")
    content = workbook(
        [("Register-id", "Titel", "Skede"), (str(public_id), "Min insats nu", "Avslutad")]
    )

    looked = look_through(town.lea, content, organisation=town.kitchen)

    row = rows_of(town.lea, looked)[2]
    assert (row.outcome.value, causes(row)) == ("fault", ["record_not_yours"])
    assert get_initiative(public_id).title == "Husets insats"


def test_a_foreign_draft_is_as_if_it_were_not_there(town: Town) -> None:
    public_id = add_initiative(town.pia, "Hemlig", is_draft=True)
    content = workbook([("Register-id", "Titel"), (str(public_id), "Hemlig")])

    looked = look_through(town.lea, content, organisation=town.kitchen)

    row = rows_of(town.lea, looked)[2]
    assert causes(row) == ["record_not_found"]
    assert "AB Huset" not in str(row)
