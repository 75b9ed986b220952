"""Makes rows of the register ready to print: labels in the reader's language and addresses."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from flask_babel import gettext

from tracker import formats, http, labels
from tracker.addresses import address_of
from tracker.domain.lifecycle import Phase, is_shared
from tracker.domain.local_time import local_day
from tracker.languages import language
from tracker.queries.cards import CardRow
from tracker.queries.reference import GoalAreaRow, PlaceRow

MayMove = Callable[[CardRow], bool]


def _never(_row: CardRow) -> bool:
    return False


class Card(NamedTuple):
    """An initiative as a card or a table row; `move_url` is None where it may not be moved.

    `row` is what it was made from. `freshness` says when something was last heard, `reported` the
    same where a heading says of what. `visibility_label` is empty where everyone signed in sees it.
    """

    row: CardRow
    title: str
    url: str
    organisation_name: str
    goal_areas: tuple[GoalAreaRow, ...]
    places: tuple[PlaceRow, ...]
    phase: str
    phase_label: str
    condition: str
    condition_label: str
    visibility: str
    visibility_label: str
    freshness: str
    reported: str
    is_late: bool
    is_stale: bool
    move_url: str | None


class CardMaker:
    """Makes cards for one page; what they share is worked out once."""

    def __init__(
        self, *, url_endpoint: str, move_endpoint: str = "", may_move: MayMove = _never
    ) -> None:
        self._url = url_endpoint
        self._move_url = move_endpoint
        self._may_move = may_move
        self._today = http.today()
        self._language = language()
        self._phases = labels.phases()
        self._conditions = labels.conditions()
        self._movable: dict[int, bool] = {}

    def make(self, row: CardRow) -> Card:
        """One card."""
        return Card(
            row,
            row.title,
            address_of(self._url, public_id=row.public_id),
            row.organisation_name,
            row.goal_areas,
            row.places,
            row.phase.value,
            self._phases[row.phase],
            row.condition.value,
            self._conditions[row.condition],
            row.visibility.value,
            "" if is_shared(row.visibility) else str(labels.SHORT_VISIBILITIES[row.visibility]),
            *self._heard_of(row),
            row.is_late,
            row.is_stale,
            self._move_url_of(row) if self._move_url else None,
        )

    def make_all(self, rows: Iterable[CardRow]) -> list[Card]:
        """Cards in the same order."""
        return [self.make(row) for row in rows]

    def _move_url_of(self, row: CardRow) -> str | None:
        """Who may move a record depends on its organisation alone."""
        if row.organisation_id not in self._movable:
            self._movable[row.organisation_id] = self._may_move(row)
        may = self._movable[row.organisation_id]
        return address_of(self._move_url, public_id=row.public_id) if may else None

    def _heard_of(self, row: CardRow) -> tuple[str, str]:
        if row.last_reported_on is None:
            assert row.created_at is not None
            unreported = freshness(None, row.phase, local_day(row.created_at))
            return (unreported, unreported)
        return _reported((self._today - row.last_reported_on).days, self._language)


@lru_cache(maxsize=4096)
def _reported(days: int, _language: str) -> tuple[str, str]:
    when = formats.so_many_days_ago(days)
    return (gettext("Report %(when)s", when=when), when)


def freshness(last_reported_on: date | None, phase: Phase, created_on: date) -> str:
    """When something was last heard, as a short text."""
    if last_reported_on is not None:
        return gettext("Report %(when)s", when=formats.days_ago(last_reported_on))
    if phase in (Phase.IDEA, Phase.PLANNED):
        return gettext("Added %(when)s", when=formats.days_ago(created_on))
    return gettext("No report yet")
