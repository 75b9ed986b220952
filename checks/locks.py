"""Rules of the lock files: hashes for everything, no address, and nothing that is wanted missing."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from packaging.specifiers import SpecifierSet

from checks.faults import ROOT, Outcome

PYTHON_LOCKS = {"run": (), "test": ("test",), "check": ("test", "check")}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==\S+", re.MULTILINE)
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def locks(root: Path = ROOT) -> list[Path]:
    """Every lock file of the product."""
    of_node = [root / place / "package-lock.json" for place in ("frontend", "tests/oidc")]
    found = [path for path in of_node if path.exists()]
    return [*sorted((root / "requirements").glob("*.txt")), *found]


def without_addresses(root: Path = ROOT) -> Outcome:
    """No lock says where its packages are fetched."""
    outcome = Outcome()
    for path in locks(root):
        outcome.looked_at += 1
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if "://" in line or line.startswith(
                ("--index", "--extra-index", "--find-links", "-f ")
            ):
                outcome.add(path, number, f"an address: {line.strip()[:60]}", root=root)
    return outcome


def with_hashes(root: Path = ROOT) -> Outcome:
    """Every Python package that is locked has a hash."""
    outcome = Outcome()
    for path in sorted((root / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for entry in re.split(r"\n(?=\S)", text):
            found = PINNED.match(entry)
            if found is None:
                continue
            outcome.looked_at += 1
            if "--hash=sha256:" not in entry:
                outcome.add(path, 1, f"{found[1]} has no hash", root=root)
    return outcome


def up_to_date(root: Path = ROOT) -> Outcome:
    """Every package that pyproject.toml asks for is in its lock, in one version everywhere."""
    outcome = Outcome()
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions: dict[str, set[str]] = {}
    for name, extras in PYTHON_LOCKS.items():
        path = root / "requirements" / f"{name}.txt"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        locked = {_plain(found[1]): found[0] for found in PINNED.finditer(text)}
        for package, pin in locked.items():
            versions.setdefault(package, set()).add(pin.split("==")[1])
        for wanted in _wanted(project, extras):
            outcome.looked_at += 1
            if wanted not in locked:
                outcome.add(path, 1, f"{wanted} is missing: run `make locks`", root=root)
    for package, pins in versions.items():
        if len(pins) > 1:
            told = f"{package} is locked at {' and '.join(sorted(pins))}"
            outcome.add(root / "requirements", 1, told, root=root)
    return outcome


def on_oldest_python(root: Path = ROOT) -> Outcome:
    """Every locked package that is installed here runs on the oldest Python that the product names."""
    outcome = Outcome()
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=") + ".0"
    for path in sorted((root / "requirements").glob("*.txt")):
        for found in PINNED.finditer(path.read_text(encoding="utf-8")):
            try:
                wanted = metadata(found[1])["Requires-Python"]
            except PackageNotFoundError:
                continue
            outcome.looked_at += 1
            if not SpecifierSet(wanted or "").contains(oldest):
                outcome.add(path, 1, f"{found[0]} wants Python {wanted}", root=root)
    return outcome


def _wanted(project: dict[str, Any], extras: tuple[str, ...]) -> list[str]:
    texts = list(project["dependencies"])
    for extra in extras:
        texts += project["optional-dependencies"][extra]
    return [_plain(found[0]) for text in texts if (found := NAME.match(text))]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
