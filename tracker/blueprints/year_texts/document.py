"""What is written into a file, whichever kind of file: headings, paragraphs and one table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NO_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_PARAGRAPHS = re.compile(r"\n\s*\n")
_FIRST_LETTER = re.compile(
    r"[A-Za-z\u00c0-\u024f\u0370-\u052f\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
)
_LAST_LATIN = "\u0530"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text under it."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading, the names of its columns, and a note under it."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str


@dataclass(frozen=True, slots=True)
class WrittenText:
    """The whole text; `author` is the organisation, `language` a tag as `sv`."""

    title: str
    author: str
    language: str
    footer: str
    sections: Sequence[Section]
    table: Table | None


def plain(text: str) -> str:
    """The text without signs that are no text: controls, marks that turn lines around, surrogates."""
    return _NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def paragraphs(text: str) -> Sequence[str]:
    """The paragraphs of a text; a line of its own stays one."""
    return [part.strip("\n") for part in _PARAGRAPHS.split(plain(text)) if part.strip()]


def is_right_to_left(text: str) -> bool:
    """Whether a paragraph is read from the right, by its first letter."""
    first = _FIRST_LETTER.search(text)
    return first is not None and not first[0] < _LAST_LATIN
