"""Sample values for every URL argument, so that a walk reaches every address of the product.

Which samples an endpoint gets is found by its own name and the names of its arguments, else by its
blueprint and these, else by these alone. What each one stands for is said by `Sample.label`, a label of the register.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from tests.contract.register import RETIRED, SampleRegister
from tracker.access.permissions import Permission
from tracker.domain.joining import JoinFamily
from tracker.domain.lifecycle import Lane
from tracker.domain.reference_kinds import ReferenceKind

SAFE = frozenset({"HEAD", "OPTIONS"})
NOBODYS = uuid.UUID("00000000-0000-4000-8000-000000000000")
USUAL = (
    "association_draft",
    "association_coordinated",
    "association_shared",
    "association_open",
    "newcomer_asked",
    "department_draft",
    "department_coordinated",
    "department_shared",
    "department_open",
)
USUAL_ORGANISATIONS = ("association", "department", "closed")


@dataclass(frozen=True)
class Sample:
    """The arguments of one address, and what they stand for."""

    label: str
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Address:
    """One address of the product, to be visited with one method."""

    endpoint: str
    method: str
    url: str
    sample: Sample
    permission: Permission | None

    @property
    def is_safe(self) -> bool:
        """Whether visiting it changes nothing."""
        return self.method == "GET"

    @property
    def name(self) -> str:
        """How a table of figures names it."""
        return " ".join(filter(None, (self.method, self.endpoint, self.sample.label)))


Samples = Callable[[SampleRegister], Iterable[Sample]]


def _one(argument: str, pick: Callable[[SampleRegister], Mapping[str, Any]]) -> Samples:
    return lambda register: [
        Sample(label, {argument: value}) for label, value in pick(register).items()
    ]


def _reports(register: SampleRegister) -> Iterable[Sample]:
    for label in (
        "association_draft",
        "stranger_coordinated",
        "association_shared",
        "department_shared",
    ):
        values = {"public_id": register.initiatives[label], "report_id": register.reports[label]}
        yield Sample(label, values)
    strange = {
        "public_id": register.initiatives["association_shared"],
        "report_id": register.reports["department_shared"],
    }
    yield Sample("another_initiatives_report", strange)


def _rows(_register: SampleRegister) -> Iterable[Sample]:
    yield Sample("used_entry", {"kind": "effort_type", "code": "homework_help"})
    yield Sample("unused_entry", {"kind": "funding", "code": "sponsorship"})
    yield Sample("used_goal", {"kind": "goal", "code": "CY1"})
    yield Sample("focus_district", {"kind": "place", "code": "norrby"})
    yield Sample("statistical_area", {"kind": "place", "code": "1490R025"})
    yield Sample("retired_entry", {"kind": "funding", "code": RETIRED})
    yield Sample("no_row", {"kind": "reach", "code": "nowhere"})


def _members(register: SampleRegister) -> Iterable[Sample]:
    for label in ("association", "department"):
        organisation = register.organisations[label].public_id
        person = register.people[f"{label}_member"].public_id
        yield Sample(label, {"public_id": organisation, "person_id": person})
    yield Sample("nobodys", {"public_id": NOBODYS, "person_id": NOBODYS})


_organisations = _one(
    "public_id",
    lambda register: (
        {label: register.organisations[label].public_id for label in USUAL_ORGANISATIONS}
        | {"nobodys": NOBODYS}
    ),
)

SAMPLES: Mapping[tuple[str, frozenset[str]], Samples] = {
    ("", frozenset()): lambda _register: [Sample("")],
    ("", frozenset({"filename"})): lambda _register: [Sample("", {"filename": "base.css"})],
    ("coverage", frozenset({"row", "column"})): lambda _register: [
        Sample("", {"row": "hulta", "column": "children_youth"})
    ],
    ("coverage", frozenset({"row", "column", "public_id"})): lambda register: [
        Sample(
            label,
            {
                "row": "hulta",
                "column": "children_youth",
                "public_id": register.organisations[label].public_id,
            },
        )
        for label in ("association", "closed")
    ],
    ("wall", frozenset({"kind", "code"})): lambda _register: [
        Sample("", {"kind": "place", "code": "norrby"})
    ],
    ("places", frozenset({"code"})): lambda _register: [Sample("", {"code": "norrby"})],
    ("", frozenset({"lane"})): lambda _register: [
        Sample("", {"lane": Lane.ONGOING.value, "after": "2027-01-01T00:00:00+00:00|1"})
    ],
    ("worklist.send_again", frozenset({"public_id"})): _one(
        "public_id", lambda register: {**register.failed_mails, "nobodys": NOBODYS}
    ),
    ("worklist.show", frozenset({"kind"})): lambda _register: [
        Sample("", {"kind": kind})
        for kind in ("endings", "mails", "contacts", "imports", "publications", "reports")
    ],
    ("", frozenset({"public_id"})): _one(
        "public_id",
        lambda register: (
            {label: register.initiatives[label] for label in USUAL} | {"nobodys": NOBODYS}
        ),
    ),
    ("initiatives.show", frozenset({"public_id"})): _one(
        "public_id", lambda register: {**register.initiatives, "nobodys": NOBODYS}
    ),
    ("organisations", frozenset({"public_id"})): _organisations,
    ("record_health.organisation", frozenset({"public_id"})): _organisations,
    ("audit", frozenset({"public_id"})): _one(
        "public_id",
        lambda register: (
            {label: register.organisations[label].public_id for label in USUAL_ORGANISATIONS}
            | {"nobodys": NOBODYS}
        ),
    ),
    ("contacts", frozenset({"token"})): _one(
        "token", lambda r: {"listing": r.contact_link, "unknown_link": "unknown"}
    ),
    ("report_links", frozenset({"token"})): _one(
        "token", lambda r: {"report_link": r.report_link, "unknown_link": "unknown"}
    ),
    ("report_reminders", frozenset({"token"})): _one(
        "token", lambda r: {**r.reminder_links, "unknown_link": "unknown"}
    ),
    ("report_links", frozenset({"key"})): lambda _register: [Sample("", {"key": "unknown"})],
    ("feeds", frozenset({"token"})): _one(
        "token", lambda r: {"feed": r.feed_link, "unknown_link": "unknown"}
    ),
    ("audit", frozenset({"entry"})): _one("entry", lambda register: register.entries),
    ("imports", frozenset({"public_id"})): _one(
        "public_id", lambda register: {**register.imports, "nobodys": NOBODYS}
    ),
    ("people", frozenset({"public_id"})): _one(
        "public_id",
        lambda register: {
            "somebody": register.people["association_member"].public_id,
            "closed_account": register.people["disabled"].public_id,
            "the_administrator": register.people["administrator"].public_id,
            "nobodys": NOBODYS,
        },
    ),
    ("reporting", frozenset({"family"})): lambda _register: [
        Sample("civil", {"family": "civil"}),
        Sample("no_family", {"family": "kings"}),
    ],
    ("reporting", frozenset({"public_id"})): _one(
        "public_id", lambda register: {**register.periods, "nobodys": NOBODYS}
    ),
    ("reporting", frozenset({"public_id", "initiative_id"})): lambda register: [
        Sample(
            label,
            {
                "public_id": register.periods["open"],
                "initiative_id": register.initiatives[label],
            },
        )
        for label in ("association_draft", "department_shared")
    ],
    ("reference", frozenset({"kind"})): _one(
        "kind",
        lambda _register: {
            **{kind.value: kind.value for kind in ReferenceKind},
            "no_kind": "kings",
        },
    ),
    ("reference", frozenset({"kind", "code"})): _rows,
    ("reference", frozenset({"code"})): _one(
        "code", lambda _register: {"used_goal": "CY1", "no_row": "nowhere"}
    ),
    ("", frozenset({"public_id", "report_id"})): _reports,
    ("conversations", frozenset({"public_id", "comment_id"})): lambda register: [
        Sample(
            label,
            {"public_id": register.initiatives[label], "comment_id": register.comments[label]},
        )
        for label in ("association_draft", "association_shared", "department_shared")
    ],
    ("activities", frozenset({"public_id", "activity_id"})): lambda register: [
        Sample(
            label,
            {
                "public_id": register.initiatives["association_shared"],
                "activity_id": register.activities.get(label, NOBODYS),
            },
        )
        for label in ("running", "untold", "another_initiatives_activity")
    ],
    ("conversations", frozenset({"comment_id"})): _one(
        "comment_id", lambda register: {**register.comments, "nobodys": NOBODYS}
    ),
    ("attachments", frozenset({"attachment_id"})): _one(
        "attachment_id", lambda register: {**register.attachments, "nobodys": NOBODYS}
    ),
    ("notifications", frozenset({"notification_id"})): _one(
        "notification_id", lambda register: {**register.notifications, "nobodys": NOBODYS}
    ),
    ("coordinator_notes", frozenset({"note_id"})): _one(
        "note_id", lambda register: {**register.notes, "nobodys": NOBODYS}
    ),
    ("shared_measures", frozenset({"shared_id"})): lambda register: [
        Sample("counted", {"shared_id": register.shared_measures[0]}),
        Sample("nobodys", {"shared_id": NOBODYS}),
    ],
    ("measures", frozenset({"public_id", "shared_id"})): lambda register: [
        Sample(
            label,
            {"public_id": register.initiatives[label], "shared_id": register.shared_measure},
        )
        for label in ("association_draft", "association_open", "department_shared")
    ],
    ("measures", frozenset({"public_id", "measure_id", "day"})): lambda register: [
        Sample(
            label,
            {
                "public_id": register.initiatives[label],
                "measure_id": register.measures[label],
                "day": day,
            },
        )
        for label, day in (
            ("association_draft", "2026-02-03"),
            ("association_open", "2026-02-03"),
            ("department_shared", "2026-02-03"),
        )
    ],
    ("measures", frozenset({"public_id", "measure_id"})): lambda register: [
        Sample(
            label,
            {"public_id": register.initiatives[label], "measure_id": register.measures[label]},
        )
        for label in ("association_draft", "association_open", "department_shared")
    ],
    ("", frozenset({"partnership_id"})): _one("partnership_id", lambda r: r.partnerships),
    ("", frozenset({"proposal_id"})): _one("proposal_id", lambda r: r.proposals),
    ("touchpoints", frozenset({"public_id"})): _one(
        "public_id", lambda register: {**register.touchpoints, "nobodys": NOBODYS}
    ),
    ("touchpoints", frozenset({"decision_id"})): _one(
        "decision_id", lambda register: {**register.decisions, "nobodys": NOBODYS}
    ),
    ("touchpoints", frozenset({"batch"})): _one(
        "batch", lambda register: {**register.batches, "nobodys": NOBODYS}
    ),
    ("touchpoints", frozenset({"merger_id"})): _one(
        "merger_id", lambda register: {**register.mergers, "nobodys": NOBODYS}
    ),
    ("invitations", frozenset({"invitation_id"})): _one(
        "invitation_id", lambda register: {**register.invitations, "nobodys": NOBODYS}
    ),
    ("invitations", frozenset({"token"})): _one(
        "token", lambda register: {**register.invitation_links, "unknown_link": "unknown"}
    ),
    ("invitations.new", frozenset({"public_id"})): _organisations,
    ("invitations.invite", frozenset({"public_id"})): _organisations,
    ("members", frozenset({"public_id"})): _organisations,
    ("year_texts", frozenset({"public_id"})): _organisations,
    ("open_organisations", frozenset({"public_id"})): _organisations,
    ("members", frozenset({"public_id", "person_id"})): _members,
    ("joining", frozenset({"family"})): _one(
        "family",
        lambda _register: {
            **{family.value: family.value for family in JoinFamily},
            "no_family": "kings",
        },
    ),
    ("joining", frozenset({"public_id"})): _one(
        "public_id", lambda register: {**register.join_requests, "nobodys": NOBODYS}
    ),
    ("joining", frozenset({"token"})): _one(
        "token", lambda register: {**register.join_links, "unknown_link": "unknown"}
    ),
    ("saved_views", frozenset({"view_id"})): _one(
        "view_id", lambda register: {**register.views, "nobodys": NOBODYS}
    ),
    ("saved_views.new", frozenset()): lambda _register: [
        Sample("", {"at": "/board?place=norrby"}),
        Sample("no_view", {"at": "/account"}),
    ],
    ("", frozenset({"session_id"})): _one("session_id", lambda r: r.other_sessions),
    ("", frozenset({"passkey_id"})): _one("passkey_id", lambda r: r.passkeys),
    ("accounts.begin_outside", frozenset()): lambda _register: [Sample("no_provider")],
    ("accounts.finish_outside", frozenset()): lambda _register: [Sample("no_provider")],
    ("accounts", frozenset({"link"})): _one(
        "link", lambda r: {"sign_in_link": r.sign_in_link, "unknown_link": "unknown"}
    ),
    ("", frozenset({"token"})): _one(
        "token", lambda r: {"link": r.links["association_member"], "unknown_link": "unknown"}
    ),
}


class UnknownArgumentError(AssertionError):
    """An endpoint has URL arguments for which there are no samples."""


def addresses(app: Flask, register: SampleRegister) -> list[Address]:
    """Every address of the product: each endpoint and method with each of its samples.

    Raises:
        UnknownArgumentError: naming the endpoint and its arguments.
    """
    build = app.url_map.bind("localhost").build
    return [
        Address(
            endpoint=rule.endpoint,
            method=method,
            url=build(rule.endpoint, dict(sample.values), method=method),
            sample=sample,
            permission=guard_of(app, rule.endpoint),
        )
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))
        for method in sorted((rule.methods or set()) - SAFE)
        for sample in samples_of(rule, register)
    ]


def samples_of(rule: Rule, register: SampleRegister) -> list[Sample]:
    """The samples of an endpoint's arguments."""
    arguments = frozenset(rule.arguments)
    places = (rule.endpoint, rule.endpoint.partition(".")[0], "")
    samples = next(
        (SAMPLES[key] for key in ((p, arguments) for p in places) if key in SAMPLES), None
    )
    if samples is None:
        message = f"{rule.endpoint}: say in {__name__} what {sorted(arguments)} can be"
        raise UnknownArgumentError(message)
    return list(samples(register))


def guard_of(app: Flask, endpoint: str) -> Permission | None:
    """The permission that an endpoint asks for; None where it is open to everybody."""
    permission: Permission | None = getattr(app.view_functions[endpoint], "tracker_guard")  # noqa: B009
    return permission
