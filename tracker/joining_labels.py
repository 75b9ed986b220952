"""The words that pages show for what stands between asking to join and being in."""

from flask import Flask
from flask_babel import lazy_gettext

from tracker.domain.invitations import InvitationStanding
from tracker.domain.joining import JoinFamily, JoinStanding

JOIN_STANDINGS = {
    JoinStanding.UNCONFIRMED: lazy_gettext("The address is not confirmed"),
    JoinStanding.WAITING: lazy_gettext("Waits for an answer"),
    JoinStanding.QUESTIONED: lazy_gettext("We have asked a question"),
    JoinStanding.ACCEPTED: lazy_gettext("Accepted"),
    JoinStanding.DECLINED: lazy_gettext("Answered with a no"),
    JoinStanding.WITHDRAWN: lazy_gettext("Withdrawn"),
    JoinStanding.EXPIRED: lazy_gettext("Has expired"),
}
JOIN_TONES = {
    JoinStanding.WAITING: "attention",
    JoinStanding.ACCEPTED: "good",
}
JOIN_FAMILIES = {
    JoinFamily.CIVIL: lazy_gettext("Association or civil society"),
    JoinFamily.BUSINESS: lazy_gettext("Business"),
    JoinFamily.PUBLIC: lazy_gettext("Department or municipal company"),
}
JOIN_EXAMPLES = {
    JoinFamily.CIVIL: lazy_gettext(
        "Associations, faith communities, study associations, foundations, networks and groups."
    ),
    JoinFamily.BUSINESS: lazy_gettext("Companies large and small, and property owners."),
    JoinFamily.PUBLIC: lazy_gettext(
        "Borås Stad and its companies. Also the region, state authorities and the university."
    ),
}

INVITATION_STANDINGS = {
    InvitationStanding.SENT: lazy_gettext("Sent, waits for an answer"),
    InvitationStanding.ACCEPTED: lazy_gettext("Accepted"),
    InvitationStanding.DECLINED: lazy_gettext("Declined"),
    InvitationStanding.WITHDRAWN: lazy_gettext("Withdrawn"),
    InvitationStanding.EXPIRED: lazy_gettext("Has expired"),
}


def init_app(app: Flask) -> None:
    """Make the labels known to templates as filters."""
    app.jinja_env.filters.update(
        join_standing_label=lambda standing: str(JOIN_STANDINGS[standing]),
        invitation_standing_label=lambda standing: str(INVITATION_STANDINGS[standing]),
        join_tone=lambda standing: JOIN_TONES.get(standing, "quiet"),
        join_family_label=lambda family: str(JOIN_FAMILIES[family]),
        join_family_examples=lambda family: str(JOIN_EXAMPLES[family]),
    )
