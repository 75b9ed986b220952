"""Answers what belongs to the partner's path: its pages, its mails, and the files that word them.

Pages choose their language by it, and `checks/partner_catalogues.py` demands every word of these
files in every language. Whoever adds a page to the path adds it here.
"""

from collections.abc import Mapping

from tracker.domain.mails import MailTemplate

AREAS = frozenset(
    {
        "accounts",
        "attachments",
        "contacts",
        "conversations",
        "measures",
        "members",
        "notifications",
        "report_links",
        "report_reminders",
        "start",
        "status_reports",
        "year_texts",
    }
)
"""Blueprints whose every page is on the path."""

ENDPOINTS = frozenset(
    {
        "joining.start", "joining.new", "joining.ask", "joining.sent", "joining.send_again",
        "joining.follow_link", "joining.confirm", "joining.reply", "joining.withdraw",
        "joining.mail_link", "invitations.index", "invitations.new", "invitations.invite",
        "invitations.new_partner", "invitations.invite_partner", "invitations.send_again",
        "invitations.withdraw", "invitations.welcome", "invitations.accept",
        "invitations.decline", "pages.accessibility", "pages.feedback", "pages.send_feedback",
        "pages.privacy", "changes.index", "record_health.confirm",
    }
)  # fmt: skip
"""Pages of the path in areas that hold others too."""

MAILS = frozenset(
    {
        MailTemplate.INVITATION, MailTemplate.SIGN_IN_CODE, MailTemplate.PROOF_CODE,
        MailTemplate.NEW_DEVICE, MailTemplate.FACTORS_CHANGED, MailTemplate.JOIN_LINK,
        MailTemplate.JOIN_ANSWERED, MailTemplate.INVITED, MailTemplate.INVITATION_ANSWERED,
        MailTemplate.MEMBERSHIP_GIVEN, MailTemplate.ANSWERS_ASKED, MailTemplate.CONTACT_NAMED,
        MailTemplate.REPORT_REMINDER, MailTemplate.REPORTS_DUE,
        MailTemplate.COMMENT_WRITTEN, MailTemplate.COMMENT_MENTIONED,
        MailTemplate.REPORT_QUESTIONED, MailTemplate.REPORT_THANKED,
    }
)  # fmt: skip
"""Mails of the path; the others are written in Swedish or English."""

FILES = (
    "blueprints/accounts/*.py", "blueprints/attachments/*.py", "blueprints/contacts/*.py",
    "blueprints/conversations/*.py",
    "blueprints/notifications/*.py", "conversation_form.py", "blueprints/members/*.py",
    "blueprints/invitations/forms.py",
    "blueprints/invitations/routes.py", "blueprints/invitations/welcome.py",
    "blueprints/joining/routes.py", "blueprints/report_links/*.py",
    "blueprints/record_health/*.py",
    "blueprints/report_reminders/*.py", "blueprints/pages/*.py", "blueprints/start/*.py",
    "blueprints/measures/*.py", "measure_labels.py",
    "blueprints/year_texts/*.py", "templates/year_texts/*.html",
    "blueprints/status_reports/*.py", "error_pages.py", "formats.py", "forms.py",
    "languages.py", "pages.py", "report_form.py",
    "templates/accounts/*.html", "templates/attachments/*.html", "templates/base.html", "templates/changes/found.html",
    "templates/components/forms.html",
    "templates/components/header.html", "templates/components/languages.html",
    "templates/components/layout.html", "templates/components/notices.html",
    "templates/contacts/*.html", "templates/measures/*.html", "templates/conversations/*.html",
    "templates/notifications/*.html", "templates/errors/*.html", "templates/members/*.html",
    "templates/invitations/fields.html",
    "templates/invitations/index.html", "templates/invitations/link_ended.html",
    "templates/invitations/new.html", "templates/invitations/new_partner.html",
    "templates/invitations/parts.html", "templates/invitations/welcome.html",
    "templates/joining/link_ended.html", "templates/joining/new.html",
    "templates/joining/parts.html", "templates/joining/sent.html",
    "templates/joining/start.html", "templates/joining/status.html",
    "templates/mail/frame.txt", *(f"templates/mail/{mail}.txt" for mail in sorted(MAILS)),
    "templates/pages/accessibility.html", "templates/pages/feedback.html",
    "templates/pages/privacy.html", "templates/report_links/*.html", "templates/report_reminders/*.html",
    "templates/start/*.html",
    "templates/status_reports/*.html",
)  # fmt: skip
"""Files under `tracker/` whose every string the path shows, as patterns."""

PARTS: Mapping[str, tuple[str, ...]] = {
    "audit_labels.py": ("former_user",),
    "blueprints/joining/forms.py": ("JoinForm", "MailAgainForm", "ReplyForm"),
    "joining_labels.py": (
        "JOIN_STANDINGS", "JOIN_FAMILIES", "JOIN_EXAMPLES", "INVITATION_STANDINGS", "KINDS",
    ),
    "labels.py": (
        "PHASES", "CONDITIONS", "SHORT_VISIBILITIES", "MEMBERSHIP_ROLES", "PLATFORM_ROLES", "WAYS",
    ),
    "reporting_labels.py": ("PERIOD_KINDS", "period_of_year"),
    "refusals.py": (
        "PERSONAL_DATA", "personal_data", "missing", "wrong_credentials", "wrong_code",
        "wrong_factor", "wrong_password", "password_short", "password_long", "password_common",
        "unknown_choice", "answered_already", "corrected_already", "future_date",
        "nothing_said", "is_draft", "not_asked", "name_taken", "email_taken", "number_taken",
        "number_invalid", "number_personal", "measure_ended", "measure_unmeasurable",
        "measure_counted", "name_needed", "unit_needed", "missing_needed", "not_taking_part",
        "parts_do_not_add", "not_its_number", "told_elsewhere", "person_disabled", "nobody_reads",
        "message_empty", "request_expired", "member_already", "invited_already",
        "invitation_ended", "organisation_closed", "file_empty", "file_too_large",
        "file_kind_unknown", "file_broken", "picture_too_large", "pdf_locked", "pdf_too_long",
        "pdf_does_something", "file_not_kept", "too_many_attachments", "space_full",
    ),
}  # fmt: skip
"""Files of which the path shows only what these names hold."""


def is_on_path(endpoint: str | None) -> bool:
    """Whether a page speaks every language; so do the errors of addresses that lead nowhere."""
    if endpoint is None or endpoint in ENDPOINTS:
        return True
    return endpoint.partition(".")[0] in AREAS
