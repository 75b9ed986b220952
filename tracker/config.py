"""Reads the settings from the environment, once, and refuses to start on a missing or weak one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from tracker.domain.retention import Keeping
from tracker.domain.ways_in import SWITCHABLE_WAYS, WayIn
from tracker.outside_settings import OutsideProvider, outside_provider
from tracker.weak_settings import LOOPBACK, WeakSettingError

__all__ = ["LOOPBACK", "MINIMUM_SECRET_LENGTH", "MailServer", "Settings", "WeakSettingError"]

MINIMUM_SECRET_LENGTH = 32


_FILES_PLACE = re.compile(r"file:///\S+|s3://[a-z0-9][a-z0-9.-]+(/\S*)?")


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over; `host` None means that mails are written as files."""

    host: str | None
    port: int
    user: str | None
    password: str | None
    uses_starttls: bool
    sender: str


@dataclass(frozen=True)
class Settings:
    """Everything that differs between installations."""

    instance_path: Path
    database_url: str
    secret_key: str
    address: str
    mail: MailServer
    has_public_pages: bool = True
    is_indexed: bool = True
    proxy_hops: int = 0
    is_https: bool = False
    session_idle: timedelta = timedelta(hours=12)
    session_absolute: timedelta = timedelta(days=30)
    coordinator_session_absolute: timedelta = timedelta(hours=8)
    ways_in: frozenset[WayIn] = frozenset({WayIn.EMAIL_CODE, WayIn.PASSWORD, WayIn.PASSKEY})
    second_factor: bool = True
    prove_again_after: timedelta = timedelta(minutes=15)
    data_protection_contact: str = ""
    audit_head_to: str = ""
    files_place: str = "database"
    keeping: Keeping = field(default_factory=Keeping)
    passkey_domain: str = "localhost"
    outside: OutsideProvider | None = None
    is_testing: bool = False

    @property
    def is_local(self) -> bool:
        """Whether it is served for this machine alone."""
        return urlsplit(self.address).hostname in LOOPBACK

    @property
    def origin(self) -> str:
        """What browsers call the place of our address: scheme, host and port."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def index_path(self) -> Path:
        """Where this machine keeps what makes finding touchpoints quick."""
        return self.instance_path / "touchpoints"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the settings.

        Raises:
            WeakSettingError: a value is missing, malformed or weak.
        """
        instance_path = Path(environment.get("TRACKER_INSTANCE", "instance")).resolve()
        address = environment.get("TRACKER_ADDRESS", "http://localhost:8000").rstrip("/")
        return cls(
            instance_path=instance_path,
            database_url=_database_url(environment, instance_path),
            secret_key=_secret_key(environment, instance_path),
            address=address,
            mail=_mail_server(environment),
            has_public_pages=_switch(environment, "TRACKER_PUBLIC_PAGES", default="1"),
            is_indexed=_switch(environment, "TRACKER_SEARCH_ENGINES", default="1"),
            proxy_hops=_number(environment, "TRACKER_PROXY_HOPS", default=0),
            data_protection_contact=environment.get("TRACKER_DATA_PROTECTION_CONTACT", "").strip(),
            audit_head_to=environment.get("TRACKER_AUDIT_HEAD_TO", "").strip(),
            files_place=_files_place(environment),
            keeping=_keeping(environment),
            ways_in=_ways_in(environment),
            second_factor=_switch(environment, "TRACKER_SECOND_FACTOR", default="1"),
            outside=outside_provider(environment),
            passkey_domain=_passkey_domain(environment, address),
            prove_again_after=timedelta(
                minutes=_number(environment, "TRACKER_PROVE_AGAIN_MINUTES", default=15)
            ),
            is_https=address.startswith("https://"),
            session_idle=timedelta(hours=_number(environment, "TRACKER_IDLE_HOURS", default=12)),
            session_absolute=timedelta(
                days=_number(environment, "TRACKER_SESSION_DAYS", default=30)
            ),
            coordinator_session_absolute=timedelta(
                hours=_number(environment, "TRACKER_COORDINATOR_SESSION_HOURS", default=8)
            ),
        )


def _database_url(environment: Mapping[str, str], instance_path: Path) -> str:
    url = environment.get("DATABASE_URL") or f"sqlite:///{instance_path / 'vaven.sqlite3'}"
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _secret_key(environment: Mapping[str, str], instance_path: Path) -> str:
    key_file = instance_path / "secret.key"
    key = environment.get("SECRET_KEY") or (
        key_file.read_text().strip() if key_file.exists() else ""
    )
    if len(key) < MINIMUM_SECRET_LENGTH:
        message = (
            f"SECRET_KEY must be at least {MINIMUM_SECRET_LENGTH} characters. "
            "`tracker prepare` writes a random one to the instance folder."
        )
        raise WeakSettingError(message)
    return key


def _keeping(environment: Mapping[str, str]) -> Keeping:
    """For how long what is kept: TRACKER_KEEP_SIGN_INS_DAYS and the like."""
    return Keeping(
        **{
            each.name: _number(
                environment,
                f"TRACKER_KEEP_{each.name.upper()}",
                default=int(getattr(Keeping, each.name)),
            )
            for each in fields(Keeping)
        }
    )


def _files_place(environment: Mapping[str, str]) -> str:
    place = environment.get("TRACKER_FILES", "").strip() or "database"
    if place != "database" and not _FILES_PLACE.fullmatch(place):
        message = f"TRACKER_FILES must be database, file:///a/folder or s3://bucket, not {place!r}."
        raise WeakSettingError(message)
    return place


def _mail_server(environment: Mapping[str, str]) -> MailServer:
    return MailServer(
        host=environment.get("SMTP_HOST") or None,
        port=_number(environment, "SMTP_PORT", default=587),
        user=environment.get("SMTP_USER") or None,
        password=environment.get("SMTP_PASSWORD") or None,
        uses_starttls=_switch(environment, "SMTP_STARTTLS", default="1"),
        sender=environment.get("MAIL_FROM", "vaven@localhost"),
    )


def _ways_in(environment: Mapping[str, str]) -> frozenset[WayIn]:
    has_provider = bool(environment.get("TRACKER_OIDC_ISSUER", "").strip())
    usual = "email_code password passkey" + (" oidc" if has_provider else "")
    named = environment.get("TRACKER_WAYS_IN", usual).split()
    known = {way.value: way for way in SWITCHABLE_WAYS}
    if not named or not known.keys() >= set(named):
        message = f"TRACKER_WAYS_IN must name some of {', '.join(known)}, with blanks between."
        raise WeakSettingError(message)
    if WayIn.OIDC in named and not has_provider:
        message = "TRACKER_WAYS_IN names oidc, which wants TRACKER_OIDC_ISSUER."
        raise WeakSettingError(message)
    return frozenset(known[name] for name in named)


def _passkey_domain(environment: Mapping[str, str], address: str) -> str:
    """What passkeys are bound to: the host of our address, or a domain above it."""
    host = urlsplit(address).hostname or ""
    domain = environment.get("TRACKER_PASSKEY_DOMAIN", "").strip().lower() or host
    if host != domain and not (host.endswith(f".{domain}") and "." in domain):
        message = f"TRACKER_PASSKEY_DOMAIN must be {host} or a domain above it, not {domain!r}."
        raise WeakSettingError(message)
    return domain


def _switch(environment: Mapping[str, str], name: str, *, default: str) -> bool:
    value = environment.get(name, default).strip().lower()
    if value not in {"0", "1", "true", "false", "yes", "no"}:
        message = f"{name} must be 1 or 0, not {value!r}."
        raise WeakSettingError(message)
    return value in {"1", "true", "yes"}


def _number(environment: Mapping[str, str], name: str, *, default: int) -> int:
    value = environment.get(name, str(default))
    if not value.isdecimal():
        message = f"{name} must be a whole number, not {value!r}."
        raise WeakSettingError(message)
    return int(value)
