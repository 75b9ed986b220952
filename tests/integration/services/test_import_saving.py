"""A previewed list is saved whole, once, with an entry for each record – or not at all."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.clock import START
from tests.lists import (
    FOREIGN_HEADERS,
    counts,
    foreign_list,
    foreign_row,
    initiative_named,
    look_through,
    read_in,
    titles,
    workbook,
)
from tests.register import add_initiative, change_row, get_initiative, verbs_on
from tests.town import Town
from tracker.domain.import_steps import ImportStanding
from tracker.domain.roles import PartnerStanding
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import (
    AuditEntry,
    ImportFile,
    ImportRow,
    InitiativePlace,
    Organisation,
    Partnership,
)
from tracker.queries import imports, search
from tracker.services import audit, import_saving, search_index

pytestmark = pytest.mark.usefixtures("in_app")


def test_every_record_gets_an_entry_that_says_what_it_says(town: Town) -> None:
    read_in(town.cim, foreign_list(foreign_row(1)))

    row = initiative_named("Fiske i Viskan 1")
    assert verbs_on(row.public_id) == ["imported"]
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert {"title", "description", "places", "visibility"} <= set(entry.hashes)
    assert (entry.person_id, entry.organisation_id) == (
        town.cim.person_id,
        row.lead_organisation_id,
    )


def test_the_chain_of_entries_is_whole_after_a_list(town: Town) -> None:
    read_in(town.cim, foreign_list(*(foreign_row(number) for number in range(30))))

    entries = list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    for earlier, later in zip(entries, entries[1:], strict=False):
        assert later.previous_hash == earlier.entry_hash
    assert [audit.entry_hash(entry) for entry in entries] == [e.entry_hash for e in entries]


def test_what_was_read_in_is_found_by_its_words(town: Town) -> None:
    read_in(town.cim, foreign_list(foreign_row(1)))

    assert initiative_named("Fiske i Viskan 1").id in found("onsdag fiske")
    assert not found("skidor")


def found(words: str) -> set[int]:
    query = search.row_ids(words, in_title=False)
    return set(db.session.scalars(query)) if query is not None else set()


def test_a_fault_in_the_middle_of_saving_leaves_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = look_through(town.cim, foreign_list(*(foreign_row(n) for n in range(20))))
    monkeypatch.setattr(import_saving, "CHUNK", 5)
    calls: list[Any] = []

    def break_later(*given: Any) -> None:
        calls.append(given)
        if len(calls) == 3:
            raise OSError("the disk is full")
        search_index.add_terms(*given)

    monkeypatch.setattr(import_saving, "add_terms", break_later)

    with pytest.raises(OSError, match="full"):
        import_saving.save(town.cim, looked.public_id, now=START)

    db.session.rollback()
    assert titles() == []
    assert not db.session.scalar(select(func.count()).where(Organisation.name == "Viskans vänner"))
    assert imports.get_own(town.cim, looked.public_id).standing is ImportStanding.PREVIEWED


def test_it_is_saved_once_however_often_the_button_is_pressed(town: Town) -> None:
    looked = look_through(town.cim, foreign_list())

    assert import_saving.save(town.cim, looked.public_id, now=START) == 2
    assert import_saving.save(town.cim, looked.public_id, now=START) == 2

    assert len(titles()) == 2


def test_one_list_previewed_twice_is_saved_once(town: Town) -> None:
    first, second = (look_through(town.cim, foreign_list()) for _ in range(2))
    import_saving.save(town.cim, first.public_id, now=START)

    with pytest.raises(RefusedError) as refused:
        import_saving.save(town.cim, second.public_id, now=START)

    assert refused.value.code == "register_changed"
    assert len(titles()) == 2


def test_a_record_that_changed_since_the_preview_refuses_the_whole_list(town: Town) -> None:
    rows = [foreign_row(n, stödmottagare="Norrby kök") for n in (1, 2)]
    read_in(town.lea, foreign_list(*rows))
    changed = [foreign_row(n, stödmottagare="Norrby kök", kommuner="Hulta") for n in (1, 2, 3)]
    looked = look_through(town.lea, foreign_list(*changed))
    change_row(initiative_named("Fiske i Viskan 2"), budget_sek=1, version=2)

    with pytest.raises(RefusedError) as refused:
        import_saving.save(town.lea, looked.public_id, now=START)

    assert refused.value.code == "register_changed"
    places = set(db.session.scalars(select(InitiativePlace.place_id)))
    assert len(places) == 1, "nothing of the list was saved"
    assert len(titles()) == 2


def test_a_list_that_nobody_looked_through_is_not_saved(town: Town) -> None:
    from tracker.services import import_files

    public_id = import_files.upload(
        town.cim, name="a.xlsx", content=foreign_list(), organisation_id=None, now=START
    )

    with pytest.raises(RefusedError) as refused:
        import_saving.save(town.cim, public_id, now=START)

    assert refused.value.code == "not_previewed"


def test_rows_to_be_corrected_stay_to_be_looked_at(town: Town) -> None:
    wrong = foreign_row(2, projekt_starttid="i fjol")
    looked = read_in(town.cim, foreign_list(foreign_row(1), wrong))

    saved = imports.get_own(town.cim, looked.public_id)
    assert (saved.standing, saved.rows_done) == (ImportStanding.SAVED, 1)
    assert counts(saved) == {"fault": 1}
    file = db.session.scalars(select(ImportFile)).one()
    assert file.content is None, "the file itself is not kept"


def test_tags_are_replaced_and_others_stay(town: Town) -> None:
    public_id = add_initiative(
        town.lea, "Matlaget", places=("norrby",), target_groups=("children",)
    )
    content = workbook([("Insats", "Plats"), ("Matlaget", "Hulta, Göta")])

    read_in(town.lea, content, organisation=town.kitchen)

    row = get_initiative(public_id)
    assert len(codes_of(row.id, InitiativePlace)) == 2


def codes_of(initiative_id: int, table: Any) -> list[int]:
    query = select(table.place_id).where(table.initiative_id == initiative_id)
    return list(db.session.scalars(query))


def test_known_partners_are_asked(town: Town) -> None:
    headers = (*FOREIGN_HEADERS, "Samverkansparter")
    row = [*foreign_row(1, stödmottagare="Norrby kök"), "AB Huset (Finansierar); Okända"]

    read_in(town.lea, workbook([headers, row]))

    (partner,) = db.session.scalars(select(Partnership)).all()
    assert (partner.organisation_id, partner.standing) == (town.house.id, PartnerStanding.ASKED)


def test_nothing_of_the_staging_is_left_of_saved_rows(town: Town) -> None:
    read_in(town.cim, foreign_list())

    assert db.session.scalar(select(func.count()).select_from(ImportRow)) == 0


def test_an_import_that_is_not_there_is_not_found(town: Town) -> None:
    from tracker.errors import NotFoundError

    with pytest.raises(NotFoundError):
        import_saving.save(town.cim, uuid.uuid4(), now=START)
