"""Makes an installation ready to be served: its folder, its secret key, its database, its content."""

import os
import re
import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from tracker.config import Settings
from tracker.domain.demo_city import load_demo_city
from tracker.domain.sample_rows import SamplePerson
from tracker.services import accounts, demo, touchpoint_rebuild

SECRET_KEY_FILE = "secret.key"  # noqa: S105
SIGN_INS_FILE = "demo-sign-ins.txt"
PRIVATE = 0o600
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_REVISION = re.compile(r'^(down_)?revision\b[^=]*=\s*(?:"([^"]+)"|None)', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """One of the demo city's people: what they are there, and how to sign in."""

    part: str
    email: str
    password: str


def prepare_folder(environment: Mapping[str, str]) -> None:
    """Make the instance folder, and a secret key that only this user can read."""
    folder = Path(environment.get("TRACKER_INSTANCE", "instance")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    key_file = folder / SECRET_KEY_FILE
    if not environment.get("SECRET_KEY") and not key_file.exists():
        write_private(key_file, secrets.token_urlsafe(48) + "\n")


def write_private(path: Path, content: str) -> None:
    """Write a file that only this user can read; one that exists is replaced."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "w") as file:
        file.write(content)
    draft.rename(path)


def is_at_head(settings: Settings, migrations: Path) -> bool:
    """Whether the database is of the newest shape, without loading what migrates it."""
    engine = create_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            stands = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except SQLAlchemyError:
        return False
    finally:
        engine.dispose()
    return stands == newest_revision(migrations)


def newest_revision(migrations: Path) -> str | None:
    """The revision that no other one builds on."""
    made: set[str] = set()
    built_on: set[str] = set()
    for path in (migrations / "versions").glob("*.py"):
        for is_down, name in _REVISION.findall(path.read_text(encoding="utf-8")):
            (built_on if is_down else made).add(name)
    heads = made - built_on
    return heads.pop() if len(heads) == 1 else None


def load_demo(app: Flask, *, now: datetime) -> None:
    """Load the demo city with random passwords, kept in a private file, and find where it meets.

    Raises:
        RefusedError: as `services.demo.load`.
    """
    city = load_demo_city(now.date())
    path = _sign_ins_path(app.config["SETTINGS"])
    kept = {row.email: row for row in read_sign_ins(app.config["SETTINGS"])}
    rows = [
        kept.get(person.email) or DemoSignIn(_part(person), person.email, new_password())
        for person in city.people
    ]
    hashes = {row.email: accounts.hash_password(row.password) for row in rows}
    demo.load(city, hashes, now=now)
    write_private(path, "".join(f"{row.email}\t{row.password}\t{row.part}\n" for row in rows))
    touchpoint_rebuild.rebuild(now=now)


def _part(person: SamplePerson) -> str:
    if person.membership is None:
        return ", ".join(role.value for role in person.platform_roles)
    return f"{person.membership.value} of {person.organisation}"


def new_password() -> str:
    """A random password that can be read aloud, about 59 bits strong."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


def read_sign_ins(settings: Settings) -> list[DemoSignIn]:
    """The demo sign-ins of this installation; none where no demo was loaded."""
    path = _sign_ins_path(settings)
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [DemoSignIn(part, email, password) for email, password, part in map(_fields, lines)]


def forget_sign_ins(settings: Settings) -> None:
    """Delete the file of the demo sign-ins."""
    _sign_ins_path(settings).unlink(missing_ok=True)


def _fields(line: str) -> tuple[str, str, str]:
    email, password, part = line.split("\t")
    return email, password, part


def _sign_ins_path(settings: Settings) -> Path:
    return settings.instance_path / SIGN_INS_FILE


class NotEmbeddedError(RuntimeError):
    """The register is not in an embedded database, so that there is no file to copy."""


def copy_embedded_database(settings: Settings, target: Path) -> None:
    """Copy the SQLite database to a new private file, whole and sound, while others write.

    Raises:
        NotEmbeddedError: the register is in another database.
        FileExistsError: there is something at `target` already.
    """
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise NotEmbeddedError
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
    with closing(sqlite3.connect(url.database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
