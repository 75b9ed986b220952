"""A token counts only as the provider's own, meant for us, fresh and asked for; keys may change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import requests
from joserfc import jwk, jwt

from tests.clock import START
from tracker.errors import RefusedError
from tracker.outside_settings import OutsideProvider
from tracker.services import outside_provider
from tracker.services.outside_provider import KEPT_FOR, NEW_KEYS_AFTER, Secrets, checked_claims

ISSUER = "https://id.example.org"
CITY = OutsideProvider(issuer=ISSUER, client_id="vaven")
NONCE = "the nonce of this sign-in"
AGREED = Secrets("state", NONCE, "v" * 43, "https://vaven.example.org/answer")
Key = jwk.RSAKey | jwk.ECKey | jwk.OctKey


def rsa(kid: str) -> jwk.RSAKey:
    return jwk.RSAKey.generate_key(2048, {"kid": kid})


FIRST, SECOND = rsa("first"), rsa("second")
SHARED = jwk.OctKey.generate_key(256, {"kid": "first"})
CURVE = jwk.ECKey.generate_key("P-256", {"kid": "curve"})


@dataclass
class Site:
    """What the provider publishes, and how often it was fetched."""

    metadata: dict[str, Any] = field(
        default_factory=lambda: {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorise?tenant=1",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
        }
    )
    keys: list[Key] = field(default_factory=lambda: [FIRST, CURVE])
    fetched: list[str] = field(default_factory=list)
    is_down: bool = False

    def fetch(self, address: str, **_settings: Any) -> requests.Response:
        self.fetched.append(address.removeprefix(ISSUER))
        if self.is_down:
            raise requests.ConnectTimeout
        answer = requests.Response()
        answer.status_code = 200
        told = {"keys": [key.as_dict(private=False) for key in self.keys]}
        answer.json = lambda **_: told if "keys" in address else self.metadata  # type: ignore[method-assign]
        return answer


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    site = Site()
    outside_provider.forget()
    monkeypatch.setattr(requests, "get", site.fetch)
    return site


def token(key: Key = FIRST, algorithm: str = "RS256", **changes: Any) -> str:
    moment = int(START.timestamp())
    claims = {
        "iss": ISSUER,
        "aud": "vaven",
        "sub": "7",
        "nonce": NONCE,
        "iat": moment,
        "exp": moment + 300,
    }
    told = {name: value for name, value in (claims | changes).items() if value is not None}
    header = {"alg": algorithm, "kid": key.kid}
    return jwt.encode(header, told, key, algorithms=[algorithm])


def refused(code: str = "outside_wrong") -> Any:
    return pytest.raises(RefusedError, match=code)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("key", "algorithm"), [(FIRST, "RS256"), (FIRST, "PS256"), (CURVE, "ES256")]
)
def test_a_sound_token_tells_who_it_is(key: Key, algorithm: str) -> None:
    assert checked_claims(CITY, token(key, algorithm), NONCE, now=START)["sub"] == "7"


HOSTILE: dict[str, Callable[[], str]] = {
    "another nonce": lambda: token(nonce="another"),
    "no nonce": lambda: token(nonce=None),
    "expired": lambda: token(exp=int(START.timestamp()) - 61),
    "no end": lambda: token(exp=None),
    "endless": lambda: token(exp="never"),
    "of tomorrow": lambda: token(iat=int(START.timestamp()) + 86_400),
    "for another": lambda: token(aud="another"),
    "for many": lambda: token(aud=["vaven", "another"]),
    "for many, asked for by another": lambda: token(aud=["vaven", "another"], azp="another"),
    "for nobody": lambda: token(aud=None),
    "of another issuer": lambda: token(iss="https://id.example.com"),
    "of nobody": lambda: token(sub=""),
    "of a number": lambda: token(sub=7),
    "of an endless name": lambda: token(sub="7" * 256),
    "signed by another": lambda: token(rsa("first")),
    "signed with a secret": lambda: token(SHARED, "HS256"),
    "signed with another algorithm": lambda: token(FIRST, "RS512"),
    "not signed": lambda: "eyJhbGciOiJub25lIn0." + token().split(".")[1] + ".",
    "changed": lambda: token()[:-8] + "AAAAAAAA",
    "no token": lambda: "None",
    "empty": lambda: "",
}


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_other_token_is_refused(made: Callable[[], str]) -> None:
    with refused():
        checked_claims(CITY, made(), NONCE, now=START)


def test_new_keys_are_fetched_once_a_minute_at_most(site: Site) -> None:
    checked_claims(CITY, token(), NONCE, now=START)
    site.keys = [SECOND]

    assert checked_claims(CITY, token(SECOND), NONCE, now=START)["sub"] == "7"

    for _try in range(3):
        with refused():
            checked_claims(CITY, token(FIRST), NONCE, now=START)
    assert site.fetched.count("/keys") == 2
    later = START + NEW_KEYS_AFTER
    with refused():
        checked_claims(CITY, token(FIRST, exp=later.timestamp() + 60), NONCE, now=later)
    assert site.fetched.count("/keys") == 3


def test_what_is_published_is_fetched_once_an_hour(site: Site) -> None:
    for minutes in (0, 30, 59):
        now = START + timedelta(minutes=minutes)
        outside_provider.sign_in_address(CITY, AGREED, now=now)
    assert len(site.fetched) == 2

    outside_provider.sign_in_address(CITY, AGREED, now=START + KEPT_FOR)
    assert len(site.fetched) == 4


@pytest.mark.usefixtures("site")
def test_the_address_carries_the_challenge_and_never_the_verifier() -> None:
    address = outside_provider.sign_in_address(CITY, AGREED, now=START)

    assert address.startswith(f"{ISSUER}/authorise?tenant=1&")
    for part in ("response_type=code", "state=state", "nonce=", "code_challenge_method=S256"):
        assert part in address
    assert AGREED.verifier not in address


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://id.example.com"},
        {"token_endpoint": "http://id.example.org/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": "https://somebody@id.example.org/token"},
        {"jwks_uri": None},
    ],
)
def test_a_provider_that_publishes_something_else_is_not_used(
    site: Site, changes: dict[str, Any]
) -> None:
    site.metadata |= changes

    with refused("outside_down"):
        outside_provider.sign_in_address(CITY, AGREED, now=START)


def test_a_provider_that_does_not_answer_is_said_to_be_down(site: Site) -> None:
    site.is_down = True

    with refused("outside_down"):
        outside_provider.sign_in_address(CITY, AGREED, now=START)


def test_new_keys_that_cannot_be_had_are_said_so(site: Site) -> None:
    checked_claims(CITY, token(), NONCE, now=START)
    site.is_down = True

    with refused("outside_down"):
        checked_claims(CITY, token(SECOND), NONCE, now=START)
