"""All pages of the area: signing in, the codes, the second factor, the links, and one's own account."""

from tracker.blueprints.accounts import (
    account,
    factors,
    links,
    outside,
    passkeys,
    proof,
    second_factor,
    sign_in,
    sign_in_code,
)
from tracker.blueprints.accounts.area import blueprint

__all__ = [
    "account",
    "blueprint",
    "factors",
    "links",
    "outside",
    "passkeys",
    "proof",
    "second_factor",
    "sign_in",
    "sign_in_code",
]
