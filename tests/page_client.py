"""A Flask test client that reads every HTML answer as a strict reader would.

Each page and fragment is parsed and held against tests/markup.py and the language check; a fault
fails the test that fetched it. The idea is GOV.UK Notify's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from bs4 import Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.documents import Document, attribute, parse
from tests.languages import Strings, foreign_texts
from tests.markup import faults_of

REDIRECTS = range(300, 400)
READ: WeakKeyDictionary[TestResponse, Document] = WeakKeyDictionary()


class PageClient(FlaskClient):
    """`client.get(...)` checks what it gets; `get_page` and `submit` answer the parsed page."""

    strings: Mapping[str, Strings] = {}
    pages_checked = 0

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request as the Flask client does, and check an HTML answer."""
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in REDIRECTS:
            check(read(response), strings=self.strings, place=_place(response))
            self.pages_checked += 1
        return response

    def get_page(self, url: str, *, status: int = 200, **kwargs: Any) -> Document:
        """The page at `url`, checked; another status than the expected fails the test."""
        return self._read_as(self.get(url, **kwargs), status)

    def get_fragment(self, url: str, *, status: int = 200, **kwargs: Any) -> Document:
        """What htmx would get at `url`, checked as a fragment."""
        headers = {"HX-Request": "true", **kwargs.pop("headers", {})}
        return self._read_as(self.get(url, headers=headers, **kwargs), status)

    def submit(
        self, page: Document, form: str = "main form[method=post]", **values: Any
    ) -> TestResponse:
        """Send a page's form as a browser without JavaScript would, with some fields changed.

        `form` is a CSS selector. A field that the form does not have fails the test; None leaves
        a field out, as an unticked box is.
        """
        tag = page.one(form)
        fields = field_values(tag)
        unknown = set(values) - field_names(tag)
        if unknown:
            message = f"the form has no field {sorted(unknown)}, only {sorted(field_names(tag))}"
            raise AssertionError(message)
        sent = {name: value for name, value in {**fields, **values}.items() if value is not None}
        return self.post(attribute(tag, "action") or page.url, data=sent)

    def _read_as(self, response: TestResponse, status: int) -> Document:
        if response.status_code != status:
            where = f" to {response.location}" if response.location else ""
            message = f"{_place(response)} answered {response.status_code}{where}, not {status}"
            raise AssertionError(message)
        return read(response)


def read(response: TestResponse) -> Document:
    """The HTML of an answer, parsed once: as a page if it says it is one, else as a fragment."""
    if response not in READ:
        READ[response] = _parsed(response)
    return READ[response]


def _parsed(response: TestResponse) -> Document:
    markup = response.get_data(as_text=True)
    begins = markup.lstrip()[:15].lower()
    is_page = begins.startswith(("<!doctype", "<html"))
    asked_as_fragment = response.request.headers.get("HX-Request") == "true"
    url = response.request.full_path.removesuffix("?")
    return parse(markup, is_fragment=asked_as_fragment and not is_page, url=url)


def check(document: Document, *, strings: Mapping[str, Strings], place: str) -> None:
    """Fail the test, with every fault, unless the document is sound."""
    faults = [*faults_of(document), *foreign_texts(document, dict(strings))]
    if faults:
        raise AssertionError(f"{place}:\n  " + "\n  ".join(faults))


def field_names(form: Tag) -> set[str]:
    """The names of a form's fields."""
    return {attribute(tag, "name") for tag in form.select("[name]")} - {""}


def field_values(form: Tag) -> dict[str, Any]:
    """What a browser would send if the form were sent untouched (its buttons apart)."""
    values: dict[str, Any] = {}
    for tag in form.select("input[name], select[name], textarea[name]"):
        name, sent = attribute(tag, "name"), _sent_by(tag)
        if tag.has_attr("disabled") or not sent:
            continue
        before = values.get(name, [])
        values[name] = [*before, *sent]
    return {name: sent[0] if len(sent) == 1 else sent for name, sent in values.items()}


def _sent_by(tag: Tag) -> list[str]:
    match tag.name, attribute(tag, "type"):
        case "input", "checkbox" | "radio":
            return [attribute(tag, "value") or "on"] if tag.has_attr("checked") else []
        case "input", "submit" | "button" | "image" | "file" | "reset":
            return []
        case "select", _:
            chosen = list(tag.select("option[selected]"))
            if not chosen and not tag.has_attr("multiple"):
                chosen = list(tag.select("option"))[:1]
            return [_option_value(option) for option in chosen]
        case "textarea", _:
            return [tag.get_text().removeprefix("\n")]
        case _:
            return [attribute(tag, "value")]


def _option_value(option: Tag) -> str:
    return attribute(option, "value") if option.has_attr("value") else option.get_text().strip()


def _place(response: TestResponse) -> str:
    return f"{response.request.method} {response.request.path}"
