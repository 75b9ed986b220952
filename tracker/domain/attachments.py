"""Answers whether a file may be kept, and how: judged by its content, never by its name.

Pictures are drawn anew, so that nothing but the picture is left: no place, no camera, no other file
hidden behind it. PDFs are kept as they are, if they can be read and do nothing by themselves.
"""

import re
import struct
import warnings
import zlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import Any, Protocol

LARGEST_FILE = 10 << 20
LARGEST_OF_ORGANISATION = 200 << 20
MOST_OF_INITIATIVE = 40
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1_800
LONGEST_ALT = 300
MOST_PDF_PAGES = 300
_MOST_PDF_OBJECTS = 20_000
_QUALITY = 82
_PICTURES = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"))
_PDF_BEGINS, _PDF_ENDS = b"%PDF-", re.compile(rb"%%EOF\s*\Z")
_DOES_SOMETHING = frozenset(
    {"/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA"}
)
_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition"}
)


@dataclass
class StoreFailedError(Exception):
    """The store outside the database did not do what it was asked to; `cause` is its own words."""

    cause: str


class FileStore(Protocol):
    """Where files lie that do not lie in the database; each may raise `StoreFailedError`."""

    def put(self, key: str, content: bytes) -> None:
        """Keep a file under a key."""

    def get(self, key: str) -> bytes | None:
        """The file under a key, None where there is none."""

    def remove(self, key: str) -> None:
        """Take a file away; one that is not there is gone already."""

    def list_keys(self, *, before: datetime) -> list[str]:
        """The keys of files that were kept before a moment."""


class AttachmentKind(StrEnum):
    """What is kept: a picture that was drawn anew, or a PDF."""

    JPEG = "jpeg"
    PNG = "png"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What may be kept, and what a reader's page needs to know of it."""

    kind: AttachmentKind
    content: bytes
    width: int | None = None
    height: int | None = None


@dataclass
class BadFileError(Exception):
    """A file that is not kept; `code` names why."""

    code: str


def checked_file(content: bytes) -> CheckedFile:
    """The file as it may be kept.

    Raises:
        BadFileError: `file_empty`, `file_too_large`, `file_kind_unknown`, `file_broken`,
            `picture_too_large`, `pdf_locked`, `pdf_too_long` or `pdf_does_something`.
    """
    if not content:
        raise BadFileError("file_empty")
    if len(content) > LARGEST_FILE:
        raise BadFileError("file_too_large")
    if content.startswith(_PDF_BEGINS):
        return _checked_pdf(content)
    return _drawn_anew(content, _format_of(content))


def _format_of(content: bytes) -> str:
    for begins, name in _PICTURES:
        if content.startswith(begins):
            return name
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    raise BadFileError("file_kind_unknown")


def _drawn_anew(content: bytes, name: str) -> CheckedFile:
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(content), formats=(name,)) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise BadFileError("picture_too_large")
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                picture = ImageOps.exif_transpose(opened)
                picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _saved(picture)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise BadFileError("picture_too_large") from None
    except (OSError, SyntaxError, ValueError, EOFError, Warning, struct.error, zlib.error):
        raise BadFileError("file_broken") from None


def _saved(picture: Any) -> CheckedFile:
    """The pixels alone, as PNG where some are see-through, else as JPEG."""
    from PIL import Image

    is_clear = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    mode, kind = ("RGBA", AttachmentKind.PNG) if is_clear else ("RGB", AttachmentKind.JPEG)
    pixels = picture.convert(mode)
    bare = Image.new(mode, pixels.size)
    bare.paste(pixels)
    file = BytesIO()
    if kind is AttachmentKind.PNG:
        bare.save(file, "PNG", optimize=True)
    else:
        bare.save(file, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return CheckedFile(kind, file.getvalue(), bare.width, bare.height)


def _checked_pdf(content: bytes) -> CheckedFile:
    from pypdf import PdfReader

    if not _PDF_ENDS.search(content[-1024:]):
        raise BadFileError("file_broken")
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise BadFileError("pdf_locked")
        pages = len(reader.pages)
        does_something = _does_something(reader)
    except BadFileError:
        raise
    except Exception:  # a broken PDF breaks its reader in any way there is
        raise BadFileError("file_broken") from None
    if not pages:
        raise BadFileError("file_broken")
    if pages > MOST_PDF_PAGES:
        raise BadFileError("pdf_too_long")
    if does_something:
        raise BadFileError("pdf_does_something")
    return CheckedFile(AttachmentKind.PDF, content)


def _does_something(reader: Any) -> bool:
    """Whether opening it runs, opens or sends anything."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    looked_at = 0
    while waiting:
        value = waiting.pop()
        looked_at += 1
        if looked_at > _MOST_PDF_OBJECTS * 10 or len(seen) > _MOST_PDF_OBJECTS:
            raise BadFileError("pdf_too_long")
        if hasattr(value, "idnum"):
            key = (value.idnum, value.generation)
            if key not in seen:
                seen.add(key)
                waiting.append(value.get_object())
        elif isinstance(value, dict):
            action: Any = value.get("/S")
            if hasattr(action, "get_object"):
                action = action.get_object()
            if _DOES_SOMETHING & value.keys() or str(action) in _ACTIONS:
                return True
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return False
