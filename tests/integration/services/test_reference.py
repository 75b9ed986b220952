"""Keeping the reference data in order: what is used stays, what was adopted can be quoted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import Clock
from tests.register import add_initiative, add_organisation, add_person
from tracker.access.actors import Actor
from tracker.domain.reference_kinds import ReferenceKind
from tracker.domain.roles import ListCode, PlatformRole
from tracker.domain.selection import Selection
from tracker.errors import NotAllowedError, NotFoundError, RefusedError, StaleVersionError
from tracker.extensions import db
from tracker.models import AuditEntry, Goal, ListEntry, WorkingGroup
from tracker.queries.reference import get_reference, is_current
from tracker.queries.reference_rows import ReferenceRow, get_row, list_rows
from tracker.queries.selection import total
from tracker.services import reference
from tracker.services.reference_content import ReferenceContent
from tracker.services.seed import seed

GIFT = ReferenceContent(name_sv="Gåva", name_en="Gift & donation")


@pytest.fixture(autouse=True)
def _in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def administrator() -> Actor:
    return add_person("Ann Ek", platform_roles=[PlatformRole.ADMINISTRATOR])


def row_of(actor: Actor, kind: ReferenceKind, code: str, clock: Clock) -> ReferenceRow:
    return get_row(actor, kind, code, today=clock.today)


def content_of(row: ReferenceRow, **changes: Any) -> ReferenceContent:
    content = ReferenceContent(
        name_sv=row.name_sv,
        name_en=row.name_en,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        text_en=row.text_en,
        is_focus=row.is_focus,
        aliases=row.aliases,
        ties=row.ties,
        age_from=row.age_from,
        age_to=row.age_to,
    )
    return replace(content, **changes)


def codes(actor: Actor, kind: ReferenceKind, clock: Clock) -> list[str]:
    return [row.code for row in list_rows(actor, kind, today=clock.today)]


def verbs() -> list[str]:
    query = select(AuditEntry.verb).where(AuditEntry.person_id.is_not(None))
    return list(db.session.scalars(query.order_by(AuditEntry.id)))


def test_a_new_entry_stands_last_and_can_be_chosen_at_once(
    administrator: Actor, clock: Clock
) -> None:
    reference.add(administrator, ReferenceKind.FUNDING, GIFT, now=clock.now)

    assert codes(administrator, ReferenceKind.FUNDING, clock)[-1] == "gift_donation"
    entry = get_reference("sv").entry(ListCode.FUNDING, "gift_donation")
    assert entry is not None
    assert entry.name == "Gåva"
    assert is_current(entry, clock.today)


def test_a_code_is_used_once_in_its_list(administrator: Actor, clock: Clock) -> None:
    reference.add(administrator, ReferenceKind.FUNDING, GIFT, now=clock.now)
    reference.add(administrator, ReferenceKind.REACH, GIFT, now=clock.now)

    for content in (GIFT, replace(GIFT, code="new"), replace(GIFT, name_en="…")):
        with pytest.raises(RefusedError) as refused:
            reference.add(administrator, ReferenceKind.FUNDING, content, now=clock.now)
        assert refused.value == RefusedError("code_taken", "code")


def test_renaming_keeps_code_and_place(administrator: Actor, clock: Clock) -> None:
    before = codes(administrator, ReferenceKind.TARGET_GROUP, clock)
    row = row_of(administrator, ReferenceKind.TARGET_GROUP, "children", clock)
    content = content_of(row, name_sv="Skolbarn", age_to=13)

    reference.edit(
        administrator, ReferenceKind.TARGET_GROUP, "children", content, version=1, now=clock.now
    )

    assert codes(administrator, ReferenceKind.TARGET_GROUP, clock) == before
    entry = get_reference("sv").entry(ListCode.TARGET_GROUP, "children")
    assert entry is not None
    assert (entry.name, entry.age_from, entry.age_to) == ("Skolbarn", 6, 13)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"age_from": 20, "age_to": 10}, "ages_reversed", "age_to"),
        (
            {"valid_from": date(2026, 5, 1), "valid_to": date(2026, 4, 30)},
            "period_reversed",
            "valid_to",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused(
    administrator: Actor, clock: Clock, changes: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        reference.add(
            administrator, ReferenceKind.TARGET_GROUP, replace(GIFT, **changes), now=clock.now
        )
    assert refused.value == RefusedError(code, field)


def test_two_who_rename_at_once_do_not_overwrite_each_other(
    administrator: Actor, clock: Clock
) -> None:
    row = row_of(administrator, ReferenceKind.REACH, "group", clock)
    args = (administrator, ReferenceKind.REACH, "group")
    first = content_of(row, name_sv="För en grupp")
    reference.edit(*args, first, version=1, now=clock.now)

    with pytest.raises(StaleVersionError) as stale:
        reference.edit(*args, content_of(row, name_sv="Grupp"), version=1, now=clock.now)

    assert stale.value.current["name_sv"] == "För en grupp"


def test_a_retired_entry_is_hidden_from_forms_and_stays_on_records(
    administrator: Actor, clock: Clock
) -> None:
    manager = add_person("Bo Rask", add_organisation("Läsro"))
    add_initiative(manager, "Läxhjälp", effort_types=("homework_help",))

    reference.retire(administrator, ReferenceKind.EFFORT_TYPE, "homework_help", now=clock.now)

    row = row_of(administrator, ReferenceKind.EFFORT_TYPE, "homework_help", clock)
    entry = get_reference("sv").entry(ListCode.EFFORT_TYPE, "homework_help")
    assert (row.uses, row.is_current) == (1, False)
    assert not is_current(entry, clock.today)
    assert is_current(entry, clock.today - timedelta(days=1))

    reference.bring_back(administrator, ReferenceKind.EFFORT_TYPE, "homework_help", now=clock.now)
    assert is_current(get_reference("sv").entry(ListCode.EFFORT_TYPE, "homework_help"), clock.today)
    assert verbs()[-2:] == ["retired", "returned"]


def test_an_entry_for_a_later_day_cannot_be_chosen_yet(administrator: Actor, clock: Clock) -> None:
    later = clock.today + timedelta(days=1)
    content = replace(GIFT, valid_from=later)
    reference.add(administrator, ReferenceKind.FUNDING, content, now=clock.now)

    entry = get_reference("sv").entry(ListCode.FUNDING, "gift_donation")
    assert not is_current(entry, clock.today)
    assert is_current(entry, later)


def test_what_is_used_is_never_deleted(administrator: Actor, clock: Clock) -> None:
    manager = add_person("Bo Rask", add_organisation("Läsro"))
    add_initiative(
        manager,
        "Läxhjälp",
        effort_types=("homework_help",),
        goals=("CY1",),
        reach="general",
        working_groups=(db.session.scalars(select(WorkingGroup.code)).first(),),
    )
    used = {
        ReferenceKind.EFFORT_TYPE: "homework_help",
        ReferenceKind.GOAL: "CY1",
        ReferenceKind.GOAL_AREA: "work_studies",
        ReferenceKind.PLACE: "norrby",
        ReferenceKind.REACH: "general",
        ReferenceKind.ORGANISATION_KIND: "association",
    }
    for kind, code in used.items():
        with pytest.raises(RefusedError) as refused:
            reference.delete(administrator, kind, code, now=clock.now)
        assert refused.value.code == "in_use", kind
        row_of(administrator, kind, code, clock)


def test_what_nobody_uses_is_deleted_and_does_not_come_back_with_a_seed(
    administrator: Actor, clock: Clock
) -> None:
    unused = {
        ReferenceKind.FUNDING: "sponsorship",
        ReferenceKind.GOAL: "CY1",
        ReferenceKind.PLACE: codes(administrator, ReferenceKind.PLACE, clock)[5],
        ReferenceKind.WORKING_GROUP: codes(administrator, ReferenceKind.WORKING_GROUP, clock)[0],
    }
    for kind, code in unused.items():
        reference.delete(administrator, kind, code, now=clock.now)

    assert seed(now=clock.now) == 0
    for kind, code in unused.items():
        assert code not in codes(administrator, kind, clock)
        with pytest.raises(NotFoundError):
            reference.delete(administrator, kind, code, now=clock.now)


def test_the_same_code_of_another_list_is_still_seeded(administrator: Actor, clock: Clock) -> None:
    shared = {row.code for row in db.session.scalars(select(ListEntry))}
    reference.delete(administrator, ReferenceKind.FUNDING, "sponsorship", now=clock.now)

    assert "sponsorship" in shared
    assert seed(now=clock.now) == 0
    assert len(codes(administrator, ReferenceKind.EFFORT_TYPE, clock)) == 25


def test_rows_move_one_step_within_their_group(administrator: Actor, clock: Clock) -> None:
    def order() -> list[str]:
        return codes(administrator, ReferenceKind.REACH, clock)

    first, second, third = order()
    reference.move_up(administrator, ReferenceKind.REACH, second, now=clock.now)
    assert order() == [second, first, third]

    reference.move_up(administrator, ReferenceKind.REACH, second, now=clock.now)
    reference.move_down(administrator, ReferenceKind.REACH, third, now=clock.now)
    assert order() == [second, first, third]

    reference.move_down(administrator, ReferenceKind.REACH, second, now=clock.now)
    reference.move_down(administrator, ReferenceKind.REACH, second, now=clock.now)
    assert order() == [first, third, second]


def test_a_goal_moves_among_the_goals_of_its_area_alone(administrator: Actor, clock: Clock) -> None:
    rows = list_rows(administrator, ReferenceKind.GOAL, today=clock.today)
    area = rows[0].group
    inside = [row.code for row in rows if row.group == area]

    reference.move_down(administrator, ReferenceKind.GOAL, inside[0], now=clock.now)

    after = list_rows(administrator, ReferenceKind.GOAL, today=clock.today)
    assert [row.code for row in after if row.group == area][:2] == [inside[1], inside[0]]
    assert [row.code for row in after if row.group != area] == [
        row.code for row in rows if row.group != area
    ]


def test_adopted_wording_never_changes(administrator: Actor, clock: Clock) -> None:
    row = row_of(administrator, ReferenceKind.GOAL, "CY1", clock)
    content = content_of(row, name_sv="Tillit", text_sv="Något annat", text_en="Our words")

    reference.edit(
        administrator, ReferenceKind.GOAL, "CY1", content, version=row.version, now=clock.now
    )

    after = row_of(administrator, ReferenceKind.GOAL, "CY1", clock)
    assert (after.name_sv, after.text_en) == ("Tillit", "Our words")
    assert after.text_sv == row.text_sv


def test_a_new_wording_ends_the_old_one_and_leaves_it_to_be_quoted(
    administrator: Actor, clock: Clock
) -> None:
    manager = add_person("Bo Rask", add_organisation("Läsro"))
    add_initiative(manager, "Läxhjälp", goals=("CY1",))
    old = row_of(administrator, ReferenceKind.GOAL, "CY1", clock)
    begins = clock.today + timedelta(days=10)
    content = ReferenceContent(
        code="CY1-2026",
        name_sv="Tillit",
        name_en="Trust",
        text_sv="Ny lydelse",
        text_en="New wording",
        valid_from=begins,
    )

    reference.adopt_wording(administrator, "CY1", content, version=old.version, now=clock.now)

    after = row_of(administrator, ReferenceKind.GOAL, "CY1", clock)
    new = row_of(administrator, ReferenceKind.GOAL, "CY1-2026", clock)
    assert (after.text_sv, after.uses, after.is_current) == (old.text_sv, 1, True)
    assert after.valid_to == begins - timedelta(days=1)
    assert (new.group, new.text_sv, new.is_current) == (old.group, "Ny lydelse", False)
    order = codes(administrator, ReferenceKind.GOAL, clock)
    assert order.index("CY1-2026") == order.index("CY1") + 1


def test_a_new_wording_needs_a_first_day_and_a_fresh_form(
    administrator: Actor, clock: Clock
) -> None:
    content = ReferenceContent(name_sv="A", name_en="B", text_sv="C", text_en="D")
    with pytest.raises(RefusedError) as refused:
        reference.adopt_wording(administrator, "CY1", content, version=1, now=clock.now)
    assert refused.value == RefusedError("day_needed", "valid_from")

    dated = replace(content, valid_from=clock.today)
    with pytest.raises(StaleVersionError):
        reference.adopt_wording(administrator, "CY1", dated, version=9, now=clock.now)
    assert db.session.scalars(select(Goal).where(Goal.text_sv == "C")).all() == []


def test_a_place_keeps_its_other_names_and_ties(administrator: Actor, clock: Clock) -> None:
    row = row_of(administrator, ReferenceKind.PLACE, "norrby", clock)
    regso = [place.code for place in get_reference("sv").places.values() if place.kind == "regso"]
    content = content_of(
        row, aliases=("Norrbyområdet", "Norrbyområdet"), ties=(regso[0], regso[1]), is_focus=False
    )

    reference.edit(
        administrator, ReferenceKind.PLACE, "norrby", content, version=row.version, now=clock.now
    )

    after = row_of(administrator, ReferenceKind.PLACE, "norrby", clock)
    assert after.aliases == ("Norrbyområdet",)
    assert after.ties == (regso[0], regso[1])
    assert get_reference("sv").focus_places == []
    with pytest.raises(RefusedError) as refused:
        nowhere = content_of(after, ties=("norrby",))
        reference.edit(
            administrator,
            ReferenceKind.PLACE,
            "norrby",
            nowhere,
            version=after.version,
            now=clock.now,
        )
    assert refused.value == RefusedError("unknown_choice", "ties")


def test_initiatives_are_found_by_what_their_place_is_called_now(
    administrator: Actor, clock: Clock
) -> None:
    lea = add_person("Lea Ek", add_organisation("Norrby kök"))
    add_initiative(lea, "Matlaget", places=("norrby",))
    row = row_of(administrator, ReferenceKind.PLACE, "norrby", clock)
    content = content_of(row, name_sv="Solkullen", aliases=("Vindmossen",))

    reference.edit(
        administrator, ReferenceKind.PLACE, "norrby", content, version=row.version, now=clock.now
    )

    known = get_reference("sv")
    for words in ("solkullen", "vindmossen"):
        wanted = Selection(q=words)
        assert total(wanted, lea, reference=known, today=clock.today, content_hash="") == 1, words


def test_statistical_areas_stay(administrator: Actor, clock: Clock) -> None:
    for code in ("1490", "1490R025"):
        for deed in (reference.retire, reference.delete, reference.bring_back):
            with pytest.raises(RefusedError) as refused:
                deed(administrator, ReferenceKind.PLACE, code, now=clock.now)
            assert refused.value.code == "edition_fixed"


def test_every_kind_takes_a_new_row(administrator: Actor, clock: Clock) -> None:
    content = replace(GIFT, text_sv="Lydelse", text_en="Wording", code="ny")
    content = replace(content, adopted_by="Kommunfullmäktige", adopted_on=clock.today)
    within = {
        ReferenceKind.GOAL_AREA: "socially_sustainable_boras",
        ReferenceKind.GOAL: "children_youth",
        ReferenceKind.WORKING_GROUP: "norrby",
    }
    for kind in ReferenceKind:
        reference.add(
            administrator, kind, replace(content, within=within.get(kind, "")), now=clock.now
        )
        assert row_of(administrator, kind, "ny", clock).name_sv == "Gåva", kind


def test_a_programme_stays_once_a_goal_area_belongs_to_it(
    administrator: Actor, clock: Clock
) -> None:
    content = ReferenceContent(
        name_sv="Nytt program",
        name_en="New programme",
        text_sv="Lydelse",
        text_en="Wording",
        adopted_by="Kommunfullmäktige",
        adopted_on=clock.today,
        valid_from=date(2021, 1, 1),
        valid_to=date(2024, 12, 31),
    )
    reference.add(administrator, ReferenceKind.PROGRAMME, content, now=clock.now)
    row = row_of(administrator, ReferenceKind.PROGRAMME, "new_programme", clock)
    assert (row.is_current, row.adopted_by) == (True, "Kommunfullmäktige")
    with pytest.raises(RefusedError) as refused:
        reference.retire(administrator, ReferenceKind.PROGRAMME, row.code, now=clock.now)
    assert refused.value.code == "programme_stays"
    area = replace(GIFT, within=row.code)
    reference.add(administrator, ReferenceKind.GOAL_AREA, area, now=clock.now)
    assert codes(administrator, ReferenceKind.GOAL_AREA, clock)[-1] == "gift_donation"
    with pytest.raises(RefusedError) as used:
        reference.delete(administrator, ReferenceKind.PROGRAMME, row.code, now=clock.now)
    assert used.value.code == "in_use"

    reference.delete(administrator, ReferenceKind.GOAL_AREA, "gift_donation", now=clock.now)
    reference.delete(administrator, ReferenceKind.PROGRAMME, row.code, now=clock.now)

    assert codes(administrator, ReferenceKind.PROGRAMME, clock) == ["socially_sustainable_boras"]


def test_a_goal_belongs_to_an_area_that_is_there(administrator: Actor, clock: Clock) -> None:
    with pytest.raises(RefusedError) as refused:
        reference.add(
            administrator, ReferenceKind.GOAL, replace(GIFT, within="nowhere"), now=clock.now
        )
    assert refused.value == RefusedError("unknown_choice", "within")


def test_nobody_but_an_administrator_touches_the_reference_data(clock: Clock) -> None:
    coordinator = add_person("Elin Lind", platform_roles=[PlatformRole.COORDINATOR])
    args = (coordinator, ReferenceKind.REACH, "group")
    with pytest.raises(NotAllowedError):
        reference.add(coordinator, ReferenceKind.REACH, GIFT, now=clock.now)
    with pytest.raises(NotAllowedError):
        reference.edit(*args, GIFT, version=1, now=clock.now)
    with pytest.raises(NotAllowedError):
        reference.adopt_wording(coordinator, "CY1", GIFT, version=1, now=clock.now)
    for deed in (
        reference.retire,
        reference.bring_back,
        reference.delete,
        reference.move_up,
        reference.move_down,
    ):
        with pytest.raises(NotAllowedError):
            deed(*args, now=clock.now)
    with pytest.raises(NotAllowedError):
        list_rows(coordinator, ReferenceKind.REACH, today=clock.today)
    with pytest.raises(NotAllowedError):
        get_row(coordinator, ReferenceKind.REACH, "group", today=clock.today)
