"""Registering, editing, withdrawing and handing over: all of it or nothing, and always told."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.clock import START
from tests.register import (
    add_partner,
    change_row,
    get_initiative,
    last_changes,
    open_to_everyone,
    verbs_on,
)
from tests.town import Town
from tracker.access.actors import Actor
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.lifecycle import REGISTRABLE, Phase, Visibility
from tracker.domain.verbs import Verb
from tracker.errors import (
    MissingFieldsError,
    NotAllowedError,
    NotFoundError,
    PersonalDataError,
    RefusedError,
    StaleVersionError,
)
from tracker.extensions import db
from tracker.models import Initiative, Organisation
from tracker.services import initiatives

pytestmark = pytest.mark.usefixtures("in_app")

COMPLETE = InitiativeContent(
    title="Matlaget",
    description="Barn lagar mat tillsammans.",
    goal_areas=("children_youth",),
    places=("norrby",),
    start_on=date(2026, 1, 12),
)
PERSONAL = {
    "personal_identity_number": "Fråga Kim 811228-9874 om nyckeln.",
    "email_address": "Skriv till kim@example.org om nyckeln.",
    "phone_number": "Ring 070-174 06 35 om nyckeln.",
}


def register(
    town: Town,
    content: InitiativeContent = COMPLETE,
    *,
    actor: Actor | None = None,
    visibility: Visibility = Visibility.SHARED,
    seconds: int = 0,
) -> uuid.UUID:
    asking = actor or town.lea
    return initiatives.register(
        asking,
        content,
        organisation_id=(
            town.kitchen if asking.is_coordinator else asking.organisations[0]
        ).public_id,
        visibility=visibility,
        now=START + timedelta(seconds=seconds),
    )


def edit(
    actor: Actor,
    public_id: uuid.UUID,
    content: InitiativeContent = COMPLETE,
    *,
    version: int = 1,
    visibility: Visibility = Visibility.SHARED,
    note: str = "",
) -> None:
    initiatives.edit(
        actor,
        public_id,
        content,
        version=version,
        visibility=visibility,
        note=note,
        now=START + timedelta(minutes=5),
    )


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Initiative)) or 0


# Registering ------------------------------------------------------------------------------


def test_a_complete_initiative_is_shared_with_everyone_signed_in(town: Town) -> None:
    row = get_initiative(register(town))

    assert row.visibility is Visibility.SHARED
    assert row.lead_organisation_id == town.kitchen.id
    assert (row.created_at, row.changed_at, row.version) == (START, START, 1)


def test_a_draft_needs_a_name_only(town: Town) -> None:
    row = get_initiative(
        register(town, InitiativeContent(title="Bara en tanke"), visibility=Visibility.DRAFT)
    )

    assert row.visibility is Visibility.DRAFT


def test_a_draft_without_a_name_is_refused(town: Town) -> None:
    with pytest.raises(MissingFieldsError) as refused:
        register(town, InitiativeContent(title=""), visibility=Visibility.DRAFT)

    assert refused.value.field_names == ("title",)


def test_an_incomplete_initiative_is_refused_by_field_and_nothing_is_kept(town: Town) -> None:
    with pytest.raises(MissingFieldsError) as refused:
        register(town, replace(COMPLETE, places=(), start_on=None))

    assert refused.value.field_names == ("places", "start_on")
    assert count() == 0


@pytest.mark.parametrize("kind", PERSONAL)
@pytest.mark.parametrize("field", ["title", "description", "purpose", "diarienummer"])
@pytest.mark.parametrize("visibility", REGISTRABLE)
def test_personal_data_is_found_before_anything_is_kept(
    town: Town, kind: str, field: str, visibility: Visibility
) -> None:
    said: dict[str, Any] = {field: PERSONAL[kind]}

    with pytest.raises(PersonalDataError) as refused:
        register(town, replace(COMPLETE, **said), visibility=visibility)

    assert list(refused.value.findings) == [field]
    assert [found for found, _excerpt in refused.value.findings[field]] == [kind]
    assert count() == 0


@pytest.mark.parametrize(
    "number", ["KS 2026-00123", "2025-01045", "BUN 2026/0099", "Dnr 2026-00099 1.1.1.1"]
)
def test_a_registry_number_is_not_taken_for_a_person(town: Town, number: str) -> None:
    assert (
        get_initiative(register(town, replace(COMPLETE, diarienummer=number))).diarienummer
        == number
    )


def test_a_contact_person_may_be_named_and_reached(town: Town) -> None:
    told = replace(
        COMPLETE, contact_name="Lea", contact_email="lea@example.org", contact_phone="070-174 06 35"
    )

    assert get_initiative(register(town, told)).contact_email == "lea@example.org"


def test_nobody_registers_for_another_organisation(town: Town) -> None:
    with pytest.raises(NotAllowedError):
        initiatives.register(
            town.pia,
            COMPLETE,
            organisation_id=town.kitchen.public_id,
            visibility=Visibility.DRAFT,
            now=START,
        )
    assert count() == 0


def test_a_coordinator_registers_for_municipal_organisations_alone(town: Town) -> None:
    initiatives.register(
        town.cim,
        COMPLETE,
        organisation_id=town.school.public_id,
        visibility=Visibility.SHARED,
        now=START,
    )

    with pytest.raises(NotAllowedError):
        register(town, actor=town.cim)
    assert count() == 1


@pytest.mark.parametrize("who", ["rut", "ada"])
def test_readers_and_administrators_register_nothing(town: Town, who: str) -> None:
    with pytest.raises(NotAllowedError):
        initiatives.register(
            getattr(town, who),
            COMPLETE,
            organisation_id=town.school.public_id,
            visibility=Visibility.SHARED,
            now=START,
        )


def test_a_closed_organisation_registers_nothing_more(town: Town) -> None:
    change_row(db.session.get_one(Organisation, town.kitchen.id), closed_on=date(2026, 1, 1))

    with pytest.raises(NotFoundError):
        register(town)


def test_an_unknown_organisation_is_not_found(town: Town) -> None:
    with pytest.raises(NotFoundError):
        initiatives.register(
            town.lea,
            COMPLETE,
            organisation_id=uuid.uuid4(),
            visibility=Visibility.SHARED,
            now=START,
        )


def test_a_tag_that_nobody_knows_is_refused_on_its_field(town: Town) -> None:
    with pytest.raises(RefusedError) as refused:
        register(town, replace(COMPLETE, target_groups=("martians",)))

    assert (refused.value.code, refused.value.field_name) == ("unknown_choice", "target_groups")
    assert count() == 0


def test_a_second_press_of_the_button_registers_nothing_more(town: Town) -> None:
    first = register(town)
    second = register(town, seconds=2)

    assert first == second
    assert count() == 1
    assert verbs_on(first) == [Verb.REGISTERED]


@pytest.mark.parametrize(
    "other",
    [
        replace(COMPLETE, title="Matlaget 2"),
        replace(COMPLETE, description="Vuxna lagar mat tillsammans."),
    ],
)
def test_two_different_initiatives_at_once_are_two(town: Town, other: InitiativeContent) -> None:
    register(town)
    register(town, other)

    assert count() == 2


def test_the_same_words_an_hour_later_are_a_new_initiative(town: Town) -> None:
    register(town)
    register(town, seconds=3600)

    assert count() == 2


def test_a_draft_saved_just_before_does_not_swallow_the_registration(town: Town) -> None:
    register(town, visibility=Visibility.DRAFT)
    shared = register(town, seconds=1)

    assert get_initiative(shared).visibility is Visibility.SHARED


def test_the_same_words_from_two_organisations_are_two_initiatives(town: Town) -> None:
    assert register(town) != register(town, actor=town.pia)


def test_registering_is_told_with_all_that_was_said(town: Town) -> None:
    public_id = register(town)

    assert verbs_on(public_id) == [Verb.REGISTERED]
    changes = last_changes(public_id)
    assert changes["title"] == (None, "Matlaget")
    assert changes["places"] == (None, ["norrby"])
    assert "purpose" not in changes


# Editing ----------------------------------------------------------------------------------


def test_an_edit_changes_what_is_said_and_tells_the_difference(town: Town) -> None:
    public_id = register(town)

    edit(town.mia, public_id, replace(COMPLETE, title="Matlaget på Norrby", budget_sek=40_000))

    row = get_initiative(public_id)
    assert (row.title, row.budget_sek, row.version) == ("Matlaget på Norrby", 40_000, 2)
    assert row.changed_at > row.created_at
    assert last_changes(public_id) == {
        "title": ("Matlaget", "Matlaget på Norrby"),
        "budget_sek": (None, 40_000),
    }


def test_tags_taken_away_are_gone(town: Town) -> None:
    public_id = register(town, replace(COMPLETE, places=("norrby", "hulta")))

    edit(town.lea, public_id, replace(COMPLETE, places=("hulta",), goal_areas=("work_studies",)))

    assert last_changes(public_id) == {
        "places": (["hulta", "norrby"], ["hulta"]),
        "goal_areas": (["children_youth"], ["work_studies"]),
    }


def test_a_stale_form_is_refused_with_what_stands_now(town: Town) -> None:
    public_id = register(town)
    edit(town.mia, public_id, replace(COMPLETE, title="Mias namn"))

    with pytest.raises(StaleVersionError) as refused:
        edit(town.lea, public_id, replace(COMPLETE, title="Leas namn"))

    assert refused.value.current["title"] == "Mias namn"
    assert get_initiative(public_id).title == "Mias namn"


def test_an_accepted_partner_does_not_make_an_open_form_stale(town: Town) -> None:
    public_id = register(town)
    add_partner(town.lea, public_id, town.pia)
    open_to_everyone(public_id, by=town.lea, confirmed_by=town.cim)

    edit(town.lea, public_id, replace(COMPLETE, title="Leas namn"))

    assert get_initiative(public_id).title == "Leas namn"


def test_a_draft_may_stay_a_draft(town: Town) -> None:
    public_id = register(town, InitiativeContent(title="Utkast"), visibility=Visibility.DRAFT)

    edit(town.lea, public_id, InitiativeContent(title="Utkast 2"), visibility=Visibility.DRAFT)

    row = get_initiative(public_id)
    assert (row.title, row.visibility) == ("Utkast 2", Visibility.DRAFT)


def test_a_draft_is_shared_when_it_is_complete(town: Town) -> None:
    public_id = register(town, InitiativeContent(title="Utkast"), visibility=Visibility.DRAFT)

    edit(town.lea, public_id)

    assert get_initiative(public_id).visibility is Visibility.SHARED
    assert last_changes(public_id)["visibility"] == ("draft", "shared")


def test_an_incomplete_draft_is_not_shared(town: Town) -> None:
    public_id = register(town, InitiativeContent(title="Utkast"), visibility=Visibility.DRAFT)

    with pytest.raises(MissingFieldsError):
        edit(town.lea, public_id, InitiativeContent(title="Utkast"))
    assert get_initiative(public_id).visibility is Visibility.DRAFT


def test_saving_as_a_draft_never_hides_what_is_shared(town: Town) -> None:
    public_id = register(town)

    with pytest.raises(MissingFieldsError):
        edit(town.lea, public_id, InitiativeContent(title="Matlaget"), visibility=Visibility.DRAFT)
    edit(town.lea, public_id, visibility=Visibility.DRAFT)
    assert get_initiative(public_id).visibility is Visibility.SHARED


def test_another_organisation_cannot_edit_what_it_sees(town: Town) -> None:
    public_id = register(town)
    add_partner(town.lea, public_id, town.pia)

    for actor in (town.pia, town.cim, town.rut, town.ada):
        with pytest.raises(NotAllowedError):
            edit(actor, public_id, note="Därför")


def test_another_organisations_draft_does_not_exist(town: Town) -> None:
    public_id = register(town, visibility=Visibility.DRAFT)

    for actor in (town.pia, town.cim, town.rut, town.ada):
        with pytest.raises(NotFoundError):
            edit(actor, public_id, note="Därför")


def test_a_coordinator_who_edits_a_municipal_record_says_why(town: Town) -> None:
    public_id = register(town, actor=town.stina)

    with pytest.raises(RefusedError) as refused:
        edit(town.cim, public_id, replace(COMPLETE, title="Rättat"), note="  ")
    assert (refused.value.code, refused.value.field_name) == ("note_needed", "note")
    edit(town.cim, public_id, replace(COMPLETE, title="Rättat"), note=" Stavfel i namnet. ")

    assert get_initiative(public_id).title == "Rättat"
    assert last_changes(public_id)["note"] == (None, "Stavfel i namnet.")


def test_the_note_is_guarded_too(town: Town) -> None:
    public_id = register(town, actor=town.stina)

    with pytest.raises(PersonalDataError) as refused:
        edit(town.cim, public_id, note=PERSONAL["phone_number"])
    assert list(refused.value.findings) == ["note"]


def test_editing_what_does_not_exist_is_not_found(town: Town) -> None:
    with pytest.raises(NotFoundError):
        edit(town.lea, uuid.uuid4())


def test_every_phase_can_be_registered(town: Town) -> None:
    for phase in Phase:
        public_id = register(town, replace(COMPLETE, title=phase.value, phase=phase))
        assert get_initiative(public_id).phase is phase
