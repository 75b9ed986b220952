"""The few reasons that tell most are told, and none from a fingerprint of another version."""

from __future__ import annotations

from tracker.domain.touchpoint_reasons import reasons_between, telling
from tracker.domain.touchpoints.reasons import Reason, ReasonKind


def test_what_is_done_comes_before_when_and_ages_stand_for_their_groups() -> None:
    period, groups = Reason(ReasonKind.PERIOD), Reason(ReasonKind.TARGET_GROUPS, ("children",))
    ages, work = (
        Reason(ReasonKind.AGES, first=7, last=12),
        Reason(ReasonKind.SUBJECTS, ("homework_help",)),
    )

    assert telling((period, groups, ages, work), 3) == (work, ages, period)
    assert telling((period, groups), 1) == (groups,)


def test_nothing_is_told_while_a_fingerprint_waits_to_be_made() -> None:
    assert reasons_between(None, None) == ()
    assert reasons_between(b"", b"another version") == ()
