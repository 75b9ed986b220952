"""Keeps secrets that must be read again, such as those of apps: without the secret key they say nothing."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tracker.config import Settings
from tracker.errors import NotFoundError


def seal(text: str, settings: Settings) -> str:
    """The text, encrypted and signed."""
    return _box(settings).encrypt(text.encode()).decode()


def unseal(sealed: str, settings: Settings, *, within_s: int | None = None) -> str:
    """The text that was sealed, at most `within_s` seconds ago where that is given.

    Raises:
        NotFoundError: it is too old, or was not sealed here.
    """
    try:
        return _box(settings).decrypt(sealed.encode(), ttl=within_s).decode()
    except InvalidToken:
        raise NotFoundError from None


def _box(settings: Settings) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=b"sealing")
    return Fernet(base64.urlsafe_b64encode(key.derive(settings.secret_key.encode())))
