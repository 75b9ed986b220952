"""How far the register has come."""

from __future__ import annotations

from flask import Flask

from tests.clock import Clock
from tests.demo import load_demo
from tests.register import add_organisation, add_person
from tracker.domain.roles import PlatformRole
from tracker.queries.register import get_state, is_untouched
from tracker.services import demo


def test_a_seeded_register_is_untouched_until_somebody_begins(app: Flask) -> None:
    with app.app_context():
        add_person("Ann Ek", platform_roles=[PlatformRole.ADMINISTRATOR])
        assert is_untouched()

        add_organisation("Läxhjälpen")
        assert not is_untouched()


def test_a_demo_city_that_was_taken_out_does_not_come_back(app: Flask, clock: Clock) -> None:
    with app.app_context():
        administrator = add_person("Ann Ek", platform_roles=[PlatformRole.ADMINISTRATOR])
        load_demo(clock.now)
        assert get_state().has_demo

        demo.remove(administrator, now=clock.now)

        assert not get_state().has_demo
        assert not is_untouched()


def test_the_heads_move_with_the_register(app: Flask) -> None:
    with app.app_context():
        before = get_state()
        add_organisation("Läxhjälpen")
        after_organisation = get_state()
        add_person("Ann Ek")
        after_person = get_state()

    assert before.reference_hash != after_organisation.reference_hash
    assert after_organisation.reference_hash == after_person.reference_hash
    assert after_organisation.content_hash != after_person.content_hash
