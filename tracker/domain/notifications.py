"""Answers which mails are told in the product too, in which group, where they lead, and what is kept.

Codes, and letters to those who have no account yet, are mails alone. What is kept of a mail is what
its own line prints; its text, links without a password and the like stay in the mail.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from tracker.domain.mail_paths import PATHS
from tracker.domain.mails import MailTemplate


class NotificationGroup(StrEnum):
    """What somebody chooses to be mailed of, or not."""

    REPORTS = "reports"
    CONVERSATIONS = "conversations"
    PARTNERS = "partners"
    INITIATIVES = "initiatives"
    TOUCHPOINTS = "touchpoints"
    ORGANISATIONS = "organisations"
    COORDINATION = "coordination"
    VIEWS = "views"


_GROUPS: Mapping[NotificationGroup, tuple[MailTemplate, ...]] = {
    NotificationGroup.REPORTS: (
        MailTemplate.REPORT_REMINDER,
        MailTemplate.REPORTS_DUE,
        MailTemplate.REPORT_QUESTIONED,
        MailTemplate.REPORT_ANSWERED,
        MailTemplate.REPORT_THANKED,
    ),
    NotificationGroup.CONVERSATIONS: (
        MailTemplate.COMMENT_WRITTEN,
        MailTemplate.COMMENT_MENTIONED,
    ),
    NotificationGroup.PARTNERS: (
        MailTemplate.PARTNER_ASKED,
        MailTemplate.PARTNER_OFFERED,
        MailTemplate.PARTNER_ANSWERED,
    ),
    NotificationGroup.INITIATIVES: (
        MailTemplate.MOVE_PROPOSED,
        MailTemplate.PUBLICATION_CONFIRMED,
        MailTemplate.HANDED_OVER,
        MailTemplate.GAP_ASKED,
        MailTemplate.ENDING_ASKED,
    ),
    NotificationGroup.TOUCHPOINTS: (
        MailTemplate.TOUCHPOINT_FOUND,
        MailTemplate.TOUCHPOINT_RELEASED,
        MailTemplate.TOUCHPOINT_SUGGESTED,
        MailTemplate.TOUCHPOINT_ANSWERED,
        MailTemplate.TOUCHPOINT_WRITTEN,
    ),
    NotificationGroup.ORGANISATIONS: (
        MailTemplate.ORGANISATION_CAME,
        MailTemplate.ANSWERS_ASKED,
        MailTemplate.MEMBERSHIP_GIVEN,
        MailTemplate.INVITATION_ANSWERED,
    ),
    NotificationGroup.COORDINATION: (
        MailTemplate.PUBLICATION_ASKED,
        MailTemplate.JOIN_WAITING,
        MailTemplate.FEEDBACK,
        MailTemplate.ERASURE_ASKED,
    ),
    NotificationGroup.VIEWS: (MailTemplate.VIEWS_GREW,),
}
GROUP_OF: Mapping[MailTemplate, NotificationGroup] = {
    template: group for group, templates in _GROUPS.items() for template in templates
}
"""The group of each mail that is told in the product too."""

NOT_CHOSEN = frozenset({MailTemplate.REPORTS_DUE, MailTemplate.VIEWS_GREW})
"""Mails that are stopped where they come from: by a link of their own, or at the view."""

LINKS: Mapping[MailTemplate, str] = {
    **{template: PATHS[template] for template in GROUP_OF},
    MailTemplate.REPORT_REMINDER: "/initiatives/{initiative_id}/reports/new",
}
"""Where a line leads; no address holds a secret."""

_KEPT = frozenset(
    {
        "initiative", "initiative_id", "touchpoint_id", "organisation", "organisation_id", "area",
        "area_code", "place", "place_code", "lead", "partner", "after", "answering", "writing",
        "invited", "other", "is_accepted", "is_merger", "is_reply", "request_id", "person_id", "count",
    }
)  # fmt: skip


def kept_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Of what a mail prints, what its line in the product needs."""
    return {name: value for name, value in values.items() if name in _KEPT}


def link_of(template: MailTemplate, values: Mapping[str, Any]) -> str:
    """The address that a line leads to."""
    return LINKS[template].format(**values)
