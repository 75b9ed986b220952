"""Reads from the environment who may vouch for people instead of us: the city's OpenID provider."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from tracker.weak_settings import LOOPBACK, WeakSettingError

USUAL_SCOPES = "openid email profile"
MINIMUM_CLIENT_SECRET_LENGTH = 16


@dataclass(frozen=True)
class OutsideProvider:
    """An OpenID provider, and what its claims mean here.

    `strong` are the values of `amr` or `acr` that count as two factors. `organisations` says to
    which organisation, by name or public id, a value of `claim` leads; `*` stands for all others.
    """

    issuer: str
    client_id: str
    client_secret: str = ""
    name: str = ""
    scopes: str = USUAL_SCOPES
    strong: frozenset[str] = frozenset()
    claim: str = ""
    organisations: tuple[tuple[str, str], ...] = ()
    trusts_addresses: bool = False


def outside_provider(environment: Mapping[str, str]) -> OutsideProvider | None:
    """The provider that the settings name, if any.

    Raises:
        WeakSettingError: a value is missing, malformed or weak.
    """
    told = {
        name.removeprefix("TRACKER_OIDC_"): value.strip()
        for name, value in environment.items()
        if name.startswith("TRACKER_OIDC_")
    }
    if not told.get("ISSUER"):
        return None
    provider = OutsideProvider(
        issuer=told["ISSUER"],
        client_id=told.get("CLIENT_ID", ""),
        client_secret=told.get("CLIENT_SECRET", ""),
        name=told.get("NAME", ""),
        scopes=told.get("SCOPES") or USUAL_SCOPES,
        strong=frozenset(told.get("STRONG", "").split()),
        claim=told.get("CLAIM", ""),
        organisations=_organisations(told.get("ORGANISATIONS", "")),
        trusts_addresses=_trusts(told.get("TRUSTS_ADDRESSES", "0")),
    )
    for is_wrong, message in _faults(provider):
        if is_wrong:
            raise WeakSettingError(message)
    return provider


def _faults(provider: OutsideProvider) -> tuple[tuple[bool, str], ...]:
    secret = provider.client_secret
    return (
        (
            not is_safe_address(provider.issuer) or "?" in provider.issuer,
            "TRACKER_OIDC_ISSUER must be an https address without a query.",
        ),
        (not provider.client_id, "TRACKER_OIDC_CLIENT_ID is what the provider knows Väven by."),
        (
            0 < len(secret) < MINIMUM_CLIENT_SECRET_LENGTH,
            f"TRACKER_OIDC_CLIENT_SECRET must be at least {MINIMUM_CLIENT_SECRET_LENGTH} "
            "characters, or be left out.",
        ),
        ("openid" not in provider.scopes.split(), "TRACKER_OIDC_SCOPES must name openid."),
        (
            any(value != "*" for value, _name in provider.organisations) and not provider.claim,
            "TRACKER_OIDC_CLAIM must name the claim that TRACKER_OIDC_ORGANISATIONS reads.",
        ),
    )


def is_safe_address(address: str) -> bool:
    """Whether nobody on the way can read or change what is said at an address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_plain = bool(parts.hostname) and not (parts.fragment or parts.username)
    is_local = parts.scheme == "http" and parts.hostname in LOOPBACK
    return is_plain and (parts.scheme == "https" or is_local)


def _trusts(value: str) -> bool:
    if value not in {"0", "1"}:
        message = f"TRACKER_OIDC_TRUSTS_ADDRESSES must be 1 or 0, not {value!r}."
        raise WeakSettingError(message)
    return value == "1"


def _organisations(text: str) -> tuple[tuple[str, str], ...]:
    pairs = [pair.partition("=") for pair in text.split(";") if pair.strip()]
    if not all(value.strip() and name.strip() for value, _sign, name in pairs):
        message = "TRACKER_OIDC_ORGANISATIONS is written as value=organisation; value=organisation."
        raise WeakSettingError(message)
    return tuple((value.strip(), name.strip()) for value, _sign, name in pairs)
