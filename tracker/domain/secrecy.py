"""Marks what in a record somebody has to look at before it is handed out, and masks what must not go.

Whether something is secret is a human's to judge, by law; here is only what is looked at, why, and
that nothing is handed out which nobody looked at.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tracker.domain.personal_data import find_personal_data


class Why(StrEnum):
    """Why something is looked at before it is handed out."""

    PERSON = "person"
    CONTACT = "contact"
    NOTE = "note"
    MESSAGE = "message"
    FOUND = "found"


MASKED_AT_FIRST = frozenset({Why.PERSON, Why.CONTACT, Why.FOUND})
"""What is masked unless somebody decides otherwise: it tells of a person."""
CONTACT_FIELDS = frozenset({"contact_name", "contact_email", "contact_phone"})
NOTE_FIELDS = frozenset({"note", "reason", "message"})


@dataclass(frozen=True, slots=True)
class Marked:
    """A value to be looked at; values with one key are kept or masked together."""

    key: str
    why: Why
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """One choice: all the values that it is about."""

    key: str
    why: Why
    values: tuple[str, ...]


def marked_text(text: str | None) -> Any:
    """A free text as it is; marked where it seems to hold a number or an address of a person."""
    if text and find_personal_data(text):
        return Marked(f"text {_short_hash(text)}", Why.FOUND, text)
    return text


def marked_person(public_id: object, name: str | None) -> Any:
    """The name of somebody who wrote or did something; nothing where there is none."""
    return Marked(f"person {public_id}", Why.PERSON, name) if name else name


def marked_value(field: str, value: Any, *, entry: str) -> Any:
    """A value of the history, by its field."""
    if field in CONTACT_FIELDS and value:
        return Marked(field, Why.CONTACT, str(value))
    if field in NOTE_FIELDS and value:
        return Marked(f"note {entry}", Why.NOTE, str(value))
    return marked_text(value) if isinstance(value, str) else value


def parts_of(tree: Any) -> list[Part]:
    """Everything marked in a record, in the order in which it stands there."""
    found: dict[str, tuple[Why, dict[str, None]]] = {}
    for each in _marked_in(tree):
        found.setdefault(each.key, (each.why, {}))[1][each.value] = None
    return [Part(key, why, tuple(values)) for key, (why, values) in found.items()]


def fingerprint(parts: list[Part]) -> str:
    """A hash of what was looked at: another one means that something has come or changed since."""
    return _short_hash(json.dumps([[part.key, *part.values] for part in parts]))


def settled(tree: Any, *, masked: Set[str], mask: str) -> Any:
    """The record as it is handed out: plain values, `mask` in place of those with these keys."""
    if isinstance(tree, Marked):
        return mask if tree.key in masked else tree.value
    if isinstance(tree, Mapping):
        return {name: settled(part, masked=masked, mask=mask) for name, part in tree.items()}
    if isinstance(tree, list | tuple):
        return [settled(part, masked=masked, mask=mask) for part in tree]
    return tree


def _marked_in(tree: Any) -> Iterator[Marked]:
    if isinstance(tree, Marked):
        yield tree
    elif isinstance(tree, Mapping):
        for part in tree.values():
            yield from _marked_in(part)
    elif isinstance(tree, list | tuple):
        for part in tree:
            yield from _marked_in(part)


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
