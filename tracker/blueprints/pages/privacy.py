"""What the page about personal data says of this installation, read from its settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import gettext, ngettext

from tracker import entrance, http
from tracker.domain.ways_in import SWITCHABLE_WAYS
from tracker.labels import WAYS
from tracker.languages import LANGUAGE_COOKIE

COLOUR_SCHEME_COOKIE = "colour_scheme"


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie that the product sets, and what it is for."""

    name: str
    purpose: str


def facts() -> Mapping[str, Any]:
    """What the template prints, in the language of the request."""
    settings = http.settings()
    keeping = settings.keeping
    return {
        "contact": settings.data_protection_contact,
        "sends_mail": settings.mail.host is not None,
        "ways": [str(WAYS[way]) for way in SWITCHABLE_WAYS if way in settings.ways_in],
        "is_head_mailed": bool(settings.audit_head_to),
        "cookies": cookies(),
        "kept": {
            "sign_ins": _for_days(keeping.sign_ins_days),
            "mails": _for_days(keeping.mails_days),
            "applicants": _for_days(keeping.join_requests_days),
            "lists": _for_days(keeping.lists_days),
            "closed_accounts": _for_days(keeping.closed_accounts_days),
        },
    }


def cookies() -> Sequence[Cookie]:
    """Every cookie of the product; there are no others, and none of anybody else's."""
    return (
        Cookie(
            str(current_app.config["SESSION_COOKIE_NAME"]),
            gettext(
                "Keeps you signed in, and protects the forms. "
                "Gone when you sign out or close the browser."
            ),
        ),
        Cookie(
            entrance.device_cookie(),
            gettext(
                "Lets us know this browser again, so that we can tell you when your account is "
                "used on a new one. Kept for 400 days."
            ),
        ),
        Cookie(LANGUAGE_COOKIE, gettext("The language you chose. Kept for a year.")),
        Cookie(COLOUR_SCHEME_COOKIE, gettext("Light or dark, if you chose. Kept for a year.")),
    )


def _for_days(days: int) -> str:
    if not days:
        return gettext("Kept until somebody takes it away.")
    return ngettext("Kept for %(num)d day.", "Kept for %(num)d days.", days)
