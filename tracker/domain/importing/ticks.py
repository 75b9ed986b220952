"""Columns that are ticked: the heading names a place or a group, and an x says that it holds."""

from tracker.domain.importing.folding import fold
from tracker.domain.importing.grid import Cell, as_text
from tracker.domain.importing.vocabulary import TermIndex

_TICKS = frozenset({"x", "xx", "ja", "j", "yes", "y", "1", "true", "sant", "ok"})
_SIGNS = frozenset("✓✔☑✅•●■√")
_BLANKS = frozenset({"nej", "n", "no", "0", "false", "falskt", "ej"})


def is_ticked(cell: Cell) -> bool | None:
    """Whether a cell is a tick or says that there is none; None where it says something else."""
    text = as_text(cell).strip()
    words = fold(text)
    if text in _SIGNS or words in _TICKS:
        return True
    return False if words in _BLANKS or text in {"", "-", "–", "☐", "✗"} else None


def named_by(header: str, index: TermIndex) -> str:
    """The thing that a heading names as a whole, or in its last part; empty where it is none."""
    parts = (header, header.rsplit(": ", 1)[-1])
    return next((part for part in parts if index.is_named(part)), "")
