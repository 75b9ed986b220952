"""Whether a zipped workbook may be unpacked at all: real sizes, ratio, markup that bites.

Declared sizes are not believed: every part is inflated here, with a ceiling, before another
library sees it. Document types and entities never occur in real workbooks and are refused.
"""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from tracker.domain.importing.errors import (
    Breakage,
    BrokenWorkbookError,
    Extent,
    NotATableError,
    ProtectedWorkbookError,
    SeemsToBe,
    TooLargeError,
)
from tracker.domain.importing.grid import FileFormat

_LOCAL_HEADER = struct.Struct("<4s22xHH")
_CHUNK = 1 << 20
_PARTS_AT_MOST = 5_000
_SMALL = 10 << 20  # below this a high ratio is harmless: a long column of one word packs well
_RATIO_AT_MOST = 250
_TEXTUAL = (".xml", ".rels", ".vml")


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of an unpacked workbook, by their names in lower case without leading slash."""

    file_format: FileFormat
    parts: dict[str, bytes]

    @property
    def has_macros(self) -> bool:
        """Whether the workbook carries macros (never run; they are not even looked at)."""
        return any(
            name.endswith("vbaproject.bin") or name.startswith(("xl/macrosheets/", "basic/"))
            for name in self.parts
        )


def open_package(content: bytes, filename: str, *, max_unpacked: int) -> Package:
    """Give the parts of a zipped workbook after all checks.

    Raises:
        NotATableError: another kind of zip file.
        ProtectedWorkbookError: the parts are encrypted.
        TooLargeError: unpacks to more than `max_unpacked` bytes, or absurdly more than packed.
        BrokenWorkbookError: damaged, or with document types in its XML.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as cause:
        raise BrokenWorkbookError(filename=filename, breakage=Breakage.DAMAGED) from cause
    names = {_plain(entry.filename) for entry in entries}
    _refuse_crowd(entries, content, filename, max_unpacked)
    parts: dict[str, bytes] = {}
    left = max_unpacked
    for entry in entries:
        parts[_plain(entry.filename)] = part = _inflated(content, entry, filename, left)
        left -= len(part)
        _refuse_bomb(max_unpacked - left, len(content))
    file_format = _format_of(names, parts, filename)
    _refuse_document_types(parts, filename)
    return Package(file_format, parts)


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _refuse_crowd(
    entries: list[zipfile.ZipInfo], content: bytes, filename: str, max_unpacked: int
) -> None:
    if len(entries) > _PARTS_AT_MOST:
        raise BrokenWorkbookError(filename=filename, breakage=Breakage.UNSAFE_ARCHIVE)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ProtectedWorkbookError(filename=filename)
    declared = sum(entry.file_size for entry in entries)
    if declared > max_unpacked:
        raise TooLargeError(extent=Extent.UNPACKED_BYTES, actual=declared, limit=max_unpacked)
    _refuse_bomb(declared, len(content))


def _refuse_bomb(unpacked: int, packed: int) -> None:
    limit = max(_SMALL, packed * _RATIO_AT_MOST)
    if unpacked > limit:
        raise TooLargeError(extent=Extent.UNPACKED_BYTES, actual=unpacked, limit=limit)


def _inflated(content: bytes, entry: zipfile.ZipInfo, filename: str, left: int) -> bytes:
    """Unpack one part, at most `left` bytes, believing no declared size."""
    at = entry.header_offset
    try:
        signature, name_length, extra_length = _LOCAL_HEADER.unpack_from(content, at)
    except struct.error as cause:
        raise BrokenWorkbookError(filename=filename, breakage=Breakage.DAMAGED) from cause
    first = at + 30 + name_length + extra_length
    packed = content[first : first + entry.compress_size]
    if signature != b"PK\x03\x04" or len(packed) != entry.compress_size:
        raise BrokenWorkbookError(filename=filename, breakage=Breakage.DAMAGED)
    if entry.compress_type == zipfile.ZIP_STORED:
        part = packed
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        part = _inflated_stream(packed, filename, left)
    else:
        raise BrokenWorkbookError(filename=filename, breakage=Breakage.UNSAFE_ARCHIVE)
    if len(part) != entry.file_size:
        raise BrokenWorkbookError(filename=filename, breakage=Breakage.UNSAFE_ARCHIVE)
    return part


def _inflated_stream(packed: bytes, filename: str, left: int) -> bytes:
    stream = zlib.decompressobj(-15)
    pieces: list[bytes] = []
    total = 0
    try:
        while packed and not stream.eof:
            piece = stream.decompress(packed, _CHUNK)
            packed = stream.unconsumed_tail
            total += len(piece)
            if total > left:
                raise TooLargeError(extent=Extent.UNPACKED_BYTES, actual=total, limit=left)
            pieces.append(piece)
    except zlib.error as cause:
        raise BrokenWorkbookError(filename=filename, breakage=Breakage.DAMAGED) from cause
    return b"".join(pieces)


def _format_of(names: set[str], parts: dict[str, bytes], filename: str) -> FileFormat:
    """Tell what kind of zip file it is by the parts it holds."""
    mimetype = parts.get("mimetype", b"").strip()
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        if b"encryption-data" in parts.get("meta-inf/manifest.xml", b""):
            raise ProtectedWorkbookError(filename=filename)
        return FileFormat.ODS
    if "xl/workbook.xml" in names:
        return FileFormat.XLSM if "xl/vbaproject.bin" in names else FileFormat.XLSX
    raise NotATableError(filename=filename, seems_to_be=_kind_of_zip(names, mimetype))


def _kind_of_zip(names: set[str], mimetype: bytes) -> SeemsToBe:
    if "xl/workbook.bin" in names:
        return SeemsToBe.EXCEL_BINARY
    if any(name.startswith("word/") for name in names):
        return SeemsToBe.WORD
    if any(name.startswith("ppt/") for name in names):
        return SeemsToBe.POWERPOINT
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        return SeemsToBe.OPEN_DOCUMENT
    if any(name.endswith(".iwa") for name in names):
        return SeemsToBe.NUMBERS
    return SeemsToBe.ARCHIVE


def _refuse_document_types(parts: dict[str, bytes], filename: str) -> None:
    for name, part in parts.items():
        if not name.endswith(_TEXTUAL) or name == "meta-inf/manifest.xml":
            continue  # old OpenOffice declares a type in its manifest, which nobody parses here
        opening = part[:4096]
        wide = opening[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in opening[:8]
        text = part.replace(b"\x00", b"") if wide else part
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise BrokenWorkbookError(filename=filename, breakage=Breakage.UNSAFE_XML)
