"""Rule of the documents: every test that docs/security.md names is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from checks.faults import ROOT, Outcome

NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def shown_by_tests(root: Path = ROOT) -> Outcome:
    """Each promise names a test, and each test named is a function of that file."""
    path = root / "docs" / "security.md"
    outcome = Outcome()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        for file_name, test in NAMED.findall(line):
            outcome.looked_at += 1
            if test not in _functions(root / "tests" / file_name):
                outcome.add(path, number, f"no such test: {file_name}::{test}", root=root)
    return outcome


@cache
def _functions(path: Path) -> frozenset[str]:
    if not path.exists():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
