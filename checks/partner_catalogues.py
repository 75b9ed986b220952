"""Rules of the languages that only the partner's path speaks: every word of it, counted rightly."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from babel.messages.plurals import get_plural

from checks.catalogues import (
    Key,
    Used,
    catalogues,
    files,
    forms_of,
    key_of,
    look_for_doubts,
    used_strings,
)
from checks.faults import ROOT, Outcome
from tracker.domain.languages import LANGUAGES
from tracker.domain.partner_path import FILES, PARTS

LOCALES = tuple(row.locale for row in LANGUAGES.values() if not row.is_full)


def wanted_strings(root: Path = ROOT) -> dict[Key, Used]:
    """Every string of the partner's path, with a place where it is used."""
    folder = root / "tracker"
    spans = {name: list(_spans(folder / name, parts)) for name, parts in PARTS.items()}
    wanted: dict[Key, Used] = {}
    for key, uses in used_strings(root).items():
        for use in uses:
            name = use.path.relative_to(folder).as_posix()
            if any(fnmatch(name, pattern) for pattern in FILES) or any(
                use.line in span for span in spans.get(name, ())
            ):
                wanted.setdefault(key, use)
    return wanted


def _spans(path: Path, names: tuple[str, ...]) -> Iterator[range]:
    """The lines of what has one of these names in a module, or is a value under it."""
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) if name in names:
                yield range(node.lineno, (node.end_lineno or node.lineno) + 1)
            case ast.Assign(targets=[ast.Name(id=name)]) if name in names:
                yield range(node.lineno, (node.end_lineno or node.lineno) + 1)
            case ast.Dict():
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value in names:
                        yield range(key.lineno, (value.end_lineno or value.lineno) + 1)


def complete(root: Path = ROOT) -> Outcome:
    """Every string of the path is in each language once, and nothing that nobody uses."""
    outcome = Outcome()
    wanted, used = wanted_strings(root), used_strings(root)
    for locale in LOCALES:
        known = Counter(key_of(message) for _, message in catalogues(root, locale=locale))
        for key, use in sorted(wanted.items()):
            outcome.looked_at += 1
            if known[key] != 1:
                told = f"{key[1]!r} is in {known[key]} catalogues of {locale}, not in one"
                outcome.add(use.path, use.line, told, root=root)
        for path, message in catalogues(root, locale=locale):
            if key_of(message) not in used:
                told = f"nobody uses {key_of(message)[1]!r}"
                outcome.add(path, message.lineno or 1, told, root=root)
    return outcome


def certain(root: Path = ROOT) -> Outcome:
    """Nothing is empty, fuzzy or left in English, and each language counts in its own way."""
    outcome = Outcome()
    for locale in LOCALES:
        plural = get_plural(locale.partition("@")[0])
        look_for_doubts(outcome, root, locale=locale, forms=plural.num_plurals)
        for path in files(root, locale=locale):
            if str(plural) not in re.sub(r'"\n"', "", path.read_text(encoding="utf-8")):
                outcome.add(path, 1, f"the head does not say {plural}", root=root)
        for path, message in catalogues(root, locale=locale):
            english = {text for text in forms_of(message.id) if " " in text.strip()}
            if english & set(forms_of(message.string)):
                told = f"left in English: {key_of(message)[1]!r}"
                outcome.add(path, message.lineno or 1, told, root=root)
    return outcome
