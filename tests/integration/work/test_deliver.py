"""A mail goes where the settings say: to the server as it is asked to be met, or to a file."""

from __future__ import annotations

import stat
from email import message_from_bytes, policy

import pytest
from flask import Flask

from tests.clock import Clock
from tests.integration.work.outbox_events import add_event, events, use_server
from tests.mail_server import Mailbox
from tracker.config import Settings
from tracker.work import deliver
from tracker.work.loop import work_once


def test_a_user_and_password_are_used_where_they_are_set(
    app: Flask, clock: Clock, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_server(app, monkeypatch, mailbox, user="vaven", password="secret")
    with app.app_context():
        add_event(clock.now)

    work_once(app, clock.now)

    assert mailbox.users == ["vaven"]
    assert len(mailbox.letters) == 1


def test_a_wrong_password_sends_nothing_and_is_told(
    app: Flask, clock: Clock, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_server(app, monkeypatch, mailbox, user="vaven", password="wrong")
    with app.app_context():
        add_event(clock.now)

    work_once(app, clock.now)

    assert mailbox.letters == []
    with app.app_context():
        assert events()[0].last_error.startswith("SMTPAuthenticationError")


def test_a_server_without_the_encryption_asked_for_gets_nothing(
    app: Flask, clock: Clock, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_server(app, monkeypatch, mailbox, uses_starttls=True, user="vaven", password="secret")
    with app.app_context():
        add_event(clock.now)

    work_once(app, clock.now)

    assert mailbox.letters == []
    assert mailbox.users == []
    with app.app_context():
        assert "STARTTLS" in events()[0].last_error


def test_without_a_server_a_mail_is_a_file_that_only_its_owner_reads(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings: Settings = app.config["SETTINGS"]
    folder = settings.instance_path / deliver.FOLDER_NAME
    with app.app_context():
        add_event(clock.now)
        message_id = events()[0].message_id

    work_once(app, clock.now)

    (file,) = [path for path in folder.iterdir() if message_id in path.name]
    assert file.name == f"20260302-090000-publication_confirmed-{message_id}.eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["Subject"] == "”Matlaget” är nu öppen för alla"
