"""The demo city for tests, loaded with one password for everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache

from sqlalchemy import select

from tracker.domain.demo_city import load_demo_city
from tracker.extensions import db
from tracker.models import Person
from tracker.services import demo
from tracker.services.accounts import hash_password

PASSWORD = "en lagom hemlig fras"


def load_demo(now: datetime, *, initiatives: int = 40) -> int:
    """Fill the register with the first initiatives of the demo city; returns how many it has."""
    city = load_demo_city(now.date())
    part = replace(city, initiatives=city.initiatives[:initiatives])
    demo.load(part, {person.email: _hash() for person in city.people}, now=now)
    return len(part.initiatives)


@cache
def _hash() -> str:
    return hash_password(PASSWORD)


def find_person(email: str) -> Person:
    """Somebody of the demo city, by address."""
    person: Person = db.session.scalars(select(Person).where(Person.email == email)).one()
    return person
