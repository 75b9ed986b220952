"""Finds the forms that the pages show, and fills them in as a person would."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Any

import pyotp
from bs4 import BeautifulSoup, Tag
from flask import Flask
from PIL import Image
from werkzeug.exceptions import HTTPException

from tests.clock import START
from tests.contract.register import CODE, PASSWORD, RECOVERY_CODE
from tests.contract.walker import Visit
from tests.documents import attribute
from tests.page_client import field_names, field_values
from tracker.services.sealing import unseal

FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.S)
NAME = re.compile(r'\bid="([^"]*)"')
OTHER_BUTTON = re.compile(r'<button\b[^>]*\bform="([^"]*)"[^>]*\bformaction="([^"]*)"')
ACTION = re.compile(r'\baction="([^"]*)"')
CHOICE_KINDS = frozenset({"checkbox", "radio"})
BUTTON_KINDS = frozenset({"file", "submit", "button", "image", "reset"})
TYPED = {
    "email": "ny.adress@example.org",
    "url": "https://example.org/ny",
    "date": "2026-02-01",
    "time": "16:00",
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
    "website": "https://example.org/ny",
    "email": "ny.adress@example.org",
    "reply_to": "ny.adress@example.org",
    "organisation_number": "556036-0793",
}
OF_ENDPOINT = {
    "activities.add": {"first_on": "2026-02-01"},
    "activities.save": {"first_on": "2026-02-10", "until": "2026-06-02", "begins_at": "15:00"},
    "accounts.begin_session": {"email": "reader@example.org", "password": PASSWORD},
    "accounts.check_code": {"code": CODE},
    "accounts.show_second_factor": {"code": RECOVERY_CODE},
    "accounts.prove": {"shown": PASSWORD},
    "board.save_move": {"phase": "completed"},
    "reporting.plan": {"kind": "tertial_1", "opens_on": "2026-04-20", "due_on": "2027-05-15"},
    "reference.adopt_wording": {"valid_from": "2026-03-01", "valid_to": ""},
}


def _picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    return file.getvalue()


FILE_OF = {"attachments.add": ("bild.png", _picture())}
FILE = ("lista.csv", "Titel;Beskrivning\nLäxhjälp;Vi läser tillsammans\n".encode())


@dataclass(frozen=True)
class Form:
    """A form as somebody was shown it, filled in.

    `kinds` says of each field what it takes: `hidden`, `choice`, `date`, `number`, or any text.
    """

    endpoint: str
    role: str
    url: str
    page: str
    values: Mapping[str, Any]
    names: frozenset[str]
    kinds: Mapping[str, str]
    files: tuple[str, ...]

    @property
    def typed(self) -> list[str]:
        """The fields that a person writes words in."""
        without = {"hidden", "choice", "date", "time", "number", "email", "password"}
        return [name for name, kind in self.kinds.items() if kind not in without]

    def data(self, **changes: Any) -> dict[str, Any]:
        """What to send; a file is opened anew each time."""
        name_of, content = FILE_OF.get(self.endpoint, FILE)
        files = {name: (BytesIO(content), name_of) for name in self.files}
        return {**self.values, **files, **changes}


def harvest(app: Flask, visits: Iterable[Visit]) -> list[Form]:
    """Every form with `method=post` on the pages visited, once for each visitor and address."""
    match = app.url_map.bind("localhost").match
    found: dict[tuple[str, str], Form] = {}
    for visit in visits:
        if visit.status != 200 or not visit.is_html:
            continue
        for markup in FORM.findall(visit.text):
            for url in _targets(markup, visit):
                if (visit.role, url) in found:
                    continue
                try:
                    endpoint, _values = match(url.partition("?")[0], method="POST")
                except HTTPException as fault:
                    message = f"{visit.url} shows a form that leads nowhere: {url}"
                    raise AssertionError(message) from fault
                found[visit.role, url] = _form(markup, str(endpoint), visit, url, app)
    return list(found.values())


def _targets(markup: str, visit: Visit) -> list[str]:
    """Where a form is sent, by its own button and by those beside it that send it elsewhere."""
    opening = markup.split(">", 1)[0]
    if 'method="post"' not in opening:
        return []
    action, name = ACTION.search(opening), NAME.search(opening)
    buttons = OTHER_BUTTON.findall(visit.text) if name else []
    others = [url for form, url in buttons if name and form == name[1]]
    own = [action[1] if action and action[1] else visit.url] if "<button" in markup else []
    return [unescape(url) for url in (*own, *others)]


def _form(markup: str, endpoint: str, visit: Visit, url: str, app: Flask) -> Form:
    tag = BeautifulSoup(markup.replace("\r\n", "\n"), "html.parser").form
    assert tag is not None
    values = {name: value for name, value in field_values(tag).items() if name != "csrf_token"}
    values |= {**dict(_typed(tag, values)), **OF_ENDPOINT.get(endpoint, {})}
    if "sealed" in values:
        secret = unseal(values["sealed"], app.config["SETTINGS"])
        values["code"] = pyotp.TOTP(secret).at(int(START.timestamp()))
    return Form(
        endpoint=endpoint,
        role=visit.role,
        url=url,
        page=visit.url,
        values=values,
        names=frozenset(field_names(tag)),
        kinds=dict(_kinds(tag)),
        files=tuple(attribute(f, "name") for f in tag.select("input[type=file][name]")),
    )


def _kinds(tag: Tag) -> Iterable[tuple[str, str]]:
    for entry in tag.select("input[name], textarea[name], select[name]"):
        name, kind = attribute(entry, "name"), attribute(entry, "type") or "text"
        if name != "csrf_token" and kind not in BUTTON_KINDS:
            is_choice = entry.name == "select" or kind in CHOICE_KINDS
            yield name, "choice" if is_choice else kind


def _typed(tag: Tag, values: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """What a person would write, tick or choose where the page suggests nothing."""
    met: set[str] = set()
    for entry in tag.select("input[name], textarea[name], select[name]"):
        name, kind = attribute(entry, "name"), attribute(entry, "type")
        if entry.name == "select" and not entry.select("option[selected]"):
            yield name, attribute(entry.select("option")[-1], "value") if entry.contents else ""
        if values.get(name) or name in met:
            continue
        met.add(name)
        if kind in CHOICE_KINDS:
            yield name, attribute(entry, "value") or "on"
        elif entry.name != "select" and kind not in BUTTON_KINDS | {"hidden"}:
            yield name, KNOWN.get(name) or TYPED.get(kind, "Ord som någon skrev")
