"""Why initiatives touch, in the words of a coordinator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from tracker.domain.touchpoint_decisions import TouchpointKind
from tracker.domain.touchpoints.reasons import Reason, ReasonKind
from tracker.touchpoint_labels import KINDS
from tracker.touchpoint_sentences import sentence

pytestmark = pytest.mark.once

NAMES = {"children": "Barn", "parents": "Föräldrar", "women": "Kvinnor"}


@pytest.fixture(autouse=True)
def _swedish(app: Flask) -> Iterator[None]:
    with app.test_request_context("/", headers={"Cookie": "language=sv"}):
        yield


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Reason(ReasonKind.TARGET_GROUPS, ("children",)), "Båda är för barn"),
        (
            Reason(ReasonKind.TARGET_GROUPS, ("children", "parents", "women")),
            "Båda är för barn, föräldrar och kvinnor",
        ),
        (Reason(ReasonKind.AGES, first=10, last=14), "10–14 år ingår i båda"),
        (Reason(ReasonKind.AGES, first=65, last=100), "Från 65 år i båda"),
        (Reason(ReasonKind.PLACES, ("Hulta", "Norrby")), "Hulta och Norrby i båda"),
        (Reason(ReasonKind.ONE_EVERYWHERE), "Den ena gäller hela kommunen"),
        (
            Reason(ReasonKind.PERIOD, first=date(2026, 9, 1), last=date(2026, 12, 18)),
            "Båda pågår september 2026 – december 2026",
        ),
        (
            Reason(ReasonKind.PERIOD, first=date(2026, 9, 1)),
            "Båda pågår från september 2026 och tills vidare",
        ),
        (Reason(ReasonKind.WEEKDAYS, ("1", "3")), "Båda på tisdagar och torsdagar"),
        (Reason(ReasonKind.VENUES, ("biblioteket",)), "Båda nämner biblioteket"),
        (Reason(ReasonKind.ORGANISATION_NAMED), "Den ena nämner den andras organisation"),
    ],
)
def test_every_reason_is_a_sentence(reason: Reason, said: str) -> None:
    assert sentence(reason, language="sv", names=NAMES) == said


def test_every_kind_of_reason_and_of_touchpoint_has_words() -> None:
    assert set(KINDS) == set(TouchpointKind)
    said = sentence(Reason(ReasonKind.SUBJECTS, ("homework_help",)), language="sv", names=NAMES)
    assert said.startswith("Båda handlar om ")
