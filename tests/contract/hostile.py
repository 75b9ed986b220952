"""Texts that nobody means well with, what each kind of field is tried with, and what must not come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.contract.forms import Form
from tests.contract.walker import Visit

MARKUP = (
    "qz<script data-qz>qz</script><img src=x onerror=qz>\"'><b data-qz>{{ 1237*1009 }}{% qz %}"
    "\u202eqz\u2066 🧶 &lt;qz&gt;"
)
UNESCAPED = ("data-qz>", "<script data-qz", "<img src=x")
EVALUATED = "1248133"  # 1237 * 1009
TEXTS = {
    "markup": MARKUP,
    "NUL": "qz\x00qz",
    "ten thousand characters": "ä" * 10_000,
    "several lines": "qz\r\nSet-Cookie: qz=1\r\n\r\n<b data-qz>",
    "controls and joiners": "\u202e👩🏽‍🚒\u2067qz\x01\x08\x1b[31m\x7f\ufffe\u200f",
    "a template": "{{ config }}{{ 1237*1009 }}{% for x in y %}qz${1237*1009}",
    "a formula": '=HYPERLINK("https://example.org";"qz")',
    "bytes that are no text": b"qz\xed\xa0\x80\xff",
}
NUMBERS = {
    "a huge number": "9" * 400,
    "a number of thirteen digits": "1000000000000",
    "as much as is allowed": "10000000000",
    "minus one": "-1",
    "no number": "1e400",
}
DATES = {
    "no date": "0000-00-00",
    "year one": "0001-01-01",
    "the last year": "9999-12-31",
    "no year": "29/2/",
}
ASKED = {
    **{kind: TEXTS[kind] for kind in ("markup", "NUL", "bytes that are no text")},
    **{kind: NUMBERS[kind] for kind in ("a huge number", "minus one")},
    **{kind: DATES[kind] for kind in ("no date", "year one")},
    "no uuid": "zzzzzzzz-0000-0000-0000-00000000000",
}


def hostile_to(field_kind: str) -> dict[str, Any]:
    """What to try in a field, by what it takes."""
    everywhere = {"NUL": TEXTS["NUL"], "markup": MARKUP}
    match field_kind:
        case "date":
            return {**DATES, **everywhere}
        case "number":
            return {**NUMBERS, **everywhere}
        case "choice":
            return everywhere
        case _:
            return dict(TEXTS)


def filled_with_it(form: Form) -> Iterator[tuple[str, dict[str, Any]]]:
    """A form with hostile text in every field at once: this tries the shape that it asks for."""
    tried = {name: hostile_to(takes) for name, takes in form.kinds.items()}
    for kind in (*TEXTS, *NUMBERS, *DATES):
        fields = {name: texts[kind] for name, texts in tried.items() if kind in texts}
        if fields:
            yield f"every field, {kind}", form.data(**fields)


def with_it_in_one(form: Form, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """A form that is well filled in but for one field: this tries what lies behind the form."""
    for kind, text in hostile_to(form.kinds[name]).items():
        if kind not in TEXTS or kind in {"markup", "NUL"}:
            yield f"{name}, {kind}", form.data(**{name: text})


def faults_of(visit: Visit) -> Iterator[str]:
    """What is wrong with an answer to hostile text."""
    if visit.fault or visit.status >= 500:
        yield f"a fault: {visit.fault.strip().splitlines()[-1:] or visit.status}"
    if any(cookie.startswith("qz=") for cookie in visit.headers.getlist("Set-Cookie")):
        yield "a header of its own"
    if visit.is_html:
        if any(markup in visit.text for markup in UNESCAPED):
            yield "unescaped markup"
        if EVALUATED in visit.text:
            yield "an evaluated template"
