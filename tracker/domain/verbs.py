"""Answers what can be done to a record: the verbs of the audit trail and the kinds of record."""

from enum import StrEnum


class SubjectKind(StrEnum):
    """What an audit entry is about."""

    INITIATIVE = "initiative"
    ORGANISATION = "organisation"
    PERSON = "person"
    LIST_ENTRY = "list_entry"
    GOAL = "goal"
    GOAL_AREA = "goal_area"
    PROGRAMME = "programme"
    PLACE = "place"
    WORKING_GROUP = "working_group"
    TOUCHPOINT = "touchpoint"
    INVITATION = "invitation"
    JOIN_REQUEST = "join_request"
    SAVED_VIEW = "saved_view"
    REPORTING_PERIOD = "reporting_period"
    COORDINATOR_NOTE = "coordinator_note"
    REPORT_RHYTHM = "report_rhythm"
    SHARED_MEASURE = "shared_measure"
    REGISTER = "register"


REFERENCE_KINDS = frozenset(
    {
        SubjectKind.ORGANISATION,
        SubjectKind.LIST_ENTRY,
        SubjectKind.GOAL,
        SubjectKind.GOAL_AREA,
        SubjectKind.PROGRAMME,
        SubjectKind.PLACE,
        SubjectKind.WORKING_GROUP,
        SubjectKind.REGISTER,
    }
)


class Verb(StrEnum):
    """What was done."""

    REGISTERED = "registered"
    EDITED = "edited"
    CONFIRMED = "confirmed"
    REPORTED = "reported"
    REPORTED_BY_LINK = "reported_by_link"
    REPORT_LINKS_ENDED = "report_links_ended"
    CORRECTED_REPORT = "corrected_report"
    ACTIVITY_ADDED = "activity_added"
    ACTIVITY_CONFIRMED = "activity_confirmed"
    ACTIVITY_EDITED = "activity_edited"
    ACTIVITY_ENDED = "activity_ended"
    ACTIVITY_REMOVED = "activity_removed"
    MEASURE_ADDED = "measure_added"
    MEASURE_EDITED = "measure_edited"
    MEASURE_ENDED = "measure_ended"
    MEASURE_TOLD = "measure_told"
    ATTACHMENT_ADDED = "attachment_added"
    ATTACHMENT_REMOVED = "attachment_removed"
    COMMENTED = "commented"
    REPORT_QUESTIONED = "report_questioned"
    NOTED = "noted"
    NOTE_REMOVED = "note_removed"
    COMMENT_RESOLVED = "comment_resolved"
    COMMENT_REOPENED = "comment_reopened"
    COMMENT_WITHDRAWN = "comment_withdrawn"
    MOVED = "moved"
    MOVE_PROPOSED = "move_proposed"
    MOVE_ACCEPTED = "move_accepted"
    MOVE_DECLINED = "move_declined"
    SHARED = "shared"
    PUBLICATION_ASKED = "publication_asked"
    PUBLISHED = "published"
    PUBLICATION_CONFIRMED = "publication_confirmed"
    UNPUBLISHED = "unpublished"
    WITHDRAWN = "withdrawn"
    HANDED_OVER = "handed_over"
    REMINDED = "reminded"
    ENDING_ASKED = "ending_asked"
    GAP_ASKED = "gap_asked"
    PARTNER_ASKED = "partner_asked"
    PARTNER_OFFERED = "partner_offered"
    PARTNER_ACCEPTED = "partner_accepted"
    PARTNER_DECLINED = "partner_declined"
    PARTNER_ENDED = "partner_ended"
    TOUCHPOINT_SUGGESTED = "touchpoint_suggested"
    TOUCHPOINT_DECIDED = "touchpoint_decided"
    TOUCHPOINT_AGREED = "touchpoint_agreed"
    TOUCHPOINT_DECLINED = "touchpoint_declined"
    TOUCHPOINT_UNDONE = "touchpoint_undone"
    TOUCHPOINT_RELEASED = "touchpoint_released"
    TOUCHPOINT_ANSWERED = "touchpoint_answered"
    TOUCHPOINT_WRITTEN = "touchpoint_written"
    MERGED = "merged"
    MERGER_UNDONE = "merger_undone"
    IMPORTED = "imported"
    CREATED = "created"
    RETIRED = "retired"
    RETURNED = "returned"
    CLOSED = "closed"
    REOPENED = "reopened"
    LOCKED = "locked"
    DELETED = "deleted"
    VERIFIED = "verified"
    DISABLED = "disabled"
    ENABLED = "enabled"
    INVITED = "invited"
    JOIN_ASKED = "join_asked"
    JOIN_CONFIRMED = "join_confirmed"
    JOIN_QUESTIONED = "join_questioned"
    JOIN_REPLIED = "join_replied"
    JOIN_ACCEPTED = "join_accepted"
    JOIN_DECLINED = "join_declined"
    JOIN_WITHDRAWN = "join_withdrawn"
    INVITATION_ACCEPTED = "invitation_accepted"
    INVITATION_DECLINED = "invitation_declined"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    ROLE_CHANGED = "role_changed"
    MEMBER_REMOVED = "member_removed"
    MEMBER_LEFT = "member_left"
    ANSWERS_CONFIRMED = "answers_confirmed"
    ANSWERS_ASKED = "answers_asked"
    LINK_SENT = "link_sent"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    SEEDED = "seeded"
    DEMO_LOADED = "demo_loaded"
    DEMO_REMOVED = "demo_removed"
    REDACTED = "redacted"
    EXPORTED = "exported"
    READ = "read"
    PACKAGED = "packaged"
    YEAR_TEXT_TAKEN = "year_text_taken"
    PAGE_OPENED = "page_opened"
    PAGE_CLOSED = "page_closed"
    ERASURE_ASKED = "erasure_asked"
    ERASED = "erased"
    MAIL_SENT_AGAIN = "mail_sent_again"
    CONTACT_ASKED = "contact_asked"
    CONTACT_CONFIRMED = "contact_confirmed"
    CONTACT_REMOVED = "contact_removed"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    FACTORS_CHANGED = "factors_changed"
    FACTORS_RESET = "factors_reset"
    PROVED = "proved"
    SESSIONS_ENDED = "sessions_ended"
    VIEW_SAVED = "view_saved"
    VIEW_RENAMED = "view_renamed"
    VIEW_SHARED = "view_shared"
    VIEW_UNSHARED = "view_unshared"
    VIEW_DELETED = "view_deleted"
    FEED_OPENED = "feed_opened"
    FEED_CLOSED = "feed_closed"


OBSERVING = frozenset(
    {
        Verb.EXPORTED,
        Verb.SIGNED_IN,
        Verb.SIGN_IN_FAILED,
        Verb.SIGNED_OUT,
        Verb.PROVED,
        Verb.READ,
        Verb.PACKAGED,
        Verb.YEAR_TEXT_TAKEN,
        Verb.REPORT_LINKS_ENDED,
        Verb.MAIL_SENT_AGAIN,
        Verb.GAP_ASKED,
        Verb.NOTED,
        Verb.NOTE_REMOVED,
        Verb.VIEW_SAVED,
        Verb.VIEW_RENAMED,
        Verb.VIEW_SHARED,
        Verb.VIEW_UNSHARED,
        Verb.VIEW_DELETED,
        Verb.FEED_OPENED,
        Verb.FEED_CLOSED,
    }
)
"""Deeds that change nothing in the register: what was read before them is still true."""
