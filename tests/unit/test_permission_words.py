"""The table of permissions in words says what the rules say, of every deed and every role."""

from __future__ import annotations

from tracker.access.actors import Role
from tracker.access.permissions import Permission
from tracker.access.policy import POLICY
from tracker.permission_words import DEEDS, ROLES, as_document, permission_rows


def test_every_deed_and_every_role_has_words() -> None:
    assert set(DEEDS) == set(Permission)
    assert set(ROLES) == set(Role) - {Role.ANONYMOUS}


def test_a_cell_is_empty_exactly_where_the_role_has_no_rule() -> None:
    for permission, row in zip(DEEDS, permission_rows(), strict=True):
        for role in ROLES:
            assert bool(row.cells[role]) == bool(POLICY[permission].get(role)), (permission, role)


def test_the_words_tell_whose_records() -> None:
    rows = dict(zip(DEEDS, permission_rows(), strict=True))

    assert rows[Permission.EDIT_INITIATIVE].cells[Role.MEMBER] == "own"
    assert rows[Permission.EDIT_INITIATIVE].cells[Role.COORDINATOR] == "the city's"
    assert rows[Permission.SEE_CONTACT].cells[Role.MEMBER] == "own, as partner"
    assert rows[Permission.READ_REGISTER].cells[Role.READER] == "yes"


def test_the_document_holds_the_whole_table() -> None:
    document = as_document()

    assert document.startswith("# Who may do what\n")
    assert all(f"| {deed} |" in document for deed in map(str, DEEDS.values()))
