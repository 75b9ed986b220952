"""What the coordinators note for themselves is read by them, on two pages, and by nobody else.

Each note of the sample register holds a word of its own; the tests look for it in everything that
anybody is shown, takes out or is sent, and in every table.
"""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from tests.clock import START
from tests.contract.conftest import Walk
from tests.contract.register import SampleRegister, marker
from tests.contract.test_foreign_records import more_addresses
from tests.contract.walker import Walker
from tests.figures import Figures
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError, RefusedError
from tracker.extensions import Base, db
from tracker.models import AuditEntry
from tracker.services import coordinator_notes

NOTED = ("association_coordinated", "association_shared", "department_shared")
WORDS = [marker(label, "internal") for label in NOTED]
THEIR_PAGES = frozenset({"initiatives.show", "coordinator_notes.index"})
OWN_COPY = "own_data"


def test_no_page_file_or_feed_shows_a_note_to_anybody_else(
    walk: Walk, register: SampleRegister, figures: Figures
) -> None:
    shown, leaks, looked_at = 0, [], 0
    for (address, role), visit in walk.visits.items():
        looked_at += 1
        if not any(word in visit.text for word in WORDS):
            continue
        area = address.endpoint.partition(".")[0]
        if role == "coordinator" and (address.endpoint in THEIR_PAGES or area == OWN_COPY):
            shown += 1
        else:
            leaks.append(f"{role}: {address.endpoint}")
    walker = Walker(walk.app, register)
    asked = [f"/search?q={WORDS[0]}", f"/board?q={WORDS[0]}", f"/open?q={WORDS[0]}"]
    for url in (*more_addresses(register), *asked):
        for role in register.roles:
            looked_at += 1
            found = walker.get(role, url).text.replace(f'value="{WORDS[0]}"', "")
            is_their_page = role == "coordinator" and url.startswith("/initiatives/")
            if "mellan oss" in found and not is_their_page:
                leaks.append(f"{role}: {url}")

    figures.record("coordinators' notes: answers looked at", value=looked_at)
    figures.record("coordinators' notes: shown to somebody else", value=len(leaks))
    assert shown
    assert leaks == []


def test_no_other_table_holds_a_note(walker: Walker) -> None:
    held = []
    with walker.app.app_context():
        for name in (*Base.metadata.tables, "initiative_search"):
            rows = db.session.execute(text(f'SELECT * FROM "{name}"')).all()
            if any(word in str(row) for row in rows for word in WORDS):
                held.append(name)
        entry = db.session.query(AuditEntry).filter_by(verb=Verb.NOTED.value).first()
        assert entry is not None
        assert (entry.organisation_id, json.dumps(entry.hashes)) == (None, "{}")
    assert held == ["coordinator_notes"]


def test_a_note_is_the_coordinators_to_write_and_take_away(
    walker: Walker, register: SampleRegister
) -> None:
    coordinator, manager = register.people["coordinator"], register.people["association_manager"]
    initiative, note = register.initiatives["association_shared"], register.notes
    with walker.app.app_context(), walker.undone():
        with pytest.raises(NotAllowedError):
            coordinator_notes.write(manager, initiative, "Hej", now=START)
        with pytest.raises(NotAllowedError):
            coordinator_notes.remove(manager, note["association_shared"], now=START)
        with pytest.raises(RefusedError):
            coordinator_notes.write(coordinator, initiative, " ", now=START)
        coordinator_notes.remove(coordinator, note["association_shared"], now=START)
        page = walker.get("coordinator", f"/initiatives/{initiative}/notes").text
        assert WORDS[1] not in page
