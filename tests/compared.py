"""Initiatives to compare, with what a test does not care about filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.domain.touchpoints.initiatives import ComparedInitiative


def an_initiative(title: str, description: str = "", **fields: Any) -> ComparedInitiative:
    """An initiative for children at Norrby during 2026, unless something else is given."""
    wanted: dict[str, Any] = {
        "id": title,
        "organisation": f"Föreningen {title}",
        "organisation_kind": "association",
        "goal_areas": frozenset({"children_youth"}),
        "places": frozenset({"Norrby"}),
        "target_groups": frozenset({"children"}),
        "effort_types": frozenset({"homework_help"}),
        "start": date(2026, 1, 12),
        "end": date(2026, 12, 18),
        "phase": "ongoing",
    }
    return ComparedInitiative(title=title, description=description, **{**wanted, **fields})


HOMEWORK = an_initiative(
    "Läxhjälp på biblioteket",
    "Volontärer hjälper barn i åk 4–6 med läxorna på tisdagar kl 15–17. Lugn plats och frukt.",
)
STUDY = an_initiative(
    "Studieverkstad med mellanmål",
    "Barn 10–12 år får plugga ihop med studenter på tisdagar efter skolan. Vi bjuder på frukt.",
)
FOOTBALL = an_initiative(
    "Öppen fotbollsplan",
    "Spontanfotboll för alla som vill på söndagar. Ledare lånar ut bollar.",
    effort_types=frozenset({"sport"}),
)
CHOIR = an_initiative(
    "Kör för pensionärer",
    "Vi sjunger i församlingshemmet på torsdagar.",
    places=frozenset({"Fristad"}),
    target_groups=frozenset({"older"}),
    effort_types=frozenset({"culture"}),
)
LAST_YEAR = an_initiative(
    "Läxhjälp hösten 2024",
    "Volontärer hjälpte barn med läxorna på tisdagar.",
    start=date(2024, 8, 20),
    end=date(2024, 12, 18),
)
