"""THE table: which role may do what, to whose record. Nothing else in the house decides this.

Rules of the field: the table "Who may do what to whose record" (docs/permissions.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.access.actors import Actor, Role
from tracker.access.permissions import Permission
from tracker.errors import NotAllowedError


class Rule(StrEnum):
    """To whose record a role may do a deed."""

    ANY = "any"
    OWN = "own"
    PARTNER = "partner"
    MUNICIPAL = "municipal"


@dataclass(frozen=True)
class Subject:
    """What a rule needs to know of a record."""

    organisation_id: int
    is_municipal: bool = False
    partner_ids: frozenset[int] = frozenset()


_ANY = frozenset({Rule.ANY})
_OWN = frozenset({Rule.OWN})
_MUNICIPAL = frozenset({Rule.MUNICIPAL})
_OWN_OR_PARTNER = frozenset({Rule.OWN, Rule.PARTNER})

_EVERYONE_SIGNED_IN = {
    Role.MEMBER: _ANY,
    Role.MANAGER: _ANY,
    Role.COORDINATOR: _ANY,
    Role.READER: _ANY,
    Role.ADMINISTRATOR: _ANY,
}
_OWN_ORGANISATION = {Role.MEMBER: _OWN, Role.MANAGER: _OWN}
_CONCERNED = {
    Role.MEMBER: _OWN_OR_PARTNER,
    Role.MANAGER: _OWN_OR_PARTNER,
    Role.COORDINATOR: _ANY,
}
_OWN_OR_COORDINATED = {**_OWN_ORGANISATION, Role.COORDINATOR: _MUNICIPAL}

POLICY: Mapping[Permission, Mapping[Role, frozenset[Rule]]] = {
    Permission.USE_OWN_ACCOUNT: _EVERYONE_SIGNED_IN,
    Permission.READ_REGISTER: _EVERYONE_SIGNED_IN,
    Permission.DISCUSS: _EVERYONE_SIGNED_IN,
    Permission.KEEP_NOTES: {Role.COORDINATOR: _ANY},
    Permission.EXPORT_REGISTER: _EVERYONE_SIGNED_IN,
    Permission.SHARE_VIEW: {Role.COORDINATOR: _ANY},
    Permission.SEE_DRAFT: _OWN_ORGANISATION,
    Permission.SEE_COORDINATED: {**_OWN_ORGANISATION, Role.COORDINATOR: _ANY},
    Permission.SEE_CONTACT: _CONCERNED,
    Permission.SEE_NAMES: _CONCERNED,
    Permission.SEE_INTERNAL_NOTE: _CONCERNED,
    Permission.SEE_BUDGET: {
        Role.MEMBER: _ANY,
        Role.MANAGER: _ANY,
        Role.COORDINATOR: _ANY,
        Role.READER: _ANY,
    },
    Permission.REGISTER_INITIATIVE: _OWN_OR_COORDINATED,
    Permission.EDIT_INITIATIVE: _OWN_OR_COORDINATED,
    Permission.REPORT_STATUS: _OWN_OR_COORDINATED,
    Permission.CHANGE_PHASE: _OWN_OR_COORDINATED,
    Permission.PROPOSE_PHASE: {Role.COORDINATOR: _ANY},
    Permission.PUBLISH_INITIATIVE: _OWN_OR_COORDINATED,
    Permission.ASK_FIRST_PUBLICATION: {Role.MANAGER: _OWN},
    Permission.CONFIRM_PUBLICATION: {Role.COORDINATOR: _ANY},
    Permission.WITHDRAW_INITIATIVE: _OWN_OR_COORDINATED,
    Permission.HAND_OVER_INITIATIVE: _OWN_OR_COORDINATED,
    Permission.ANSWER_PARTNERSHIP: _OWN_ORGANISATION,
    Permission.OFFER_PARTNERSHIP: _OWN_ORGANISATION,
    Permission.SEE_TOUCHPOINT: {**_OWN_ORGANISATION, Role.COORDINATOR: _ANY},
    Permission.ANSWER_TOUCHPOINT: _OWN_ORGANISATION,
    Permission.REVIEW_TOUCHPOINTS: {Role.COORDINATOR: _ANY},
    Permission.SEE_TOUCHPOINT_FIGURES: {Role.COORDINATOR: _ANY, Role.READER: _ANY},
    Permission.COORDINATE: {Role.COORDINATOR: _ANY},
    Permission.IMPORT_INITIATIVES: {Role.MANAGER: _OWN, Role.COORDINATOR: _ANY},
    Permission.EDIT_ORGANISATION: {Role.MANAGER: _OWN, Role.COORDINATOR: _MUNICIPAL},
    Permission.SEE_MEMBERS: {
        **_OWN_ORGANISATION,
        Role.COORDINATOR: _ANY,
        Role.ADMINISTRATOR: _ANY,
    },
    Permission.MANAGE_MEMBERS: {Role.MANAGER: _OWN, Role.ADMINISTRATOR: _ANY},
    Permission.INVITE_COLLEAGUE: {Role.MANAGER: _OWN, Role.COORDINATOR: _ANY},
    Permission.INVITE_ON_BEHALF: {Role.MANAGER: _OWN, Role.COORDINATOR: _ANY},
    Permission.ANSWER_JOIN_REQUEST: {Role.COORDINATOR: _ANY},
    Permission.MANAGE_ORGANISATIONS: {Role.COORDINATOR: _ANY, Role.ADMINISTRATOR: _ANY},
    Permission.MANAGE_REFERENCE: {Role.ADMINISTRATOR: _ANY},
    Permission.MANAGE_PEOPLE: {Role.ADMINISTRATOR: _ANY},
    Permission.MANAGE_SETTINGS: {Role.ADMINISTRATOR: _ANY},
    Permission.READ_AUDIT: {
        Role.MANAGER: _OWN,
        Role.COORDINATOR: _ANY,
        Role.ADMINISTRATOR: _ANY,
    },
    Permission.READ_WHOLE_AUDIT: {Role.ADMINISTRATOR: _ANY},
    Permission.REDACT_AUDIT: {Role.ADMINISTRATOR: _ANY},
    Permission.EXTRACT_RECORD: {Role.MANAGER: _OWN, Role.COORDINATOR: _ANY},
    Permission.OPEN_ORGANISATION_PAGE: {Role.MANAGER: _OWN},
    Permission.WRITE_YEAR_TEXT: _OWN_ORGANISATION,
}


def may_somewhere(actor: Actor, permission: Permission) -> bool:
    """Say whether the actor may do this deed to any record at all; this guards endpoints."""
    return any(role in POLICY[permission] for role in actor.roles)


def may_everywhere(actor: Actor, permission: Permission) -> bool:
    """Say whether the actor may do this deed to every record, whosever it is."""
    return any(Rule.ANY in POLICY[permission].get(role, ()) for role in actor.roles)


def may(actor: Actor, permission: Permission, subject: Subject) -> bool:
    """Say whether the actor may do this deed to this record."""
    return any(
        _holds(rule, role, actor, subject)
        for role, rules in POLICY[permission].items()
        if role in actor.roles
        for rule in rules
    )


def demand(actor: Actor, permission: Permission, subject: Subject) -> None:
    """Refuse unless the actor may.

    Raises:
        NotAllowedError: the deed is not the actor's to do.
    """
    if not may(actor, permission, subject):
        raise NotAllowedError(permission)


def demand_somewhere(actor: Actor, permission: Permission) -> None:
    """Refuse a deed that is not about one organisation's record.

    Raises:
        NotAllowedError: the deed is not the actor's to do.
    """
    if not may_somewhere(actor, permission):
        raise NotAllowedError(permission)


def _holds(rule: Rule, role: Role, actor: Actor, subject: Subject) -> bool:
    own_ids = actor.managed_ids if role is Role.MANAGER else actor.organisation_ids
    match rule:
        case Rule.ANY:
            return True
        case Rule.OWN:
            return subject.organisation_id in own_ids
        case Rule.PARTNER:
            return bool(own_ids & subject.partner_ids)
        case Rule.MUNICIPAL:
            return subject.is_municipal
