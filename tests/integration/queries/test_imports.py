"""A reader sees the own imports, their rows page by page, what is to be corrected first."""

from __future__ import annotations

import uuid

import pytest

from tests.lists import foreign_list, foreign_row, look_through, read_in, semicolons
from tests.town import Town
from tracker.domain.import_steps import ImportStanding, RowOutcome
from tracker.errors import NotFoundError
from tracker.queries import imports

pytestmark = pytest.mark.usefixtures("in_app")


def test_the_own_lists_are_told_latest_first(town: Town) -> None:
    look_through(town.cim, foreign_list(), name="ett.xlsx")
    read_in(town.cim, foreign_list(), name="två.xlsx")
    look_through(town.lea, semicolons("Titel;Ort", "A;Norrby"), organisation=town.kitchen)

    rows = imports.list_own(town.cim)

    assert [row.name for row in rows] == ["två.xlsx", "ett.xlsx"]
    assert [row.standing for row in rows] == [ImportStanding.SAVED, ImportStanding.PREVIEWED]


def test_rows_to_be_corrected_stand_first_then_in_the_order_of_the_file(town: Town) -> None:
    wrong = foreign_row(3, projekt_starttid="2025-02-31")
    looked = look_through(town.cim, foreign_list(foreign_row(1), foreign_row(2), wrong))

    rows = imports.list_rows(town.cim, looked, outcome=None, page=1)

    assert [row.row_number for row in rows] == [4, 2, 3]


def test_rows_of_one_outcome_are_told_by_page(town: Town) -> None:
    many = [foreign_row(number) for number in range(imports.ROWS_PER_PAGE + 3)]
    looked = look_through(town.cim, foreign_list(*many))

    new = RowOutcome.NEW
    assert len(imports.list_rows(town.cim, looked, outcome=new, page=1)) == imports.ROWS_PER_PAGE
    assert len(imports.list_rows(town.cim, looked, outcome=new, page=2)) == 3
    assert not imports.list_rows(town.cim, looked, outcome=RowOutcome.FAULT, page=1)


def test_anothers_list_is_not_there(town: Town) -> None:
    looked = look_through(town.cim, foreign_list())

    for public_id in (looked.public_id, uuid.uuid4()):
        with pytest.raises(NotFoundError):
            imports.get_content(town.lea, public_id)


def test_the_file_of_a_saved_list_is_kept_no_longer(town: Town) -> None:
    looked = read_in(town.cim, foreign_list())

    with pytest.raises(NotFoundError):
        imports.get_content(town.cim, looked.public_id)
