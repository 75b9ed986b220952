"""Makes the rows of the demo city, in bulk: a few statements for all of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tracker.access.actors import Actor
from tracker.domain.lifecycle import Condition, Visibility
from tracker.domain.roles import ListCode, PartnerStanding
from tracker.domain.sample_rows import (
    SampleInitiative,
    SampleOrganisation,
    SamplePerson,
    SampleReport,
)
from tracker.domain.sorting import sort_key
from tracker.domain.verbs import Verb
from tracker.models import (
    Initiative,
    InitiativeGoal,
    InitiativeGoalArea,
    InitiativePlace,
    InitiativeTag,
    InitiativeWorkingGroup,
    Membership,
    Organisation,
    Partnership,
    Person,
    PersonRole,
    StatusReport,
)
from tracker.queries.reference import get_reference
from tracker.services import audit, search_index
from tracker.services.accounts import email_key
from tracker.services.demo_measures import Counting, add_measures

_WORKDAY_BEGINS = time(8, 0, tzinfo=UTC)
_ANSWERED = (PartnerStanding.ACCEPTED, PartnerStanding.DECLINED, PartnerStanding.ENDED)
_LISTS = (
    ("target_groups", ListCode.TARGET_GROUP),
    ("effort_types", ListCode.EFFORT_TYPE),
    ("funding", ListCode.FUNDING),
)


class DemoRows:
    """Adds the demo city inside the caller's transaction: organisations, people, initiatives."""

    def __init__(self, session: Session, *, now: datetime) -> None:
        self._session = session
        self._now = now
        self._reference = get_reference("sv")
        self._organisations: dict[str, int] = {}
        self._authors: dict[str, int] = {}
        self._initiatives: list[Initiative] = []

    def add_organisations(
        self, organisations: Sequence[SampleOrganisation], initiatives: Iterable[SampleInitiative]
    ) -> None:
        """Add the organisations; those with open initiatives are confirmed, and show their page."""
        since: dict[str, date] = {}
        public: set[str] = set()
        for sample in initiatives:
            first = since.get(sample.organisation, sample.registered_on)
            since[sample.organisation] = min(first, sample.registered_on)
            if sample.visibility is Visibility.OPEN:
                public.add(sample.organisation)
        today = self._now.date()
        rows = [
            {
                **self._kind(sample.kind),
                "name": sample.name,
                "name_key": sort_key(sample.name),
                "is_demo": True,
                "created_at": self._at(since.get(sample.name, today)),
                "publication_confirmed_at": self._at(since[sample.name])
                if sample.name in public
                else None,
                "page_opened_at": self._now if sample.name in public else None,
            }
            for sample in organisations
        ]
        ids = self._insert(Organisation, rows)
        self._organisations = {
            sample.name: row_id for sample, row_id in zip(organisations, ids, strict=True)
        }

    def _kind(self, code: str) -> dict[str, Any]:
        kinds = {row.code: row for row in self._reference.of_list(ListCode.ORGANISATION_KIND)}
        kind = kinds[code]
        return {"kind_id": kind.id, "is_municipal": kind.is_municipal}

    def add_people(self, people: Sequence[SamplePerson], hashes: Mapping[str, str]) -> None:
        """Add the people of the demo sign-ins, with what they may do."""
        rows = [
            {
                "name": person.name,
                "email": person.email,
                "email_key": email_key(person.email),
                "name_key": sort_key(person.name),
                "password_hash": hashes[person.email],
                "is_demo": True,
                "created_at": self._now,
            }
            for person in people
        ]
        numbered = list(zip(self._insert(Person, rows), people, strict=True))
        self._add(
            PersonRole,
            (
                {"person_id": person_id, "role": role}
                for person_id, person in numbered
                for role in person.platform_roles
            ),
        )
        self._add(
            Membership,
            (
                {
                    "person_id": person_id,
                    "organisation_id": self._organisations[person.organisation],
                    "role": person.membership,
                }
                for person_id, person in numbered
                if person.organisation
            ),
        )
        self._authors = {
            person.organisation: person_id for person_id, person in numbered if person.organisation
        }

    def add_initiatives(self, samples: Sequence[SampleInitiative]) -> None:
        """Add the initiatives with tags, partners and reports, and make them findable."""
        ids = self._insert(Initiative, [self._initiative(sample) for sample in samples])
        numbered = list(zip(ids, samples, strict=True))
        for table, column, name in (
            (InitiativeGoalArea, "goal_area_id", "goal_areas"),
            (InitiativeGoal, "goal_id", "goals"),
            (InitiativePlace, "place_id", "places"),
            (InitiativeWorkingGroup, "working_group_id", "working_groups"),
        ):
            known = {row.code: row.id for row in getattr(self._reference, name).values()}
            self._add(
                table,
                (
                    {"initiative_id": row_id, column: known[code]}
                    for row_id, sample in numbered
                    for code in getattr(sample, name)
                ),
            )
        self._add(InitiativeTag, (tag for pair in numbered for tag in self._tags(*pair)))
        self._add(Partnership, (row for pair in numbered for row in self._partners(*pair)))
        reports = (row for pair in numbered for row in self._reports(*pair))
        self._add(StatusReport, sorted(reports, key=lambda row: row["created_at"]))
        counting = (
            Counting(
                row_id,
                self._organisations[sample.organisation],
                self._authors.get(sample.organisation),
                sample,
            )
            for row_id, sample in numbered
        )
        add_measures(self._session, counting, now=self._now)
        query = select(Initiative).where(Initiative.id.in_(ids)).order_by(Initiative.id)
        self._initiatives = list(self._session.scalars(query))
        search_index.reindex(Initiative.is_demo.is_(True))

    def _initiative(self, sample: SampleInitiative) -> dict[str, Any]:
        latest: SampleReport | None = sample.reports[-1] if sample.reports else None
        registered_at = self._at(sample.registered_on)
        reach = self._reference.entry(ListCode.REACH, sample.reach)
        return {
            "title": sample.title,
            "title_key": sort_key(sample.title),
            "description": sample.description,
            "purpose": sample.purpose,
            "lead_organisation_id": self._organisations[sample.organisation],
            "phase": sample.phase,
            "condition": latest.condition if latest else Condition.NOT_ASSESSED,
            "visibility": sample.visibility,
            "reach_id": reach.id if reach else None,
            "age_from": sample.age_from,
            "age_to": sample.age_to,
            "start_on": sample.start_on,
            "end_on": sample.end_on,
            "budget_sek": sample.budget_sek,
            "diarienummer": sample.diarienummer,
            "is_demo": True,
            "last_reported_on": latest.reported_on if latest else None,
            "created_at": registered_at,
            "changed_at": self._at(latest.reported_on) if latest else registered_at,
            "published_at": registered_at if sample.visibility is Visibility.OPEN else None,
        }

    def _tags(self, initiative_id: int, sample: SampleInitiative) -> Iterable[dict[str, int]]:
        for name, list_code in _LISTS:
            known = {row.code: row.id for row in self._reference.of_list(list_code)}
            for code in getattr(sample, name):
                yield {"initiative_id": initiative_id, "list_entry_id": known[code]}

    def _partners(self, initiative_id: int, sample: SampleInitiative) -> Iterable[dict[str, Any]]:
        roles = {row.code: row.id for row in self._reference.of_list(ListCode.PARTNER_ROLE)}
        asked_at = self._at(sample.registered_on)
        for partner in sample.partners:
            yield {
                "initiative_id": initiative_id,
                "organisation_id": self._organisations[partner.organisation],
                "role_id": roles[partner.role],
                "standing": partner.standing,
                "created_at": asked_at,
                "answered_at": asked_at if partner.standing in _ANSWERED else None,
            }

    def _reports(self, initiative_id: int, sample: SampleInitiative) -> Iterable[dict[str, Any]]:
        for report in sample.reports:
            yield {
                "initiative_id": initiative_id,
                "organisation_id": self._organisations[sample.organisation],
                "person_id": self._authors.get(sample.organisation),
                "condition": report.condition,
                "phase": report.phase,
                "happened": report.happened,
                "obstacles": report.obstacles,
                "needs": report.needs,
                "people_reached": report.people_reached,
                "language": report.language,
                "reported_on": report.reported_on,
                "created_at": self._at(report.reported_on),
            }

    def record_registrations(self) -> None:
        """Say of each initiative when it was registered, so that its history begins there."""
        authors = {self._organisations[name]: person for name, person in self._authors.items()}
        for initiative in self._initiatives:
            author = Actor(person_id=authors.get(initiative.lead_organisation_id))
            changes = {"title": (None, initiative.title)}
            audit.record_on(
                author, Verb.REGISTERED, initiative, at=initiative.created_at, changes=changes
            )

    def _insert(self, model: Any, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        statement = insert(model).returning(model.id, sort_by_parameter_order=True)
        return list(self._session.scalars(statement, rows))

    def _add(self, model: Any, rows: Iterable[Mapping[str, Any]]) -> None:
        if found := list(rows):
            self._session.execute(insert(model), found)

    def _at(self, day: date) -> datetime:
        return min(datetime.combine(day, _WORKDAY_BEGINS), self._now)
