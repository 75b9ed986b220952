"""How much of the register is the demo city."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.clock import Clock
from tests.demo import load_demo
from tests.register import add_initiative, add_organisation, add_person
from tracker.domain.roles import PlatformRole
from tracker.errors import NotAllowedError
from tracker.queries.demo import DemoSize, get_demo_size


def test_what_is_real_is_not_counted(app: Flask, clock: Clock) -> None:
    with app.app_context():
        administrator = add_person("Ann Ek", platform_roles=[PlatformRole.ADMINISTRATOR])
        manager = add_person("Ida Real", add_organisation("Läxhjälpen"))
        add_initiative(manager, "Riktig insats")
        before = get_demo_size(administrator)
        loaded = load_demo(clock.now)
        after = get_demo_size(administrator)

        with pytest.raises(NotAllowedError):
            get_demo_size(manager)

    assert before == DemoSize(0, 0, 0, 0)
    assert (after.people, after.initiatives, after.own_initiatives) == (8, loaded, 0)
