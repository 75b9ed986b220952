"""Every code of a closed set, and every refusal that a service gives, has words for people."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest

import tracker
from tracker import labels, refusals
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.lifecycle import Condition, Lane, Phase, Visibility
from tracker.domain.personal_data import PersonalDataKind
from tracker.domain.roles import MembershipRole, PartnerStanding, PlatformRole
from tracker.domain.ways_in import WayIn

REFUSAL = re.compile(r'RefusedError\(\s*"(\w+)"')


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (Phase, labels.PHASES),
        (Lane, labels.LANES),
        (Condition, labels.CONDITIONS),
        (Visibility, labels.VISIBILITIES),
        (PartnerStanding, labels.STANDINGS),
        (MembershipRole, labels.MEMBERSHIP_ROLES),
        (PlatformRole, labels.PLATFORM_ROLES),
        (WayIn, labels.WAYS),
        (PersonalDataKind, refusals.PERSONAL_DATA),
    ],
)
def test_every_code_has_words(codes: type[StrEnum], words: dict[str, object]) -> None:
    assert set(words) == set(codes)


def test_every_field_of_an_initiative_has_a_label() -> None:
    assert set(InitiativeContent.__dataclass_fields__) <= set(labels.FIELDS)


def test_every_refusal_of_a_service_has_a_sentence() -> None:
    source = Path(tracker.__file__).parent
    given = {
        code
        for path in source.rglob("*.py")
        for code in REFUSAL.findall(path.read_text(encoding="utf-8"))
    }

    assert given
    assert given <= set(refusals.REFUSALS), sorted(given - set(refusals.REFUSALS))
