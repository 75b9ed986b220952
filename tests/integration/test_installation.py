"""What an installation consists of: a private key, a database of the newest shape, sign-ins."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from tests.product import settings_for
from tracker import installation
from tracker.http import migrations_folder


def test_the_newest_revision_is_the_one_that_no_other_builds_on(tmp_path: Path) -> None:
    versions = tmp_path / "versions"
    versions.mkdir()
    (versions / "1.py").write_text('revision = "first"\ndown_revision = None\n')
    (versions / "2.py").write_text('revision: str = "second"\ndown_revision: str = "first"\n')

    assert installation.newest_revision(tmp_path) == "second"

    (versions / "3.py").write_text('revision = "branch"\ndown_revision = "first"\n')
    assert installation.newest_revision(tmp_path) is None


def test_a_migrated_database_is_at_the_head_and_an_empty_one_is_not(
    app: Flask, empty_database: str, tmp_path: Path
) -> None:
    folder = Path(migrations_folder())

    assert installation.is_at_head(app.config["SETTINGS"], folder)
    assert not installation.is_at_head(settings_for(empty_database, tmp_path), folder)


def test_a_given_key_is_not_written_down(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    installation.prepare_folder({"TRACKER_INSTANCE": str(folder), "SECRET_KEY": "x" * 40})

    assert list(folder.iterdir()) == []


def test_a_private_file_is_private_from_its_first_byte(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("old")
    path.chmod(0o666)

    installation.write_private(path, "new")

    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]


def test_passwords_are_random_and_can_be_read_aloud() -> None:
    passwords = {installation.new_password() for _ in range(100)}

    assert len(passwords) == 100
    assert not any(set(password) & set("il1o0") for password in passwords)


def test_sign_ins_are_read_back_and_forgotten(tmp_path: Path) -> None:
    settings = settings_for("sqlite://", tmp_path)
    assert installation.read_sign_ins(settings) == []

    path = tmp_path / installation.SIGN_INS_FILE
    installation.write_private(path, "a@demo.example\tsecret\tcoordinator\n")
    assert installation.read_sign_ins(settings) == [
        installation.DemoSignIn("coordinator", "a@demo.example", "secret")
    ]

    installation.forget_sign_ins(settings)
    installation.forget_sign_ins(settings)
    assert not path.exists()


def test_a_backup_holds_what_was_kept_and_never_overwrites(
    app: Flask, engine_name: str, tmp_path: Path
) -> None:
    target = tmp_path / "backup.sqlite3"
    if engine_name == "postgresql":
        with pytest.raises(installation.NotEmbeddedError):
            installation.copy_embedded_database(app.config["SETTINGS"], target)
        return

    installation.copy_embedded_database(app.config["SETTINGS"], target)

    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("SELECT count(*) FROM goals").fetchone() == (13,)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        installation.copy_embedded_database(app.config["SETTINGS"], target)
