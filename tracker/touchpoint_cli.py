"""The command `tracker touchpoints`: ranks the pairs of a file with the engine of the product."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flask import Flask

    from tracker.domain.touchpoints.initiatives import ComparedInitiative
    from tracker.domain.touchpoints.ranking import Touchpoint

_COLUMNS = ("a", "b", "score", "kind", "reasons")


@click.group("touchpoints")
def touchpoints() -> None:
    """Where initiatives meet."""


@touchpoints.command("rank")
@click.argument("initiatives", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The CSV file to write.",
)
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
def rank_file(initiatives: Path, output: Path, language: str) -> None:
    """Rank all pairs of a file with one initiative as JSON on each line; needs no database."""
    from tracker.domain.touchpoints.ranking import rank

    found = rank(_read(initiatives))
    try:
        with output.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_COLUMNS)
            writer.writerows(_rows(found, language))
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from None
    click.echo(f"{len(found)} pairs share days and a place: {output}")


def rebuild_all(make_app: "Callable[[], Flask]") -> click.Command:
    """The command, for the app that `make_app` gives once it is called."""

    @click.command("rebuild")
    def command() -> None:
        """Find all touchpoints anew; what is decided and said about them stays."""
        from tracker.services.touchpoint_rebuild import rebuild

        app = make_app()
        with app.app_context(), click.progressbar(length=100, label="Comparing") as bar:
            rebuilt = rebuild(
                now=datetime.now(UTC),
                on_progress=lambda done, of: bar.update(100 * done // max(1, of) - bar.pos),
            )
        click.echo(f"{rebuilt.initiatives} initiatives meet in {rebuilt.touchpoints} touchpoints.")

    return command


def _read(path: Path) -> list["ComparedInitiative"]:
    from tracker.domain.touchpoints.initiatives import initiative_of

    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise click.ClickException(f"{path} is no text in UTF-8.") from None
    initiatives = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                initiatives.append(initiative_of(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                sentence = f"Line {number} of {path} is no initiative: {error!r}"
                raise click.ClickException(sentence) from None
    return initiatives


def _rows(found: Sequence["Touchpoint"], language: str) -> Iterator[tuple[str, ...]]:
    from flask import Flask
    from flask_babel import Babel

    from tracker.domain.reference_data import load_reference_data
    from tracker.domain.roles import ListCode
    from tracker.touchpoint_sentences import sentence

    names = {
        entry.code: entry.name_sv if language == "sv" else entry.name_en
        for entry in load_reference_data().list_entries
        if entry.list_code == ListCode.TARGET_GROUP
    }
    speaker = Flask("tracker")
    Babel(speaker, default_locale=language)
    with speaker.app_context():
        for each in found:
            reasons = [sentence(why, language=language, names=names) for why in each.reasons]
            first, last = sorted((each.one.id, each.other.id))
            yield first, last, f"{each.score:.5f}", each.kind.value, "; ".join(reasons)
