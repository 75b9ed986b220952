"""Initiatives to compare, with what a test does not care about filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from tracker.domain.touchpoints.fingerprint_taking import fingerprint_of
from tracker.domain.touchpoints.fingerprints import Fingerprint, fingerprint_from
from tracker.domain.touchpoints.initiatives import ComparedInitiative
from tracker.domain.touchpoints.shared import Compared
from tracker.domain.touchpoints.shelves import Entry
from tracker.domain.touchpoints.tables import Table


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


def laid_out(initiatives: Sequence[ComparedInitiative]) -> Compared:
    """Initiatives ready to be compared with each other."""
    return Compared.alone(Table.of([fingerprint_of(each).packed() for each in initiatives]))


def entries_of(initiatives: Sequence[ComparedInitiative]) -> list[Entry]:
    """Initiatives as an index keeps them, numbered from one, each of an organisation of its own."""
    packed = (fingerprint_of(each).packed() for each in initiatives)
    return [
        Entry(number, 100 + number, is_limited=False, packed=each)
        for number, each in enumerate(packed, 1)
    ]


_WORK = ("Läxhjälp", "Språkcafé", "Fotboll", "Matlagning", "Odling", "Föräldragrupp", "Bokcirkel")
_PEOPLE = ("barn 10-12 år", "tonåringar", "nyanlända kvinnor", "pensionärer", "föräldrar")
_PLACES = ("Norrby", "Hulta", "Sjöbo", "Hela kommunen")


@cache
def _read() -> tuple[Fingerprint, ...]:
    return tuple(
        fingerprint_of(an_initiative(f"{work} för {people}", f"{work} på {day}dagar.",
                                     places=frozenset({place})))
        for work in _WORK for people in _PEOPLE for place in _PLACES for day in ("tis", "ons")
    )  # fmt: skip


def many_entries(count: int) -> list[Entry]:
    """Entries of many kinds in a few places that begin on different days; every tenth limited."""
    entries = []
    for number in range(count):
        one = fingerprint_from(_read()[number * 7 % len(_read())].packed())
        head = np.array([one.head])
        head["start"] += number % 90
        packed = replace(one, head=head[0]).packed()
        entries.append(Entry(number + 1, number % 9, is_limited=number % 10 == 0, packed=packed))
    return entries
