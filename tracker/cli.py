"""The `tracker` command: prepares, runs and looks after an installation."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.administrator_cli import administrator_group
from tracker.audit_cli import audit_group
from tracker.config import Settings, WeakSettingError
from tracker.import_cli import import_list
from tracker.touchpoint_cli import rebuild_all, touchpoints

if TYPE_CHECKING:
    from flask import Flask

LOOPBACK = "127.0.0.1"
PRIVATE_UMASK = 0o077
"""Database, mails and keys are files that only the user who runs the product may read."""


class Refused(click.ClickException):
    """A wish that cannot be carried out, told as one sentence."""


@click.group()
def main() -> None:
    """Väven: the shared register and board of Socialt hållbart Borås."""
    os.umask(PRIVATE_UMASK)


@main.command()
def prepare() -> None:
    """Make the instance folder, the secret key, the database and the reference data."""
    _prepared(is_told=True)


@main.command()
@click.option("--port", type=int, help="Another port than 8000.")
def run(port: int | None) -> None:
    """Prepare and serve on this machine, with the demo city where the register is empty."""
    from tracker import serving

    began = time.monotonic()
    if port:
        os.environ["TRACKER_ADDRESS"] = f"http://localhost:{port}"
    app = _prepared(is_told=False)
    settings: Settings = app.config["SETTINGS"]
    wanted = serving.port_of(settings)
    _check_port(LOOPBACK, wanted)
    _offer_demo(app)
    _close(app)
    click.echo(f"\nVäven: {settings.address}\n({time.monotonic() - began:.1f} s. Ctrl-C ends it.)")
    serving.serve(host=LOOPBACK, port=wanted, is_working=True)


@main.command()
@click.option("--host", default=LOOPBACK, show_default=True, help="Where to listen.")
@click.option("--port", type=int, default=8000, show_default=True)
@click.option("--work/--no-work", default=None, help="Send mails too. Default: on SQLite.")
def serve(host: str, port: int, *, work: bool | None) -> None:
    """Serve a prepared installation, behind a proxy that speaks HTTPS."""
    from tracker import serving

    settings = _settings()
    _check_port(host, port)
    is_embedded = settings.database_url.startswith("sqlite")
    serving.serve(host=host, port=port, is_working=is_embedded if work is None else work)


@main.command()
def work() -> None:
    """Send what waits in the outbox, until told to stop."""
    from tracker.work.loop import run_until_stopped

    run_until_stopped(_app())


@main.command()
def migrate() -> None:
    """Bring the database to the newest shape."""
    _migrate(_app(), is_told=True)


@main.command()
def seed() -> None:
    """Add goals, places and lists that are missing; what is there is left alone."""
    added = _seed(_app())
    click.echo(f"Reference data: {added} rows added.")


@main.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """Copy the embedded database to a new file, while the product is running."""
    from tracker import installation

    try:
        installation.copy_embedded_database(_settings(), target)
    except FileExistsError:
        raise Refused(f"{target} exists already.") from None
    except installation.NotEmbeddedError:
        raise Refused("This register is in PostgreSQL: use pg_dump.") from None
    click.echo(f"Copied to {target}.")


@main.group()
def demo() -> None:
    """The demo city: invented content to look around in."""


@demo.command("load")
def load_demo() -> None:
    """Fill the register with the demo city."""
    app = _app()
    _load_demo(app)
    _tell_sign_ins(app)


@demo.command("remove")
def remove_demo() -> None:
    """Take the demo city out of the register."""
    from tracker import installation
    from tracker.errors import RefusedError
    from tracker.services import demo as service

    app = _app()
    try:
        with app.app_context():
            service.remove_on_server(now=_now())
    except RefusedError as refused:
        raise Refused(_sentence(app, refused.code)) from None
    installation.forget_sign_ins(app.config["SETTINGS"])
    click.echo("The demo city is removed.")


def _settings() -> Settings:
    try:
        return Settings.from_environment(os.environ)
    except WeakSettingError as weak:
        raise Refused(str(weak)) from None


def _app() -> "Flask":
    settings = _settings()
    from tracker import create_app

    app = create_app(settings)
    click.get_current_context().call_on_close(lambda: _close(app))
    return app


def _now() -> datetime:
    return datetime.now(UTC)


def _prepared(*, is_told: bool) -> "Flask":
    from tracker import installation

    installation.prepare_folder(os.environ)
    app = _app()
    _migrate(app, is_told=is_told)
    _seed(app)
    if is_told:
        click.echo("Ready.")
    return app


def _migrate(app: "Flask", *, is_told: bool) -> None:
    from tracker import http, installation

    folder = Path(http.migrations_folder())
    if installation.is_at_head(app.config["SETTINGS"], folder):
        if is_told:
            click.echo("The database is of the newest shape.")
        return
    click.echo("Bringing the database to the newest shape ...")
    from flask_migrate import upgrade

    with app.app_context():
        upgrade(directory=str(folder))


def _seed(app: "Flask") -> int:
    from tracker.services.seed import seed as add_missing

    with app.app_context():
        return add_missing(now=_now())


def _check_port(host: str, port: int) -> None:
    from tracker import serving

    try:
        serving.check_port(host, port)
    except serving.PortTakenError:
        sentence = f"Port {port} is taken. Is Väven running already? Else choose another: --port."
        raise Refused(sentence) from None


def _offer_demo(app: "Flask") -> None:
    from tracker.queries.register import get_state, is_untouched

    with app.app_context():
        is_wanted = os.environ.get("DEMO", "1") != "0" and is_untouched()
        has_demo = get_state().has_demo
    if is_wanted:
        click.echo("Loading the demo city: everything in it is invented ...")
        _load_demo(app)
    if is_wanted or has_demo:
        _tell_sign_ins(app)
    elif is_wanted is False and not _has_people(app):
        click.echo("Nobody can sign in yet. Make an administrator: tracker administrator create")


def _has_people(app: "Flask") -> bool:
    from tracker.services.person_roles import has_administrator

    with app.app_context():
        return has_administrator()


def _load_demo(app: "Flask") -> None:
    from tracker import installation
    from tracker.errors import RefusedError

    try:
        with app.app_context():
            installation.load_demo(app, now=_now())
    except RefusedError as refused:
        raise Refused(_sentence(app, refused.code)) from None


def _tell_sign_ins(app: "Flask") -> None:
    from tracker import installation

    rows = installation.read_sign_ins(app.config["SETTINGS"])
    if not rows:
        return
    click.echo("\nSign in to the demo city as:")
    width = max(len(row.email) for row in rows)
    for row in rows:
        click.echo(f"  {row.email:<{width}}  {row.password}  {row.part}")


def _sentence(app: "Flask", code: str) -> str:
    from tracker.refusals import refusal

    with app.test_request_context(headers={"Accept-Language": "en"}):
        return refusal(code)


def _close(app: "Flask") -> None:
    """Let go of the database before the server makes its own processes."""
    from tracker.extensions import db

    with app.app_context():
        db.session.remove()
        db.engine.dispose()


main.add_command(administrator_group(_app))
main.add_command(audit_group(_app))
main.add_command(import_list(_app))
touchpoints.add_command(rebuild_all(_app))
main.add_command(touchpoints)
