"""Makes rows of the register ready to print: labels in the reader's language and addresses."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext

from tracker import formats, labels
from tracker.domain.lifecycle import LANE_OF, Phase
from tracker.domain.local_time import local_day
from tracker.queries.cards import CardRow
from tracker.queries.reference import GoalAreaRow, PlaceRow

MayMove = Callable[[CardRow], bool]
_ANY = uuid.UUID(int=0)


def _never(_row: CardRow) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Card:
    """An initiative as a card or a table row; `move_url` is None where it may not be moved."""

    row: CardRow
    title: str
    url: str
    organisation_name: str
    goal_areas: tuple[GoalAreaRow, ...]
    places: tuple[PlaceRow, ...]
    phase: str
    phase_label: str
    lane: str
    condition: str
    condition_label: str
    freshness: str
    is_late: bool
    move_url: str | None
    visibility: str


class CardMaker:
    """Makes cards for one page; what they share is worked out once."""

    def __init__(
        self, *, url_endpoint: str, move_endpoint: str = "", may_move: MayMove = _never
    ) -> None:
        self._url = _pattern(url_endpoint)
        self._move_url = _pattern(move_endpoint) if move_endpoint else ""
        self._may_move = may_move
        self._phases = {code: str(label) for code, label in labels.PHASES.items()}
        self._conditions = {code: str(label) for code, label in labels.CONDITIONS.items()}

    def make(self, row: CardRow) -> Card:
        """One card."""
        public_id = str(row.public_id)
        return Card(
            row=row,
            title=row.title,
            url=self._url.replace(str(_ANY), public_id),
            organisation_name=row.organisation_name,
            goal_areas=row.goal_areas,
            places=row.places,
            phase=row.phase.value,
            phase_label=self._phases[row.phase],
            lane=LANE_OF[row.phase].value,
            condition=row.condition.value,
            condition_label=self._conditions[row.condition],
            freshness=freshness(row.last_reported_on, row.phase, local_day(row.created_at)),
            is_late=row.is_late,
            move_url=(
                self._move_url.replace(str(_ANY), public_id) if self._may_move(row) else None
            ),
            visibility=row.visibility.value,
        )

    def make_all(self, rows: Iterable[CardRow]) -> list[Card]:
        """Cards in the same order."""
        return [self.make(row) for row in rows]


def _pattern(endpoint: str) -> str:
    return url_for(endpoint, public_id=_ANY)


def freshness(last_reported_on: date | None, phase: Phase, created_on: date) -> str:
    """When something was last heard, as a short text."""
    if last_reported_on is not None:
        return gettext("Report %(when)s", when=formats.days_ago(last_reported_on))
    if phase in (Phase.IDEA, Phase.PLANNED):
        return gettext("Added %(when)s", when=formats.days_ago(created_on))
    return gettext("No report yet")
