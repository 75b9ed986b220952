"""The command `tracker audit`: proves the audit trail whole, and prints its head to be kept elsewhere."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flask import Flask

    from tracker.services.audit_verify import Fault

_SENTENCES = {
    "entry_changed": "Entry {id} is not as it was written.",
    "not_following": "Entry {id} does not follow the one before: some are missing, moved or added.",
    "unreadable": "The trail cannot be read after entry {id}.",
    "value_changed": "Entry {id}: the value of “{field}” is not as it was written.",
    "value_missing": "Entry {id}: the value of “{field}” is gone.",
    "value_added": "Entry {id}: somebody has added a value of “{field}”.",
    "emptied_untold": "Entry {id}: “{field}” is emptied, and no entry says who did it.",
    "head_differs": "The register keeps another head: entries are missing at the end, or added.",
    "expected_missing": "The head that you gave is not in the chain: it was written anew.",
}


def audit_group(make_app: "Callable[[], Flask]") -> click.Group:
    """The commands, for the app that `make_app` gives once it is called."""

    @click.group("audit")
    def group() -> None:
        """The trail of who did what."""

    @group.command("head")
    def head() -> None:
        """Print the head of the chain: keep it where nobody of the product can change it."""
        from tracker.services.audit_verify import read_head

        with make_app().app_context():
            click.echo(read_head().hash)

    @group.command("verify")
    @click.option("--expect", default="", help="A head printed or mailed earlier.")
    def verify_trail(expect: str) -> None:
        """Prove that no entry was changed, removed or added; ends with 1 where one was."""
        from tracker.services.audit_verify import verify

        with make_app().app_context():
            verified = verify(expected=expect.strip().lower())
        for fault in verified.faults:
            click.echo(_sentence(fault), err=True)
        emptied = f", {verified.emptied} of them emptied" if verified.emptied else ""
        click.echo(f"{verified.entries} entries, {verified.values} values{emptied}.")
        if verified.head_at is not None:
            click.echo(f"Head: {verified.head}\nWritten: {verified.head_at:%Y-%m-%d %H:%M:%S} UTC")
        if verified.faults:
            raise click.ClickException("The audit trail is not whole.")
        click.echo("The audit trail is whole.")

    return group


def _sentence(fault: "Fault") -> str:
    return _SENTENCES[fault.kind.value].format(id=fault.entry_id, field=fault.field)
