"""The shapes of invented content: what the demo city and the bench register hand over.

Codes are those of the reference data, organisations are named by name, dates are real dates.
Storing them is the work of the services.
"""

from dataclasses import dataclass
from datetime import date

from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.domain.roles import MembershipRole, PartnerStanding, PlatformRole


@dataclass(frozen=True, slots=True)
class SampleOrganisation:
    """An invented organisation; `kind` is a code of the list of organisation kinds."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """An invented person with an account; the password is made where the account is."""

    key: str
    name: str
    email: str
    platform_roles: tuple[PlatformRole, ...] = ()
    organisation: str | None = None
    membership: MembershipRole | None = None


@dataclass(frozen=True, slots=True)
class SamplePartner:
    """Another organisation's part in an initiative; `role` is a code of the partner roles."""

    organisation: str
    role: str
    standing: PartnerStanding


@dataclass(frozen=True, slots=True)
class SampleReport:
    """A status report; `people_reached` None means that nobody can count yet."""

    reported_on: date
    condition: Condition
    phase: Phase
    happened: str
    obstacles: str
    needs: str
    people_reached: int | None
    language: str


@dataclass(frozen=True, slots=True)
class SampleInitiative:
    """An invented initiative with everything it is tagged with; `reports` are oldest first."""

    key: str
    title: str
    description: str
    purpose: str
    organisation: str
    phase: Phase
    visibility: Visibility
    goal_areas: tuple[str, ...]
    goals: tuple[str, ...]
    places: tuple[str, ...]
    target_groups: tuple[str, ...]
    effort_types: tuple[str, ...]
    working_groups: tuple[str, ...]
    funding: tuple[str, ...]
    reach: str
    age_from: int | None
    age_to: int | None
    start_on: date
    end_on: date | None
    budget_sek: int | None
    diarienummer: str
    language: str
    registered_on: date
    partners: tuple[SamplePartner, ...]
    reports: tuple[SampleReport, ...]
