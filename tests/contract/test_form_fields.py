"""Every form of the product does what it offers, and never changes more than it asks for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.conftest import Walk
from tests.contract.forms import Form
from tests.contract.register import SampleRegister
from tests.contract.samples import addresses
from tests.contract.tables import Rows, read_tables
from tests.contract.walker import Visit, Walker
from tests.figures import Figures
from tracker.extensions import Base

# What differs each time a form is sent: random values, what is counted up, and the audit chain.
RANDOM = frozenset(
    [
        "batch",
        "public_id",
        "feed_hash",
        "token_hash",
        "password_hash",
        "message_id",
        "payload",
        "salt",
        "secret",
        "code_hash",
        "link_hash",
        "submission_key",
        "stop_hash",
    ]
)
COUNTED = frozenset({"id", "subject_id", "organisation_id", "initiative_id"})
TIED_TO = {"person_id": "people", "report_id": "status_reports"}
CHAINED = frozenset(
    {"entry_hash", "previous_hash", "hashes", "head_hash", "reference_hash", "content_hash"}
)
# What wants the answer of a device, of a provider or of a mail program; other tests have them.
ANSWERED_ELSEWHERE = frozenset(
    {
        "accounts.begin_outside",
        "accounts.challenge_new_passkey",
        "accounts.add_passkey",
        "accounts.challenge_passkey",
        "accounts.sign_in_with_passkey",
        "accounts.challenge_passkey_factor",
        "accounts.show_passkey",
        "report_reminders.stop_by_mail",
    }
)
DANGEROUS: dict[str, Any] = {
    "id": "1",
    "version": "1",
    "visibility": "open",
    "is_demo": "1",
    "is_municipal": "1",
    "is_verified": "1",
    "is_disabled": "1",
    "role": "administrator",
    "standing": "accepted",
    "phase": "cancelled",
    "language": "en",
}


def test_every_deed_can_be_done_by_the_form_that_offers_it(
    walk: Walk, walker: Walker, register: SampleRegister, figures: Figures
) -> None:
    unsafe = {
        a.endpoint for a in addresses(walker.app, register) if not a.is_safe
    } - ANSWERED_ELSEWHERE
    done: set[str] = set()
    answers: dict[str, set[str]] = {}
    for form in walk.forms:
        if form.endpoint not in done:
            with walker.undone():
                visit = walker.post(form.role, form.url, form.data())
            answers.setdefault(form.endpoint, set()).add(f"{visit.status} {_told(visit)}")
            if visit.status in {200, 303}:
                done.add(form.endpoint)

    figures.record("deeds done by their own forms", value=len(done & unsafe), of=len(unsafe))
    assert not unsafe - done, {name: answers.get(name) for name in unsafe - done}


def _told(visit: Visit) -> str:
    """What the form says must be corrected."""
    return " ".join(re.findall(r'<li><a href="#[^>]+>[^<]+', visit.text))


@pytest.mark.usefixtures("quick_hashes")
def test_no_form_changes_more_than_it_asks_for(
    walk: Walk, walker: Walker, figures: Figures
) -> None:
    names = {column.name for table in Base.metadata.tables.values() for column in table.columns}
    extra = {name: DANGEROUS.get(name, "1") for name in names}
    before = read_tables(walker.app)
    changed, tried = [], 0
    for form in walk.different_forms:
        wanted = _changes(walker, before, form, form.data())
        added = {name: value for name, value in extra.items() if name not in form.names}
        got = _changes(walker, before, form, {**added, **form.data()})
        tried += len(added)
        more, less = got - wanted, wanted - got
        changed += [f"{form.endpoint}: {change}" for change in sorted(more + less)]

    figures.record("columns sent along with forms that do not ask for them", value=tried)
    figures.record("columns changed by forms that do not ask for them", value=len(changed))
    assert not changed, "\n" + "\n".join(changed)


def _changes(
    walker: Walker, before: dict[str, Rows], form: Form, data: dict[str, Any]
) -> Counter[str]:
    """What a form changes, told without what is random or counted up each time."""
    with walker.undone():
        walker.post(form.role, form.url, data)
        after = read_tables(walker.app)
    return Counter(_differences(before, after))


def _differences(before: dict[str, Rows], after: dict[str, Rows]) -> Iterator[str]:
    for name, table in Base.metadata.tables.items():
        if before[name] == after[name]:
            continue
        for key in before[name].keys() | after[name].keys():
            is_new = key not in before[name]
            old, new = before[name].get(key, {}), dict(after[name].get(key, {}))
            for column, tied in TIED_TO.items():
                if new.get(column) and (new[column],) not in before[tied]:
                    new[column] = "a new row"  # PostgreSQL counts on after a rollback
            row = f"{name} {'new' if is_new else key}"
            yield from (
                f"{row} {column.name}: {old.get(column.name)!r} to {new.get(column.name)!r}"
                for column in table.columns
                if column.name not in RANDOM | CHAINED
                and not (is_new and (column.name in COUNTED or column.foreign_keys))
                and old.get(column.name) != new.get(column.name)
            )
