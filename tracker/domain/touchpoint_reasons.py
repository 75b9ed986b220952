"""Which reasons of a touchpoint to tell: told from two fingerprints, the most telling ones first."""

from collections.abc import Sequence
from functools import lru_cache

from tracker.domain.touchpoints.fingerprints import StaleFingerprintError, fingerprint_from
from tracker.domain.touchpoints.reasons import Reason, ReasonKind, reasons_of

_KEPT_PAIRS = 4096

MOST_TELLING = (
    ReasonKind.SUBJECTS,
    ReasonKind.AGES,
    ReasonKind.TARGET_GROUPS,
    ReasonKind.PLACES,
    ReasonKind.VENUES,
    ReasonKind.WEEKDAYS,
    ReasonKind.ORGANISATION_NAMED,
    ReasonKind.ONE_EVERYWHERE,
    ReasonKind.PERIOD,
)
"""The order in which reasons tell most, where there is room for few."""


@lru_cache(maxsize=_KEPT_PAIRS)
def reasons_between(one: bytes | None, other: bytes | None) -> tuple[Reason, ...]:
    """Why two packed fingerprints meet; nothing while one of them waits to be made anew."""
    try:
        return reasons_of(fingerprint_from(one or b""), fingerprint_from(other or b""))
    except StaleFingerprintError:
        return ()


def telling(reasons: Sequence[Reason], most: int) -> tuple[Reason, ...]:
    """The few reasons that tell most; ages stand for the groups that they mean."""
    kinds = {reason.kind for reason in reasons}
    wanted = [
        reason
        for reason in reasons
        if not (reason.kind is ReasonKind.TARGET_GROUPS and ReasonKind.AGES in kinds)
    ]
    return tuple(sorted(wanted, key=lambda reason: MOST_TELLING.index(reason.kind))[:most])
