"""What everybody should be answered at every address: the policy, and how it meets one record.

The policy table says what a role may do to whose record; this says, for each endpoint whose own
question differs from its guard's, which permission is asked of which record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.contract.register import (
    HELD_BACK,
    INITIATIVES,
    KINDS,
    MUNICIPAL,
    SEEN_BY_COORDINATORS,
    SampleRegister,
)
from tests.contract.samples import Address
from tests.contract.touchpoints import TOUCHPOINTS
from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may, may_somewhere

PARTNERSHIPS_AT = "association_shared"
PARTNERS = {
    "asked": "department",
    "offered": "stranger",
    "accepted": "partner",
    "declined": "authority",
    "ended": "newcomer",
}


@dataclass(frozen=True)
class Case:
    """Somebody at an address that stands for a record."""

    register: SampleRegister
    address: Address
    role: str

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.register.actor(self.role)

    @property
    def label(self) -> str:
        """Which record."""
        return self.address.sample.label

    @property
    def initiative(self) -> str:
        """The initiative that the record is or belongs to; empty where it is another thing."""
        if self.label in INITIATIVES:
            return self.label
        arguments = set(self.address.sample.values)
        if arguments & {"partnership_id", "proposal_id", "report_id", "comment_id", "activity_id"}:
            return PARTNERSHIPS_AT
        return ""

    @property
    def lead(self) -> str:
        """The organisation that answers for the record; empty where the record is no one's."""
        if self.initiative:
            return INITIATIVES[self.initiative][0]
        return self.label if self.label in KINDS else ""

    def is_own(self, organisation: str) -> bool:
        """Whether the actor belongs to an organisation."""
        return self.register.organisations[organisation].id in self.actor.organisation_ids

    def may(self, *permissions: Permission) -> bool:
        """Whether the actor may do one of these to the initiative."""
        subject = Subject(self.register.organisations[self.lead].id, self.lead in MUNICIPAL)
        return any(may(self.actor, permission, subject) for permission in permissions)

    @property
    def sees(self) -> bool:
        """Whether the actor may know of the initiative."""
        if self.initiative not in HELD_BACK or self.is_own(self.lead):
            return True
        return self.actor.is_coordinator and self.initiative in SEEN_BY_COORDINATORS


def _answers(case: Case) -> bool:
    """A question is answered by the organisation asked, an offer by the lead organisation."""
    if case.label == "asked":
        return case.is_own(PARTNERS["asked"])
    if case.label == "offered":
        return case.may(Permission.EDIT_INITIATIVE)
    return True  # told that it has been answered already


def _ends(case: Case) -> bool:
    """Either side ends a partnership that lives."""
    if case.label in {"declined", "ended"}:
        return True
    return case.is_own(PARTNERS[case.label]) or case.may(Permission.EDIT_INITIATIVE)


def _changes_a_view(case: Case) -> bool:
    """A view that is shared is the coordinators' to change."""
    return case.label != "shared_view" or case.actor.is_coordinator


def _moves(case: Case) -> bool:
    return case.may(Permission.CHANGE_PHASE, Permission.PROPOSE_PHASE)


def _invites_a_partner(case: Case) -> bool:
    return case.may(Permission.EDIT_INITIATIVE) and case.may(Permission.INVITE_ON_BEHALF)


def _takes_back(case: Case) -> bool:
    """Nobody takes back what somebody else has said."""
    return case.role == ("stranger_manager" if case.label == "answer" else f"{case.lead}_manager")


def _settles(case: Case) -> bool:
    """A thread is settled by whoever began it, the lead organisation and the coordinators."""
    return case.actor.is_coordinator or case.is_own(case.lead)


OBJECT_RULES: Mapping[str, Callable[[Case], bool]] = {
    "board.move": _moves,
    "board.save_move": _moves,
    "board.accept_proposal": lambda case: case.may(Permission.CHANGE_PHASE),
    "board.decline_proposal": lambda case: case.may(Permission.CHANGE_PHASE),
    "partnerships.accept": _answers,
    "partnerships.decline": _answers,
    "partnerships.end": _ends,
    "invitations.new_partner": _invites_a_partner,
    "invitations.invite_partner": _invites_a_partner,
    "partnerships.new_offer": lambda _case: True,
    "partnerships.offer": lambda _case: True,
    "conversations.resolve": _settles,
    "conversations.reopen": _settles,
    "conversations.withdraw": _takes_back,
    "saved_views.rename": _changes_a_view,
    "saved_views.remove": _changes_a_view,
}


def _meets(case: Case) -> bool:
    """A touchpoint is found by coordinators, and by the sides that know of the other one."""
    pair = TOUCHPOINTS[case.label]
    if pair.is_known_to_nobody:
        return False
    return case.actor.is_coordinator or any(map(case.is_own, pair.known_to))


def _is_invited(case: Case) -> bool:
    """A link leads to its own invitation; those who may invite for the organisation look after it."""
    if "invitation_id" in case.address.sample.values:
        return case.actor.is_coordinator or case.role == "association_manager"
    return case.label != "unknown_link"


def _asks_to_join(case: Case) -> bool:
    """Coordinators find requests whose address is confirmed; a link leads to its own request."""
    if "public_id" in case.address.sample.values:
        return case.label != "join_unconfirmed"
    return case.label not in {"no_family", "unknown_link"}


def _uses_a_view(case: Case) -> bool:
    """A view is its owner's; one that is shared is everybody's."""
    if case.label in {"own_view", "no_view"}:
        return case.label == "own_view" and case.role == "association_member"
    return True


# Who finds what an address stands for, where that is not a record of the register; by endpoint or
# by blueprint. Nobody else is told that it is there.
FOUND_RULES: Mapping[str, Callable[[Case], bool]] = {
    "accounts.end_session": lambda case: case.label == case.role,
    "accounts.begin_outside": lambda _case: False,
    "accounts.finish_outside": lambda _case: False,
    "accounts.remove_passkey": lambda case: case.label == case.role,
    "accounts.follow_link": lambda case: case.label == "link",
    "accounts.follow_sign_in_link": lambda case: case.label == "sign_in_link",
    "accounts.choose_password": lambda case: case.label == "link",
    "notifications": lambda case: case.label == case.role,
    "imports": lambda case: case.role == "association_manager",
    "reference": lambda case: case.label not in {"no_kind", "no_row"},
    "reporting": lambda case: case.label != "no_family",
    "feeds": lambda case: case.label == "feed",
    "contacts": lambda case: case.label == "listing",
    "report_reminders": lambda case: case.label != "unknown_link",
    "report_links.show": lambda case: case.label == "report_link",
    "report_links.submit": lambda case: case.label == "report_link",
    "report_links.end": lambda case: case.label == "report_link",
    "audit.show": lambda case: case.label != "no_entry",
    "audit.redact": lambda case: case.label != "no_entry",
    "touchpoints": _meets,
    "invitations": _is_invited,
    "members.leave": lambda case: case.is_own(case.label),
    "joining": _asks_to_join,
    "saved_views": _uses_a_view,
    "attachments.show": lambda case: not case.actor.is_anonymous or case.label.endswith("_open"),
    "open_organisations.show": lambda case: case.label == "association",
    "public.show": lambda case: case.label in {"association_open", "department_open"},
}


NO_FORM_OF_OURS = frozenset({"report_reminders.stop_by_mail"})


def expected(register: SampleRegister, address: Address, role: str) -> str:
    """The answer that somebody should get: `ok`, `sign in`, `403`, `404`, or `400`.

    An address that only programs send to is sent nothing here, and refuses that with 400.
    """
    if address.endpoint in NO_FORM_OF_OURS:
        return "400"
    case = Case(register, address, role)
    if address.permission is not None:
        if case.actor.is_anonymous:
            return "sign in"
        if not may_somewhere(case.actor, address.permission):
            return "403"
    if case.label == "nobodys" or not _is_found(case):
        return "404"
    if not case.lead:
        rule = OBJECT_RULES.get(address.endpoint)
        return "ok" if rule is None or rule(case) else "403"
    if not case.sees:
        return "404"
    if not _is_allowed(case):
        return "403"
    return "404" if case.label.startswith("another_initiatives_") else "ok"


def _is_found(case: Case) -> bool:
    if not case.label:
        return True
    blueprint = case.address.endpoint.partition(".")[0]
    rule = FOUND_RULES.get(case.address.endpoint) or FOUND_RULES.get(blueprint)
    return rule is None or rule(case)


def _is_allowed(case: Case) -> bool:
    rule = OBJECT_RULES.get(case.address.endpoint)
    if rule is not None:
        return rule(case)
    return case.address.permission is None or case.may(case.address.permission)
