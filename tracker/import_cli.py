"""The command `tracker import`: asks before it saves; what it does is in import_command.py."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flask import Flask

    from tracker.access.actors import Actor
    from tracker.import_command import Looked


def import_list(make_app: "Callable[[], Flask]") -> click.Command:
    """The command, for the app that `make_app` gives once it is called."""

    @click.command("import")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--as", "email", required=True, help="The address of who reads it in.")
    @click.option("--organisation", default="", help="Whose initiatives they are, by name.")
    @click.option("--sheet", default="", help="The sheet of the workbook. Default: the likeliest.")
    @click.option("--mapping", default="", help="A choice of columns saved before, by name.")
    @click.option("--save-as", default="", help="Keep this choice of columns under a name.")
    @click.option("--dry-run", is_flag=True, help="Only say what would be saved.")
    @click.option("--yes", is_flag=True, help="Save without asking.")
    def command(file: Path, email: str, *, dry_run: bool, yes: bool, **said: str) -> None:
        """Read in a list (Excel or CSV). Ends with 1 where rows are to be corrected."""
        from tracker import import_command

        wish = import_command.Wish(file, **said)
        app = make_app()
        try:
            with import_command.speaking_to(app, email) as actor:
                looked = import_command.look(actor, wish, now=datetime.now(UTC))
                click.echo("\n".join(looked.sentences))
                click.echo(_decided(actor, looked, is_dry=dry_run, is_agreed=yes))
        except import_command.ImportRefusedError as refused:
            raise click.ClickException(str(refused)) from None
        if looked.faults:
            sys.exit(1)

    return command


def _decided(actor: "Actor", looked: "Looked", *, is_dry: bool, is_agreed: bool) -> str:
    """Save or forget the list, as the person says; nothing is left behind where they break off."""
    from tracker import import_command

    try:
        if looked.to_save and not is_dry:
            is_agreed = is_agreed or click.confirm(import_command.question(looked))
            if is_agreed:
                return import_command.save(actor, looked, now=datetime.now(UTC))
    except click.Abort:
        import_command.forget(actor, looked)
        raise
    return import_command.forget(actor, looked)
