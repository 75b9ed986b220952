"""Initiatives to compare, with what a test does not care about filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.domain.touchpoints.efforts import Effort


def an_effort(title: str, description: str = "", **fields: Any) -> Effort:
    """An initiative for children at Norrby during 2026, unless something else is given."""
    wanted: dict[str, Any] = {
        "id": title,
        "organisation": f"Föreningen {title}",
        "organisation_kind": "association",
        "goal_areas": frozenset({"children_youth"}),
        "places": frozenset({"Norrby"}),
        "target_groups": frozenset({"children"}),
        "methods": frozenset({"homework_help"}),
        "start": date(2026, 1, 12),
        "end": date(2026, 12, 18),
        "phase": "ongoing",
    }
    return Effort(title=title, description=description, **{**wanted, **fields})


HOMEWORK = an_effort(
    "Läxhjälp på biblioteket",
    "Volontärer hjälper barn i åk 4–6 med läxorna på tisdagar kl 15–17. Lugn plats och frukt.",
)
STUDY = an_effort(
    "Studieverkstad med mellanmål",
    "Barn 10–12 år får plugga ihop med studenter på tisdagar efter skolan. Vi bjuder på frukt.",
)
FOOTBALL = an_effort(
    "Öppen fotbollsplan",
    "Spontanfotboll för alla som vill på söndagar. Ledare lånar ut bollar.",
    methods=frozenset({"sport"}),
)
CHOIR = an_effort(
    "Kör för pensionärer",
    "Vi sjunger i församlingshemmet på torsdagar.",
    places=frozenset({"Fristad"}),
    target_groups=frozenset({"older"}),
    methods=frozenset({"culture"}),
)
LAST_YEAR = an_effort(
    "Läxhjälp hösten 2024",
    "Volontärer hjälpte barn med läxorna på tisdagar.",
    start=date(2024, 8, 20),
    end=date(2024, 12, 18),
)
