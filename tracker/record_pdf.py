"""Prints a record as PDF/A-2b, with the typefaces that the `typst` wheel carries; nothing is fetched.

What is printed is data for a fixed layout (data/record_package.typ), so nothing in it can be read as
markup. A sign that no typeface has would make the file no PDF/A: it is printed as an empty square.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

_LAYOUTS = Path(__file__).parent / "data"
STANDARD: Final = "a-2b"
MISSING_SIGN = "□"
_UNPRINTABLE = re.compile(
    "[^\n\x20-\x7e\xa0-\xac\xae-\u0377\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u04ff"
    "\u0609-\u060c\u061b\u061f\u0621-\u063a\u0640-\u0655\u0660-\u066d\u067e\u0686\u0698\u06a9\u06af"
    "\u06cc\u06f0-\u06f9\u1e00-\u1eff\u2010-\u2027\u202f-\u2040\u20a0-\u20c0\u2190-\u21ff\u2500-\u25ff]"
)


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """Pairs of label and text under a small heading, which may be empty."""

    head: str
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PrintedRecord:
    """What the layout prints; `lead` are lines under the title, sections are (title, entries)."""

    title: str
    lang: str
    footer: str
    lead: Sequence[str]
    sections: Sequence[tuple[str, Sequence[PrintedEntry]]]


def print_record(record: PrintedRecord, *, now: datetime) -> bytes:
    """The record as PDF/A-2b."""
    import typst

    return bytes(
        typst.compile(
            layout("record_package.typ"),
            font_paths=embedded_fonts(),
            sys_inputs={"record": json.dumps(printable(_plain(record)), ensure_ascii=False)},
            pdf_standards=STANDARD,
            timestamp=now.replace(microsecond=0),
        )
    )


def printable(value: Any) -> Any:
    """The same value with texts that the typefaces can print."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub(MISSING_SIGN, value.replace("\t", " ").replace("\r", ""))
    if isinstance(value, Mapping):
        return {name: printable(part) for name, part in value.items()}
    return [printable(part) for part in value]


def _plain(record: PrintedRecord) -> Mapping[str, Any]:
    return {
        "title": record.title,
        "lang": record.lang,
        "footer": record.footer,
        "lead": record.lead,
        "sections": [
            {
                "title": title,
                "entries": [{"head": entry.head, "rows": entry.rows} for entry in entries],
            }
            for title, entries in record.sections
        ],
    }


def layout(name: str) -> Path:
    """A fixed layout of a printed page."""
    return _LAYOUTS / name


@lru_cache
def embedded_fonts() -> Any:
    """The typefaces that the wheel carries, and no others."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
