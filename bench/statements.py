"""Counts the SQL statements behind a page, the first time a process shows it and every later time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from bench.filling import Accounts
from tracker.extensions import db


@dataclass(frozen=True, slots=True)
class Statements:
    """How many statements one page takes."""

    first: int
    later: int


def count_statements(app: Flask, accounts: Accounts, paths: list[str]) -> dict[str, Statements]:
    """Statements by path, signed in as coordinator."""
    client = _signed_in(app, accounts)
    return {
        path: Statements(_count(app, client, path), _count(app, client, path)) for path in paths
    }


def _signed_in(app: Flask, accounts: Accounts) -> FlaskClient:
    client = app.test_client()
    form = {"email": accounts.coordinator, "password": accounts.password, "next": "/"}
    client.post("/sign-in", data={"csrf_token": _token(client), **form})
    return client


def _token(client: FlaskClient) -> str:
    return (
        client.get("/sign-in")
        .text.partition('name="csrf_token"')[2]
        .split('value="')[1]
        .split('"')[0]
    )


def _count(app: Flask, client: FlaskClient, path: str) -> int:
    with _watched(app) as seen:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return len(seen)


@contextmanager
def _watched(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
