"""The words of the audit trail: what was done, to what kind of record, and about which fields."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask
from flask_babel import gettext, lazy_pgettext

from tracker.domain.verbs import SubjectKind, Verb
from tracker.labels import FIELDS

VERBS: Mapping[str, Any] = {
    Verb.REGISTERED: lazy_pgettext("done", "Registered"),
    Verb.EDITED: lazy_pgettext("done", "Changed"),
    Verb.REPORTED: lazy_pgettext("done", "Reported the status"),
    Verb.REPORTED_BY_LINK: lazy_pgettext("done", "Reported the status by the link of a mail"),
    Verb.REPORT_LINKS_ENDED: lazy_pgettext("done", "Ended links to the report form"),
    Verb.CORRECTED_REPORT: lazy_pgettext("done", "Corrected a report"),
    Verb.ACTIVITY_ADDED: lazy_pgettext("done", "Added an activity"),
    Verb.ACTIVITY_CONFIRMED: lazy_pgettext("done", "Told how an activity went"),
    Verb.COMMENTED: lazy_pgettext("done", "Wrote in the conversation"),
    Verb.REPORT_QUESTIONED: lazy_pgettext("done", "Asked back about a report"),
    Verb.NOTED: lazy_pgettext("done", "Wrote a note for the coordinators"),
    Verb.NOTE_REMOVED: lazy_pgettext("done", "Took away a note of the coordinators"),
    Verb.COMMENT_RESOLVED: lazy_pgettext("done", "Marked a thread as resolved"),
    Verb.COMMENT_REOPENED: lazy_pgettext("done", "Opened a thread again"),
    Verb.COMMENT_WITHDRAWN: lazy_pgettext("done", "Took back what they wrote"),
    Verb.MOVED: lazy_pgettext("done", "Moved to another phase"),
    Verb.MOVE_PROPOSED: lazy_pgettext("done", "Proposed another phase"),
    Verb.MOVE_ACCEPTED: lazy_pgettext("done", "Accepted a proposed phase"),
    Verb.MOVE_DECLINED: lazy_pgettext("done", "Declined a proposed phase"),
    Verb.SHARED: lazy_pgettext("done", "Shared with everyone signed in"),
    Verb.PUBLICATION_ASKED: lazy_pgettext("done", "Asked to open it to everyone"),
    Verb.PUBLISHED: lazy_pgettext("done", "Opened to everyone"),
    Verb.PUBLICATION_CONFIRMED: lazy_pgettext("done", "Confirmed the first open initiative"),
    Verb.UNPUBLISHED: lazy_pgettext("done", "Closed to the public"),
    Verb.WITHDRAWN: lazy_pgettext("done", "Withdrew"),
    Verb.HANDED_OVER: lazy_pgettext("done", "Handed over to another organisation"),
    Verb.REMINDED: lazy_pgettext("done", "Reminded of a report"),
    Verb.ENDING_ASKED: lazy_pgettext("done", "Asked what comes after"),
    Verb.GAP_ASKED: lazy_pgettext("done", "Was asked whether it wants to fill a gap"),
    Verb.PARTNER_ASKED: lazy_pgettext("done", "Asked a partner"),
    Verb.PARTNER_OFFERED: lazy_pgettext("done", "Offered to take part"),
    Verb.PARTNER_ACCEPTED: lazy_pgettext("done", "Said yes to taking part"),
    Verb.PARTNER_DECLINED: lazy_pgettext("done", "Said no to taking part"),
    Verb.PARTNER_ENDED: lazy_pgettext("done", "Ended a partnership"),
    Verb.TOUCHPOINT_SUGGESTED: lazy_pgettext("done", "Suggested a decision"),
    Verb.TOUCHPOINT_DECIDED: lazy_pgettext("done", "Decided"),
    Verb.TOUCHPOINT_AGREED: lazy_pgettext("done", "Said yes to a suggestion"),
    Verb.TOUCHPOINT_DECLINED: lazy_pgettext("done", "Said no to a suggestion"),
    Verb.TOUCHPOINT_UNDONE: lazy_pgettext("done", "Took a decision back"),
    Verb.TOUCHPOINT_RELEASED: lazy_pgettext("done", "Told the other side"),
    Verb.TOUCHPOINT_ANSWERED: lazy_pgettext("done", "Answered"),
    Verb.TOUCHPOINT_WRITTEN: lazy_pgettext("done", "Wrote a message"),
    Verb.MERGED: lazy_pgettext("done", "Made two into one"),
    Verb.MERGER_UNDONE: lazy_pgettext("done", "Parted two that were one"),
    Verb.IMPORTED: lazy_pgettext("done", "Imported from a list"),
    Verb.CREATED: lazy_pgettext("done", "Added"),
    Verb.RETIRED: lazy_pgettext("done", "Retired"),
    Verb.RETURNED: lazy_pgettext("done", "Took back into use"),
    Verb.CLOSED: lazy_pgettext("done", "Closed"),
    Verb.REOPENED: lazy_pgettext("done", "Opened again"),
    Verb.LOCKED: lazy_pgettext("done", "Locked"),
    Verb.DELETED: lazy_pgettext("done", "Deleted"),
    Verb.VERIFIED: lazy_pgettext("done", "Verified"),
    Verb.DISABLED: lazy_pgettext("done", "Closed an account"),
    Verb.ENABLED: lazy_pgettext("done", "Opened a closed account"),
    Verb.INVITED: lazy_pgettext("done", "Invited"),
    Verb.JOIN_ASKED: lazy_pgettext("done", "Asked to join"),
    Verb.JOIN_CONFIRMED: lazy_pgettext("done", "Confirmed the address of a request"),
    Verb.JOIN_QUESTIONED: lazy_pgettext("done", "Asked back about a request"),
    Verb.JOIN_REPLIED: lazy_pgettext("done", "Answered about a request"),
    Verb.JOIN_ACCEPTED: lazy_pgettext("done", "Let an organisation join"),
    Verb.JOIN_DECLINED: lazy_pgettext("done", "Said no to a request to join"),
    Verb.JOIN_WITHDRAWN: lazy_pgettext("done", "Withdrew a request to join"),
    Verb.INVITATION_ACCEPTED: lazy_pgettext("done", "Said yes to an invitation"),
    Verb.INVITATION_DECLINED: lazy_pgettext("done", "Said no to an invitation"),
    Verb.INVITATION_WITHDRAWN: lazy_pgettext("done", "Took an invitation back"),
    Verb.ROLE_CHANGED: lazy_pgettext("done", "Changed somebody's role"),
    Verb.MEMBER_REMOVED: lazy_pgettext("done", "Removed somebody from an organisation"),
    Verb.MEMBER_LEFT: lazy_pgettext("done", "Left an organisation"),
    Verb.ANSWERS_CONFIRMED: lazy_pgettext("done", "Said who answers for the organisation"),
    Verb.ANSWERS_ASKED: lazy_pgettext("done", "Was asked who answers for the organisation"),
    Verb.LINK_SENT: lazy_pgettext("done", "Had a link sent again"),
    Verb.PASSWORD_CHANGED: lazy_pgettext("done", "Chose a password"),
    Verb.SEEDED: lazy_pgettext("done", "Added with the installation"),
    Verb.DEMO_LOADED: lazy_pgettext("done", "Loaded the demo city"),
    Verb.DEMO_REMOVED: lazy_pgettext("done", "Removed the demo city"),
    Verb.REDACTED: lazy_pgettext("done", "Erased values from the history"),
    Verb.EXPORTED: lazy_pgettext("done", "Took out a list"),
    Verb.READ: lazy_pgettext("done", "Read about a person"),
    Verb.PACKAGED: lazy_pgettext("done", "Took out the whole record"),
    Verb.YEAR_TEXT_TAKEN: lazy_pgettext("done", "Downloaded a text about the year"),
    Verb.ERASURE_ASKED: lazy_pgettext("done", "Asked to be erased"),
    Verb.ERASED: lazy_pgettext("done", "Erased a person"),
    Verb.CONTACT_ASKED: lazy_pgettext("done", "Asked the contact person again"),
    Verb.MAIL_SENT_AGAIN: lazy_pgettext("done", "Sent a mail again"),
    Verb.CONTACT_CONFIRMED: lazy_pgettext("done", "Confirmed to be the contact person"),
    Verb.SIGNED_IN: lazy_pgettext("done", "Signed in"),
    Verb.SIGN_IN_FAILED: lazy_pgettext("done", "Tried to sign in, and did not get in"),
    Verb.SIGNED_OUT: lazy_pgettext("done", "Signed out"),
    Verb.FACTORS_CHANGED: lazy_pgettext("done", "Changed how they sign in"),
    Verb.PROVED: lazy_pgettext("done", "Showed again who they are"),
    Verb.SESSIONS_ENDED: lazy_pgettext("done", "Signed somebody out everywhere"),
    Verb.FACTORS_RESET: lazy_pgettext("done", "Took away somebody's second factors"),
    Verb.VIEW_SAVED: lazy_pgettext("done", "Saved a view"),
    Verb.VIEW_RENAMED: lazy_pgettext("done", "Gave a saved view another name"),
    Verb.VIEW_SHARED: lazy_pgettext("done", "Shared a saved view with everyone signed in"),
    Verb.VIEW_UNSHARED: lazy_pgettext("done", "Kept a saved view to themselves again"),
    Verb.VIEW_DELETED: lazy_pgettext("done", "Deleted a saved view"),
    Verb.FEED_OPENED: lazy_pgettext("done", "Opened an address to follow a view by"),
    Verb.FEED_CLOSED: lazy_pgettext("done", "Closed an address to follow a view by"),
    Verb.CONTACT_REMOVED: lazy_pgettext("done", "Removed themselves as contact person"),
}
KINDS: Mapping[str, Any] = {
    SubjectKind.INITIATIVE: lazy_pgettext("subject", "Initiative"),
    SubjectKind.ORGANISATION: lazy_pgettext("subject", "Organisation"),
    SubjectKind.PERSON: lazy_pgettext("subject", "Person"),
    SubjectKind.LIST_ENTRY: lazy_pgettext("subject", "Choice of a list"),
    SubjectKind.GOAL: lazy_pgettext("subject", "Goal"),
    SubjectKind.GOAL_AREA: lazy_pgettext("subject", "Goal area"),
    SubjectKind.PROGRAMME: lazy_pgettext("subject", "Programme"),
    SubjectKind.PLACE: lazy_pgettext("subject", "Place"),
    SubjectKind.WORKING_GROUP: lazy_pgettext("subject", "Working group"),
    SubjectKind.TOUCHPOINT: lazy_pgettext("subject", "Touchpoint"),
    SubjectKind.INVITATION: lazy_pgettext("subject", "Invitation"),
    SubjectKind.JOIN_REQUEST: lazy_pgettext("subject", "Request to join"),
    SubjectKind.SAVED_VIEW: lazy_pgettext("subject", "Saved view"),
    SubjectKind.REPORTING_PERIOD: lazy_pgettext("subject", "Reporting period"),
    SubjectKind.REPORT_RHYTHM: lazy_pgettext("subject", "How often reports are asked for"),
    SubjectKind.COORDINATOR_NOTE: lazy_pgettext("subject", "Note of the coordinators"),
    SubjectKind.REGISTER: lazy_pgettext("subject", "The register"),
}
_MORE_FIELDS: Mapping[str, Any] = {
    "activity": lazy_pgettext("field", "Activity"),
    "activity_days": lazy_pgettext("field", "Days of the activity"),
    "first_on": lazy_pgettext("field", "First day"),
    "until": lazy_pgettext("field", "Last day"),
    "name": lazy_pgettext("field", "Name"),
    "gap": lazy_pgettext("field", "Place and goal area"),
    "email": lazy_pgettext("field", "E-mail"),
    "language": lazy_pgettext("field", "Language"),
    "platform_roles": lazy_pgettext("field", "Roles over the register"),
    "memberships": lazy_pgettext("field", "Organisations"),
    "organisation": lazy_pgettext("field", "Organisation"),
    "message": lazy_pgettext("field", "Message"),
    "note": lazy_pgettext("field", "Note"),
    "reason": lazy_pgettext("field", "Reason"),
    "partner": lazy_pgettext("field", "Partner"),
    "role": lazy_pgettext("field", "Role"),
    "decision": lazy_pgettext("field", "Decision"),
    "touchpoint": lazy_pgettext("field", "Touchpoint"),
    "emptied": lazy_pgettext("field", "What was erased"),
    "selection": lazy_pgettext("field", "Selection"),
    "trail": lazy_pgettext("field", "Selection of the history"),
    "format": lazy_pgettext("field", "File format"),
    "rows": lazy_pgettext("field", "Rows"),
    "use": lazy_pgettext("field", "Use"),
    "year": lazy_pgettext("field", "Year"),
    "masked": lazy_pgettext("field", "What was masked"),
    "happened": lazy_pgettext("field", "What has happened"),
    "obstacles": lazy_pgettext("field", "Obstacles"),
    "needs": lazy_pgettext("field", "Needs"),
    "condition": lazy_pgettext("field", "Condition"),
    "people_reached": lazy_pgettext("field", "People reached"),
    "reported_on": lazy_pgettext("field", "Day of the report"),
    "answers_confirmed_on": lazy_pgettext("field", "Answered for since"),
    "answers_asked_on": lazy_pgettext("field", "Asked who answers"),
    "leaving": lazy_pgettext("field", "Who leaves"),
    "closed_on": lazy_pgettext("field", "Closed since"),
    "about": lazy_pgettext("field", "About the organisation"),
    "website": lazy_pgettext("field", "Website"),
    "kind": lazy_pgettext("field", "Kind"),
    "organisation_number": lazy_pgettext("field", "Organisation number"),
    "position": lazy_pgettext("field", "Position"),
    "way": lazy_pgettext("field", "Way of signing in"),
    "browser": lazy_pgettext("field", "Browser"),
    "kept": lazy_pgettext("field", "Goes on in"),
    "view": lazy_pgettext("field", "View"),
    "remind_before": lazy_pgettext("field", "Reminder, days before"),
    "remind_on_day": lazy_pgettext("field", "Reminder on the day"),
    "remind_after": lazy_pgettext("field", "Reminder, days after"),
    "opens_on": lazy_pgettext("field", "Opens"),
    "due_on": lazy_pgettext("field", "Due"),
    "family": lazy_pgettext("field", "Family of organisations"),
    "wants_tertials": lazy_pgettext("field", "Reports each tertial"),
    "wants_year": lazy_pgettext("field", "Reports for the year"),
    "every_days": lazy_pgettext("field", "Days between ongoing reports"),
    "absorbed": lazy_pgettext("field", "Has gone up in it"),
}


def former_user(organisation: str | None) -> str:
    """What an erased person is called."""
    if organisation:
        return gettext("Former user at %(organisation)s", organisation=organisation)
    return gettext("Former user")


def byline(person: str | None, organisation: str | None) -> tuple[str | None, str | None]:
    """Who and for whom, to print one after the other; an empty name is that of an erased person."""
    return (former_user(organisation), None) if person == "" else (person, organisation)


def field_name(name: str) -> str:
    """What a field of an entry is called; one that has no word of ours shows its own name."""
    label = _MORE_FIELDS.get(name) or FIELDS.get(name)
    return str(label) if label is not None else name.replace("_", " ")


def field_names(names: Iterable[str]) -> str:
    """Fields in one line, each once."""
    return ", ".join(dict.fromkeys(field_name(name) for name in names))


def init_app(app: Flask) -> None:
    """Make the words known to templates as filters."""
    app.jinja_env.filters.update(
        verb_label=lambda verb: str(VERBS[verb]),
        subject_label=lambda kind: str(KINDS[kind]),
        former_user=former_user,
        field_name=field_name,
        field_names=field_names,
    )
