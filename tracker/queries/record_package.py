"""Answers all that the register holds of one initiative, with its history, marked for a secrecy check."""

import json
from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand
from tracker.domain.roles import ListCode
from tracker.domain.secrecy import Marked, Why, marked_person, marked_text, marked_value
from tracker.domain.verbs import SubjectKind
from tracker.extensions import db
from tracker.models import (
    Activity,
    ActivityDay,
    AuditEntry,
    AuditValue,
    Organisation,
    Partnership,
    Person,
    RegisterState,
    StatusReport,
    Touchpoint,
    TouchpointMessage,
)
from tracker.queries.attachments import list_of_record
from tracker.queries.initiatives import Contact, InitiativePage
from tracker.queries.said import list_said_of
from tracker.queries.told_numbers import list_numbers_of

FORMAT = "vaven-record-1"
_LISTS = {
    "target_groups": ListCode.TARGET_GROUP,
    "effort_types": ListCode.EFFORT_TYPE,
    "funding": ListCode.FUNDING,
}
Tree = Mapping[str, Any]


def get_package(actor: Actor, initiative: InitiativePage, *, now: datetime) -> Tree:
    """The whole record as nested plain values, with `Marked` ones where somebody has to look.

    Raises:
        NotAllowedError: the actor may not take out this record.
    """
    demand(actor, Permission.EXTRACT_RECORD, initiative.subject)
    return {
        "format": FORMAT,
        "made_at": now,
        "trail_head": db.session.scalar(select(RegisterState.head_hash)),
        "initiative": _facts(initiative),
        "partners": _partners(initiative),
        "reports": _reports(initiative),
        "activities": _activities(initiative),
        "measures": list_numbers_of(initiative),
        "attachments": list_of_record(initiative),
        "conversation": list_said_of(initiative),
        "messages": _messages(actor, initiative),
        "history": _history(initiative),
    }


def _facts(initiative: InitiativePage) -> Tree:
    contact = initiative.contact or Contact("", "", "")
    return {
        "id": initiative.public_id,
        "title": marked_text(initiative.title),
        "lead_organisation": initiative.organisation_name,
        "description": marked_text(initiative.description),
        "purpose": marked_text(initiative.purpose),
        "phase": initiative.phase,
        "condition": initiative.condition,
        "visibility": initiative.visibility,
        "goal_areas": [row.name for row in initiative.goal_areas],
        "goals": [row.name for row in initiative.goals],
        "places": [row.name for row in initiative.places],
        "working_groups": [row.name for row in initiative.working_groups],
        **{name: [row.name for row in initiative.of_list(code)] for name, code in _LISTS.items()},
        "reach": initiative.reach.name if initiative.reach else None,
        "age_from": initiative.age_from,
        "age_to": initiative.age_to,
        "start_on": initiative.start_on,
        "end_on": initiative.end_on,
        "budget_sek": initiative.budget_sek,
        "contact_name": marked_value("contact_name", contact.name, entry=""),
        "contact_email": marked_value("contact_email", contact.email, entry=""),
        "contact_phone": marked_value("contact_phone", contact.phone, entry=""),
        "diarienummer": initiative.diarienummer,
        "links": list(initiative.links),
        "created_at": initiative.created_at,
        "changed_at": initiative.changed_at,
        "has_gone_up_in_it": [row.title for row in initiative.absorbed],
    }


def _partners(initiative: InitiativePage) -> list[Tree]:
    """Every partner there has been; a note stays between the two organisations."""
    query = (
        select(Partnership, Organisation.name)
        .join(Organisation, Organisation.id == Partnership.organisation_id)
        .where(Partnership.initiative_id == initiative.id)
        .order_by(Partnership.id)
    )
    shown = {row.public_id: row for row in initiative.partners}
    notes = {key: row.note for key, row in shown.items() if row.note}
    return [
        {
            "organisation": name,
            "role": shown[row.public_id].role.name if row.public_id in shown else None,
            "standing": row.standing,
            "note": Marked(f"note {row.public_id}", Why.NOTE, notes[row.public_id])
            if row.public_id in notes
            else "",
            "asked_at": row.created_at,
            "answered_at": row.answered_at,
        }
        for row, name in db.session.execute(query)
    ]


def _reports(initiative: InitiativePage) -> list[Tree]:
    query = (
        select(StatusReport, Organisation.name, Person.public_id, Person.name)
        .join(Organisation, Organisation.id == StatusReport.organisation_id)
        .outerjoin(Person, Person.id == StatusReport.person_id)
        .where(StatusReport.initiative_id == initiative.id)
        .order_by(StatusReport.id)
    )
    return [
        {
            "reported_on": row.reported_on,
            "person": marked_person(person_id, name),
            "organisation": organisation,
            "phase": row.phase,
            "condition": row.condition,
            "happened": marked_text(row.happened),
            "obstacles": marked_text(row.obstacles),
            "needs": marked_text(row.needs),
            "people_reached": row.people_reached,
            "written_at": row.created_at,
        }
        for row, organisation, person_id, name in db.session.execute(query)
    ]


def _activities(initiative: InitiativePage) -> list[Tree]:
    """What was done, and how each day went; a day that nobody told of has none."""
    query = (
        select(Activity, ActivityDay)
        .outerjoin(ActivityDay, ActivityDay.activity_id == Activity.id)
        .where(Activity.initiative_id == initiative.id)
        .order_by(Activity.id, ActivityDay.held_on)
    )
    return [
        {
            "title": marked_text(row.title),
            "first_on": row.first_on,
            "until": row.until,
            "note": marked_text(row.note),
            "held_on": day.held_on if day else None,
            "people_reached": day.people_reached if day else None,
            "is_called_off": day.is_called_off if day else None,
        }
        for row, day in db.session.execute(query)
    ]


def _messages(actor: Actor, initiative: InitiativePage) -> list[Tree]:
    """What is said about its touchpoints; of the other side's words, what the actor may read."""
    query = (
        select(TouchpointMessage, Organisation.name, Person.public_id, Person.name)
        .join(Touchpoint, Touchpoint.id == TouchpointMessage.touchpoint_id)
        .join(Person, Person.id == TouchpointMessage.person_id)
        .outerjoin(Organisation, Organisation.id == TouchpointMessage.organisation_id)
        .where(or_(Touchpoint.one_id == initiative.id, Touchpoint.other_id == initiative.id))
        .order_by(TouchpointMessage.id)
    )
    if not actor.is_coordinator:
        own = TouchpointMessage.organisation_id.in_(sorted(actor.organisation_ids))
        query = query.where(or_(own, TouchpointMessage.organisation_id.is_(None)))
    return [
        {
            "at": row.created_at,
            "person": marked_person(person_id, name),
            "organisation": organisation,
            "answer": row.answer,
            "body": Marked(f"message {row.public_id}", Why.MESSAGE, row.body) if row.body else "",
        }
        for row, organisation, person_id, name in db.session.execute(query)
    ]


def _history(initiative: InitiativePage) -> list[Tree]:
    query = (
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.verb,
            AuditEntry.entry_hash,
            Person.public_id,
            Person.name,
            Organisation.name.label("organisation"),
            AuditValue.field,
            AuditValue.before,
            AuditValue.after,
        )
        .select_from(AuditEntry)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .outerjoin(Organisation, Organisation.id == AuditEntry.organisation_id)
        .outerjoin(AuditValue, AuditValue.entry_id == AuditEntry.id)
        .where(
            AuditEntry.subject_kind == SubjectKind.INITIATIVE.value,
            AuditEntry.subject_id == initiative.id,
        )
        .order_by(AuditEntry.id, AuditValue.field)
    )
    rows = db.session.execute(query).all()
    return [_entry(list(its)) for _id, its in groupby(rows, key=lambda row: row.id)]


def _entry(rows: list[Any]) -> Tree:
    first = rows[0]
    return {
        "at": first.at,
        "person": marked_person(first.public_id, first.name),
        "organisation": first.organisation,
        "verb": first.verb,
        "fields": {row.field: _pair(row) for row in rows if row.field is not None},
        "hash": first.entry_hash,
    }


def _pair(row: Any) -> Tree:
    """Before and after; what is erased says so."""
    if row.before is None and row.after is None:
        return {"is_erased": True}
    return {
        name: marked_value(row.field, json.loads(text or "null"), entry=row.entry_hash[:16])
        for name, text in (("before", row.before), ("after", row.after))
    }
