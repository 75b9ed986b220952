"""Turn the bytes of a text file into text, whatever program of which decade wrote them."""

import codecs
import re
from dataclasses import dataclass

from tracker.domain.importing.grid import FileRemark, Remarked

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark begins the same way
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")
_EXPECTED = frozenset("åäöÅÄÖéÉüÜ–’”“§½€·…")
_LETTERS = frozenset("åäöÅÄÖ")
_MISREAD = re.compile("Ã[¥¤¶…„–©\u0085\u0084\u0096]|â€[“”™¦]")
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text, the encoding it was in, and what had to be done to it."""

    text: str
    encoding: str
    remarks: tuple[Remarked, ...] = ()


def decode(content: bytes) -> Decoded:
    """Decode a text by its byte order mark, else by what reads well as Swedish.

    Never fails: bytes that fit nothing become U+FFFD, with a remark.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _checked(content[len(mark) :].decode(encoding, "replace"), encoding)
    wide = _wide_without_mark(content)
    if wide:
        return _checked(content.decode(wide, "replace"), wide)
    try:
        return _repaired(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _mostly_utf8(content) or _single_byte(content)


def _wide_without_mark(content: bytes) -> str:
    """Recognise UTF-16 by the zero bytes that every second byte of Latin text is."""
    sample = content[: 4096 & ~1]
    if len(sample) < 4:
        return ""
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return ""


def _mostly_utf8(content: bytes) -> Decoded | None:
    """Accept UTF-8 with a few broken bytes, as files glued together from two sources have."""
    text = content.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    whole = sum(1 for letter in text if letter > "\x7f") - lost
    return _checked(text, "utf-8") if whole > lost * 4 else None


def _single_byte(content: bytes) -> Decoded:
    best, most = _SINGLE_BYTE[0], -1.0
    for encoding in _SINGLE_BYTE:
        score = _likeness_to_swedish(content[:_SAMPLE].decode(encoding, "replace"))
        if score > most:
            best, most = encoding, score
    decoded = _checked(content.decode(best, "replace"), best)
    return Decoded(
        decoded.text,
        decoded.encoding,
        (Remarked(FileRemark.ENCODING_GUESSED, example=best), *decoded.remarks),
    )


def _likeness_to_swedish(text: str) -> float:
    foreign = [letter for letter in text if letter > "\x7f"]
    letters = sum(1 for letter in foreign if letter in _LETTERS)
    expected = sum(1 for letter in foreign if letter in _EXPECTED)
    return (letters + expected) / (len(foreign) or 1)


def _repaired(text: str) -> Decoded:
    """Undo text that was already read in the wrong encoding once ("BorÃ¥s")."""
    misread = len(_MISREAD.findall(text[:_SAMPLE]))
    if misread >= 2 and not _LETTERS.intersection(text[:_SAMPLE]):
        try:
            mended = text.encode("cp1252", "surrogateescape").decode("utf-8")
        except UnicodeError:
            return _checked(text, "utf-8")
        return Decoded(mended, "utf-8", (Remarked(FileRemark.ENCODING_REPAIRED, count=misread),))
    return _checked(text, "utf-8")


def _checked(text: str, encoding: str) -> Decoded:
    lost = text.count("\ufffd")
    remarks = (Remarked(FileRemark.CHARACTERS_LOST, count=lost),) if lost else ()
    return Decoded(text.removeprefix("\ufeff"), encoding, remarks)
