"""Writes what has changed as a feed that readers of news subscribe to (Atom, RFC 4287)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as Xml

from tracker.domain.mails import one_line

ATOM_TYPE = "application/atom+xml; charset=utf-8"
_NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """Something that has changed; `key` is a UUID, the same each time the feed is written."""

    key: str
    title: str
    summary: str
    url: str
    changed_at: datetime


def write_feed(
    name: str, entries: Sequence[FeedEntry], *, key: str, url: str, changed_at: datetime
) -> bytes:
    """The feed as a file; `url` is the page that shows the same, `changed_at` where it is empty."""
    root = Xml.Element("feed", xmlns=_NAMESPACE)
    _add(root, "id", f"urn:uuid:{key}")
    _add(root, "title", name)
    newest = max((entry.changed_at for entry in entries), default=changed_at)
    _add(root, "updated", newest.isoformat())
    _add(_add(root, "author"), "name", "Väven")
    _add(root, "link").set("href", url)
    for entry in entries:
        part = _add(root, "entry")
        _add(part, "id", f"urn:uuid:{entry.key}")
        _add(part, "title", entry.title)
        _add(part, "updated", entry.changed_at.isoformat())
        _add(part, "link").set("href", entry.url)
        _add(part, "summary", entry.summary)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


def _add(parent: Xml.Element, name: str, text: str = "") -> Xml.Element:
    part = Xml.SubElement(parent, name)
    if text:
        part.text = one_line(text)
    return part
