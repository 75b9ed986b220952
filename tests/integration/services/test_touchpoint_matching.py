"""What is saved is matched, what is settled stays settled, and nothing is lost or told twice."""

from __future__ import annotations

import os
import signal
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import func, select

from tests import processes
from tests.clock import START
from tests.engines import DatabaseUnderTest
from tests.figures import Figures
from tests.product import settings_for
from tests.register import add_initiative, get_initiative
from tests.town import Town
from tracker import create_app
from tracker.access.actors import Actor
from tracker.database import _before_commit
from tracker.domain.lifecycle import Visibility
from tracker.domain.touchpoint_decisions import Decision, TouchpointState
from tracker.domain.touchpoints.shelves import Shelf
from tracker.extensions import db
from tracker.models import OutboxEvent, Touchpoint
from tracker.queries import touchpoint_index
from tracker.queries.initiatives import content_of, get_page
from tracker.queries.reference import get_reference
from tracker.queries.touchpoint_index import index_at
from tracker.services import (
    initiatives,
    organisations,
    touchpoint_keeping,
    touchpoint_matching,
    touchpoint_rebuild,
    touchpoints,
)
from tracker.services.organisations import OrganisationContent
from tracker.services.touchpoint_rebuild import rebuild
from tracker.services.touchpoints import Wish

pytestmark = pytest.mark.usefixtures("in_app")

LATER = START + timedelta(hours=1)
HOMEWORK: dict[str, Any] = {
    "description": "Läxhjälp för barn 10-15 år på biblioteket i Norrby, tisdagar kl 16-18.",
    "target_groups": ("children",),
    "effort_types": ("homework_help",),
    "places": ("norrby",),
    "start_on": date(2026, 1, 12),
}


def add(actor: Actor, title: str, **content: Any) -> uuid.UUID:
    return add_initiative(actor, title, **{**HOMEWORK, **content})


def match_due(folder: Path) -> int:
    ids = touchpoint_matching.due_ids(limit=100)
    return touchpoint_matching.match(ids, folder=folder, now=LATER) if ids else 0


def pairs() -> set[tuple[int, int]]:
    query = select(Touchpoint.one_id, Touchpoint.other_id).where(Touchpoint.is_current)
    return {(one, other) for one, other in db.session.execute(query)}


def the_pair() -> Touchpoint:
    db.session.rollback()
    return db.session.scalars(select(Touchpoint)).one()


def change(actor: Actor, public_id: uuid.UUID, **content: Any) -> None:
    """Edit an initiative as its organisation does."""
    from dataclasses import replace

    page = get_page(actor, public_id, reference=get_reference("sv"), today=START.date())
    initiatives.edit(
        actor,
        public_id,
        replace(content_of(page), **content),
        version=page.version,
        visibility=page.visibility,
        note="",
        now=LATER,
    )


def test_what_is_saved_is_due_and_then_matched(town: Town, tmp_path: Path) -> None:
    one, other = add(town.lea, "Läxhjälp i köket"), add(town.stina, "Läxhjälp i skolan")
    draft = add(town.pia, "Läxhjälp, ett utkast", visibility=Visibility.DRAFT)

    assert match_due(tmp_path) == 2
    ids = [get_initiative(each).id for each in (one, other)]
    assert pairs() == {(ids[0], ids[1])}
    assert touchpoint_matching.due_ids(limit=9) == []
    assert get_initiative(draft).id not in {each for pair in pairs() for each in pair}

    change(town.lea, one, title="Läxhjälp och fika")
    assert touchpoint_matching.due_ids(limit=9) == [ids[0]]


def test_what_no_longer_meets_is_forgotten(town: Town, tmp_path: Path) -> None:
    one = add(town.lea, "Läxhjälp i köket")
    add(town.stina, "Läxhjälp i skolan")
    match_due(tmp_path)
    initiatives.withdraw(town.lea, one, reason="", now=LATER)

    assert match_due(tmp_path) == 1
    assert pairs() == set()
    assert db.session.scalar(select(func.count()).select_from(Touchpoint)) == 0


def test_a_settled_pair_stays_settled_until_something_that_matters_changes(
    town: Town, tmp_path: Path, figures: Figures
) -> None:
    one = add(town.lea, "Läxhjälp i köket")
    add(town.stina, "Läxhjälp i skolan")
    match_due(tmp_path)
    wish = Wish(Decision.COMPLEMENT)
    touchpoints.decide(town.cim, the_pair().public_id, wish, version=1, now=LATER)

    for nothing in (
        {"budget_sek": 12_000},
        {"contact_name": "Lea"},
        {"description": HOMEWORK["description"] + " Välkommen!"},
    ):
        change(town.lea, one, **nothing)
        assert match_due(tmp_path) == 1
        assert the_pair().state is TouchpointState.SETTLED
        figures.add("settled pairs asked about again without cause", value=0)

    change(town.lea, one, target_groups=("parents",), title="Föräldrar läser läxor")
    match_due(tmp_path)
    pair = the_pair()
    assert (pair.state, pair.is_current) == (TouchpointState.WAITING, True)
    assert set(pair.changed_facts or {}) == {"one"}
    assert set((pair.changed_facts or {})["one"]) == {"title", "description", "tags"}


def test_the_other_side_is_told_once(town: Town, tmp_path: Path) -> None:
    add(town.lea, "Läxhjälp i köket")
    match_due(tmp_path)
    new = add(town.stina, "Läxhjälp i skolan")
    for _ in range(2):
        touchpoint_matching.match_one(town.stina, new, folder=tmp_path, now=LATER)
        change(town.stina, new, budget_sek=5)
    mails = db.session.scalars(select(OutboxEvent.payload)).all()
    found = [mail["to"] for mail in mails if mail["template"] == "touchpoint_found"]
    assert found == ["lea@example.org"]


STEPS = ("_compare", "keep_fingerprints", "keep", "commit", "save")


def match_and_die(url: str, folder: str, step: str) -> None:
    """Match what is due in a process of its own, which is killed at one step."""

    def die(*_: object, **__: object) -> NoReturn:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    app = create_app(settings_for(url, Path(folder)))
    if step == "commit":
        _before_commit.append(die)
    elif step == "save":
        touchpoint_index.LEAST_IN_A_FILE, touchpoint_index.MOST_NEWER = 1, 1
        save = Shelf.save

        def save_at_last(shelf: Shelf, folder: Path) -> NoReturn:
            save(shelf, folder)
            die()

        Shelf.save = save_at_last  # type: ignore[method-assign, assignment]
    else:
        setattr(touchpoint_keeping if step == "keep" else touchpoint_matching, step, die)
    with app.app_context():
        ids = touchpoint_matching.due_ids(limit=9)
        touchpoint_matching.match(ids, folder=Path(folder), now=START)
        touchpoint_index.index_at(Path(folder))


@pytest.mark.parametrize("step", STEPS)
def test_a_process_killed_while_matching_loses_nothing(
    town: Town, database: DatabaseUnderTest, tmp_path: Path, figures: Figures, step: str
) -> None:
    add(town.lea, "Läxhjälp i köket")
    add(town.stina, "Läxhjälp i skolan")
    db.session.remove()
    db.engine.dispose()

    process = processes.start(match_and_die, database.url, str(tmp_path), step)

    assert processes.ended(process) == -9
    kept = step == "save"
    assert bool(db.session.scalar(select(func.count()).select_from(Touchpoint))) is kept
    db.session.rollback()
    assert match_due(tmp_path) == (0 if kept else 2)
    assert len(pairs()) == 1
    assert len(index_at(tmp_path)) == 2
    figures.add("kill points of a matching that lose nothing", value=1, of=1)


def test_what_changes_while_it_is_compared_stays_due(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = add(town.lea, "Läxhjälp i köket")
    compare = touchpoint_matching._compare

    def slow(*args: Any) -> Any:
        found = compare(*args)
        change(town.lea, one, title="Läxhjälp för alla")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(touchpoint_matching, "_compare", slow)
        assert match_due(tmp_path) == 0
    assert match_due(tmp_path) == 1


def test_at_most_thirty_are_kept_of_each(town: Town, tmp_path: Path, figures: Figures) -> None:
    for number in range(40):
        add(town.lea, f"Läxhjälp grupp {number}")
    match_due(tmp_path)
    add(town.stina, "Läxhjälp i skolan")
    match_due(tmp_path)

    kept: dict[int, int] = {}
    for pair in pairs():
        for each in pair:
            kept[each] = kept.get(each, 0) + 1
    assert max(kept.values()) <= 30
    figures.record("touchpoints kept of one initiative, at most", value=max(kept.values()))


def test_a_rebuild_finds_the_same_and_keeps_what_was_decided(town: Town, tmp_path: Path) -> None:
    for actor in (town.lea, town.stina, town.pia):
        add(actor, f"Läxhjälp av {actor.name}")
    match_due(tmp_path)
    before = pairs()
    first = db.session.scalars(select(Touchpoint).order_by(Touchpoint.id)).first()
    assert first is not None
    public_id = first.public_id
    addresses = set(db.session.scalars(select(Touchpoint.public_id)))
    touchpoints.decide(town.cim, public_id, Wish(Decision.COMPLEMENT), version=1, now=LATER)

    steps: list[tuple[int, int]] = []
    rebuilt = rebuild(now=LATER, on_progress=lambda done, of: steps.append((done, of)))
    assert (rebuilt.initiatives, rebuilt.touchpoints) == (3, len(before))
    assert pairs() == before
    assert set(db.session.scalars(select(Touchpoint.public_id))) == addresses
    query = select(Touchpoint.state).where(Touchpoint.public_id == public_id)
    assert db.session.scalars(query).one() is TouchpointState.SETTLED
    assert steps[-1] == (3, 3)
    assert touchpoint_matching.due_ids(limit=9) == []


def test_a_rebuild_reads_what_is_due_and_one_that_dies_changes_nothing(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = add(town.lea, "Läxhjälp i köket")
    match_due(tmp_path)
    add(town.stina, "Läxhjälp i skolan")
    add(town.pia, "Läxhjälp, ett utkast", visibility=Visibility.DRAFT)
    with monkeypatch.context() as patched:
        patched.setattr(touchpoint_rebuild, "_keep", lambda *_args, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            rebuild(now=LATER)
    assert len(touchpoint_matching.due_ids(limit=9)) == 1

    initiatives.withdraw(town.lea, one, reason="", now=LATER)
    rebuilt = rebuild(now=LATER)
    assert (rebuilt.initiatives, rebuilt.touchpoints) == (1, 0)
    assert touchpoint_matching.due_ids(limit=9) == []
    assert len(index_at(tmp_path)) == 1


def test_a_renamed_organisation_is_matched_again(town: Town, tmp_path: Path) -> None:
    own = add(town.lea, "Läxhjälp i köket")
    add(town.stina, "Läxhjälp i skolan")
    match_due(tmp_path)

    content = OrganisationContent(name="Norrby storkök", kind="association")
    organisations.edit(town.lea, town.kitchen.public_id, content, version=1, now=LATER)
    assert touchpoint_matching.due_ids(limit=9) == [get_initiative(own).id]
    assert match_due(tmp_path) == 1
