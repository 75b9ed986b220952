"""Answers what the actor may do on the page of an initiative, so that no button leads to a refusal."""

from dataclasses import dataclass

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may, may_somewhere
from tracker.domain.lifecycle import Visibility, is_shared
from tracker.queries.initiatives import InitiativePage


@dataclass(frozen=True, slots=True)
class Deeds:
    """The deeds that are open to the actor on one initiative."""

    can_report: bool
    can_edit: bool
    can_copy: bool
    can_move: bool
    can_propose: bool
    can_answer_proposal: bool
    can_withdraw: bool
    can_hand_over: bool
    can_publish: bool
    can_ask_publication: bool
    can_confirm_publication: bool
    can_unpublish: bool
    can_ask_partner: bool
    can_offer: bool
    can_package: bool

    @property
    def has_rarer(self) -> bool:
        """Whether any of the deeds is open that stand together at the end of the page."""
        return any(
            (
                self.can_move,
                self.can_propose,
                self.can_copy,
                self.can_publish,
                self.can_ask_publication,
                self.can_unpublish,
                self.can_hand_over,
                self.can_withdraw,
                self.can_package,
            )
        )


def deeds_for(actor: Actor, initiative: InitiativePage) -> Deeds:
    """Ask the policy, and the state of the record, about each deed."""

    def holds(permission: Permission) -> bool:
        return may(actor, permission, initiative.subject)

    is_draft = initiative.visibility is Visibility.DRAFT
    is_for_all = is_shared(initiative.visibility)
    is_open = initiative.visibility is Visibility.OPEN
    may_publish = holds(Permission.PUBLISH_INITIATIVE) and is_for_all and not is_open
    is_confirmed = initiative.is_publication_confirmed
    waits = initiative.publication_asked_at is not None
    may_move = holds(Permission.CHANGE_PHASE)
    involved = {initiative.organisation_id, *(row.organisation_id for row in initiative.partners)}
    return Deeds(
        can_report=holds(Permission.REPORT_STATUS),
        can_edit=holds(Permission.EDIT_INITIATIVE),
        can_copy=may_somewhere(actor, Permission.REGISTER_INITIATIVE),
        can_move=may_move,
        can_propose=holds(Permission.PROPOSE_PHASE) and not may_move and not is_draft,
        can_answer_proposal=may_move and bool(initiative.proposals),
        can_withdraw=holds(Permission.WITHDRAW_INITIATIVE) and not is_draft,
        can_hand_over=holds(Permission.HAND_OVER_INITIATIVE),
        can_publish=may_publish and is_confirmed,
        can_ask_publication=may_publish
        and not is_confirmed
        and not waits
        and holds(Permission.ASK_FIRST_PUBLICATION),
        can_confirm_publication=waits and holds(Permission.CONFIRM_PUBLICATION),
        can_unpublish=is_open and holds(Permission.PUBLISH_INITIATIVE),
        can_ask_partner=holds(Permission.EDIT_INITIATIVE) and is_for_all,
        can_offer=is_for_all and bool(actor.organisation_ids - involved),
        can_package=holds(Permission.EXTRACT_RECORD),
    )
