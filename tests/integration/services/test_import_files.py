"""A list is taken in under a name that can be shown, kept for its reader, and forgotten again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.clock import START
from tests.lists import foreign_list, look_through, read_in, semicolons
from tests.town import Town
from tracker.domain.importing.errors import NoTableFoundError
from tracker.domain.importing.mappings import Mapping
from tracker.errors import NotAllowedError, NotFoundError
from tracker.extensions import db
from tracker.models import ImportFile, ImportMapping, ImportRow
from tracker.queries import imports
from tracker.services import import_files
from tracker.services.import_files import KEPT, LONGEST_FILE_NAME, file_name

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("lista.xlsx", "lista.xlsx"),
        ("C:\\Users\\anna\\lista.xlsx", "lista.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\x07.csv", "ab.csv"),
        ("lista\u202excod.xlsx", "listaxcod.xlsx"),
        ("två\nrader.csv", "två rader.csv"),
        ("😀.csv", "😀.csv"),
        ("", "?"),
        ("mapp/", "?"),
    ],
)
def test_a_name_is_kept_without_folders_and_signs_that_cannot_be_shown(
    given: str, kept: str
) -> None:
    assert file_name(given) == kept


def test_a_long_name_keeps_its_ending() -> None:
    kept = file_name("x" * 10_000 + ".xlsx")

    assert len(kept) == LONGEST_FILE_NAME
    assert kept.endswith("….xlsx")


def upload(town: Town, content: bytes, name: str = "a.xlsx", days: int = 0):  # type: ignore[no-untyped-def]
    now = START + timedelta(days=days)
    return import_files.upload(town.cim, name=name, content=content, organisation_id=None, now=now)


@pytest.mark.parametrize("name", ["x" * 500 + ".csv", "a\x00b.csv", "mapp/å.csv"])
def test_a_csv_file_is_read_again_under_the_name_that_is_kept(town: Town, name: str) -> None:
    looked = look_through(town.cim, semicolons("Insats;Ort", "A;Norrby"), name=name)

    assert looked.standing.value == "previewed"


def test_headings_without_rows_are_no_list(town: Town) -> None:
    with pytest.raises(NoTableFoundError):
        upload(town, semicolons("Titel;Start"))


def test_old_lists_that_were_never_saved_are_forgotten(town: Town) -> None:
    upload(town, foreign_list(), "gammal.xlsx")
    look_through(town.cim, foreign_list(), name="granskad.xlsx")
    upload(town, foreign_list(), "färsk.xlsx", days=KEPT.days - 1)

    upload(town, foreign_list(), "ny.xlsx", days=KEPT.days + 1)

    names = set(db.session.scalars(select(ImportFile.name)))
    assert names == {"färsk.xlsx", "ny.xlsx"}
    assert db.session.scalar(select(func.count()).select_from(ImportRow)) == 0


def test_that_a_list_was_saved_is_remembered(town: Town) -> None:
    read_in(town.cim, foreign_list(), name="sparad.xlsx")

    upload(town, foreign_list(), "ny.xlsx", days=KEPT.days + 1)

    assert "sparad.xlsx" in set(db.session.scalars(select(ImportFile.name)))


def test_a_list_thrown_away_is_gone(town: Town) -> None:
    looked = look_through(town.cim, foreign_list())

    import_files.discard(town.cim, looked.public_id)

    assert not db.session.scalars(select(ImportFile)).all()
    assert not db.session.scalars(select(ImportRow)).all()


def test_nobody_touches_anothers_list(town: Town) -> None:
    looked = look_through(town.cim, foreign_list())

    with pytest.raises(NotFoundError):
        import_files.discard(town.lea, looked.public_id)
    with pytest.raises(NotAllowedError):
        import_files.discard(town.mia, looked.public_id)


def test_columns_are_remembered_by_name_and_replaced_by_it(town: Town) -> None:
    public_id = upload(town, foreign_list())
    for _ in range(2):
        import_files.choose_columns(
            town.cim,
            public_id,
            mapping=Mapping.from_json(imports.get_own(town.cim, public_id).mapping),
            choices={},
            rows=2,
            save_as=" Projektbanken ",
            now=START,
        )

    assert [row.name for row in db.session.scalars(select(ImportMapping))] == ["Projektbanken"]
