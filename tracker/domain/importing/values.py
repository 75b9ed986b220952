"""Read the remaining kinds of cells: texts, choices, links, numbers of organisations, ids."""

import re
import uuid
from urllib.parse import urlsplit

from tracker.domain.importing.choices import PHASES, VISIBILITIES, YES_NO
from tracker.domain.importing.findings import FaultCause, RemarkCause
from tracker.domain.importing.folding import fold
from tracker.domain.importing.grid import Cell, as_text
from tracker.domain.importing.outcomes import Note, Reading, UnreadableValueError
from tracker.domain.lifecycle import Phase, Visibility
from tracker.domain.personal_data import (
    InvalidOrganisationNumberError,
    PersonalOrganisationNumberError,
    normalise_organisation_number,
)

_NOTHING = frozenset({"", "x", "n a", "saknas", "ingen", "ej angivet", "none", "null", "nej"})
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s;,<>\"]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:se|nu|com|org|net|eu|info)\b(?:/[^\s;,<>\"]*)?",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(r"(?:\+46|\b0)[\d\s()/–-]{6,}\d")
LONGEST_LINK = 500
_SENTENCE_END = ".,;:)]}\"'"


def read_text(cell: Cell, *, longest: int) -> Reading[str]:
    """Read a text as it stands.

    Raises:
        UnreadableValueError: TEXT_TOO_LONG.
    """
    text = as_text(cell)
    if len(text) > longest:
        raise UnreadableValueError(FaultCause.TEXT_TOO_LONG, text, limit=longest)
    return Reading(text)


def read_phase(cell: Cell) -> Reading[Phase | None]:
    """Read a phase from its code, name or a common word for it.

    Raises:
        UnreadableValueError: CHOICE_UNREADABLE with the codes that could stand there.
    """
    choice = _choice(cell, PHASES)
    return Reading(Phase(choice.value) if choice.value else None, choice.notes)


def read_visibility(cell: Cell) -> Reading[Visibility | None]:
    """Read draft, coordinated, shared or open; "ja" and "nej" answer whether it may be public.

    Raises:
        UnreadableValueError: CHOICE_UNREADABLE with the codes that could stand there.
    """
    answer = YES_NO.get(fold(as_text(cell)))
    if answer is not None:
        return Reading(Visibility.OPEN if answer else Visibility.SHARED)
    choice = _choice(cell, VISIBILITIES)
    return Reading(Visibility(choice.value) if choice.value else None, choice.notes)


def read_yes_no(cell: Cell) -> Reading[bool | None]:
    """Read yes or no in their common forms: ja, x, 1, true, nej, 0.

    Raises:
        UnreadableValueError: CHOICE_UNREADABLE.
    """
    words = fold(as_text(cell))
    if cell is None or (not words and as_text(cell) in "-–?"):
        return Reading(None)
    if words not in YES_NO:
        raise UnreadableValueError(
            FaultCause.CHOICE_UNREADABLE, as_text(cell), suggestions=("Ja", "Nej")
        )
    return Reading(YES_NO[words])


def read_links(cell: Cell) -> Reading[tuple[str, ...]]:
    """Read the web addresses in a cell, completed to https where no scheme stands.

    Raises:
        UnreadableValueError: LINK_UNREADABLE when there is text but no address, TEXT_TOO_LONG
            when an address is longer than the register keeps.
    """
    text = as_text(cell)
    found = [_completed(match[0]) for match in _LINK.finditer(_EMAIL.sub(" ", text))]
    if any(len(link) > LONGEST_LINK for link in found):
        raise UnreadableValueError(FaultCause.TEXT_TOO_LONG, text, limit=LONGEST_LINK)
    links = tuple(dict.fromkeys(link for link in found if link))
    if not links and fold(text) not in _NOTHING:
        raise UnreadableValueError(
            FaultCause.LINK_UNREADABLE, text, suggestions=("https://www.boras.se",)
        )
    return Reading(links)


def read_organisation_number(cell: Cell) -> Reading[str]:
    """Read a checked organisation number as 000000-0000; empty text for none.

    Raises:
        UnreadableValueError: ORGANISATION_NUMBER_WRONG, or ORGANISATION_NUMBER_PERSONAL; neither
            carries the number: a sole trader's is a personnummer and is never kept in clear.
    """
    text = as_text(cell)
    if fold(text) in _NOTHING:
        return Reading("")
    try:
        return Reading(normalise_organisation_number(text))
    except PersonalOrganisationNumberError as cause:
        raise UnreadableValueError(FaultCause.ORGANISATION_NUMBER_PERSONAL, "") from cause
    except InvalidOrganisationNumberError as cause:
        example = ("212000-1561",)
        raise UnreadableValueError(
            FaultCause.ORGANISATION_NUMBER_WRONG, "", suggestions=example
        ) from cause


def read_register_id(cell: Cell) -> Reading[str]:
    """Read the public id that an earlier export gave the row, as 36 small letters and figures.

    Raises:
        UnreadableValueError: REGISTER_ID_UNREADABLE.
    """
    text = as_text(cell)
    if not text:
        return Reading("")
    try:
        return Reading(str(uuid.UUID(text)))
    except ValueError as cause:
        raise UnreadableValueError(FaultCause.REGISTER_ID_UNREADABLE, text) from cause


def read_person_name(cell: Cell) -> Reading[str]:
    """Read a name, leaving out e-mail addresses and phone numbers, which are not imported."""
    text = as_text(cell)
    name = _PHONE.sub(" ", _EMAIL.sub(" ", text))
    name = " ".join(
        re.sub(r"\b(?:tel|tfn|mobil|e-?post|mail|mejl)\b[.:]*", " ", name, flags=re.I).split()
    )
    name = name.strip(" ,;:/|()<>-–")
    if name == text or fold(name) in _NOTHING:
        return Reading("" if fold(name) in _NOTHING else name)
    return Reading(name, (Note(RemarkCause.PERSONAL_DATA_LEFT_OUT),))


def holds_contact_details(text: str) -> bool:
    """Whether a text is or holds an e-mail address or a phone number."""
    return bool(_EMAIL.search(text) or _PHONE.search(text))


def _choice(cell: Cell, words_of: dict[str, tuple[str, ...]]) -> Reading[str | None]:
    words = fold(as_text(cell))
    if not words:
        return Reading(None)
    for code, words_for in words_of.items():
        if words == fold(code) or words in words_for:
            return Reading(code)
    for code, words_for in words_of.items():
        if any(words.startswith(f"{start} ") for start in words_for if len(start) > 3):
            return Reading(code, (Note(RemarkCause.READ_AS, as_text(cell), code),))
    raise UnreadableValueError(
        FaultCause.CHOICE_UNREADABLE, as_text(cell), suggestions=tuple(words_of)
    )


def _completed(address: str) -> str:
    address = address.rstrip(_SENTENCE_END)
    link = address if address.lower().startswith(("http://", "https://")) else f"https://{address}"
    try:
        host = urlsplit(link).hostname or ""
    except ValueError:
        return ""
    return link if "." in host else ""
