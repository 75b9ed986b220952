"""Writes what the register knows of somebody as they read it: sections, rows, labels and values."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext, lazy_gettext

from tracker import formats, labels
from tracker.audit_labels import KINDS, VERBS, field_name
from tracker.domain.languages import CHOICES

MOST_ROWS = 100
SECTIONS: Mapping[str, Any] = {
    "account": lazy_gettext("Your account"),
    "memberships": lazy_gettext("Organisations you belong to"),
    "factors": lazy_gettext("Ways to show that it is you"),
    "sessions": lazy_gettext("Where you are signed in, and browsers we know"),
    "written": lazy_gettext("What you have written"),
    "contact": lazy_gettext("Initiatives that name you as contact person"),
    "asked": lazy_gettext("Requests to join and invitations"),
    "lists": lazy_gettext("Lists you have read in"),
    "views": lazy_gettext("Views you have saved or follow"),
    "mails": lazy_gettext("Mails that wait to be sent to you"),
    "trail": lazy_gettext("What you have done, and what was done to your account"),
}
_LABELS: Mapping[str, Any] = {
    "id": lazy_gettext("Number of the account"),
    "has_password": lazy_gettext("Has a password"),
    "created_at": lazy_gettext("Since"),
    "erasure_asked_at": lazy_gettext("Erasure asked for"),
    "organisation": lazy_gettext("Organisation"),
    "organisation_name": lazy_gettext("Organisation"),
    "factor": lazy_gettext("Kind"),
    "last_used_at": lazy_gettext("Last used"),
    "last_seen_at": lazy_gettext("Last seen"),
    "expires_at": lazy_gettext("Ends"),
    "codes_left": lazy_gettext("Codes left"),
    "known_browser": lazy_gettext("Known browser"),
    "issuer": lazy_gettext("Signed in through"),
    "initiative": lazy_gettext("Initiative"),
    "standing": lazy_gettext("Standing"),
    "answer": lazy_gettext("What was answered"),
    "body": lazy_gettext("Message"),
    "file": lazy_gettext("Where the file is"),
    "mail": lazy_gettext("Mail"),
    "is_shared": lazy_gettext("Shared with everyone signed in"),
    "is_start": lazy_gettext("You begin with it"),
    "is_mailed": lazy_gettext("You get mails about it"),
    "feed_opened_at": lazy_gettext("Address to follow it by, since"),
    "at": lazy_gettext("When"),
    "verb": lazy_gettext("What was done"),
    "about": lazy_gettext("About"),
    "by": lazy_gettext("By"),
}
_CODES: Mapping[str, Any] = {
    "passkey": lazy_gettext("Passkey"),
    "app": lazy_gettext("App that shows codes"),
    "outside": lazy_gettext("Another account, such as the city's"),
    "recovery_codes": lazy_gettext("Recovery codes"),
    "report": lazy_gettext("Status report"),
    "activity": lazy_gettext("Activity"),
    "attachment": lazy_gettext("Picture or file"),
    "activity_day": lazy_gettext("Day of an activity"),
    "measure_value": lazy_gettext("Number of a measure"),
    "said": lazy_gettext("Said in a conversation"),
    "noted": lazy_gettext("Noted as a coordinator"),
    "proposal": lazy_gettext("Proposed phase"),
    "message": lazy_gettext("Message"),
    "decision": lazy_gettext("Decision"),
    "join_request": lazy_gettext("Request to join"),
    "invitation": lazy_gettext("Invitation"),
    "yourself": lazy_gettext("You"),
    "somebody_else": lazy_gettext("Somebody else"),
}


class Section:
    """A part of the page: a heading, its latest rows, and how many more there are in the file."""

    def __init__(self, title: str, rows: Sequence[Mapping[str, Any]]) -> None:
        self.title = title
        self.rows = [_pairs(row) for row in rows[:MOST_ROWS]]
        self.more = max(0, len(rows) - MOST_ROWS)


def sections(data: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Section]:
    """The parts of the page, in a fixed order."""
    return [Section(str(title), data[name]) for name, title in SECTIONS.items()]


def _pairs(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    pairs = [(name, value) for name, value in row.items() if name != "values"]
    pairs += row.get("values", {}).items()
    told = ((_label(name), _text(name, value)) for name, value in pairs)
    return [(label, text) for label, text in told if text]


def _label(name: str) -> str:
    return str(_LABELS[name]) if name in _LABELS else field_name(name)


def _text(name: str, value: Any) -> str:
    match value:
        case None | "" | []:
            return ""
        case bool():
            return gettext("yes") if value else gettext("no")
        case datetime():
            return formats.day_and_time(value)
        case date():
            return formats.long_date(value)
        case list():
            return " → ".join(_word(name, str(part)) for part in value if part not in (None, ""))
        case StrEnum() | str():
            return _word(name, str(value))
        case _:
            return str(value)


def _word(name: str, code: str) -> str:
    words: Mapping[str, Mapping[Any, Any]] = {
        "verb": VERBS,
        "about": KINDS,
        "factor": _CODES,
        "kind": _CODES,
        "by": _CODES,
        "role": labels.MEMBERSHIP_ROLES,
        "way": labels.WAYS,
        "platform_roles": labels.PLATFORM_ROLES,
        "language": dict(CHOICES),
        "phase": labels.PHASES,
    }
    return str(words.get(name, {}).get(code, code))
