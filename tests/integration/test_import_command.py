"""`tracker import` reads a list in as the web does, says so in sentences, and asks first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from tests.lists import foreign_list, foreign_row, semicolons, titles, workbook
from tests.register import change_row
from tests.town import Town
from tracker.domain.importing.fields import ImportField
from tracker.extensions import db
from tracker.import_cli import import_list
from tracker.models import ImportFile, ImportMapping, Person
from tracker.queries import imports

Run = Callable[..., Result]
CIM, LEA, MIA = "cim@example.org", "lea@example.org", "mia@example.org"
RIGHT = semicolons("Insats;Start", "Cykelskola;2025-04-01")
WRONG = semicolons("Insats;Start", "Cykelskola;2025-04-01", "Skidskola;2025-02-31")


@pytest.fixture
def run(app: Flask, town: Town, tmp_path: Path) -> Run:
    def invoke(content: bytes, *words: str, text: str = "", name: str = "lista.csv") -> Result:
        path = tmp_path / name
        path.write_bytes(content)
        return CliRunner().invoke(import_list(lambda: app), [str(path), *words], input=text)

    return invoke


def saved(app: Flask) -> list[str]:
    with app.app_context():
        return titles()


def test_a_list_is_saved_without_a_question_where_that_is_said(app: Flask, run: Run) -> None:
    result = run(RIGHT, "--as", LEA, "--yes")

    assert (result.exit_code, saved(app)) == (0, ["Cykelskola"])
    assert "Insats → Name" in result.output
    assert "New: 1" in result.output
    assert result.output.endswith("1 initiative was saved.\n")


def test_each_fault_is_a_sentence_with_its_row_and_column(app: Flask, run: Run) -> None:
    result = run(WRONG, "--as", LEA, "--yes")

    assert result.exit_code == 1, "whoever runs it by a script is told"
    assert (
        "Row 3, Start: There is no such day: 2025-02-31. "
        "Right would be, for example: 2025-02-28." in result.output
    )
    assert saved(app) == ["Cykelskola"]


def test_it_speaks_the_language_of_the_person(app: Flask, town: Town, run: Run) -> None:
    with app.app_context():
        change_row(db.session.get_one(Person, town.lea.person_id), language="sv")

    result = run(WRONG, "--as", LEA, "--yes")

    assert "Rad 3, Start: Den dagen finns inte: 2025-02-31." in result.output
    assert result.output.endswith("1 insats har sparats.\n")


@pytest.mark.parametrize(("answer", "count"), [("y\n", 1), ("n\n", 0), ("", 0)])
def test_it_asks_before_it_saves(app: Flask, run: Run, answer: str, count: int) -> None:
    result = run(RIGHT, "--as", LEA, text=answer)

    assert "Save 1 initiative?" in result.output
    assert len(saved(app)) == count


def test_a_dry_run_saves_nothing_and_leaves_nothing(app: Flask, run: Run) -> None:
    result = run(RIGHT, "--as", LEA, "--dry-run")

    assert (result.exit_code, saved(app)) == (0, [])
    assert result.output.endswith("Nothing was saved.\n")
    with app.app_context():
        assert not db.session.scalars(select(ImportFile)).all()


def test_a_second_time_there_is_nothing_to_save(app: Flask, run: Run) -> None:
    run(RIGHT, "--as", LEA, "--yes")

    result = run(RIGHT, "--as", LEA, "--yes")

    assert "Unchanged: 1" in result.output
    assert result.output.endswith("Nothing was saved.\n")


def test_an_organisation_a_sheet_and_saved_columns_are_chosen_by_name(
    app: Flask, town: Town, run: Run
) -> None:
    with app.app_context():
        from tests.lists import look_through

        look_through(
            town.cim,
            workbook(Två=[("Vad", "Text"), ("Fiske", "Vi fiskar")]),
            organisation=town.school,
            fields={"Vad": ImportField.TITLE, "Text": ImportField.PURPOSE},
        )
        file = db.session.scalars(select(ImportFile)).one()
        from tracker.database import transaction

        with transaction() as session:
            session.add(
                ImportMapping(person_id=town.cim.person_id, name="Våra", columns=file.mapping)
            )
    content = workbook(
        Ett=[("Insats", "Ort"), ("A", "Norrby"), ("B", "Hulta")],
        Två=[("Vad", "Text"), ("Fiske", "Vi fiskar")],
    )

    result = run(
        content, "--as", CIM, "--organisation", "skolan", "--sheet", "Två", "--mapping", "Våra",
        "--yes", name="lista.xlsx",
    )  # fmt: skip

    assert result.exit_code == 0, result.output
    assert "Text → What should change" in result.output
    assert saved(app) == ["Fiske"]


def test_the_choice_of_columns_is_kept_by_name(app: Flask, town: Town, run: Run) -> None:
    run(RIGHT, "--as", LEA, "--save-as", "Våra", "--yes")

    with app.app_context():
        assert [name for name, _columns in imports.list_mappings(town.lea)] == ["Våra"]


@pytest.mark.parametrize(
    ("content", "words", "sentence"),
    [
        (RIGHT, ("--as", "nobody@example.org"), "Ingen har ett konto med adressen"),
        (RIGHT, ("--as", MIA), "Mia Alm may not read in lists."),
        (RIGHT, ("--as", LEA, "--organisation", "AB Huset"), "There is no organisation AB Huset"),
        (RIGHT, ("--as", LEA, "--mapping", "Okänd"), "No choice of columns is called Okänd."),
        (RIGHT, ("--as", LEA, "--sheet", "Blad 9"), "That sheet is not in the file."),
        (RIGHT, ("--as", CIM), "No column says whose initiatives they are."),
        (b"", ("--as", LEA), "The file is empty."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, ("--as", LEA), "This is a picture."),
    ],
)
def test_what_cannot_be_read_in_is_one_sentence(
    app: Flask, run: Run, content: bytes, words: tuple[str, ...], sentence: str
) -> None:
    result = run(content, *words, "--yes")

    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {sentence}")
    assert result.output.count("\n") == 1
    with app.app_context():
        assert not db.session.scalars(select(ImportFile)).all(), "nothing is left behind"


def test_somebody_who_changed_the_register_meanwhile_is_told(
    app: Flask, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.errors import RefusedError

    def refuse(*_: object, **__: object) -> int:
        raise RefusedError("register_changed")

    monkeypatch.setattr("tracker.services.import_saving.save", refuse)

    result = run(foreign_list(foreign_row(1)), "--as", CIM, "--yes", name="a.xlsx")

    assert result.exit_code == 1
    assert "Somebody has changed the register meanwhile." in result.output
