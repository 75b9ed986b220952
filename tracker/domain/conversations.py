"""Answers what kinds of things are said about an initiative, and whom a text mentions.

A mention is kept as a mark, `@[1]`, in the text, so that the name is told only to those who may
know it, and is gone when the person is erased.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class CommentKind(StrEnum):
    """What somebody says: a comment, a question that wants an answer, or thanks."""

    COMMENT = "comment"
    QUESTION = "question"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Whom a name stands for; neither of the two stands for the coordinators."""

    person_id: int | None = None
    organisation_id: int | None = None


COORDINATORS = Mentioned()
COORDINATOR_NAMES = ("samordnarna", "samordnare", "coordinators", "koordinaattorit")
SHORTEST_BEGINNING = 3
_MARK = re.compile(r"@\[(\d{1,3})\]")
_WORD = re.compile(r"(?<![\w@])@([^\W_][\w-]*)")


def with_marks(
    text: str, names: Iterable[tuple[str, Mentioned]]
) -> tuple[str, Sequence[Mentioned]]:
    """The text with marks in place of the names after an @, and whom they stand for, in order.

    A whole name counts, the longest first; else a word that only one name begins with.
    """
    known = sorted(names, key=lambda pair: len(pair[0]), reverse=True)
    found: list[Mentioned] = []
    parts: list[str] = []
    at = 0
    while (match := _WORD.search(text, at)) is not None:
        named = _named(text[match.start() + 1 :], match[1], known)
        parts.append(text[at : match.start()])
        if named is None:
            parts.append(match[0])
            at = match.end()
            continue
        length, mentioned = named
        if mentioned not in found:
            found.append(mentioned)
        parts.append(f"@[{found.index(mentioned) + 1}]")
        at = match.start() + 1 + length
    return "".join((*parts, text[at:])), found


def _named(
    rest: str, word: str, known: Sequence[tuple[str, Mentioned]]
) -> tuple[int, Mentioned] | None:
    """How long the name at the beginning of `rest` is, and whom it stands for."""
    for name, mentioned in known:
        said, following = rest[: len(name)], rest[len(name) : len(name) + 1]
        if said.casefold() == name.casefold() and not following.isalnum():
            return len(name), mentioned
    if len(word) < SHORTEST_BEGINNING:
        return None
    beginning = word.casefold()
    meant = {mentioned for name, mentioned in known if name.casefold().startswith(beginning)}
    return (len(word), meant.pop()) if len(meant) == 1 else None


def pieces(text: str) -> Sequence[str | int]:
    """The text in pieces: words as they were typed, and the numbers of those mentioned, from 1."""
    parts = _MARK.split(text)
    return [int(part) if at % 2 else part for at, part in enumerate(parts) if part]


def with_names(text: str, names: Sequence[str]) -> str:
    """The text with names in place of the marks; one that is not known stays a mark."""
    return _MARK.sub(
        lambda mark: (
            f"@{names[number - 1]}" if 0 < (number := int(mark[1])) <= len(names) else mark[0]
        ),
        text,
    )


def without_names(text: str) -> str:
    """The text with nobody named, for where only its beginning is shown."""
    return _MARK.sub("@…", text)
