"""How much two initiatives share, and of how many such pairs that is true, without false precision."""

from datetime import date
from enum import StrEnum

_MOST_OF = 0.6
_TENTHS = 10


class Extent(StrEnum):
    """How much of a thing two initiatives share."""

    ALL = "all"
    MOST = "most"
    PART = "part"


def out_of_ten(chance: float) -> int:
    """Of ten pairs as alike as this, how many are worth talking about: 1 to 9, never all or none."""
    return min(max(round(chance * _TENTHS), 1), _TENTHS - 1)


def share_of_sets(one: frozenset[str], other: frozenset[str]) -> float | None:
    """How much of two sets is common, 0 to 1; None where both are empty."""
    return len(one & other) / len(one | other) if one | other else None


def share_of_spans(
    one: tuple[int | None, int | None], other: tuple[int | None, int | None]
) -> float | None:
    """How much of two spans of whole numbers is common, 0 to 1; None where an end is open."""
    first, last, other_first, other_last = *one, *other
    if first is None or last is None or other_first is None or other_last is None:
        return None
    common = min(last, other_last) - max(first, other_first) + 1
    return max(common, 0) / (max(last, other_last) - min(first, other_first) + 1)


def share_of_days(
    one: tuple[date | None, date | None], other: tuple[date | None, date | None]
) -> float | None:
    """How much of two periods is common, 0 to 1; None where an end is open."""
    spans = [(_number(first), _number(last)) for first, last in (one, other)]
    return share_of_spans(spans[0], spans[1])


def _number(day: date | None) -> int | None:
    return day.toordinal() if day else None


def extent_of(share: float) -> Extent:
    """A word for a share between 0 and 1."""
    if share >= 1:
        return Extent.ALL
    return Extent.MOST if share >= _MOST_OF else Extent.PART
