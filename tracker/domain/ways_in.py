"""Answers how people prove who they are: the ways in, the steps on the way, and what counts as strong."""

import secrets
from enum import StrEnum

CODE_DIGITS = 6
RECOVERY_CODES = 10
_RECOVERY_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_RECOVERY_GROUPS = (4, 4, 4)


class WayIn(StrEnum):
    """How somebody showed who they are."""

    EMAIL_CODE = "email_code"
    EMAIL_LINK = "email_link"
    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 - a way in, not a password
    PASSKEY = "passkey"
    OIDC = "oidc"


SWITCHABLE_WAYS = (WayIn.EMAIL_CODE, WayIn.PASSWORD, WayIn.PASSKEY, WayIn.OIDC)
"""The ways that an installation can switch on and off; a link comes with the code in one mail."""


class StepKind(StrEnum):
    """What a sign-in that has begun is waiting for."""

    CODE = "code"
    FACTOR = "factor"
    PASSKEY = "passkey"
    OIDC = "oidc"
    PROOF = "proof"


class ProofKind(StrEnum):
    """With what somebody who is signed in shows again who they are."""

    APP = "app"
    PASSWORD = "password"  # noqa: S105 - a kind, not a password
    MAIL = "mail"


class FactorChange(StrEnum):
    """What has changed in how somebody signs in; the mail to its owner says it in words."""

    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    RECOVERY_CODE_USED = "recovery_code_used"
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a change, not a password
    OUTSIDE_LINKED = "outside_linked"
    RESET = "reset"


def new_code() -> str:
    """Six random digits, about 20 bits: good for ten minutes and a handful of tries."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def new_recovery_code() -> str:
    """A code that can be written down, such as `k3mp-x2va-9rtb`, about 59 bits."""
    groups = (
        "".join(secrets.choice(_RECOVERY_SIGNS) for _ in range(size)) for size in _RECOVERY_GROUPS
    )
    return "-".join(groups)


def typed_code(text: str) -> str:
    """A code as people type or paste it, without the blanks and hyphens that they add."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
