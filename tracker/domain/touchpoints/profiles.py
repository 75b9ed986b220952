"""What an initiative says and is tagged with, read once, before it is compared with others."""

import re
from dataclasses import dataclass
from functools import cached_property

from tracker.domain.swedish import telling_terms
from tracker.domain.touchpoints import people, places, subjects, times, venues
from tracker.domain.touchpoints.initiatives import WHOLE_MUNICIPALITY, ComparedInitiative
from tracker.domain.touchpoints.people import People
from tracker.domain.touchpoints.times import Times

Range = tuple[int, int]
_COMMON_IN_NAMES = frozenset(
    """
    ab if bk ik föreningen förening stiftelsen förvaltningen borås norrby studieförbundet klubben
    kommun kommunen församling hb ek för i och på fastigheter bostäder
    """.split()  # noqa: SIM905
)
_STAFF = "professionals"
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"(?<![\d.,:–-])\d{2,3}(?![\d.:–-])")
_EVERYWHERE = frozenset({"10", "12", "15", "16", "17", "18", "19", "20", "100"})


@dataclass(frozen=True)
class Profile:
    """An initiative with all that its text tells beside its tags."""

    initiative: ComparedInitiative
    people: People
    times: Times
    places_told: frozenset[str]
    venues: frozenset[str]
    subjects: dict[str, float]

    @cached_property
    def places(self) -> frozenset[str]:
        """Where it is, by tag or by text; the whole municipality only where nothing else is said."""
        named = (self.initiative.places | self.places_told) - {WHOLE_MUNICIPALITY}
        return named or frozenset({WHOLE_MUNICIPALITY})

    @property
    def is_everywhere(self) -> bool:
        """Whether it is tagged with the whole municipality."""
        return WHOLE_MUNICIPALITY in self.initiative.places

    @cached_property
    def is_for_own_staff(self) -> bool:
        """Whether it is for those who work for the organisation itself, by tag and by text."""
        is_tagged = _STAFF in self.initiative.target_groups
        return is_tagged and people.speaks_of_own_staff(self.initiative.text)

    @cached_property
    def groups(self) -> frozenset[str]:
        """Whom it is for, by tag or by text."""
        return self.initiative.target_groups | self.people.groups

    @cached_property
    def ages(self) -> Range | None:
        """For which ages: as said outright, else as told, else as tagged; None where nothing is."""
        if self.initiative.ages:
            return self.initiative.ages
        if self.people.ages:
            return (
                min(low for low, _ in self.people.ages),
                max(top for _, top in self.people.ages),
            )
        return people.age_range_of(self.initiative.target_groups)

    @cached_property
    def families(self) -> dict[str, float]:
        """The coarser kinds of work, by weight."""
        found: dict[str, float] = {}
        for subject, weight in self.subjects.items():
            for family in subjects.groups_of(subject):
                found[family] = max(weight, found.get(family, 0.0))
        return found

    @cached_property
    def terms(self) -> list[str]:
        """The stems of the whole text."""
        return telling_terms(self.initiative.text)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The figures of the text that are no years and no hours."""
        return frozenset(_NUMBER.findall(self.initiative.text)) - _EVERYWHERE

    @cached_property
    def title_terms(self) -> list[str]:
        """The stems of the title."""
        return telling_terms(self.initiative.title)

    @cached_property
    def organisation_terms(self) -> frozenset[str]:
        """The stems of the words of the organisation's name that tell it from others."""
        named = frozenset(_WORD.findall(self.initiative.organisation.casefold()))
        found = (telling_terms(word) for word in named - _COMMON_IN_NAMES)
        return frozenset(terms[0] for terms in found if terms)


def profile_of(initiative: ComparedInitiative) -> Profile:
    """Read an initiative."""
    text = initiative.text
    return Profile(
        initiative=initiative,
        people=people.people_told(text),
        times=times.times_told(text),
        places_told=places.places_told(text),
        venues=venues.venues_told(text),
        subjects=subjects.subjects_of(initiative.title, initiative.description),
    )
