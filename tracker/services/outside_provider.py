"""Talks with the OpenID provider: where to send people, and what it says of them when they return.

What it publishes (its addresses and keys) is kept in this process for an hour. A token signed by a
key that is not among them lets the keys be fetched anew, at most once a minute.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tracker.errors import RefusedError
from tracker.outside_settings import OutsideProvider, is_safe_address

ALGORITHMS = ("RS256", "ES256", "PS256")
KEPT_FOR = timedelta(hours=1)
NEW_KEYS_AFTER = timedelta(minutes=1)
TIMEOUT_S = (3.05, 6)
LEEWAY = timedelta(seconds=60)
LONGEST_SUBJECT = 255
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_FAULTS = (requests.RequestException, AuthlibBaseError, JoseError, ValueError, TypeError, KeyError)

Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a sign-in has agreed on with the provider, kept at the server until the answer."""

    state: str
    nonce: str
    verifier: str
    return_to: str


@dataclass
class _Published:
    """What a provider publishes, and when it was fetched."""

    metadata: Mapping[str, Any]
    keys: KeySet
    at: datetime
    asked_again_at: datetime | None = None


@dataclass
class _Kept:
    lock: Lock = field(default_factory=Lock)
    by_issuer: dict[str, _Published] = field(default_factory=dict)


_kept = _Kept()


def forget() -> None:
    """Fetch anew, next time, what providers publish."""
    _kept.by_issuer.clear()


def sign_in_address(provider: OutsideProvider, secrets: Secrets, *, now: datetime) -> str:
    """Where to send somebody who wants to sign in.

    Raises:
        RefusedError: `outside_down`.
    """
    published = _published(provider, now=now)
    with _client(provider, secrets) as client:
        address, _state = client.create_authorization_url(
            published.metadata["authorization_endpoint"],
            state=secrets.state,
            nonce=secrets.nonce,
            code_verifier=secrets.verifier,
        )
    return str(address)


def claims_for(provider: OutsideProvider, code: str, secrets: Secrets, *, now: datetime) -> Claims:
    """What the provider says of whoever has come back with a code.

    Raises:
        RefusedError: `outside_down`, or `outside_wrong` where the code or the token does not hold.
    """
    published = _published(provider, now=now)
    with _client(provider, secrets) as client:
        try:
            answer = client.fetch_token(
                published.metadata["token_endpoint"],
                code=code,
                code_verifier=secrets.verifier,
                timeout=TIMEOUT_S,
                allow_redirects=False,
            )
        except requests.RequestException as fault:
            raise RefusedError("outside_down") from fault
        except _FAULTS as fault:
            raise RefusedError("outside_wrong") from fault
        claims = checked_claims(provider, str(answer.get("id_token")), secrets.nonce, now=now)
        return {**_more_claims(provider, client, claims, now=now), **claims}


def checked_claims(
    provider: OutsideProvider, token: str, nonce: str, *, now: datetime
) -> dict[str, Any]:
    """The claims of an ID token that is signed by the provider, meant for us, fresh and asked for.

    Raises:
        RefusedError: `outside_wrong`; `outside_down` where new keys cannot be had.
    """
    try:
        claims = _decoded(provider, token, now=now)
        audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        is_sound = (
            claims["iss"] == provider.issuer
            and provider.client_id in audience
            and (len(audience) == 1 or "azp" in claims)
            and claims.get("azp", provider.client_id) == provider.client_id
            and (now - LEEWAY).timestamp() < float(claims["exp"])
            and float(claims["iat"]) < (now + LEEWAY).timestamp()
            and hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode())
            and isinstance(claims["sub"], str)
            and 0 < len(claims["sub"]) <= LONGEST_SUBJECT
        )
    except _FAULTS as fault:
        raise RefusedError("outside_wrong") from fault
    if not is_sound:
        raise RefusedError("outside_wrong")
    return claims


def _decoded(provider: OutsideProvider, token: str, *, now: datetime) -> dict[str, Any]:
    """The claims of a token whose signature is right, if need be by a key that is new to us."""
    try:
        return jwt.decode(
            token, _published(provider, now=now).keys, algorithms=[*ALGORITHMS]
        ).claims
    except (JoseError, ValueError):
        keys = _newer_keys(provider, now=now)
        if keys is None:
            raise
    return jwt.decode(token, keys, algorithms=[*ALGORITHMS]).claims


def _newer_keys(provider: OutsideProvider, *, now: datetime) -> KeySet | None:
    """The keys that are published now; None where they have just been asked for."""
    published = _published(provider, now=now)
    asked = published.asked_again_at
    if asked is not None and asked <= now < asked + NEW_KEYS_AFTER:
        return None
    published.asked_again_at = now
    published.keys = _fetch_keys(published.metadata)
    return published.keys


def _more_claims(
    provider: OutsideProvider, client: Any, claims: Claims, *, now: datetime
) -> Claims:
    """What the provider tells only where it is asked: many keep address and name out of the token.

    How somebody has shown who they are is read from the signed token alone.
    """
    place = str(_published(provider, now=now).metadata.get("userinfo_endpoint", ""))
    has_all = "email" in claims and (not provider.claim or provider.claim in claims)
    if has_all or not is_safe_address(place):
        return {}
    try:
        answer = client.get(place, timeout=TIMEOUT_S, allow_redirects=False)
        answer.raise_for_status()
        more: dict[str, Any] = answer.json()
        unread = {"amr", "acr"} | ({"email_verified"} if "email" in claims else set())
        is_same = more["sub"] == claims["sub"]
        return {name: more[name] for name in more if is_same and name not in unread}
    except (*_FAULTS, AttributeError):
        return {}


def _client(provider: OutsideProvider, secrets: Secrets) -> Any:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret or None,
        token_endpoint_auth_method="client_secret_basic" if provider.client_secret else "none",
        scope=provider.scopes,
        redirect_uri=secrets.return_to,
        code_challenge_method="S256",
    )


def _published(provider: OutsideProvider, *, now: datetime) -> _Published:
    with _kept.lock:
        known = _kept.by_issuer.get(provider.issuer)
    if known is not None and known.at <= now < known.at + KEPT_FOR:
        return known
    metadata = _fetch(provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    is_own = metadata.get("issuer") == provider.issuer
    if not is_own or not all(is_safe_address(str(metadata.get(name))) for name in _ENDPOINTS):
        raise RefusedError("outside_down")
    fetched = _Published(metadata, _fetch_keys(metadata), now)
    with _kept.lock:
        _kept.by_issuer[provider.issuer] = fetched
    return fetched


def _fetch_keys(metadata: Mapping[str, Any]) -> KeySet:
    try:
        return KeySet.import_key_set(_fetch(metadata["jwks_uri"]))  # type: ignore[arg-type]
    except (JoseError, ValueError, KeyError, TypeError) as fault:
        raise RefusedError("outside_down") from fault


def _fetch(address: str) -> dict[str, Any]:
    try:
        answer = requests.get(address, timeout=TIMEOUT_S, allow_redirects=False)
        answer.raise_for_status()
        told: Any = answer.json()
    except (requests.RequestException, ValueError) as fault:
        raise RefusedError("outside_down") from fault
    if answer.status_code != requests.codes.ok or not isinstance(told, dict):
        raise RefusedError("outside_down")
    return told
