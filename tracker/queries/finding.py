"""Answers what in the register is called or says something: initiatives, organisations, places,
goals and people, each limited to what the actor may see.

What is found word by word follows `domain/swedish.py`. Where nothing is, the nearest words that the
register is written in are tried, and the answer says which.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import islice, product

from sqlalchemy import ColumnElement, func, or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_everywhere, may_somewhere
from tracker.database import read
from tracker.domain.selection import Selection
from tracker.domain.sorting import sort_key
from tracker.domain.swedish import index_terms, query_terms
from tracker.models import Membership, Person
from tracker.queries import selection as selections
from tracker.queries.board import list_table
from tracker.queries.cards import CardRow
from tracker.queries.organisation_choices import OrganisationChoice, all_at
from tracker.queries.reference import (
    GoalAreaRow,
    GoalRow,
    PlaceRow,
    Reference,
    is_current,
    reference_at,
)
from tracker.queries.register import StateRow
from tracker.queries.vocabulary import near_words

SHOWN = 6
"""So many of each group are shown."""
MOST_TRIED = 4
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody by name, and an organisation through which the actor knows of them, if any."""

    public_id: uuid.UUID
    name: str
    organisation: OrganisationChoice | None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for `words`: the first of each group, and how many there are."""

    words: str
    initiatives: Sequence[CardRow] = ()
    initiatives_total: int = 0
    organisations: Sequence[OrganisationChoice] = ()
    organisations_total: int = 0
    places: Sequence[PlaceRow] = ()
    places_total: int = 0
    goals: Sequence[GoalRow] = ()
    goal_areas: Sequence[GoalAreaRow] = ()
    goals_total: int = 0
    people: Sequence[FoundPerson] = ()
    people_total: int = 0

    @property
    def total(self) -> int:
        """How much was found in all."""
        return (
            self.initiatives_total
            + self.organisations_total
            + self.places_total
            + self.goals_total
            + self.people_total
        )


@dataclass(frozen=True, slots=True)
class Register:
    """What the search is carried out in: as it stands now, in the reader's language."""

    reference: Reference
    state: StateRow
    language: str
    today: date


def find(actor: Actor, words: str, register: Register) -> Found:
    """All that answers to the words; where nothing does, what answers to the nearest ones.

    The words of the answer are those that were searched for in the end.
    """
    found = _find(actor, words, register)
    if found.total:
        return found
    for nearest in _nearest(words, register):
        other = _find(actor, nearest, register)
        if other.total:
            return other
    return found


def _nearest(words: str, register: Register) -> Iterator[str]:
    asked = words.casefold().split()
    if not asked:
        return
    known = near_words(reference=register.reference, state=register.state)
    choices = [
        [(word, 0.0)] if word in known else known.nearest(word, limit=_NEAREST) or [(word, 0.0)]
        for word in asked
    ]
    mixed = sorted(islice(product(*choices), 200), key=lambda pairs: sum(far for _, far in pairs))
    for pairs in mixed[:MOST_TRIED]:
        wanted = " ".join(word for word, _ in pairs)
        if wanted != " ".join(asked):
            yield wanted


def _find(actor: Actor, words: str, register: Register) -> Found:
    asked = query_terms(words)
    if not asked:
        return Found(words)
    found = _named(words, asked, register)
    selection = Selection(q=words)
    total = selections.total(
        selection,
        actor,
        reference=register.reference,
        today=register.today,
        content_hash=register.state.content_hash,
    )
    people, people_total = _people(actor, words, register)
    return replace(
        found,
        initiatives=_initiatives(actor, selection, register, total),
        initiatives_total=total,
        people=people,
        people_total=people_total,
    )


def _initiatives(
    actor: Actor, selection: Selection, register: Register, total: int
) -> Sequence[CardRow]:
    if not total:
        return []
    return list_table(
        actor,
        selection,
        order=None,
        page=1,
        with_entries=False,
        reference=register.reference,
        today=register.today,
        total=total,
    )[:SHOWN]


def _named(words: str, asked: tuple[str, ...], register: Register) -> Found:
    """Organisations, places and goals, whose names are kept in the process."""
    names = _names_at(register.state.reference_hash, register.language)
    rows = [
        row
        for row, terms in names
        if (isinstance(row, OrganisationChoice) or is_current(row, register.today))
        and all(any(term.startswith(ask) for term in terms) for ask in asked)
    ]
    organisations = [row for row in rows if isinstance(row, OrganisationChoice)]
    places = [row for row in rows if isinstance(row, PlaceRow)]
    goals = [row for row in rows if isinstance(row, GoalRow)]
    goal_areas = [row for row in rows if isinstance(row, GoalAreaRow)]
    return Found(
        words=words,
        organisations=organisations[:SHOWN],
        organisations_total=len(organisations),
        places=places[:SHOWN],
        places_total=len(places),
        goals=goals[:SHOWN],
        goal_areas=goal_areas,
        goals_total=len(goals) + len(goal_areas),
    )


_Named = OrganisationChoice | PlaceRow | GoalRow | GoalAreaRow


@lru_cache(maxsize=8)
def _names_at(reference_hash: str, language: str) -> tuple[tuple[_Named, tuple[str, ...]], ...]:
    """What has a name, and the terms that it answers to; kept under `reference_hash`."""
    reference = reference_at(reference_hash, language)
    named: list[tuple[_Named, str]] = [
        *((row, row.name) for row in all_at(reference_hash)),
        *((row, " ".join((row.name, *row.aliases))) for row in reference.places.values()),
        *((row, f"{row.name} {row.official_name}") for row in reference.goal_areas.values()),
        *(
            (row, " ".join((row.code, row.name, row.text_sv, row.text_en)))
            for row in reference.goals.values()
        ),
    ]
    return tuple((row, tuple(index_terms(text).split())) for row, text in named)


def _people(actor: Actor, words: str, register: Register) -> tuple[Sequence[FoundPerson], int]:
    """People by name: all for administrators, else those of organisations that the actor may see."""
    known = _known_people(actor)
    asked = sort_key(words).split()
    if known is None or not asked:
        return [], 0
    query = (
        select(
            Person.public_id,
            Person.name,
            func.min(Membership.organisation_id).label("organisation_id"),
            func.count().over().label("total"),
        )
        .outerjoin(Membership, Membership.person_id == Person.id)
        .where(
            *known,
            Person.is_disabled.is_(False),
            Person.erased_at.is_(None),
            *(_is_called(word) for word in asked),
        )
        .group_by(Person.id, Person.public_id, Person.name, Person.name_key)
        .order_by(Person.name_key, Person.id)
        .limit(SHOWN)
    )
    rows = read(query).all()
    choices = {row.id: row for row in all_at(register.state.reference_hash)} if rows else {}
    people = [
        FoundPerson(row.public_id, row.name, choices.get(row.organisation_id)) for row in rows
    ]
    return people, rows[0].total if rows else 0


def _is_called(word: str) -> ColumnElement[bool]:
    """One of the names begins so."""
    return or_(
        Person.name_key.startswith(word, autoescape=True),
        Person.name_key.contains(f" {word}", autoescape=True),
    )


def _known_people(actor: Actor) -> list[ColumnElement[bool]] | None:
    """Whom the actor may know of; None where that is nobody."""
    if may_somewhere(actor, Permission.MANAGE_PEOPLE):
        return []
    if may_everywhere(actor, Permission.SEE_MEMBERS):
        return [Membership.organisation_id.is_not(None)]
    if not may_somewhere(actor, Permission.SEE_MEMBERS):
        return None
    return [Membership.organisation_id.in_(sorted(actor.organisation_ids))]
