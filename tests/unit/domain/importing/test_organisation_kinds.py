"""The kind of an unknown organisation is guessed from its name, and never as a municipal body."""

from __future__ import annotations

import pytest

from tracker.domain.importing.organisation_kinds import guess_kind
from tracker.domain.reference_data import load_reference_data


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Högskolan i Borås", "university"),
        ("Stockholms Läns Landsting", "region"),
        ("Region Västra Götaland", "region"),
        ("Arbetsförmedlingen Borås", "state_authority"),
        ("Skogsstyrelsen och Trafikverket", "state_authority"),
        ("Norrby församling", "faith_community"),
        ("ABF Sjuhärad", "study_association"),
        ("Stiftelsen Vardagsbron", "foundation"),
        ("Hultas fastigheter", "housing_company"),
        ("Arjeplogs kommun", "other_public"),
        ("Sp Processum AB", "business"),
        ("Kvinnonätverket Väv", "civil_society"),
        ("Nätverket Väv", "civil_society"),
        ("Norrby IF", "association"),
    ],
)
def test_a_name_tells_the_kind(name: str, kind: str) -> None:
    assert guess_kind(name) == kind


def test_a_guess_is_a_kind_of_the_list_and_never_municipal() -> None:
    kinds = {
        entry.code: entry.is_municipal
        for entry in load_reference_data().list_entries
        if entry.list_code == "organisation_kind"
    }

    for name in ("Borås Stad", "Socialförvaltningen, Borås kommun", "AB Bostäder i Borås", "IF"):
        assert kinds[guess_kind(name)] is False
