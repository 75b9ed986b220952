"""The command `tracker work`; how the app is made is the command line's to say."""

from collections.abc import Callable

import click
from flask import Flask

from tracker.work.daily import begin_day
from tracker.work.loop import run_until_stopped, work_once


def work_command(make_app: Callable[[], Flask]) -> click.Command:
    """The command, for an app that is made when it is called."""

    @click.command("work")
    @click.option("--once", is_flag=True, help="Do what is due now, and end.")
    def work(once: bool) -> None:  # noqa: FBT001 - a flag of the command line
        """Send the mails that wait, and go on until stopped. Run as many of these as you like."""
        app = make_app()
        if once:
            now = app.extensions["clock"]()
            begin_day(app, now)
            click.echo(work_once(app, now))
        else:
            run_until_stopped(app)

    return work
