"""Text that nobody means well with stays text: in forms, on pages, in questions and in paths.

The forms are those on the pages (tests/contract/forms.py), so a new one is tried without a change
here. Mails and exported lists are tried where they are made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.contract.conftest import Walk
from tests.contract.forms import Form
from tests.contract.hostile import ASKED, MARKUP, faults_of, filled_with_it, with_it_in_one
from tests.contract.register import SampleRegister
from tests.contract.samples import Address, addresses
from tests.contract.walker import Walker
from tests.figures import Figures
from tracker.domain.selection import Selection

BLUEPRINTS = Path(__file__).parent.parent.parent / "tracker" / "blueprints"
ARGUMENT = re.compile(r"request\.args(?:\.get|\.getlist)?[(\[]\s*[\"'](\w+)")
ENDS_THE_VISIT = re.compile(
    r"sign_out|begin_session|choose_password|change_password|end_session|remove_demo"
)
CHECKED_BY_SHAPE = re.compile("email|links|reply")


Tries = Iterator[tuple[Form, str, dict[str, Any]]]


def in_every_field(forms: list[Form]) -> Tries:
    """Every form filled with hostile text."""
    for form in forms:
        for name, sent in filled_with_it(form):
            yield form, name, sent


def in_one_field(forms: list[Form]) -> Tries:
    """Every field of an endpoint on its own, in a form that is well filled in."""
    tried: set[tuple[str, str]] = set()
    for form in forms:
        for field in form.kinds:
            if (form.endpoint, field) not in tried:
                tried.add((form.endpoint, field))
                for name, sent in with_it_in_one(form, field):
                    yield form, name, sent


@pytest.mark.usefixtures("quick_hashes")
@pytest.mark.parametrize("tries", [in_every_field, in_one_field])
def test_hostile_text_in_a_form_stays_text(
    walk: Walk, walker: Walker, figures: Figures, tries: Callable[[list[Form]], Tries]
) -> None:
    faults, tried = [], 0
    for form, name, sent in tries(walk.different_forms):
        with walker.undone():
            visit = walker.post(form.role, form.url, sent)
            shown = [visit]
            if visit.status == 303 and name == "every field, markup":
                shown.append(walker.get(form.role, visit.location))
        tried += 1
        faults += [f"{form.endpoint}, {name}: {told}" for page in shown for told in faults_of(page)]

    figures.add("hostile texts sent in forms", value=tried)
    figures.add("hostile texts in forms that were not kept as text", value=len(faults))
    assert not faults, "\n" + "\n".join(faults)


def test_hostile_text_stays_text_on_every_page(
    walk: Walk, walker: Walker, register: SampleRegister, figures: Figures
) -> None:
    pages = [a for a in addresses(walker.app, register) if a.is_safe and a.endpoint != "static"]
    with walker.undone():
        for form in walk.different_forms:
            if form.typed and not ENDS_THE_VISIT.search(form.endpoint):
                hostile = {n: MARKUP for n in form.typed if not CHECKED_BY_SHAPE.search(n)}
                walker.post(form.role, form.url, form.data(**hostile))
        visits = [
            walker.get(role, address.url)
            for address in pages
            for role in ("anonymous", "association_manager", "department_manager", "administrator")
        ]
    faults = [f"{visit.url}: {told}" for visit in visits for told in faults_of(visit)]
    showing = [visit for visit in visits if "data-qz" in visit.text]

    figures.record("pages that show hostile text", value=len(showing))
    figures.record("pages that show hostile text as something else", value=len(faults))
    assert not faults, "\n" + "\n".join(faults)


def arguments_of(address: Address) -> tuple[set[str], set[str]]:
    """The names that an area's code reads from the query string: its own, and a selection's."""
    sources = [
        path.read_text("utf-8")
        for path in (BLUEPRINTS / address.endpoint.partition(".")[0]).glob("*.py")
    ]
    own = {name for source in sources for name in ARGUMENT.findall(source)}
    selects = any("Selection.from_arguments" in source for source in sources)
    return own, set(Selection.names()) - own if selects else set()


def questions(addresses: list[Address]) -> Iterator[str]:
    """Each address with each hostile text: in every argument at once, and in each alone.

    The arguments of a selection are read by the same code everywhere in an area: once is enough.
    """
    asked: set[tuple[str, str]] = set()
    for address in addresses:
        area = address.endpoint.partition(".")[0]
        own, shared = arguments_of(address)
        alone = [*own, *(name for name in shared if (area, name) not in asked)]
        asked |= {(area, name) for name in shared}
        joint = "&" if "?" in address.url else "?"
        for text in ASKED.values():
            everything = dict.fromkeys(sorted(own | shared | {"page", "q"}), text)
            for arguments in (everything, *({name: text} for name in sorted(alone))):
                yield f"{address.url}{joint}{urlencode(arguments)}"


def test_hostile_questions_are_answered(
    walker: Walker, register: SampleRegister, figures: Figures
) -> None:
    pages = {a.endpoint: a for a in addresses(walker.app, register) if a.is_safe}
    del pages["static"]
    faults, tried = [], 0
    for url in questions(list(pages.values())):
        visit = walker.get("association_manager", url)
        tried += 1
        faults += [f"{url}: {told}" for told in faults_of(visit)]

    figures.record("hostile questions asked", value=tried)
    figures.record("hostile questions that were not answered", value=len(faults))
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize(
    "path",
    [
        "/initiatives/no-uuid",
        "/initiatives/00000000-0000-0000-0000-000000000000",
        "/initiatives/%00",
        "/initiatives/%ED%A0%80",
        "/initiatives/../../etc/passwd",
        "/initiatives/" + "9" * 5000,
        "/board/lanes/%ED%A0%80%00?after=%ED%A0%80",
        "/board/lanes/ongoing?after=0001-01-01T00:00:00%2B23:59|1",
        "/board/lanes/ongoing?after=2026-01-01T00:00:00%2B00:00|" + "9" * 40,
        "/links/%00",
        "/static/../config.py",
        "/static/%2e%2e/config.py",
        "/static/%00",
        "/.git/config",
    ],
)
def test_a_hostile_path_is_not_found(walker: Walker, path: str) -> None:
    visit = walker.get("association_manager", path)

    assert (visit.status, visit.fault) in {(404, ""), (308, "")}
