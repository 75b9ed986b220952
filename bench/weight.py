"""Weighs what a browser fetches beside a page: style sheets, scripts and pictures, but no fonts."""

import gzip
import re
from pathlib import Path

import tracker

STATIC = Path(tracker.__file__).parent / "static"
_NAMED_BY_PAGE = re.compile(r'(?:href|src)="/static/([^"?]+)')
_NAMED_BY_STYLE = re.compile(r"url\([\"']?([^\"')]+)")


def browser_files_kb(page: str) -> float:
    """Kilobytes of a page's files, each packed by gzip."""
    names = {STATIC / name for name in _NAMED_BY_PAGE.findall(page)}
    for sheet in [name for name in names if name.suffix == ".css"]:
        for link in _NAMED_BY_STYLE.findall(sheet.read_text()):
            if not link.startswith(("data:", "#")) and not link.endswith(".woff2"):
                names.add((sheet.parent / link.partition("?")[0]).resolve())
    return sum(len(gzip.compress(name.read_bytes(), 6)) for name in names) / 1000
