"""The search index stands and falls with the initiative, in the same transaction."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.clock import START
from tests.register import add_initiative, get_initiative
from tests.town import Town
from tracker.database import transaction
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import Initiative
from tracker.services import search_index

pytestmark = pytest.mark.usefixtures("in_app")


def rows() -> int:
    db.session.rollback()
    return int(db.session.execute(text("SELECT count(*) FROM initiative_search")).scalar_one())


def test_every_initiative_has_one_row_however_often_it_is_indexed(town: Town) -> None:
    add_initiative(town.lea, "Matlaget")

    for _ in range(3):
        with transaction():
            search_index.reindex(Initiative.title == "Matlaget")

    assert rows() == 1


def test_a_refused_registration_leaves_no_words_behind(town: Town) -> None:
    with pytest.raises(RefusedError):
        add_initiative(town.lea, "Matlaget", places=("norrby", "nonsense"))

    assert rows() == 0


def test_a_list_of_nothing_makes_nothing_findable() -> None:
    with transaction():
        search_index.replace_terms({})

    assert rows() == 0


def test_what_is_forgotten_has_no_row(town: Town) -> None:
    row_id = get_initiative(add_initiative(town.lea, "Matlaget", now=START)).id

    with transaction():
        search_index.forget([row_id])

    assert rows() == 0
