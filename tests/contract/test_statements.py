"""However many initiatives there are, a page asks the database the same number of times."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.clock import START
from tests.figures import Figures
from tests.register import add_initiative, add_organisation, add_person, add_report, sign_in
from tracker.access.actors import Actor
from tracker.domain.roles import PlatformRole
from tracker.extensions import db

MOST_STATEMENTS = 12
PAGES = (
    "/",
    "/board",
    "/table",
    "/table?column=target_groups&column=effort_types&sort=title",
    "/board?place=norrby&goal_area=children_youth&q=matlag",
    "/table?q=matlag",
    "/initiatives/new",
    "/initiatives/{id}",
    "/initiatives/{id}/edit",
    "/initiatives/{id}/reports/new",
    "/organisations",
    "/imports",
    "/open",
    "/account",
)


@contextmanager
def _counted(app: Flask) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT")):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _fill(app: Flask, actor: Actor, numbers: range) -> str:
    with app.app_context():
        for number in numbers:
            public_id = add_initiative(actor, f"Matlag {number}", phase="ongoing")
            add_report(actor, public_id, happened="Vi lagade mat.", now=START)
    return str(public_id)


def _counts(app: Flask, client: FlaskClient, public_id: str) -> dict[str, int]:
    counts = {}
    for page in PAGES:
        client.get(page.format(id=public_id))
        with _counted(app) as statements:
            assert client.get(page.format(id=public_id)).status_code == 200
        counts[page] = len(statements)
    return counts


def test_pages_ask_as_often_at_five_times_the_rows(
    app: Flask, plain_client: FlaskClient, figures: Figures
) -> None:
    with app.app_context():
        actor = add_person(
            "Lea Lund", add_organisation("Norrby kök"), platform_roles=[PlatformRole.COORDINATOR]
        )
    sign_in(plain_client, actor)
    public_id = _fill(app, actor, range(12))
    few = _counts(app, plain_client, public_id)
    _fill(app, actor, range(12, 60))

    many = _counts(app, plain_client, public_id)

    assert {page: count for page, count in many.items() if count > few[page]} == {}
    figures.record("pages with the same statements at 5 times the rows", value=len(PAGES))
    figures.worst("statements of the page that asks most", value=max(many.values()))
    assert max(many.values()) <= MOST_STATEMENTS, many
