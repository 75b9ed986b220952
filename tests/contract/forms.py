"""Finds the forms that the pages show, and fills them in as a person would."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.contract.register import PASSWORD
from tests.contract.walker import Visit
from tests.documents import attribute
from tests.page_client import field_names, field_values

FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.S)
ACTION = re.compile(r'\baction="([^"]*)"')
TEXT_KINDS = frozenset({"", "text", "search", "email", "url", "tel", "password", "hidden"})
TYPED = {
    "email": "ny.adress@example.org",
    "url": "https://example.org/ny",
    "date": "2026-02-01",
    "number": "7",
    "password": "en stuga vid skogens rand",
    "tel": "033-35 70 00",
}
KNOWN = {
    "current": PASSWORD,
    "name": "Ett nytt namn",
    "code": "a_new_code",
    "contact_email": "ny.adress@example.org",
    "links": "https://example.org/ny",
}
OF_ENDPOINT = {
    "accounts.begin_session": {"email": "reader@example.org", "password": PASSWORD},
    "board.save_move": {"phase": "completed"},
}
FILE = ("lista.csv", "Titel;Beskrivning\nLäxhjälp;Vi läser tillsammans\n".encode())


@dataclass(frozen=True)
class Form:
    """A form as somebody was shown it, filled in.

    `texts` are the fields that take free text; `typed` those of them that a person writes in.
    """

    endpoint: str
    role: str
    url: str
    page: str
    values: Mapping[str, Any]
    names: frozenset[str]
    texts: tuple[str, ...]
    typed: tuple[str, ...]
    files: tuple[str, ...]

    def data(self, **changes: Any) -> dict[str, Any]:
        """What to send; a file is opened anew each time."""
        files = {name: (BytesIO(FILE[1]), FILE[0]) for name in self.files}
        return {**self.values, **files, **changes}


def harvest(app: Flask, visits: Iterable[Visit]) -> list[Form]:
    """Every form with `method=post` on the pages visited, once for each visitor and address."""
    match = app.url_map.bind("localhost").match
    found: dict[tuple[str, str], Form] = {}
    for visit in visits:
        if visit.status != 200 or not visit.is_html:
            continue
        for markup in FORM.findall(visit.text):
            opening = markup.split(">", 1)[0]
            action = ACTION.search(opening)
            url = unescape(action[1]) if action and action[1] else visit.url
            if 'method="post"' not in opening or (visit.role, url) in found:
                continue
            try:
                endpoint, _values = match(url.partition("?")[0], method="POST")
            except HTTPException as fault:
                message = f"{visit.url} shows a form that leads nowhere: {url}"
                raise AssertionError(message) from fault
            found[visit.role, url] = _form(markup, str(endpoint), visit, url)
    return list(found.values())


def _form(markup: str, endpoint: str, visit: Visit, url: str) -> Form:
    tag = BeautifulSoup(markup.replace("\r\n", "\n"), "html.parser").form
    assert tag is not None
    values = {name: value for name, value in field_values(tag).items() if name != "csrf_token"}
    values |= {**dict(_typed(tag, values)), **OF_ENDPOINT.get(endpoint, {})}
    texts = [f for f in tag.select("input[name], textarea[name]") if _takes_text(f)]
    return Form(
        endpoint=endpoint,
        role=visit.role,
        url=url,
        page=visit.url,
        values=values,
        names=frozenset(field_names(tag)),
        texts=tuple(dict.fromkeys(attribute(f, "name") for f in texts)),
        typed=tuple(
            dict.fromkeys(
                attribute(f, "name") for f in texts if attribute(f, "type") not in {"hidden"}
            )
        ),
        files=tuple(attribute(f, "name") for f in tag.select("input[type=file][name]")),
    )


def _takes_text(tag: Tag) -> bool:
    is_text = tag.name == "textarea" or attribute(tag, "type") in TEXT_KINDS
    return is_text and attribute(tag, "name") != "csrf_token"


def _typed(tag: Tag, values: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """What a person would write, tick or choose where the page suggests nothing."""
    for entry in tag.select("input[name], textarea[name], select[name]"):
        name, kind = attribute(entry, "name"), attribute(entry, "type")
        if entry.name == "select" and not entry.select("option[selected]"):
            yield name, attribute(entry.select("option")[-1], "value") if entry.contents else ""
        if values.get(name):
            continue
        if kind in {"checkbox", "radio"}:
            first = tag.select_one(f'input[name="{name}"]')
            yield name, attribute(first or entry, "value") or "on"
        elif entry.name != "select" and kind not in {"hidden", "file", "submit", "button"}:
            yield name, KNOWN.get(name) or TYPED.get(kind, "Ord som någon skrev")
