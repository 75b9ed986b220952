"""Rule of the documents: the table of permissions is written down as the code has it."""

from __future__ import annotations

from pathlib import Path

from checks.faults import ROOT, Outcome
from tracker.permission_words import DEEDS, as_document


def written_down(root: Path = ROOT) -> Outcome:
    """docs/permissions.md says what access/policy.py says."""
    path = root / "docs" / "permissions.md"
    outcome = Outcome(looked_at=len(DEEDS))
    if not path.exists() or path.read_text(encoding="utf-8") != as_document():
        told = "out of date: python -m tracker.permission_words > docs/permissions.md"
        outcome.add(path, 1, told, root=root)
    return outcome
