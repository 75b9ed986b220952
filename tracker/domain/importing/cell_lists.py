"""Part a cell that holds several values, without tearing names that hold the dividing sign."""

import re
from collections.abc import Callable

_HARD = re.compile(r"\s*(?:[;\n|•·]|(?:^|\n)\s*[-–*]\s+)\s*")
_SOFT = re.compile(r"(\s*,\s+|\s*,(?!\d)\s*|\s*/\s*|\s+&\s+|\s+\+\s+)")
_AND = re.compile(r"(\s+(?:och|and|samt)\s+)", re.IGNORECASE)
_LAST_OF_LIST = re.compile(r"(.+?)\s+(?:och|samt|and)\s+([A-ZÅÄÖ0-9].*)$")
_BULLET = re.compile(r"^\s*(?:[-–*•·]|\d{1,2}[.)])\s+")
_OUTER_COMMA = re.compile(r"[,/&+](?![^()]*\))")


def tags_of(text: str, is_named: Callable[[str], bool]) -> tuple[str, ...]:
    """Part a cell of tags at `;`, lines, commas, slashes and "och"; known names stay whole."""
    return _parts(text, is_named, lambda piece: _by_words(piece, is_named))


def names_of(text: str, is_named: Callable[[str], bool]) -> tuple[str, ...]:
    """Part a cell of organisations; "och" divides only where both sides are known names."""

    def divided(piece: str) -> list[str]:
        parts = [part for part in _AND.split(piece)[::2] if part]
        return parts if len(parts) > 1 and all(map(is_named, parts)) else [piece]

    names = _parts(text, is_named, divided)
    last = _LAST_OF_LIST.match(names[-1]) if len(names) > 1 else None
    if last and not is_named(names[-1]):  # "A, B och C"
        return (*names[:-1], *last.groups())
    return names


def _parts(
    text: str, is_named: Callable[[str], bool], divided: Callable[[str], list[str]]
) -> tuple[str, ...]:
    if is_named(text):
        return (text,)
    found: list[str] = []
    for line in _HARD.split(text):
        line = _BULLET.sub("", line).strip()
        if not line:
            continue
        for piece in _joined(_soft_pieces(line), is_named):
            found.extend([piece] if is_named(piece) else divided(piece))
    return tuple(dict.fromkeys(part.strip(" ,;/.") for part in found if part.strip(" ,;/.-–")))


def _soft_pieces(line: str) -> list[str]:
    """Part at commas and slashes outside brackets; the dividers stand at the odd places."""
    if not _OUTER_COMMA.search(line):
        return [line]
    guarded = re.sub(r"\([^()]*\)", lambda m: m[0].translate(_GUARD), line)
    return [piece.translate(_UNGUARD) for piece in _SOFT.split(guarded)]


def _joined(pieces: list[str], is_named: Callable[[str], bool]) -> list[str]:
    """Join neighbouring pieces again where that gives a known name, the longest first."""
    found: list[str] = []
    at = 0
    while at < len(pieces):
        end = at + 1
        for last in range(min(len(pieces), at + 13), at + 2, -2):
            if is_named("".join(pieces[at:last])):
                end = last
                break
        found.append("".join(pieces[at:end]))
        at = end + 1
    return found


def _by_words(piece: str, is_named: Callable[[str], bool]) -> list[str]:
    """Part at "och" where that gives a known name; else it is one name, perhaps misspelt."""
    parts = _joined(_AND.split(piece), is_named)
    return parts if any(map(is_named, parts)) else [piece]


_GUARD = str.maketrans({",": "\ue000", "/": "\ue001", "&": "\ue002", "+": "\ue003"})
_UNGUARD = str.maketrans({"\ue000": ",", "\ue001": "/", "\ue002": "&", "\ue003": "+"})
