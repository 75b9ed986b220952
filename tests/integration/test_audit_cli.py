"""`tracker audit` prints the head, proves the trail, and says in sentences what is wrong with it."""

from __future__ import annotations

from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from tests.register import add_initiative
from tests.town import Town
from tracker.audit_cli import _SENTENCES, audit_group
from tracker.extensions import db
from tracker.services.audit_verify import FaultKind, read_head


def run(app: Flask, *words: str) -> Result:
    return CliRunner().invoke(audit_group(lambda: app), list(words))


def test_the_head_is_printed_and_a_whole_trail_holds_it(app: Flask, town: Town) -> None:
    with app.app_context():
        add_initiative(town.lea, "Matlaget")
    head = run(app, "head").output.strip()
    verified = run(app, "verify", "--expect", head.upper())

    with app.app_context():
        assert head == read_head().hash
    assert verified.exit_code == 0, verified.output
    assert f"Head: {head}\nWritten: 2026-03-02 09:00:00 UTC" in verified.output
    assert "The audit trail is whole." in verified.output


def test_a_trail_that_is_not_whole_ends_with_one(app: Flask, town: Town) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE register_state SET head_hash = 'x'"))
    verified = run(app, "verify", "--expect", "y")

    assert verified.exit_code == 1
    assert "The register keeps another head" in verified.output
    assert "The head that you gave is not in the chain" in verified.output
    assert "The audit trail is not whole." in verified.output


def test_every_fault_has_a_sentence() -> None:
    assert set(_SENTENCES) == {kind.value for kind in FaultKind}
