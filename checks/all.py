"""Every check by name, in the order they are told."""

from __future__ import annotations

from collections.abc import Callable

from checks import (
    catalogues,
    locks,
    partner_catalogues,
    permissions,
    security,
    source,
    templates,
)
from checks.faults import Outcome

CHECKS: dict[str, Callable[[], Outcome]] = {
    "source: files of at most 300 lines": source.short_files,
    "source: functions of at most 40 lines": source.short_functions,
    "source: docstring on every public name": source.docstrings,
    "source: test file for every module": source.mirrored_tests,
    "source: blueprints thin and apart": source.thin_blueprints,
    "templates: parse": templates.parse,
    "templates: every word in _()": templates.translated,
    "templates: nothing inline": templates.nothing_inline,
    "templates: nothing unescaped": templates.nothing_unescaped,
    "templates: imports all used": templates.no_unused_imports,
    "catalogues: every string in exactly one": catalogues.complete,
    "catalogues: none fuzzy, empty or obsolete": catalogues.certain,
    "catalogues: words the field uses": catalogues.plain_words,
    "partner catalogues: the whole path in each": partner_catalogues.complete,
    "partner catalogues: certain, rightly counted": partner_catalogues.certain,
    "documents: permissions as in the code": permissions.written_down,
    "documents: promises shown by tests": security.shown_by_tests,
    "locks: no addresses": locks.without_addresses,
    "locks: hashes": locks.with_hashes,
    "locks: up to date": locks.up_to_date,
    "locks: on the oldest Python": locks.on_oldest_python,
}
