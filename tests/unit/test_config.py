"""Settings come from the environment, once; a missing or weak one stops the start with advice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tracker.config import MINIMUM_SECRET_LENGTH, Settings, WeakSettingError
from tracker.domain.ways_in import WayIn

SECRET = "s" * MINIMUM_SECRET_LENGTH


def settings(tmp_path: Path, **environment: str) -> Settings:
    return Settings.from_environment(
        {"TRACKER_INSTANCE": str(tmp_path), "SECRET_KEY": SECRET, **environment}
    )


def test_a_new_installation_needs_nothing_but_its_secret(tmp_path: Path) -> None:
    found = settings(tmp_path)

    assert found.database_url == f"sqlite:///{tmp_path / 'vaven.sqlite3'}"
    assert found.address == "http://localhost:8000"
    assert found.mail.host is None
    assert found.has_public_pages
    assert found.is_indexed
    assert found.proxy_hops == 0
    assert not found.is_https
    assert not found.is_testing


def test_the_secret_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text(SECRET + "\n")

    found = Settings.from_environment({"TRACKER_INSTANCE": str(tmp_path)})

    assert found.secret_key == SECRET


def test_the_environments_secret_goes_before_the_files(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("f" * 64)

    assert settings(tmp_path).secret_key == SECRET


@pytest.mark.parametrize("secret", ["", "short", "s" * (MINIMUM_SECRET_LENGTH - 1)])
def test_a_missing_or_short_secret_stops_the_start_and_says_what_to_do(
    tmp_path: Path, secret: str
) -> None:
    with pytest.raises(WeakSettingError, match="SECRET_KEY.*tracker prepare"):
        settings(tmp_path, SECRET_KEY=secret)


@pytest.mark.parametrize("scheme", ["postgres://", "postgresql://", "postgresql+psycopg://"])
def test_postgresql_is_reached_by_the_driver_we_ship(tmp_path: Path, scheme: str) -> None:
    found = settings(tmp_path, DATABASE_URL=f"{scheme}vaven@db.internal/vaven")

    assert found.database_url == "postgresql+psycopg://vaven@db.internal/vaven"


@pytest.mark.parametrize(
    ("address", "is_https"),
    [("https://vaven.boras.se/", True), ("http://vaven.internal", False)],
)
def test_the_address_says_whether_cookies_travel_by_https_alone(
    tmp_path: Path, address: str, is_https: bool
) -> None:
    found = settings(tmp_path, TRACKER_ADDRESS=address)

    assert found.address == address.rstrip("/")
    assert found.is_https is is_https


@pytest.mark.parametrize(
    ("text", "is_on"),
    [("1", True), ("true", True), ("YES", True), (" 0 ", False), ("False", False), ("no", False)],
)
def test_a_switch_is_read_in_the_usual_ways(tmp_path: Path, text: str, is_on: bool) -> None:
    assert settings(tmp_path, TRACKER_PUBLIC_PAGES=text).has_public_pages is is_on
    assert settings(tmp_path, TRACKER_SEARCH_ENGINES=text).is_indexed is is_on


@pytest.mark.parametrize("text", ["", "on", "2", "ja"])
def test_a_switch_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(WeakSettingError, match="TRACKER_PUBLIC_PAGES"):
        settings(tmp_path, TRACKER_PUBLIC_PAGES=text)


@pytest.mark.parametrize("text", ["", "-1", "1.5", "one", "²"])
def test_a_number_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(WeakSettingError, match="TRACKER_PROXY_HOPS"):
        settings(tmp_path, TRACKER_PROXY_HOPS=text)


def test_how_long_sessions_live_can_be_chosen(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        TRACKER_IDLE_HOURS="2",
        TRACKER_SESSION_DAYS="7",
        TRACKER_COORDINATOR_SESSION_HOURS="4",
    )

    assert found.session_idle == timedelta(hours=2)
    assert found.session_absolute == timedelta(days=7)
    assert found.coordinator_session_absolute == timedelta(hours=4)


def test_coordinators_sessions_are_the_shortest(tmp_path: Path) -> None:
    found = settings(tmp_path)

    assert found.coordinator_session_absolute < found.session_idle < found.session_absolute


def test_the_mail_server_is_read_whole(tmp_path: Path) -> None:
    mail = settings(
        tmp_path,
        SMTP_HOST="mail.internal",
        SMTP_PORT="2525",
        SMTP_USER="vaven",
        SMTP_PASSWORD="secret",
        SMTP_STARTTLS="0",
        MAIL_FROM="vaven@boras.se",
    ).mail

    assert (mail.host, mail.port, mail.user) == ("mail.internal", 2525, "vaven")
    assert (mail.password, mail.uses_starttls, mail.sender) == ("secret", False, "vaven@boras.se")


def test_mail_travels_encrypted_unless_somebody_decides_otherwise(tmp_path: Path) -> None:
    assert settings(tmp_path, SMTP_HOST="mail.internal").mail.uses_starttls


def test_how_long_things_are_kept_is_a_setting_each(tmp_path: Path) -> None:
    found = settings(tmp_path, TRACKER_KEEP_SIGN_INS_DAYS="90", TRACKER_KEEP_LISTS_DAYS="0")

    assert (found.keeping.sign_ins_days, found.keeping.lists_days) == (90, 0)
    assert found.keeping.closed_accounts_days == 730
    assert found.audit_head_to == ""
    assert found.files_place == "database"


def test_passkeys_belong_to_the_host_of_the_address(tmp_path: Path) -> None:
    found = settings(tmp_path, TRACKER_ADDRESS="https://vaven.example.se:8443/")

    assert found.passkey_domain == "vaven.example.se"
    assert found.origin == "https://vaven.example.se:8443"


def test_passkeys_may_belong_to_a_domain_above_it_and_to_no_other(tmp_path: Path) -> None:
    address = "https://vaven.example.se"
    found = settings(tmp_path, TRACKER_ADDRESS=address, TRACKER_PASSKEY_DOMAIN="example.se")

    assert found.passkey_domain == "example.se"
    for domain in ("se", "example.org", "ven.example.se"):
        with pytest.raises(WeakSettingError, match="TRACKER_PASSKEY_DOMAIN"):
            settings(tmp_path, TRACKER_ADDRESS=address, TRACKER_PASSKEY_DOMAIN=domain)


OIDC = {
    "TRACKER_OIDC_ISSUER": "https://id.example.org",
    "TRACKER_OIDC_CLIENT_ID": "vaven",
}


def test_a_provider_is_a_way_in_as_soon_as_it_is_named(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        **OIDC,
        TRACKER_OIDC_STRONG="mfa hwk",
        TRACKER_OIDC_CLAIM="department",
        TRACKER_OIDC_ORGANISATIONS="kultur = Kulturförvaltningen; *=Borås stad;",
        TRACKER_OIDC_TRUSTS_ADDRESSES="1",
    )

    assert WayIn.OIDC in found.ways_in
    assert found.outside is not None
    assert found.outside.strong == {"mfa", "hwk"}
    assert found.outside.scopes == "openid email profile"
    assert found.outside.trusts_addresses
    assert found.outside.organisations == (
        ("kultur", "Kulturförvaltningen"),
        ("*", "Borås stad"),
    )
    assert settings(tmp_path).outside is None


def test_a_provider_can_be_named_and_switched_off(tmp_path: Path) -> None:
    found = settings(tmp_path, **OIDC, TRACKER_WAYS_IN="email_code")

    assert found.ways_in == {WayIn.EMAIL_CODE}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRACKER_OIDC_ISSUER", "http://id.example.org"),
        ("TRACKER_OIDC_ISSUER", "https://id.example.org?tenant=1"),
        ("TRACKER_OIDC_ISSUER", "https://somebody@id.example.org"),
        ("TRACKER_OIDC_ISSUER", "https://[id.example.org"),
        ("TRACKER_OIDC_ISSUER", "id.example.org"),
        ("TRACKER_OIDC_CLIENT_ID", " "),
        ("TRACKER_OIDC_CLIENT_SECRET", "short"),
        ("TRACKER_OIDC_SCOPES", "email"),
        ("TRACKER_OIDC_ORGANISATIONS", "kultur"),
        ("TRACKER_OIDC_ORGANISATIONS", "kultur="),
        ("TRACKER_OIDC_CLAIM", ""),
        ("TRACKER_OIDC_TRUSTS_ADDRESSES", "perhaps"),
    ],
)
def test_a_provider_with_a_weak_setting_stops_the_start(
    tmp_path: Path, name: str, value: str
) -> None:
    told = {**OIDC, "TRACKER_OIDC_CLAIM": "d", "TRACKER_OIDC_ORGANISATIONS": "a=b", name: value}

    with pytest.raises(WeakSettingError, match=name):
        settings(tmp_path, **told)


def test_a_way_in_without_its_provider_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(WeakSettingError, match="TRACKER_OIDC_ISSUER"):
        settings(tmp_path, TRACKER_WAYS_IN="email_code oidc")


@pytest.mark.parametrize("place", ["database", "file:///srv/files", "s3://vaven/files"])
def test_files_lie_where_it_is_said(tmp_path: Path, place: str) -> None:
    assert settings(tmp_path, TRACKER_FILES=place).files_place == place


@pytest.mark.parametrize("place", ["/srv/files", "http://example.org", "s3://", "file://x y"])
def test_a_place_that_is_none_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(WeakSettingError, match="TRACKER_FILES"):
        settings(tmp_path, TRACKER_FILES=place)
