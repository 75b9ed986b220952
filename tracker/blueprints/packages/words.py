"""Writes a record for print: its facts, partners, reports, messages and whole history, in words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from tracker import formats, labels
from tracker.audit_labels import VERBS, field_name, former_user
from tracker.domain.verbs import Verb
from tracker.languages import language
from tracker.measure_labels import PARTS
from tracker.record_pdf import PrintedEntry, PrintedRecord

Tree = Mapping[str, Any]
_NOT_PRINTED = frozenset({"id", "title"})
_IN_REPORTS = frozenset({Verb.REPORTED, Verb.REPORTED_BY_LINK, Verb.CORRECTED_REPORT})


def printed(record: Tree, *, masked: Sequence[str], address: str) -> PrintedRecord:
    """The record as the layout wants it; `masked` is what was masked, in words."""
    made_at = formats.day_and_time(record["made_at"])
    lead = [
        gettext("Taken out of Väven on %(when)s.", when=made_at),
        gettext("Address: %(address)s", address=address),
        gettext("Head of the audit trail: %(head)s", head=record["trail_head"]),
        gettext("Masked after a secrecy check: %(what)s.", what=", ".join(masked))
        if masked
        else gettext("Nothing is masked."),
    ]
    return PrintedRecord(
        title=record["initiative"]["title"],
        lang=language(),
        footer=gettext("Väven, %(when)s", when=made_at),
        lead=lead,
        sections=[section for section in _sections(record) if section[1]],
    )


def _sections(record: Tree) -> Iterator[tuple[str, list[PrintedEntry]]]:
    facts = {name: v for name, v in record["initiative"].items() if name not in _NOT_PRINTED}
    yield gettext("The initiative"), [PrintedEntry("", _rows(facts))]
    partners = [{**row, "organisation": ""} for row in record["partners"]]
    heads = [row["organisation"] for row in record["partners"]]
    yield gettext("Partners"), [_printed(*each) for each in zip(partners, heads, strict=True)]
    reports = [_printed(row, formats.long_date(row["reported_on"])) for row in record["reports"]]
    yield gettext("Status reports"), reports
    activities = [_printed(row, formats.long_date(row["first_on"])) for row in record["activities"]]
    yield gettext("Activities"), activities
    counted = [
        _printed({**row, "measure": ""}, f"{row['measure']} ({row['unit']})")
        for row in record["measures"]
    ]
    yield gettext("Measures"), counted
    files = [_printed(row, formats.day_and_time(row["at"])) for row in record["attachments"]]
    yield gettext("Pictures and files"), files
    said = [_printed(row, formats.day_and_time(row["at"])) for row in record["conversation"]]
    yield gettext("Conversation"), said
    messages = [_printed(row, formats.day_and_time(row["at"])) for row in record["messages"]]
    yield gettext("Messages about touchpoints"), messages
    yield gettext("History"), [_change(row) for row in record["history"]]


def _printed(row: Tree, head: str) -> PrintedEntry:
    shown = {name: value for name, value in row.items() if name not in _HEADS}
    return PrintedEntry(head, _rows(shown))


_HEADS = frozenset({"reported_on", "at"})


def _change(row: Tree) -> PrintedEntry:
    head = f"{formats.day_and_time(row['at'])} – {VERBS[row['verb']]}"
    who = {name: row[name] for name in ("person", "organisation")}
    fields = {} if row["verb"] in _IN_REPORTS else row["fields"]
    told = [(field_name(name), _pair(pair)) for name, pair in fields.items()]
    return PrintedEntry(head, [*_rows(who), *told])


def _pair(pair: Tree) -> str:
    if "is_erased" in pair:
        return gettext("Erased")
    before, after = (_text(pair[name]) for name in ("before", "after"))
    return f"{before} → {after}" if before else after or "–"


def _rows(values: Tree) -> list[tuple[str, str]]:
    rows = (
        (name, _person(value) if name == "person" else _text(value))
        for name, value in values.items()
    )
    return [(_label(name), text) for name, text in rows if text]


def _person(name: str | None) -> str:
    return former_user(None) if name == "" else name or ""


def _label(name: str) -> str:
    return str(_own_labels()[name]) if name in _own_labels() else field_name(name)


def _own_labels() -> Mapping[str, str]:
    return {
        "person": gettext("Who"),
        "organisation": gettext("For"),
        "standing": gettext("Standing"),
        "answer": gettext("What was answered"),
        "body": gettext("Message"),
        "digest": gettext("Fingerprint of the file"),
        "asked_at": gettext("Asked"),
        "answered_at": gettext("Answered on"),
        "written_at": gettext("Written"),
        "created_at": gettext("Registered"),
        "changed_at": gettext("Last changed"),
        "has_gone_up_in_it": gettext("Has gone up in it"),
    }


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return formats.day_and_time(value)
        case date():
            return formats.long_date(value)
        case list() | tuple():
            return ", ".join(_text(part) for part in value)
        case str() if value in _codes():
            return _codes()[value]
        case _:
            return str(value)


def _codes() -> Mapping[str, str]:
    sets: Sequence[Mapping[Any, Any]] = (
        labels.PHASES, labels.CONDITIONS, labels.SHORT_VISIBILITIES, labels.STANDINGS,
        PARTS,
    )  # fmt: skip
    return {str(code.value): str(label) for words in sets for code, label in words.items()}
