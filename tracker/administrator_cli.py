"""The commands `tracker administrator`; how the app is made is the command line's to say."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flask import Flask

    from tracker.config import Settings


def administrator_group(make_app: Callable[[], "Flask"]) -> click.Group:
    """The commands, for an app that is made when one is called."""

    @click.group("administrator")
    def administrator() -> None:
        """The people who look after the register."""

    @administrator.command("create")
    @click.option("--email", prompt=True)
    @click.option("--name", prompt=True)
    @click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
    def create(email: str, name: str, language: str) -> None:
        """Make somebody administrator, and print a link for choosing a password."""
        _create(make_app, email, name, language)

    @administrator.command("reset-factors")
    @click.option("--email", prompt=True)
    def reset_factors(email: str) -> None:
        """Take away somebody's app, passkeys and recovery codes, so that they set up new ones."""
        _reset(make_app, email)

    return administrator


def _create(make_app: Callable[[], "Flask"], email: str, name: str, language: str) -> None:
    from email_validator import EmailNotValidError, validate_email

    from tracker.services import people

    try:
        checked = validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as fault:
        raise click.ClickException(f"{email}: {fault}") from None
    app = make_app()
    with app.app_context():
        token = people.create_administrator(name, checked, language=language, now=datetime.now(UTC))
    settings: Settings = app.config["SETTINGS"]
    click.echo(f"{name} is administrator. Choose a password here, once, within 48 hours:")
    click.echo(f"{settings.address}/links/{token}")


def _reset(make_app: Callable[[], "Flask"], email: str) -> None:
    from tracker.errors import NotFoundError
    from tracker.services import second_factors

    with make_app().app_context():
        try:
            second_factors.reset_at_server(email, now=datetime.now(UTC))
        except NotFoundError:
            raise click.ClickException(f"Nobody has the address {email}.") from None
    click.echo("Taken away. At the next sign-in new ones are set up.")
