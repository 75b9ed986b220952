"""The app as it is made: every area registered, every endpoint guarded, its cookies strict."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.product import settings_for
from tracker import create_app, http
from tracker.http import UnguardedEndpointError


def test_an_app_for_https_has_a_cookie_that_no_other_site_can_set(tmp_path: Path) -> None:
    settings = settings_for(f"sqlite:///{tmp_path / 'register.sqlite3'}", tmp_path)
    app = create_app(replace(settings, is_https=True, address="https://vaven.example"))

    assert app.config["SESSION_COOKIE_NAME"] == "__Host-vaven"
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert app.config["SESSION_COOKIE_HTTPONLY"] is True
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_an_app_with_an_endpoint_that_nobody_guards_does_not_start(tmp_path: Path) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'register.sqlite3'}", tmp_path))
    app.add_url_rule("/open-by-accident", "accident", lambda: "")

    with pytest.raises(UnguardedEndpointError, match="accident"):
        http.refuse_unguarded(app)
