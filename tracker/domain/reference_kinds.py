"""Answers which reference data an administrator keeps in order: programmes to working groups, and six lists."""

from enum import StrEnum

from tracker.domain.roles import ListCode


class ReferenceKind(StrEnum):
    """What can be added to, renamed, put in order and retired."""

    PROGRAMME = "programme"
    GOAL_AREA = "goal_area"
    GOAL = "goal"
    PLACE = "place"
    WORKING_GROUP = "working_group"
    TARGET_GROUP = "target_group"
    EFFORT_TYPE = "effort_type"
    FUNDING = "funding"
    REACH = "reach"
    PARTNER_ROLE = "partner_role"
    ORGANISATION_KIND = "organisation_kind"

    @property
    def list_code(self) -> ListCode | None:
        """The editable list that this is; None for all that is no list."""
        return ListCode(self.value) if self.value in set(ListCode) else None
