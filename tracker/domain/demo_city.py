"""The demo city: an invented Borås to look around in, marked as invented wherever it is shown.

480 hand-written initiatives with their organisations, the people of the demo sign-ins, and status
reports that are always fresh on the day they are loaded. Names may coincide with real bodies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.domain.data_files import read_json, read_json_lines
from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.domain.reference_data import load_reference_data
from tracker.domain.report_texts import Setting, Voice
from tracker.domain.roles import MembershipRole, PartnerStanding, PlatformRole
from tracker.domain.sample_reports import Course, OwnWords, phase_on, sample_reports
from tracker.domain.sample_rows import (
    SampleInitiative,
    SampleOrganisation,
    SamplePartner,
    SamplePerson,
    SampleReport,
)
from tracker.domain.seeded import seeded
from tracker.domain.swedish_words import in_place, the_people


@dataclass(frozen=True)
class DemoCity:
    """Everything of the demo city, with dates as of the day it was loaded."""

    organisations: tuple[SampleOrganisation, ...]
    people: tuple[SamplePerson, ...]
    initiatives: tuple[SampleInitiative, ...]


def load_demo_city(today: date) -> DemoCity:
    """Read the demo city as it stands on `today`; the same day gives the same city."""
    organisations = tuple(SampleOrganisation(**row) for row in read_json("demo/organisations.json"))
    place_names = {place.code: place.name_sv for place in load_reference_data().places}
    return DemoCity(
        organisations=organisations,
        people=tuple(_person(row) for row in read_json("demo/people.json")),
        initiatives=tuple(
            _initiative(row, place_names[row["places"][0]], today)
            for row in read_json_lines("demo/initiatives.jsonl")
        ),
    )


def _person(row: Mapping[str, Any]) -> SamplePerson:
    membership = row.get("membership")
    return SamplePerson(
        key=row["key"],
        name=row["name"],
        email=row["email"],
        platform_roles=tuple(PlatformRole(role) for role in row.get("platform_roles", ())),
        organisation=row.get("organisation"),
        membership=MembershipRole(membership) if membership else None,
    )


def _initiative(row: Mapping[str, Any], place_name: str, today: date) -> SampleInitiative:
    start_on = date.fromisoformat(row["start_on"])
    end_on = date.fromisoformat(row["end_on"]) if row["end_on"] else None
    phase = phase_on(Phase(row["status"]), start_on, end_on, today)
    reports = _reports(row, phase, place_name, today)
    return SampleInitiative(
        key=row["id"],
        title=row["title"],
        description=row["description"],
        purpose=row["purpose"],
        organisation=row["organisation"],
        phase=phase,
        visibility=Visibility(row["visibility"]),
        goal_areas=tuple(row["goal_areas"]),
        goals=tuple(row["goals"]),
        places=tuple(row["places"]),
        target_groups=tuple(row["target_groups"]),
        effort_types=tuple(row["effort_types"]),
        working_groups=tuple(row["working_groups"]),
        funding=tuple(row["funding"]),
        reach=row["reach"],
        age_from=row["age_from"],
        age_to=row["age_to"],
        start_on=start_on,
        end_on=end_on,
        budget_sek=row["budget_sek"],
        diarienummer=row["diarienummer"],
        language=row["language"],
        registered_on=_registered_on(row["id"], start_on, reports, today),
        partners=tuple(_partner(partner) for partner in row["partners"]),
        reports=reports,
    )


def _partner(row: Mapping[str, str]) -> SamplePartner:
    return SamplePartner(row["organisation"], row["role"], PartnerStanding(row["standing"]))


def _reports(
    row: Mapping[str, Any], phase: Phase, place_name: str, today: date
) -> tuple[SampleReport, ...]:
    dice = seeded("demo", row["id"])
    words = row["latest_report"]
    own = OwnWords(**{**words, "condition": Condition(words["condition"])})
    counted = own.people_reached or 0
    course = Course(
        start_on=date.fromisoformat(row["start_on"]),
        end_on=date.fromisoformat(row["end_on"]) if row["end_on"] else None,
        phase=phase,
        setting=Setting(
            voice=Voice(row["voice"]),
            topics=tuple(row["report_topics"]),
            place=in_place(place_name),
            people=the_people(row["target_groups"][0]),
        ),
        attendance=counted if 5 <= counted <= 60 else dice.randint(7, 22),
    )
    return sample_reports(course, dice, today, own)


def _registered_on(
    key: str, start_on: date, reports: tuple[SampleReport, ...], today: date
) -> date:
    """Return a day some weeks before the start, or before the first report if that is sooner."""
    earliest = min([start_on, today, *(report.reported_on for report in reports)])
    return earliest - timedelta(days=seeded("registered", key).randint(5, 40))
