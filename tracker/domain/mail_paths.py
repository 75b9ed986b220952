"""Answers which address each mail leads to, with what it prints filled in."""

from tracker.domain.mails import MailTemplate

INITIATIVE_PATH = "/initiatives/{initiative_id}"
TOUCHPOINT_PATH = "/touchpoints/{touchpoint_id}"
STOP_PATH = "/reminders/{stop}"
CONVERSATION_PATH = "/initiatives/{initiative_id}#conversation"
JOIN_PATH = "/join/links/{token}"
PATHS = dict.fromkeys(MailTemplate, INITIATIVE_PATH) | {
    MailTemplate.REPORT_REMINDER: "/report/{token}",
    MailTemplate.REPORTS_DUE: "/own",
    MailTemplate.GAP_ASKED: "/initiatives/new?place={place_code}&goal_area={area_code}",
    MailTemplate.INVITATION: "/links/{token}",
    MailTemplate.SIGN_IN_CODE: "/sign-in/links/{token}",
    MailTemplate.PROOF_CODE: "/account/proof",
    MailTemplate.NEW_DEVICE: "/account",
    MailTemplate.FACTORS_CHANGED: "/account",
    MailTemplate.TOUCHPOINT_FOUND: TOUCHPOINT_PATH,
    MailTemplate.TOUCHPOINT_RELEASED: TOUCHPOINT_PATH,
    MailTemplate.TOUCHPOINT_SUGGESTED: TOUCHPOINT_PATH,
    MailTemplate.TOUCHPOINT_ANSWERED: TOUCHPOINT_PATH,
    MailTemplate.TOUCHPOINT_WRITTEN: TOUCHPOINT_PATH,
    MailTemplate.FEEDBACK: "/accessibility",
    MailTemplate.JOIN_LINK: JOIN_PATH,
    MailTemplate.JOIN_ANSWERED: JOIN_PATH,
    MailTemplate.JOIN_WAITING: "/join-requests/{request_id}",
    MailTemplate.INVITED: "/welcome/{token}",
    MailTemplate.INVITATION_ANSWERED: "/invitations",
    MailTemplate.ORGANISATION_CAME: "/organisations/{organisation_id}",
    MailTemplate.ANSWERS_ASKED: "/organisations/{organisation_id}/people",
    MailTemplate.MEMBERSHIP_GIVEN: "/organisations/{organisation_id}",
    MailTemplate.COMMENT_WRITTEN: CONVERSATION_PATH,
    MailTemplate.COMMENT_MENTIONED: CONVERSATION_PATH,
    MailTemplate.REPORT_QUESTIONED: CONVERSATION_PATH,
    MailTemplate.REPORT_ANSWERED: CONVERSATION_PATH,
    MailTemplate.REPORT_THANKED: CONVERSATION_PATH,
    MailTemplate.CONTACT_NAMED: "/contact/{token}",
    MailTemplate.ERASURE_ASKED: "/administration/people/{person_id}",
    MailTemplate.VIEWS_GREW: "/views",
    MailTemplate.AUDIT_HEAD: "/administration/audit",
}
