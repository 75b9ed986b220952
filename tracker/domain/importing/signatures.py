"""What a file is by its content: a workbook, a text, or something that is no table at all.

Names lie ("lista.xlsx" is often a picture, a web page or an old xls), so only bytes count.
"""

import re
from enum import StrEnum

from tracker.domain.importing.errors import SeemsToBe

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

_SIGNATURES: tuple[tuple[bytes, SeemsToBe], ...] = (
    (b"\xff\xd8\xff", SeemsToBe.PICTURE),
    (b"\x89PNG\r\n\x1a\n", SeemsToBe.PICTURE),
    (b"GIF87a", SeemsToBe.PICTURE),
    (b"GIF89a", SeemsToBe.PICTURE),
    (b"II*\x00", SeemsToBe.PICTURE),
    (b"MM\x00*", SeemsToBe.PICTURE),
    (b"\x00\x00\x01\x00", SeemsToBe.PICTURE),
    (b"8BPS", SeemsToBe.PICTURE),
    (b"%PDF-", SeemsToBe.PDF),
    (b"{\\rtf", SeemsToBe.RTF),
    (b"\x1f\x8b", SeemsToBe.ARCHIVE),
    (b"BZh", SeemsToBe.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", SeemsToBe.ARCHIVE),
    (b"Rar!\x1a\x07", SeemsToBe.ARCHIVE),
    (b"\xfd7zXZ\x00", SeemsToBe.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", SeemsToBe.ARCHIVE),
    (b"MZ\x90\x00", SeemsToBe.PROGRAM),
    (b"\x7fELF", SeemsToBe.PROGRAM),
    (b"SQLite format 3\x00", SeemsToBe.DATABASE),
    (b"\x00\x01\x00\x00Standard ", SeemsToBe.DATABASE),
    (b"ID3", SeemsToBe.SOUND_OR_FILM),
    (b"OggS", SeemsToBe.SOUND_OR_FILM),
    (b"\x1aE\xdf\xa3", SeemsToBe.SOUND_OR_FILM),
)
_OLE_STREAMS: tuple[tuple[str, SeemsToBe], ...] = (
    ("WordDocument", SeemsToBe.WORD),
    ("PowerPoint Document", SeemsToBe.POWERPOINT),
    ("__substg1.0_", SeemsToBe.OUTLOOK),
    ("__properties_version1.0", SeemsToBe.OUTLOOK),
)
_HTML = re.compile(
    r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|meta|style|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"^\s*<(?:\?xml|!DOCTYPE|[A-Za-z][\w:.-]*[\s>])")
_JSON = re.compile(r'^\s*(?:\{\s*"|\{\s*\}|\[\s*[\[{"])')


class Container(StrEnum):
    """How the content is packed; what is in it is looked at by the reader of that packing."""

    ZIP = "zip"
    OLE_WORKBOOK = "ole_workbook"
    OLE_ENCRYPTED = "ole_encrypted"
    TEXT = "text"


def container_of(content: bytes) -> Container | SeemsToBe:
    """Say how the content is packed, or what it seems to be when it is no table."""
    if content.startswith(ZIP_SIGNATURES):
        return Container.ZIP
    if content.startswith(OLE_SIGNATURE):
        return _inside_ole(content)
    return _by_signature(content) or Container.TEXT


def markup_of(text: str) -> SeemsToBe | None:
    """Say which kind of markup a decoded text is, or None for what may be a table."""
    opening = text[:4000]
    if _HTML.match(opening):
        return SeemsToBe.HTML
    if _XML.match(opening):
        return SeemsToBe.XML
    if _JSON.match(opening):
        return SeemsToBe.JSON
    return None


def _by_signature(content: bytes) -> SeemsToBe | None:
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    if content.startswith(b"BM") and content[6:10] == b"\x00\x00\x00\x00":
        return SeemsToBe.PICTURE
    if content.startswith(b"RIFF"):
        return SeemsToBe.PICTURE if content[8:12] == b"WEBP" else SeemsToBe.SOUND_OR_FILM
    if content[4:8] == b"ftyp":
        pictures = (b"heic", b"heix", b"mif1", b"avif")
        return SeemsToBe.PICTURE if content[8:12] in pictures else SeemsToBe.SOUND_OR_FILM
    return None


def _inside_ole(content: bytes) -> Container | SeemsToBe:
    """Tell OLE files apart by the names of their streams (UTF-16 in the directory)."""
    if _has_stream(content, "EncryptedPackage"):
        return Container.OLE_ENCRYPTED
    if _has_stream(content, "Workbook") or _has_stream(content, "Book"):
        return Container.OLE_WORKBOOK
    for name, kind in _OLE_STREAMS:
        if name.encode("utf-16-le") in content:
            return kind
    return SeemsToBe.OFFICE


def _has_stream(content: bytes, name: str) -> bool:
    encoded = name.encode("utf-16-le") + b"\x00\x00"
    at = content.find(encoded)
    while at >= 0:
        if at % 128 == 0:  # directory entries are 128 bytes and begin with their name
            return True
        at = content.find(encoded, at + 1)
    return False
