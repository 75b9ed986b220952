"""What of an initiative is kept beside it."""

from __future__ import annotations

import pytest

from tests.compared import HOMEWORK, STUDY, an_initiative
from tracker.domain.touchpoints import fingerprints
from tracker.domain.touchpoints.codes import Facet
from tracker.domain.touchpoints.fingerprint_taking import fingerprint_of
from tracker.domain.touchpoints.fingerprints import (
    StaleFingerprintError,
    fingerprint_from,
    is_current,
)


def test_a_fingerprint_survives_packing() -> None:
    one = fingerprint_of(an_initiative("Kör", "Barn 8-11 år i Havrehallen.", start=None))

    again = fingerprint_from(one.packed())

    assert again.packed() == one.packed()
    assert (again.told, again.names, again.ages) == (one.told, ("havrehallen",), (8, 11))
    assert len(one.packed()) < 400


def test_what_another_version_packed_is_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = fingerprint_of(HOMEWORK).packed()
    assert is_current(packed)

    monkeypatch.setattr(fingerprints, "current_mark", lambda: 1)

    assert not is_current(packed)
    with pytest.raises(StaleFingerprintError):
        fingerprint_from(packed)


@pytest.mark.parametrize("cut", [0, 10, 60, -1])
def test_what_is_no_fingerprint_is_stale_too(cut: int) -> None:
    assert not is_current(fingerprint_of(HOMEWORK).packed()[:cut])


def test_what_two_share_is_named_by_the_least_of_their_weights() -> None:
    one, other = fingerprint_of(HOMEWORK), fingerprint_of(STUDY)

    assert one.shared(other)[Facet.PLACE] == {"Norrby": 16}
    assert one.shared_tags(Facet.GROUP, other) == {"children"}
    assert one.ages == (10, 13)
    assert not one.is_everywhere
    assert not one.names_organisation_of(other)
