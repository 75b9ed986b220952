"""Every process and every machine finds the same, from the database and a base beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete, select

from tests.clock import START
from tests.register import add_initiative
from tests.town import Town
from tracker.database import transaction
from tracker.extensions import db
from tracker.models import Initiative, InitiativeFingerprint, RegisterState
from tracker.queries import touchpoint_index
from tracker.queries.touchpoint_index import index_at
from tracker.services import touchpoint_matching

pytestmark = pytest.mark.usefixtures("in_app")


def match_all(folder: Path) -> None:
    ids = touchpoint_matching.due_ids(limit=500)
    touchpoint_matching.match(ids, folder=folder, now=START)


def known(folder: Path) -> list[int]:
    db.session.rollback()
    return sorted(entry.id for entry in index_at(folder).entries())


def ids() -> list[int]:
    return sorted(db.session.scalars(select(Initiative.id)))


def bases(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def another_process() -> None:
    """What a process does not share is gone."""
    touchpoint_index._held.cache_clear()


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A base is made for three initiatives, and anew after two."""
    monkeypatch.setattr(touchpoint_index, "LEAST_IN_A_FILE", 3)
    monkeypatch.setattr(touchpoint_index, "MOST_NEWER", 2)


@pytest.mark.usefixtures("small_files")
def test_a_base_is_shared_and_what_is_newer_comes_from_the_database(
    town: Town, tmp_path: Path
) -> None:
    for number in range(4):
        add_initiative(town.lea, f"Läxhjälp {number}")
    match_all(tmp_path)
    assert known(tmp_path) == ids()
    first = bases(tmp_path)
    assert len(first) == 1

    add_initiative(town.lea, "Läxhjälp igen")
    match_all(tmp_path)
    another_process()
    assert known(tmp_path) == ids()
    assert bases(tmp_path) == first

    for number in range(3):
        add_initiative(town.stina, f"Läshjälp {number}")
    match_all(tmp_path)
    assert known(tmp_path) == ids()
    assert len(bases(tmp_path)) == 1
    assert bases(tmp_path) != first


@pytest.mark.usefixtures("small_files")
def test_another_machine_finds_the_same_without_the_base(town: Town, tmp_path: Path) -> None:
    for number in range(4):
        add_initiative(town.lea, f"Läxhjälp {number}")
    match_all(tmp_path / "here")
    here = known(tmp_path / "here")
    another_process()
    assert known(tmp_path / "there") == here == ids()


@pytest.mark.usefixtures("small_files")
def test_a_register_put_back_to_an_older_state_trusts_no_newer_base(
    town: Town, tmp_path: Path
) -> None:
    for number in range(4):
        add_initiative(town.lea, f"Läxhjälp {number}")
    match_all(tmp_path)
    known(tmp_path)
    with transaction() as session:
        session.get_one(RegisterState, 1).touchpoint_revision = 0
        session.execute(delete(InitiativeFingerprint))
    another_process()
    assert known(tmp_path) == []
    assert bases(tmp_path) == []


def test_the_folder_is_made_where_it_is_missing(town: Town, tmp_path: Path) -> None:
    assert known(tmp_path / "new") == []
    add_initiative(town.lea, "Läxhjälp")
    match_all(tmp_path / "new")
    assert known(tmp_path / "new") == ids()
