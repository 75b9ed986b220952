"""What every request goes through: the guard, safe methods, the token of each form, the headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from tests.clock import Clock
from tests.contract.conftest import KeptRegister, Walk
from tests.contract.samples import Address, addresses
from tests.contract.tables import contents
from tests.contract.walker import Visit, Walker
from tests.engines import DatabaseUnderTest
from tests.figures import Figures
from tests.product import settings_for
from tracker import create_app, http
from tracker.access.permissions import Permission
from tracker.extensions import db
from tracker.http import UnguardedEndpointError, refuse_unguarded

# The closed list of what looking at a page may write: that the session is in use, and who took
# a list out of the register or read about a person.
MAY_BE_WRITTEN_BY_GET = {"sign_in_sessions"}
READ_LOG = {"audit_entries", "audit_values", "register_state"}
LOGGED = {
    "audit.csv",
    "audit.organisation_csv",
    "people.show",
    "own_data.as_json",
}


def _is_logged(address: Address) -> bool:
    return address.endpoint in LOGGED or address.permission is Permission.EXPORT_REGISTER


HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; object-src 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": (
        "publickey-credentials-get=(self), publickey-credentials-create=(self), fullscreen=(self)"
    ),
    "Cache-Control": "no-store",
    "Strict-Transport-Security": None,
}
KEPT_BY_BROWSERS = (
    "/static/",
    "/feeds/",
    "/map/areas.geojson",
    "/open/organisations/",
    "/attachments/",
)
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style\b|<[^>]+\s(?:style|on[a-z]+|hx-on[\w:-]*)\s*=|javascript:",
    re.I,
)


def test_every_endpoint_is_guarded(application: Flask, figures: Figures) -> None:
    views = application.view_functions
    guarded = [name for name, view in views.items() if hasattr(view, "tracker_guard")]

    figures.record("endpoints guarded", value=len(guarded), of=len(views))
    assert len(guarded) == len(views)


def test_the_product_refuses_to_start_with_an_unguarded_endpoint(
    worker_database: DatabaseUnderTest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    app = create_app(settings_for(worker_database.url, tmp_path_factory.mktemp("unguarded")))
    app.add_url_rule("/open-by-accident", "open_by_accident", lambda: "")

    with pytest.raises(UnguardedEndpointError, match="open_by_accident"):
        refuse_unguarded(app)


def test_looking_at_a_page_changes_nothing(
    walker: Walker, kept_register: KeptRegister, clock: Clock, figures: Figures
) -> None:
    clock.advance(minutes=6)  # so that sessions are noted as in use
    register = kept_register.register
    pages = [address for address in addresses(walker.app, register) if address.is_safe]
    before = contents(walker.app)
    changed, looked = [], 0
    with walker.listening():
        for address in pages:
            allowed = MAY_BE_WRITTEN_BY_GET | (READ_LOG if _is_logged(address) else set())
            for role in ("anonymous", "association_manager", "coordinator", "administrator"):
                for method in ("GET", "HEAD"):
                    visit = walker.send(role, method, address.url)
                    looked += 1
                    if visit.written_tables - allowed:
                        changed.append(f"{method} {address.url}: {visit.written_tables}")
    after = contents(walker.app)
    kept = before.keys() - MAY_BE_WRITTEN_BY_GET - READ_LOG

    figures.record("GET and HEAD: looks", value=looked)
    figures.record("GET and HEAD: looks that changed the register", value=len(changed))
    assert not changed, "\n" + "\n".join(changed)
    assert {name for name in kept if before[name] != after[name]} == set()


def forgeries(walker: Walker) -> Iterator[tuple[str, dict[str, str]]]:
    """The ways to send a form without having been given it."""
    yield "no token", {}
    yield "an empty token", {"csrf_token": ""}
    yield "a made-up token", {"csrf_token": "made-up"}
    yield "another session's token", {"csrf_token": walker.csrf_token("stranger_manager")}


def test_no_form_is_accepted_without_its_own_token(
    walk: Walk, walker: Walker, kept_register: KeptRegister, figures: Figures
) -> None:
    unsafe = {a.endpoint: a for a in addresses(walker.app, kept_register.register) if not a.is_safe}
    accepted, tried = [], 0
    with walker.listening():
        for address in unsafe.values():
            for name, token in forgeries(walker):
                for is_htmx in (False, True):
                    data = walk.form_for(address, "association_manager")
                    visit = walker.send(
                        "association_manager",
                        address.method,
                        address.url,
                        data={**data, **token},
                        is_htmx=is_htmx,
                    )
                    tried += 1
                    if visit.status != 400 or visit.written_tables:
                        accepted.append(f"{address.url}, {name}: {visit.status}")

    figures.record("forged forms tried", value=tried)
    figures.record("forged forms accepted", value=len(accepted))
    assert not accepted, "\n" + "\n".join(accepted)


def kinds_of_answer(walker: Walker, register: KeptRegister) -> Iterator[tuple[str, Visit]]:
    """One answer of each kind that the product gives."""
    who = "association_manager"
    at = register.register.initiatives["association_shared"]
    foreign = register.register.initiatives["department_shared"]
    yield "page", walker.get(who, f"/initiatives/{at}")
    yield "anonymous page", walker.get("anonymous", "/sign-in")
    yield "fragment", walker.get(who, f"/board/cards/{at}/move", is_htmx=True)
    yield "redirect", walker.post(who, "/language", {"language": "en"})
    yield "sign in first", walker.get("anonymous", "/board")
    yield "sign in first, htmx", walker.get("anonymous", "/board", is_htmx=True)
    yield "sign in first, form", walker.post("anonymous", "/initiatives", {"title": "x"})
    yield "400", walker.send(who, "POST", "/initiatives", data={})
    yield "403", walker.get(who, f"/initiatives/{foreign}/edit")
    yield "404", walker.get(who, "/no-such-page")
    yield "405", walker.send(who, "DELETE", "/board")
    yield "TRACE", walker.send(who, "TRACE", "/board")
    yield "413", walker.send(who, "POST", "/initiatives", data={"title": "x" * 3_000_000})
    yield "422", walker.post(who, "/initiatives", {"title": ""})
    yield "missing file", walker.get(who, "/static/no-such-file.css")


def test_the_headers_are_those_that_are_written_down(
    walk: Walk, walker: Walker, kept_register: KeptRegister, figures: Figures
) -> None:
    told = [
        *kinds_of_answer(walker, kept_register),
        *((visit.url, visit) for (a, _), visit in walk.visits.items() if a.endpoint != "static"),
    ]
    wrong = [
        f"{name}: {header} is {visit.headers.get(header)!r}"
        for name, visit in told
        for header, wanted in HEADERS.items()
        if visit.headers.get(header) != wanted
        and not (header == "Cache-Control" and visit.url.startswith(KEPT_BY_BROWSERS))
        and not (header == "Content-Security-Policy" and visit.url.startswith("/attachments/"))
    ]
    files = [visit for _name, visit in told if "/attachments/" in visit.url and not visit.is_html]
    wrong += [v.url for v in files if v.headers.get("Content-Security-Policy") != SANDBOX]
    wrong += [f"{name}: {v.status}" for name, v in told if name.isdigit() and v.status != int(name)]
    wrong += [
        f"{name}: does not vary by HX-Request"
        for name, visit in told
        if "HX-Request" not in visit.headers.get("Vary", "") and "/static/" not in visit.url
    ]

    figures.record("headers: answers read", value=len(told))
    figures.record("headers: differences from the written policy", value=len(wrong))
    assert not wrong, "\n" + "\n".join(wrong)


def test_static_files_are_cached_for_ever_and_nothing_else_is(walker: Walker) -> None:
    file = walker.get("anonymous", "/static/base.css")
    assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert {name: file.headers.get(name) for name in HEADERS if name != "Cache-Control"} == {
        name: value for name, value in HEADERS.items() if name != "Cache-Control"
    }
    assert "immutable" not in walker.get("anonymous", "/static/none.css").headers.get(
        "Cache-Control", ""
    )


def test_over_https_the_browser_is_told_to_stay_there(
    worker_database: DatabaseUnderTest,
    kept_register: KeptRegister,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    worker_database.reset(template=kept_register.template)
    settings = settings_for(worker_database.url, tmp_path_factory.mktemp("https"))
    app = create_app(replace(settings, address="https://localhost", is_https=True))

    answer = app.test_client().get("/sign-in", base_url="https://localhost")
    with app.app_context():
        db.engine.dispose()

    wanted = "max-age=31536000; includeSubDomains"
    assert answer.headers["Strict-Transport-Security"] == wanted
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-vaven=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_nothing_is_written_inline_on_any_page(walk: Walk, figures: Figures) -> None:
    pages = [visit for visit in walk.visits.values() if visit.is_html]
    inline = [
        f"{visit.url}: {found[0]}" for visit in pages for found in INLINE.finditer(visit.text)
    ]

    figures.record("inline scripts and styles", value=len(inline))
    figures.record("pages read for inline scripts and styles", value=len(pages))
    assert not inline, "\n" + "\n".join(sorted(set(inline)))


def test_rendering_asks_the_database_nothing(walk: Walk, figures: Figures) -> None:
    asking = {
        f"{address.endpoint}: {statement}"
        for (address, _role), visit in walk.visits.items()
        for statement in visit.rendering_statements
    }

    figures.record("statements while rendering", value=len(asking))
    assert not asking, "\n" + "\n".join(sorted(asking))


def test_no_page_ends_in_a_fault(walk: Walk, figures: Figures) -> None:
    faults = {f"{address.name}: {v.fault}" for (address, _), v in walk.visits.items() if v.fault}

    figures.record("pages visited by everybody", value=len(walk.visits))
    figures.record("pages that ended in a fault", value=len(faults))
    assert not faults, "\n" + "\n".join(sorted(faults))


def test_the_day_is_that_of_boras(application: Flask, clock: Clock) -> None:
    application.extensions["clock"] = clock
    clock.advance(hours=14, minutes=30)  # 23:30 UTC, half past midnight in Borås

    with application.test_request_context():
        assert http.today() == clock.today.replace(day=clock.today.day + 1)
