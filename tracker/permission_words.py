"""Says the table of permissions in words, for the page that shows it and for docs/permissions.md.

The rules themselves stand in access/policy.py; here is only what they are called. Write the
document anew with `python -m tracker.permission_words > docs/permissions.md`.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext

from tracker import labels
from tracker.access.actors import Role
from tracker.access.permissions import Permission
from tracker.access.policy import POLICY, Rule
from tracker.domain.roles import MembershipRole, PlatformRole

ROLES: Mapping[Role, Any] = {
    Role.MEMBER: labels.MEMBERSHIP_ROLES[MembershipRole.MEMBER],
    Role.MANAGER: labels.MEMBERSHIP_ROLES[MembershipRole.MANAGER],
    Role.COORDINATOR: labels.PLATFORM_ROLES[PlatformRole.COORDINATOR],
    Role.READER: labels.PLATFORM_ROLES[PlatformRole.READER],
    Role.ADMINISTRATOR: labels.PLATFORM_ROLES[PlatformRole.ADMINISTRATOR],
}
RULES: Mapping[Rule, Any] = {
    Rule.OWN: lazy_gettext("own"),
    Rule.PARTNER: lazy_gettext("as partner"),
    Rule.MUNICIPAL: lazy_gettext("the city's"),
    Rule.ANY: lazy_gettext("all"),
}
YES = lazy_gettext("yes")
DEEDS: Mapping[Permission, Any] = {
    Permission.READ_REGISTER: lazy_gettext("Read everything that is shared"),
    Permission.SEE_DRAFT: lazy_gettext("See drafts"),
    Permission.SEE_COORDINATED: lazy_gettext("See what is for the coordinators only"),
    Permission.SEE_CONTACT: lazy_gettext("See the contact person"),
    Permission.SEE_NAMES: lazy_gettext("See the names of those who wrote and changed"),
    Permission.SEE_INTERNAL_NOTE: lazy_gettext("See notes meant for those concerned"),
    Permission.SEE_BUDGET: lazy_gettext("See budgets"),
    Permission.DISCUSS: lazy_gettext("Comment, ask and thank where one may read"),
    Permission.KEEP_NOTES: lazy_gettext("Read and write the coordinators' own notes"),
    Permission.EXPORT_REGISTER: lazy_gettext("Download what one sees as Excel or CSV"),
    Permission.SHARE_VIEW: lazy_gettext("Share a saved view with everyone signed in"),
    Permission.REGISTER_INITIATIVE: lazy_gettext("Register initiatives"),
    Permission.EDIT_INITIATIVE: lazy_gettext("Edit initiatives and ask partners"),
    Permission.REPORT_STATUS: lazy_gettext("Write status reports"),
    Permission.CHANGE_PHASE: lazy_gettext("Change the phase, also on the board"),
    Permission.PROPOSE_PHASE: lazy_gettext("Propose another phase"),
    Permission.PUBLISH_INITIATIVE: lazy_gettext("Open to everyone, and stop showing"),
    Permission.ASK_FIRST_PUBLICATION: lazy_gettext("Ask to open the organisation's first one"),
    Permission.CONFIRM_PUBLICATION: lazy_gettext("Confirm an organisation's first open one"),
    Permission.WITHDRAW_INITIATIVE: lazy_gettext("Withdraw initiatives"),
    Permission.HAND_OVER_INITIATIVE: lazy_gettext("Hand over to another organisation"),
    Permission.ANSWER_PARTNERSHIP: lazy_gettext("Answer questions and offers to take part"),
    Permission.OFFER_PARTNERSHIP: lazy_gettext("Offer to take part in an initiative"),
    Permission.SEE_TOUCHPOINT: lazy_gettext("See where initiatives meet, and why"),
    Permission.ANSWER_TOUCHPOINT: lazy_gettext("Answer and talk about where initiatives meet"),
    Permission.REVIEW_TOUCHPOINTS: lazy_gettext("Review and decide where initiatives meet"),
    Permission.SEE_TOUCHPOINT_FIGURES: lazy_gettext("See the figures of where initiatives meet"),
    Permission.COORDINATE: lazy_gettext("Work through what waits: remind and ask"),
    Permission.IMPORT_INITIATIVES: lazy_gettext("Import from a list"),
    Permission.EDIT_ORGANISATION: lazy_gettext("Edit what is said of an organisation"),
    Permission.SEE_MEMBERS: lazy_gettext("See who belongs to an organisation"),
    Permission.MANAGE_MEMBERS: lazy_gettext("Change roles in an organisation, and hand it over"),
    Permission.INVITE_COLLEAGUE: lazy_gettext("Invite people to an organisation"),
    Permission.INVITE_ON_BEHALF: lazy_gettext("Invite a small partner that is not here yet"),
    Permission.ANSWER_JOIN_REQUEST: lazy_gettext("Answer organisations that ask to join"),
    Permission.MANAGE_ORGANISATIONS: lazy_gettext("Add, merge and close organisations"),
    Permission.MANAGE_REFERENCE: lazy_gettext("Edit lists, goals and places"),
    Permission.MANAGE_PEOPLE: lazy_gettext("Invite people and give roles"),
    Permission.MANAGE_SETTINGS: lazy_gettext("Run the settings"),
    Permission.READ_AUDIT: lazy_gettext("Read what has been done in an organisation's name"),
    Permission.READ_WHOLE_AUDIT: lazy_gettext("Read what everybody has done in the register"),
    Permission.REDACT_AUDIT: lazy_gettext("Erase values from the history"),
    Permission.EXTRACT_RECORD: lazy_gettext("Take out a record as a whole, to hand it out"),
    Permission.OPEN_ORGANISATION_PAGE: lazy_gettext("Show the organisation's own page to everyone"),
    Permission.WRITE_YEAR_TEXT: lazy_gettext("Make a text about the organisation's year"),
    Permission.USE_OWN_ACCOUNT: lazy_gettext("Run one's own account"),
}
ABOUT_NO_RECORD = frozenset(
    {
        Permission.READ_REGISTER,
        Permission.EXPORT_REGISTER,
        Permission.SHARE_VIEW,
        Permission.REVIEW_TOUCHPOINTS,
        Permission.SEE_TOUCHPOINT_FIGURES,
        Permission.MANAGE_REFERENCE,
        Permission.MANAGE_PEOPLE,
        Permission.MANAGE_SETTINGS,
        Permission.READ_WHOLE_AUDIT,
        Permission.REDACT_AUDIT,
        Permission.ANSWER_JOIN_REQUEST,
        Permission.MANAGE_ORGANISATIONS,
        Permission.USE_OWN_ACCOUNT,
    }
)
"""Deeds that are not about one organisation's record, where a rule is a plain yes."""


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """A deed, and in words whose records each role may do it to; empty where it may not."""

    deed: str
    cells: Mapping[Role, str]


def permission_rows() -> Sequence[PermissionRow]:
    """The whole table, in the order people meet the deeds."""
    return [
        PermissionRow(
            str(deed), {role: _cell(permission, POLICY[permission].get(role)) for role in ROLES}
        )
        for permission, deed in DEEDS.items()
    ]


def _cell(permission: Permission, rules: frozenset[Rule] | None) -> str:
    if not rules:
        return ""
    if permission in ABOUT_NO_RECORD:
        return str(YES)
    return ", ".join(str(words) for rule, words in RULES.items() if rule in rules)


def as_document() -> str:
    """The table as docs/permissions.md holds it; in English where no request sets a language."""
    heads = ["Deed", *(str(name) for name in ROLES.values())]
    lines = [
        "# Who may do what",
        "",
        "Written from `tracker/access/policy.py` by `python -m tracker.permission_words`;",
        "`make check` says when it is out of date. Whoever is not signed in reads what is open.",
        "An empty cell is a no. The words say whose records: the own organisation's, those it is a",
        "partner of, the city's, or all.",
        "",
        f"| {' | '.join(heads)} |",
        f"|{' --- |' * len(heads)}",
        *(f"| {' | '.join([row.deed, *row.cells.values()])} |" for row in permission_rows()),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_document())
