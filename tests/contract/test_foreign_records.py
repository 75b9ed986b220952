"""What one organisation keeps to itself is nowhere to be found by another.

Every field of every record of the sample register holds a word of its own; the tests look for
those words in all that anybody is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest

from tests.clock import Clock
from tests.contract.conftest import Walk
from tests.contract.register import (
    BACKGROUND,
    BUDGET,
    CONTACT_MARKERS,
    CONTENT_MARKERS,
    HELD_BACK,
    INITIATIVES,
    SEEN_BY_COORDINATORS,
    SampleRegister,
    marker,
)
from tests.contract.rules import PARTNERS, PARTNERSHIPS_AT
from tests.contract.touchpoints import TOUCHPOINTS
from tests.contract.walker import Visit, Walker
from tests.figures import Figures
from tracker.access.actors import Actor
from tracker.domain.selection import Selection
from tracker.extensions import db
from tracker.queries import board
from tracker.queries.reference import get_reference
from tracker.queries.register import get_state
from tracker.queries.selection import total

REPORT_MARKERS = ("happened", "obstacles", "needs")
INTERNAL_NOTES = {
    marker("withdrawal", "reason"): ("association", "association_returned"),
    marker("handover", "note"): ("other_department", "department_received"),
}


def more_addresses(register: SampleRegister) -> Iterator[str]:
    """Addresses with questions in them, where a list could say too much."""
    for label in HELD_BACK:
        organisation = register.organisations[HELD_BACK[label]].public_id
        yield f"/initiatives/new?copy={register.initiatives[label]}"
        for path in ("/board", "/table", "/exports/initiatives.csv"):
            yield f"{path}?organisation={organisation}"
    for path in ("/board", "/table", "/exports/initiatives.csv", "/exports/initiatives.xlsx"):
        yield f"{path}?q=ord"
        yield f"{path}?mine=1"
        yield f"{path}?condition=needs_support&place=norrby&goal=CY1"
    yield "/search?q=ord"
    yield "/search?q=person"
    yield "/table?sort=title&page=1&column=title&column=report&column=budget"
    for public_id in register.initiatives.values():
        yield f"/initiatives/{public_id}?all=1"


BUDGETS = re.compile(rf"{BUDGET // 100}\d\d")


@pytest.fixture(scope="module")
def shown(walk: Walk, register: SampleRegister) -> list[Visit]:
    """All that anybody is shown."""
    walker = Walker(walk.app, register)
    asked = [
        walker.get(role, url, is_htmx=is_htmx)
        for url in more_addresses(register)
        for role in register.roles
        for is_htmx in (False, True)
        if not (is_htmx and "initiatives" in url)
    ]
    return [*walk.visits.values(), *asked]


def leaks(visits: Iterable[Visit], words: Iterable[str], *, allowed: Iterable[str]) -> list[str]:
    """Where one of the words is shown to somebody who is not allowed it.

    Somebody who is allowed must be shown one of them, or the search would prove nothing.
    """
    wanted, may_know, visits = list(words), set(allowed), list(visits)
    assert any(
        word in visit.text for visit in visits if visit.role in may_know for word in wanted
    ), f"nobody is shown {wanted}"
    return [
        f"{visit.url}, {visit.role}: {word}"
        for visit in visits
        if visit.role not in may_know
        for text in [visit.text]
        for word in wanted
        if word in text
    ]


def belonging(register: SampleRegister, *organisations: str) -> set[str]:
    """The roles of those who belong to one of the organisations."""
    ids = {register.organisations[label].id for label in organisations}
    return {role for role in register.roles if register.actor(role).organisation_ids & ids}


def knowing(register: SampleRegister, label: str) -> set[str]:
    """The roles of those who may know of a record that is held back."""
    own = belonging(register, HELD_BACK[label])
    return own | {"coordinator"} if label in SEEN_BY_COORDINATORS else own


def test_nobody_is_shown_what_another_organisation_holds_back(
    shown: list[Visit], register: SampleRegister, figures: Figures
) -> None:
    found = []
    for label in HELD_BACK:
        fields = (*CONTENT_MARKERS, *CONTACT_MARKERS, *REPORT_MARKERS, "link")
        words = [*(marker(label, name) for name in fields), str(register.initiatives[label])]
        own = knowing(register, label)
        pages = [v for v in shown if v.role in own or str(register.initiatives[label]) not in v.url]
        found += leaks(pages, words, allowed=own)

    figures.record("drafts: words of them shown to others", value=len(found))
    figures.record("drafts: answers read", value=len(shown))
    assert not found, "\n" + "\n".join(found)


def test_counts_and_searches_tell_nothing_of_what_another_holds_back(
    walker: Walker, register: SampleRegister, clock: Clock, figures: Figures
) -> None:
    wrong = []
    with walker.app.app_context():
        for role in register.roles:
            for selection in _selections(register):
                counted, listed = _counted_and_listed(register.actor(role), selection, clock)
                foreign = {
                    label
                    for label in HELD_BACK
                    if register.initiatives[label] in listed
                    and role not in knowing(register, label)
                }
                if foreign or counted != len(listed):
                    wrong.append(f"{role}, {selection}: {counted} counted, {foreign} listed")

    figures.record("drafts: counts and searches that tell of them", value=len(wrong))
    assert not wrong, "\n" + "\n".join(wrong)


def _selections(register: SampleRegister) -> Iterator[Selection]:
    yield from (Selection(), Selection(mine=True), Selection(q="ord"), Selection(place="norrby"))
    for label, organisation in HELD_BACK.items():
        yield Selection(q=marker(label, "title"))
        yield Selection(organisation=str(register.organisations[organisation].public_id))


def _counted_and_listed(
    actor: Actor, selection: Selection, clock: Clock
) -> tuple[int, set[object]]:
    reference = get_reference("sv")
    count = total(
        selection,
        actor,
        reference=reference,
        today=clock.today,
        content_hash=get_state().content_hash,
    )
    rows = board.list_all(actor, selection, limit=100, reference=reference, today=clock.today)
    db.session.rollback()
    return count, {row.public_id for row in rows}


def test_contacts_are_shown_to_those_who_need_them_alone(
    shown: list[Visit], register: SampleRegister, figures: Figures
) -> None:
    found = []
    for label, (organisation, _phase, _visibility) in INITIATIVES.items():
        concerned = belonging(register, *_concerned(label, organisation))
        words = [marker(label, name) for name in CONTACT_MARKERS]
        found += leaks(shown, words, allowed=concerned | {"coordinator"})

    figures.record("fields: contacts shown to others", value=len(found))
    assert not found, "\n" + "\n".join(found)


def test_budgets_are_shown_to_no_administrator_and_not_to_the_public(
    shown: list[Visit], figures: Figures
) -> None:
    """The history of the whole register is a permission of its own."""
    pages = [visit for visit in shown if "/audit" not in visit.url and "/history" not in visit.url]
    found = [
        f"{visit.url}, {visit.role}"
        for visit in pages
        if visit.role in {"anonymous", "administrator"} and BUDGETS.search(_without_blanks(visit))
    ]

    assert any(BUDGETS.search(_without_blanks(visit)) for visit in pages if visit.role == "reader")
    figures.record("fields: budgets shown to others", value=len(found))
    assert not found, "\n" + "\n".join(found)


def _without_blanks(visit: Visit) -> str:
    """The text of an answer with its figures in one piece."""
    return re.sub(r"\s|&nbsp;", "", visit.text)


def _concerned(label: str, organisation: str) -> set[str]:
    """The organisation that answers, and those that take part."""
    return {organisation} | ({PARTNERS["accepted"]} if label == PARTNERSHIPS_AT else set())


def test_a_partners_note_stays_between_the_two_organisations(
    shown: list[Visit], register: SampleRegister, figures: Figures
) -> None:
    found = []
    for standing, partner in PARTNERS.items():
        between = belonging(register, partner, "association")
        if standing in {"declined", "ended"}:
            words = [marker(standing, "note")]
            found += [visit.url for visit in shown if words[0] in visit.text]
            continue
        found += leaks(shown, [marker(standing, "note")], allowed=between)

    figures.record("fields: partners' notes shown to others", value=len(found))
    assert not found, "\n" + "\n".join(found)


def test_the_reason_of_a_withdrawal_stays_in_the_house(
    shown: list[Visit], register: SampleRegister, figures: Figures
) -> None:
    found = []
    for word, (organisation, label) in INTERNAL_NOTES.items():
        concerned = belonging(register, *_concerned(label, organisation))
        found += leaks(shown, [word], allowed=concerned | {"coordinator"})

    figures.record("fields: internal reasons shown to others", value=len(found))
    assert not found, "\n" + "\n".join(found)


def test_names_of_people_are_shown_to_those_concerned_alone(
    shown: list[Visit], register: SampleRegister, figures: Figures
) -> None:
    found = []
    for role, person in register.people.items():
        own = {role} | {
            other
            for other in register.roles
            if register.actor(other).organisation_ids & person.organisation_ids
        }
        if role in BACKGROUND | {"disabled"}:
            continue
        visits = [visit for visit in shown if visit.role not in _concerned_at(register, visit)]
        may_know = own | {"coordinator", "administrator"}
        found += leaks(visits, [marker(role, "name")], allowed=may_know)

    figures.record("fields: names of people shown to others", value=len(found))
    assert not found, "\n" + "\n".join(found)


def _concerned_at(register: SampleRegister, visit: Visit) -> set[str]:
    """Who may read the names on the page of one initiative, or behind the link of an invitation."""
    if "/welcome/" in visit.url:
        return set(register.roles)
    for label, public_id in register.initiatives.items():
        if str(public_id) in visit.url:
            return belonging(register, *_concerned(label, INITIATIVES[label][0]))
    return set()


def test_what_is_said_and_decided_about_a_touchpoint_stays_with_those_it_concerns(
    shown: list[Visit], register: SampleRegister, figures: Figures
) -> None:
    found = []
    for label, pair in TOUCHPOINTS.items():
        is_seen_by_both = not pair.is_released
        for side in pair.known_to if label != "merged" else ():
            readers = pair.known_to if is_seen_by_both else (side,)
            may_know = belonging(register, *readers) | {"coordinator"}
            found += leaks(shown, [marker(label, side)], allowed=may_know)
        if pair.decision and label != "merged":
            readers = pair.known_to if is_seen_by_both else ("department",)
            also = {PARTNERS["accepted"]} if pair.one == PARTNERSHIPS_AT else set()
            may_know = belonging(register, *readers, *also) | {"coordinator"}
            found += leaks(shown, [marker(label, "decision")], allowed=may_know)

    figures.record("touchpoints: words of them shown to others", value=len(found))
    assert not found, "\n" + "\n".join(found)
