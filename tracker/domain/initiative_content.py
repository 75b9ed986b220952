"""What an organisation says of an initiative, and what is still missing before others may see it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.domain.lifecycle import Phase

FREE_TEXT_FIELDS = ("title", "description", "purpose", "diarienummer")
WANTED_FOR_SHARING = ("title", "description", "goal_areas", "places", "start_on")


@dataclass(frozen=True, kw_only=True)
class InitiativeContent:
    """The fields of the register form. Tags are codes; ages are whole years; money whole kronor."""

    title: str
    description: str = ""
    purpose: str = ""
    goal_areas: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    effort_types: tuple[str, ...] = ()
    working_groups: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    reach: str | None = None
    age_from: int | None = None
    age_to: int | None = None
    start_on: date | None = None
    end_on: date | None = None
    phase: Phase = Phase.PLANNED
    budget_sek: int | None = None
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    diarienummer: str = ""
    links: tuple[str, ...] = ()


def missing_for_sharing(content: InitiativeContent) -> tuple[str, ...]:
    """Name the fields that must be filled in before others than the own organisation may see it."""
    return tuple(name for name in WANTED_FOR_SHARING if not getattr(content, name))


def continued(content: InitiativeContent) -> InitiativeContent:
    """What follows on another starts from: the same in all, from the day after its end on."""
    fresh = copied(content, is_own=True)
    return replace(fresh, start_on=content.end_on + timedelta(days=1) if content.end_on else None)


def copied(content: InitiativeContent, *, is_own: bool) -> InitiativeContent:
    """What a new initiative starts from when another is copied: the same words, a new beginning.

    The contact goes along within one organisation only.
    """
    fresh = replace(content, phase=Phase.PLANNED, start_on=None, end_on=None, diarienummer="")
    if is_own:
        return fresh
    return replace(fresh, contact_name="", contact_email="", contact_phone="")
