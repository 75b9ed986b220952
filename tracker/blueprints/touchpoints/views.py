"""What the pages print of touchpoints: reasons as sentences, and what two initiatives share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.domain.touchpoint_decisions import Side
from tracker.domain.touchpoint_reasons import telling
from tracker.domain.touchpoint_strength import (
    extent_of,
    share_of_days,
    share_of_sets,
    share_of_spans,
)
from tracker.domain.touchpoints.reasons import Reason, ReasonKind
from tracker.queries.touchpoint_worklist import WorklistRow
from tracker.queries.touchpoints import PairPage, PairSide
from tracker.touchpoint_labels import EXTENTS, REASON_LABELS, fact_label
from tracker.touchpoint_sentences import in_words, sentences

TOLD_IN_LISTS = 3


class ListedRow(NamedTuple):
    """A touchpoint of the list, with its reasons as sentences."""

    row: WorklistRow
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class ToldReason:
    """One reason on the page of a pair; `percent` is how much of it is shared, where that is known."""

    label: str
    sentence: str
    percent: int | None
    extent: str


@dataclass(frozen=True, slots=True)
class Shared:
    """What to tint: ages and period as wholes, places and list entries by their codes."""

    ages: bool
    period: bool
    places: frozenset[str]
    entries: frozenset[str]


def listed(rows: Sequence[WorklistRow]) -> list[ListedRow]:
    """Rows of the list, ready to print."""
    return [ListedRow(row, sentences(telling(row.reasons, TOLD_IN_LISTS))) for row in rows]


def told_reasons(pair: PairPage) -> list[ToldReason]:
    """Why two initiatives are shown together, with how much of each thing they share."""
    if pair.likeness is None:
        return []
    return [_told(reason, words, pair.sides) for reason, words in in_words(pair.likeness.reasons)]


def _told(reason: Reason, words: str, sides: Mapping[Side, PairSide]) -> ToldReason:
    share = _share(reason.kind, sides[Side.ONE], sides[Side.OTHER])
    is_known = share is not None and share > 0
    return ToldReason(
        label=str(REASON_LABELS[reason.kind]),
        sentence=words,
        percent=round(share * 100) if share is not None and is_known else None,
        extent=str(EXTENTS[extent_of(share)]) if share is not None and is_known else "",
    )


def _share(kind: ReasonKind, one: PairSide, other: PairSide) -> float | None:
    match kind:
        case ReasonKind.AGES:
            return share_of_spans((one.age_from, one.age_to), (other.age_from, other.age_to))
        case ReasonKind.PERIOD:
            return share_of_days((one.start_on, one.end_on), (other.start_on, other.end_on))
        case ReasonKind.PLACES:
            return share_of_sets(_codes(one.places), _codes(other.places))
        case ReasonKind.TARGET_GROUPS:
            return share_of_sets(_codes(one.target_groups), _codes(other.target_groups))
        case _:
            return None


def _codes(rows: Sequence[object]) -> frozenset[str]:
    return frozenset(row.code for row in rows)  # type: ignore[attr-defined]


def shared(pair: PairPage) -> Shared | None:
    """What the two have in common; None where only one of them is shown."""
    if pair.likeness is None:
        return None
    one, other = pair.sides[Side.ONE], pair.sides[Side.OTHER]
    kinds = {reason.kind for reason in pair.likeness.reasons}
    return Shared(
        ages=ReasonKind.AGES in kinds,
        period=ReasonKind.PERIOD in kinds,
        places=_codes(one.places) & _codes(other.places),
        entries=_codes(one.entries) & _codes(other.entries),
    )


def changed(pair: PairPage) -> list[tuple[str, list[str]]]:
    """What has changed since it was settled: the title of each, and the names of the facts."""
    return [
        (pair.sides[side].title, [fact_label(name) for name in names])
        for side, names in pair.changed.items()
        if side in pair.sides
    ]
