"""The policy table is the one that was reviewed, and no rule of it can change unnoticed.

`policy.csv` beside this file says, for everybody, to whose record each deed may be done. After a
wanted change:

    FREEZE_ACCESS=1 python -m pytest tests/contract/access/test_policy.py
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path

import pytest

from tests.figures import Figures
from tracker.access import policy
from tracker.access.actors import ANONYMOUS, Actor, OwnOrganisation, Role
from tracker.access.permissions import Permission
from tracker.access.policy import POLICY, Rule, Subject, may, may_somewhere
from tracker.domain.roles import MembershipRole, PlatformRole

REVIEWED = Path(__file__).with_name("policy.csv")
OWN, OTHER = 1, 2
SUBJECTS = {
    "own": Subject(OWN),
    "as partner": Subject(OTHER, partner_ids=frozenset({OWN})),
    "municipal": Subject(OTHER, is_municipal=True),
    "another's": Subject(OTHER),
}
Rules = Mapping[Permission, Mapping[Role, frozenset[Rule]]]
Table = dict[tuple[str, str], tuple[str, ...]]


def own(role: MembershipRole) -> OwnOrganisation:
    return OwnOrganisation(OWN, None, "", role, is_municipal=False)  # type: ignore[arg-type]


def people() -> dict[str, Actor]:
    """Everybody for whom the table says something of their own."""
    found = {"anonymous": ANONYMOUS}
    for membership in MembershipRole:
        found[membership.value] = Actor(person_id=1, organisations=(own(membership),))
    for platform in PlatformRole:
        roles = frozenset({platform})
        found[platform.value] = Actor(person_id=1, platform_roles=roles)
        member = (own(MembershipRole.MEMBER),)
        found[f"{platform.value} and member"] = Actor(
            person_id=1, platform_roles=roles, organisations=member
        )
    return found


def answers(permission: Permission) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What everybody may do: somewhere, and to whose record."""
    for name, actor in people().items():
        held = [may_somewhere(actor, permission)]
        held += [may(actor, permission, subject) for subject in SUBJECTS.values()]
        yield name, tuple("yes" if holds else "" for holds in held)


def reviewed() -> Table:
    """The table as it was last reviewed."""
    rows = list(csv.reader(StringIO(REVIEWED.read_text() if REVIEWED.exists() else "")))[1:]
    return {(row[0], row[1]): tuple(row[2:]) for row in rows}


def test_the_policy_is_the_one_that_was_reviewed() -> None:
    table = {(p.value, name): row for p in Permission for name, row in answers(p)}
    if os.environ.get("FREEZE_ACCESS"):
        file = StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["permission", "who", "somewhere", *SUBJECTS])
        writer.writerows([*key, *row] for key, row in table.items())
        REVIEWED.write_text(file.getvalue())

    assert table == reviewed()


def flips() -> Iterator[tuple[str, Permission, Rules]]:
    """Every rule of the table changed, one at a time: taken away, given to another, or widened."""
    for permission in Permission:
        rules = POLICY[permission]
        for role in Role:
            wanted: list[frozenset[Rule] | None] = [frozenset({rule}) for rule in Rule]
            if role not in rules:
                wanted = [frozenset({Rule.ANY})]
            for changed in (None, *wanted) if role in rules else wanted:
                if changed == rules.get(role):
                    continue
                row = {name: held for name, held in rules.items() if name is not role}
                if changed is not None:
                    row[role] = changed
                name = f"{permission.value}, {role.value}: {changed and sorted(changed)}"
                yield name, permission, {**POLICY, permission: row}


def test_no_rule_can_change_unnoticed(monkeypatch: pytest.MonkeyPatch, figures: Figures) -> None:
    known, flipped, missed = reviewed(), 0, []
    for name, permission, changed in flips():
        monkeypatch.setattr(policy, "POLICY", changed)
        flipped += 1
        if all(row == known[permission.value, who] for who, row in answers(permission)):
            missed.append(name)

    figures.record("policy: rules flipped and caught", value=flipped - len(missed), of=flipped)
    assert not missed, "\n" + "\n".join(missed)


def test_every_permission_has_its_rules() -> None:
    assert set(POLICY) == set(Permission)


def test_nobody_signed_out_may_do_anything() -> None:
    assert not [permission for permission in Permission if may_somewhere(ANONYMOUS, permission)]
