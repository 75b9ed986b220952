"""One tap says that a record is right: kept with who and when, by those who may change it."""

from __future__ import annotations

import pytest

from tests.clock import START
from tests.register import add_initiative, get_initiative, last_changes, verbs_on
from tests.town import Town
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError
from tracker.services import record_health

pytestmark = pytest.mark.usefixtures("in_app")


def test_it_is_kept_once_a_day_and_changes_nothing_else(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget")
    before = get_initiative(public_id).changed_at

    record_health.confirm(town.mia, public_id, now=START)
    record_health.confirm(town.lea, public_id, now=START)

    initiative = get_initiative(public_id)
    assert (initiative.confirmed_on, initiative.changed_at) == (START.date(), before)
    assert verbs_on(public_id).count(Verb.CONFIRMED) == 1
    assert last_changes(public_id)["confirmed_on"][1] == START.date().isoformat()


def test_only_its_own_people_say_so(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget")

    for actor in (town.pia, town.cim, town.rut):
        with pytest.raises(NotAllowedError):
            record_health.confirm(actor, public_id, now=START)
