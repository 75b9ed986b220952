"""Every name in docs/glossary.md is in the code."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name

import pytest

GLOSSARY = Path(__file__).parent.parent.parent / "docs" / "glossary.md"
HOMES = ("tracker.models", "tracker.domain.lifecycle", "tracker.domain.roles")
NAMES = sorted(set(re.findall(r"`([A-Za-z]\w*(?:\.\w+)*)`", GLOSSARY.read_text(encoding="utf-8"))))


def test_the_glossary_names_code() -> None:
    assert len(NAMES) > 40


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_the_glossary_is_in_the_code(name: str) -> None:
    if name[0].islower():
        assert resolve_name(f"tracker.{name}")
        return
    owner, _dot, attribute = name.partition(".")
    homes = [home for home in map(import_module, HOMES) if hasattr(home, owner)]
    assert homes, f"{owner} is in none of {HOMES}"
    assert not attribute or hasattr(getattr(homes[0], owner), attribute)
