"""The written year put into the product, by its own services."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from tests.integration.year.world import FIRST, PERIODS, Citizen, Effort, Group, morning
from tests.register import add_initiative, add_organisation, add_person, add_report
from tracker.access.actors import Actor, OwnOrganisation
from tracker.database import transaction
from tracker.domain.lifecycle import Phase
from tracker.domain.reminding import StopReason
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import Membership, Person, ReminderStop
from tracker.services import audit, reporting_periods
from tracker.services.reporting_periods import PeriodContent

BEFORE = morning(FIRST) - timedelta(hours=2)


class Register:
    """Who and what the year is about, as the product knows them."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._people: dict[Citizen, Actor] = {}
        self._initiatives: dict[Effort, tuple[Actor, uuid.UUID]] = {}
        for group in groups:
            self._add(group)
        self._coordinator = add_person(
            "Kim Ek", platform_roles=[PlatformRole.COORDINATOR], now=BEFORE
        )
        self._periods = {
            period: reporting_periods.plan(
                self._coordinator,
                PeriodContent(
                    year=period.year,
                    kind=period.kind,
                    opens_on=period.opens_on,
                    due_on=period.due_on,
                    schedule=period.schedule,
                ),
                now=BEFORE,
            )
            for period in PERIODS
        }

    def report(self, today: date) -> None:
        """What people and coordinators do on a morning, before the worker looks."""
        now = morning(today) - timedelta(hours=1)
        for period, public_id in self._periods.items():
            if period.locked_on == today:
                reporting_periods.lock(self._coordinator, public_id, now=now)
        for effort, (actor, public_id) in self._initiatives.items():
            if effort.is_reported(today):
                add_report(actor, public_id, now=now)

    def _add(self, group: Group) -> None:
        kind, is_municipal = group.kind
        own = add_organisation(group.name, kind=kind, is_municipal=is_municipal, now=BEFORE)
        for person in group.people:
            self._people[person] = self._join(person, own)
        for person in group.also:
            with transaction() as session:
                session.add(
                    Membership(
                        person_id=self._people[person].person_id,
                        organisation_id=own.id,
                        role=MembershipRole.MANAGER,
                    )
                )
                row = session.get_one(Person, self._people[person].person_id)
                audit.record(self._people[person], Verb.EDITED, row, at=BEFORE)
        reporter = self._people[group.reporter or group.people[0]]
        for effort in group.efforts:
            public_id = add_initiative(
                reporter,
                effort.title,
                organisation=own,
                phase=Phase.ONGOING if effort.runs else Phase.PLANNED,
                contact_email=effort.contact,
                now=BEFORE,
            )
            if group.reporter:
                self._initiatives[effort] = reporter, public_id

    def _join(self, person: Citizen, own: OwnOrganisation) -> Actor:
        role = MembershipRole.MANAGER if person.is_manager else MembershipRole.MEMBER
        actor = add_person(
            person.name,
            own,
            role=role,
            language=person.language,
            is_disabled=person.is_disabled,
            now=BEFORE,
        )
        if person.is_stopped:
            with transaction():
                stop = ReminderStop(
                    person_id=actor.person_id, reason=StopReason.UNWANTED, since=BEFORE
                )
                db.session.add(stop)
        return actor
