"""Answers which mails the register sends, and what each must be told before it can be written."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

Value = str | int | bool | Sequence[Mapping[str, Any]] | None
"""What a mail may print: a text, a number, or rows of these by name."""


class MailTemplate(StrEnum):
    """A mail; its text stands in templates/mail/ under the same name."""

    INVITATION = "invitation"
    SIGN_IN_CODE = "sign_in_code"
    PROOF_CODE = "proof_code"
    NEW_DEVICE = "new_device"
    FACTORS_CHANGED = "factors_changed"
    PARTNER_ASKED = "partner_asked"
    PARTNER_OFFERED = "partner_offered"
    PARTNER_ANSWERED = "partner_answered"
    MOVE_PROPOSED = "move_proposed"
    PUBLICATION_ASKED = "publication_asked"
    PUBLICATION_CONFIRMED = "publication_confirmed"
    HANDED_OVER = "handed_over"
    GAP_ASKED = "gap_asked"
    REPORT_REMINDER = "report_reminder"
    REPORTS_DUE = "reports_due"
    ENDING_ASKED = "ending_asked"
    COMMENT_WRITTEN = "comment_written"
    COMMENT_MENTIONED = "comment_mentioned"
    REPORT_QUESTIONED = "report_questioned"
    REPORT_ANSWERED = "report_answered"
    REPORT_THANKED = "report_thanked"
    TOUCHPOINT_FOUND = "touchpoint_found"
    TOUCHPOINT_RELEASED = "touchpoint_released"
    TOUCHPOINT_SUGGESTED = "touchpoint_suggested"
    TOUCHPOINT_ANSWERED = "touchpoint_answered"
    TOUCHPOINT_WRITTEN = "touchpoint_written"
    FEEDBACK = "feedback"
    JOIN_LINK = "join_link"
    JOIN_WAITING = "join_waiting"
    JOIN_ANSWERED = "join_answered"
    INVITED = "invited"
    INVITATION_ANSWERED = "invitation_answered"
    ORGANISATION_CAME = "organisation_came"
    ANSWERS_ASKED = "answers_asked"
    MEMBERSHIP_GIVEN = "membership_given"
    ERASURE_ASKED = "erasure_asked"
    CONTACT_NAMED = "contact_named"
    VIEWS_GREW = "views_grew"
    AUDIT_HEAD = "audit_head"


_ABOUT_AN_INITIATIVE = frozenset({"name", "initiative", "initiative_id"})
_ABOUT_A_REQUEST = frozenset({"name", "organisation"})
_ABOUT_A_TOUCHPOINT = frozenset({"name", "initiative", "touchpoint_id"})

WANTED_VALUES: Mapping[MailTemplate, frozenset[str]] = {
    MailTemplate.INVITATION: frozenset({"name", "token"}),
    MailTemplate.SIGN_IN_CODE: frozenset({"name", "code", "token"}),
    MailTemplate.PROOF_CODE: frozenset({"name", "code"}),
    MailTemplate.NEW_DEVICE: frozenset({"name", "at", "browser"}),
    MailTemplate.FACTORS_CHANGED: frozenset({"name", "at", "change"}),
    MailTemplate.PARTNER_ASKED: _ABOUT_AN_INITIATIVE | {"lead", "partner", "role"},
    MailTemplate.PARTNER_OFFERED: _ABOUT_AN_INITIATIVE | {"partner", "role"},
    MailTemplate.PARTNER_ANSWERED: _ABOUT_AN_INITIATIVE | {"answering", "is_accepted"},
    MailTemplate.MOVE_PROPOSED: _ABOUT_AN_INITIATIVE | {"phase"},
    MailTemplate.PUBLICATION_ASKED: _ABOUT_AN_INITIATIVE | {"lead"},
    MailTemplate.PUBLICATION_CONFIRMED: _ABOUT_AN_INITIATIVE,
    MailTemplate.HANDED_OVER: _ABOUT_AN_INITIATIVE | {"before", "after"},
    MailTemplate.GAP_ASKED: _ABOUT_A_REQUEST | {"place", "area", "place_code", "area_code"},
    MailTemplate.REPORT_REMINDER: _ABOUT_AN_INITIATIVE | {"lead", "token"},
    MailTemplate.REPORTS_DUE: frozenset({"name", "reports", "count", "stop"}),
    MailTemplate.ENDING_ASKED: _ABOUT_AN_INITIATIVE | {"lead"},
    MailTemplate.COMMENT_WRITTEN: _ABOUT_AN_INITIATIVE | {"writing"},
    MailTemplate.COMMENT_MENTIONED: _ABOUT_AN_INITIATIVE | {"writing"},
    MailTemplate.REPORT_QUESTIONED: _ABOUT_AN_INITIATIVE,
    MailTemplate.REPORT_ANSWERED: _ABOUT_AN_INITIATIVE | {"lead"},
    MailTemplate.REPORT_THANKED: _ABOUT_AN_INITIATIVE | {"writing"},
    MailTemplate.TOUCHPOINT_FOUND: _ABOUT_A_TOUCHPOINT | {"other", "organisation"},
    MailTemplate.TOUCHPOINT_RELEASED: _ABOUT_A_TOUCHPOINT,
    MailTemplate.TOUCHPOINT_SUGGESTED: _ABOUT_A_TOUCHPOINT | {"other", "is_merger"},
    MailTemplate.TOUCHPOINT_ANSWERED: _ABOUT_A_TOUCHPOINT | {"answering", "is_accepted"},
    MailTemplate.TOUCHPOINT_WRITTEN: _ABOUT_A_TOUCHPOINT | {"writing"},
    MailTemplate.FEEDBACK: frozenset({"name", "message", "about", "reply_to"}),
    MailTemplate.JOIN_LINK: _ABOUT_A_REQUEST
    | {"token", "is_confirmed", "has_account", "is_known_organisation"},
    MailTemplate.JOIN_WAITING: _ABOUT_A_REQUEST | {"request_id", "is_reply"},
    MailTemplate.JOIN_ANSWERED: _ABOUT_A_REQUEST | {"token", "message", "is_question"},
    MailTemplate.INVITED: _ABOUT_A_REQUEST
    | {"by", "inviting", "initiative", "is_request", "message", "token"},
    MailTemplate.INVITATION_ANSWERED: _ABOUT_A_REQUEST | {"invited", "is_accepted"},
    MailTemplate.ORGANISATION_CAME: _ABOUT_A_REQUEST | {"organisation_id", "inviting"},
    MailTemplate.ANSWERS_ASKED: _ABOUT_A_REQUEST | {"organisation_id"},
    MailTemplate.MEMBERSHIP_GIVEN: _ABOUT_A_REQUEST | {"organisation_id"},
    MailTemplate.ERASURE_ASKED: frozenset({"name", "person_id"}),
    MailTemplate.CONTACT_NAMED: frozenset({"name", "initiative", "lead", "token"}),
    MailTemplate.VIEWS_GREW: frozenset({"name", "views", "count"}),
    MailTemplate.AUDIT_HEAD: frozenset({"name", "head", "entries", "day"}),
}
"""What each mail prints. `name` is the recipient's own; `role` and the like are in their language."""


def one_line(text: str) -> str:
    """The text as one line without control characters, fit for the head of a mail."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split())
