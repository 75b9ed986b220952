"""Writes the history of an initiative in whole sentences: reports and changes on one thread."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from flask import request
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup

from tracker import http, labels
from tracker.audit_labels import byline
from tracker.domain.lifecycle import Phase, Visibility
from tracker.domain.local_time import local_day
from tracker.domain.touchpoint_decisions import Decision
from tracker.domain.verbs import Verb
from tracker.languages import language
from tracker.queries import history
from tracker.queries.history import ChangeRow, ReportRow
from tracker.queries.initiatives import InitiativePage
from tracker.templating import kept_drawing
from tracker.touchpoint_labels import DECISIONS

_SENTENCES = {
    Verb.REGISTERED: lazy_gettext("The initiative was registered."),
    Verb.IMPORTED: lazy_gettext("The initiative was imported from a list."),
    Verb.WITHDRAWN: lazy_gettext("The initiative was withdrawn."),
    Verb.PUBLICATION_ASKED: lazy_gettext("Asked to open it to everyone."),
    Verb.PUBLISHED: lazy_gettext("Opened to everyone."),
    Verb.UNPUBLISHED: lazy_gettext("No longer open to everyone."),
    Verb.CONFIRMED: lazy_gettext("Somebody looked, and what is written is right."),
    Verb.REMINDED: lazy_gettext("Reminded of the report."),
    Verb.ENDING_ASKED: lazy_gettext("Asked what comes after the end."),
    Verb.MOVE_DECLINED: lazy_gettext("The proposed move was declined."),
    Verb.MERGED: lazy_gettext("Two initiatives became one."),
    Verb.MERGER_UNDONE: lazy_gettext("The two initiatives were parted again."),
    Verb.ATTACHMENT_ADDED: lazy_gettext("A picture or a file was added."),
    Verb.ATTACHMENT_REMOVED: lazy_gettext("A picture or a file was taken away."),
    Verb.PACKAGED: lazy_gettext("The whole record was taken out."),
    Verb.CONTACT_CONFIRMED: lazy_gettext("The contact person has confirmed."),
    Verb.CONTACT_REMOVED: lazy_gettext("The contact person was taken away."),
    Verb.REDACTED: lazy_gettext("Values were erased from the history."),
}

MOST_ENTRIES = 500

_ON_TOUCHPOINTS = frozenset(
    {
        Verb.TOUCHPOINT_SUGGESTED,
        Verb.TOUCHPOINT_DECIDED,
        Verb.TOUCHPOINT_AGREED,
        Verb.TOUCHPOINT_DECLINED,
        Verb.TOUCHPOINT_UNDONE,
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One knot on the thread: a report, or a change with a sentence."""

    is_report: bool
    on: date
    author_name: str | None
    organisation_name: str | None
    text: str = ""
    note: str = ""
    report: ReportRow | None = None
    phase: str = ""
    phase_label: str = ""
    condition: str = ""
    condition_label: str = ""
    people_reached_text: str = ""


def history_of(
    initiative: InitiativePage, *, can_report: bool, review: Callable[[ReportRow], Markup]
) -> dict[str, Any]:
    """The entries as the page of an initiative prints them, and whether it leaves some out."""
    limit = MOST_ENTRIES if "all" in request.args else history.ENTRIES_SHOWN
    entries = timeline(
        history.list_reports(http.actor(), initiative, limit=limit + 1),
        history.list_changes(http.actor(), initiative, limit=limit + 1),
    )
    correctable_id = initiative.public_id if can_report else None
    return {
        "entries": draw_entries(entries[:limit], correctable_id=correctable_id, review=review),
        "has_more": len(entries) > limit == history.ENTRIES_SHOWN,
    }


def timeline(reports: Sequence[ReportRow], changes: Sequence[ChangeRow]) -> list[Entry]:
    """All entries, newest first; on one day the later written stands first."""
    shown_in = language()
    dated = [
        *(((row.reported_on, row.created_at), _report(row, shown_in)) for row in reports),
        *(((_day(change), change.at), _change(change)) for change in changes),
    ]
    return [entry for _moment, entry in sorted(dated, key=lambda pair: pair[0], reverse=True)]


def draw_entries(
    entries: Iterable[Entry],
    *,
    correctable_id: uuid.UUID | None,
    review: Callable[[ReportRow], Markup],
) -> Markup:
    """The entries, ready to print; what is told once never changes, and is drawn once.

    Args:
        correctable_id: the initiative, where the reader may correct its reports.
        review: draws what is said about a report, and the row to say something about it.
    """
    return Markup("").join(
        _LI.format(
            "change" if entry.report is None else "corrected" if entry.report.is_corrected else "",
            kept_drawing(
                "components/history.html", "knot", entry, _correctable(entry, correctable_id)
            ),
            review(entry.report) if entry.report is not None else "",
        )
        for entry in entries
    )


_LI = Markup('<li class="{}">{}{}</li>')


def _correctable(entry: Entry, initiative_id: uuid.UUID | None) -> uuid.UUID | None:
    """A report of an initiative that has gone up in another is corrected no more."""
    is_absorbed = entry.report is not None and entry.report.is_absorbed
    return None if is_absorbed else initiative_id


def _day(change: ChangeRow) -> date:
    return local_day(change.at)


@lru_cache(maxsize=4096)
def _report(report: ReportRow, _language: str) -> Entry:
    author, organisation = byline(report.person_name, report.organisation_name)
    return Entry(
        is_report=True,
        on=report.reported_on,
        author_name=author,
        organisation_name=organisation,
        report=report,
        phase=report.phase.value,
        phase_label=labels.phases()[report.phase],
        condition=report.condition.value,
        condition_label=labels.conditions()[report.condition],
        people_reached_text="" if report.people_reached is None else str(report.people_reached),
    )


def _change(change: ChangeRow) -> Entry:
    _before, note = change.values.get("note", (None, None))
    author, organisation = byline(change.person_name, change.organisation_name)
    return Entry(
        is_report=False,
        on=_day(change),
        author_name=author,
        organisation_name=organisation,
        text=_sentence(change),
        note=note or "",
    )


def _sentence(change: ChangeRow) -> str:
    match change.verb:
        case Verb.EDITED:
            return _edited(change)
        case Verb.MOVED | Verb.MOVE_ACCEPTED:
            return gettext("Moved from %(before)s to %(after)s.", **_phases(change))
        case Verb.MOVE_PROPOSED:
            return gettext("Proposed a move from %(before)s to %(after)s.", **_phases(change))
        case verb if verb in _ON_TOUCHPOINTS:
            return _on_touchpoint(change)
        case Verb.HANDED_OVER:
            before, after = change.values.get("lead_organisation", (None, None))
            return gettext(
                "Handed over from %(before)s to %(after)s.",
                before=_organisation(before),
                after=_organisation(after),
            )
        case (
            Verb.PARTNER_ASKED
            | Verb.PARTNER_OFFERED
            | Verb.PARTNER_ACCEPTED
            | Verb.PARTNER_DECLINED
            | Verb.PARTNER_ENDED
        ):
            return _partner(change)
        case Verb.MEASURE_ADDED | Verb.MEASURE_EDITED | Verb.MEASURE_ENDED:
            return _measure(change)
        case _:
            return str(_SENTENCES.get(change.verb, gettext("Something was changed.")))


def _measure(change: ChangeRow) -> str:
    before, after = change.values.get("measure", (None, None))
    name = after or before or gettext("erased")
    sentences = {
        Verb.MEASURE_ADDED: gettext("Now counted: %(measure)s.", measure=name),
        Verb.MEASURE_EDITED: gettext("Changed how it is counted: %(measure)s.", measure=name),
        Verb.MEASURE_ENDED: gettext("No longer counted: %(measure)s.", measure=name),
    }
    return sentences[change.verb]


def _edited(change: ChangeRow) -> str:
    match change.values.get("visibility", (None, None))[1]:
        case Visibility.COORDINATED:
            return gettext("Shown to the coordinators.")
        case Visibility.SHARED:
            return gettext("Shared with everyone who is signed in.")
    names = [str(labels.FIELDS[name]) for name in change.values if name in labels.FIELDS]
    if not names:
        return gettext("Reviewed, nothing changed.")
    return gettext("Changed: %(fields)s.", fields=", ".join(names))


def _organisation(name: str | None) -> str:
    """An organisation's name, also where it has been erased."""
    return name or gettext("an organisation")


def _phases(change: ChangeRow) -> dict[str, str]:
    before, after = change.values.get("phase", (None, None))
    return {
        "before": labels.phases()[Phase(before)] if before else "",
        "after": labels.phases()[Phase(after)] if after else "",
    }


def _partner(change: ChangeRow) -> str:
    _before, partner = change.values.get("partner", (None, None))
    name = _organisation(partner)
    sentences = {
        Verb.PARTNER_ASKED: gettext("%(name)s was asked to take part.", name=name),
        Verb.PARTNER_OFFERED: gettext("%(name)s offered to take part.", name=name),
        Verb.PARTNER_ACCEPTED: gettext("%(name)s takes part.", name=name),
        Verb.PARTNER_DECLINED: gettext("%(name)s declined to take part.", name=name),
        Verb.PARTNER_ENDED: gettext("%(name)s no longer takes part.", name=name),
    }
    return sentences[change.verb]


def _on_touchpoint(change: ChangeRow) -> str:
    _before, code = change.values.get("decision", (None, None))
    named = str(DECISIONS[Decision(code)]).lower() if code else gettext("erased")
    sentences = {
        Verb.TOUCHPOINT_SUGGESTED: gettext("Suggested about a touchpoint: %(what)s.", what=named),
        Verb.TOUCHPOINT_DECIDED: gettext("Decided about a touchpoint: %(what)s.", what=named),
        Verb.TOUCHPOINT_AGREED: gettext("Yes to what was suggested: %(what)s.", what=named),
        Verb.TOUCHPOINT_DECLINED: gettext("No to what was suggested: %(what)s.", what=named),
        Verb.TOUCHPOINT_UNDONE: gettext("Taken back about a touchpoint: %(what)s.", what=named),
    }
    return sentences[change.verb]
