"""Pictures and PDFs for tests: good ones, and bad ones of every kind."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (80, 60), **options: Any) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **options)
    return file.getvalue()


def with_place() -> bytes:
    """A picture as a telephone makes it: turned, with a place, a camera and a comment."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x010E] = 6, "HEMLIGKAMERA", "HEMLIGTORD"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (57.0, 43.0, 15.0)
    gps[3], gps[4] = "E", (12.0, 56.0, 24.0)
    return picture(exif=exif, comment=b"HEMLIGTORD")


def bomb(side: int = 30_000) -> bytes:
    """A small PNG that says it is huge."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000))
    parts = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def pdf(*, pages: int = 1, script: str = "", attached: bytes = b"", password: str = "") -> bytes:
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(200, 200)
    if script:
        action = DictionaryObject()
        action[NameObject("/S")] = NameObject("/JavaScript")
        action[NameObject("/JS")] = TextStringObject(script)
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)
    if attached:
        writer.add_attachment("virus.exe", attached)
    if password:
        writer.encrypt(password)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "file_empty"),
    "too many bytes": (picture() + bytes(11 << 20), "file_too_large"),
    "an SVG with a script": (SVG, "file_kind_unknown"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "file_kind_unknown"),
    "a GIF": (picture("GIF"), "file_kind_unknown"),
    "a TIFF": (picture("TIFF"), "file_kind_unknown"),
    "an archive": (b"PK\x03\x04" + bytes(100), "file_kind_unknown"),
    "a program": (b"MZ" + bytes(100), "file_kind_unknown"),
    "words": (b"Vi lagade mat.", "file_kind_unknown"),
    "half a JPEG": (picture(size=(400, 400))[:900], "file_broken"),
    "the head of a JPEG": (b"\xff\xd8\xff", "file_broken"),
    "half a PNG": (picture("PNG", size=(400, 400))[:120], "file_broken"),
    "half a WebP": (picture("WEBP")[:30], "file_broken"),
    "a picture of too many pixels": (bomb(), "picture_too_large"),
    "a picture of a few too many": (bomb(7_200), "picture_too_large"),
    "half a PDF": (pdf(pages=9)[:300], "file_broken"),
    "the head of a PDF": (b"%PDF-1.7\n%%EOF", "file_broken"),
    "a PDF with a page behind it": (pdf() + SVG, "file_broken"),
    "a PDF with a program": (pdf(script="app.alert(1)"), "pdf_does_something"),
    "a PDF with a file in it": (pdf(attached=b"MZ"), "pdf_does_something"),
    "a locked PDF": (pdf(password="lås"), "pdf_locked"),
    "a very long PDF": (pdf(pages=301), "pdf_too_long"),
}
