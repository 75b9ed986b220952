"""The first page after signing in: what waits comes first."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.domain.freshness import REPORT_WANTED_EVERY_DAYS
from tracker.domain.selection import Selection
from tracker.http import public, requires
from tracker.languages import list_language
from tracker.pages import page
from tracker.queries import selection as selections
from tracker.queries import start as queries
from tracker.queries.activities import list_waiting_activities
from tracker.queries.measures import list_to_tell
from tracker.queries.members import list_due
from tracker.queries.report_questions import list_asked_back
from tracker.queries.saved_views import find_start_view
from tracker.queries.start import OwnRow
from tracker.queries.touchpoint_panels import list_for_start
from tracker.report_form import ReportForm, blank_report

blueprint = Blueprint("start", __name__)
LATEST_SHOWN = 6


@blueprint.get("/")
@public
def index() -> BaseResponse:
    """The view that somebody begins with, else what waits; others see what is open, or sign in."""
    begins_with = find_start_view(http.actor())
    return redirect(begins_with.path) if begins_with else overview()


@blueprint.get("/start")
@public
def overview() -> BaseResponse:
    """What waits for whoever is signed in; others see what is open, or sign in."""
    actor = http.actor()
    if actor.is_anonymous:
        target = "public.index" if http.settings().has_public_pages else "accounts.sign_in"
        return redirect(url_for(target))
    if not may_somewhere(actor, Permission.READ_REGISTER):
        return page("start/no_role.html")
    if actor.is_coordinator:
        return redirect(url_for("worklist.index"))
    return own()


@blueprint.get("/own")
@requires(Permission.READ_REGISTER)
def own() -> BaseResponse:
    """The own organisations' initiatives, and what waits for them."""
    actor = http.actor()
    rows = queries.list_own(
        actor, content_hash=identity.register_state().content_hash, today=http.today()
    )
    due = next((row for row in rows if row.is_report_welcome), None)
    return page(
        "start/index.html",
        own=rows,
        due=due,
        form=_report_form(due) if due else None,
        last_report=queries.find_last_report(actor, due.public_id) if due else None,
        asked_back=list_asked_back(actor),
        waiting=queries.list_waiting(actor),
        activities=list_waiting_activities(actor, today=http.today()),
        unanswered=list_due(actor, today=http.today()),
        touchpoints=list_for_start(actor, state=identity.register_state()),
        figures=queries.get_figures(actor, content_hash=identity.register_state().content_hash),
        latest=queries.list_latest_reports(actor, limit=LATEST_SHOWN),
        late_total=_late_total(),
    )


def _report_form(due: OwnRow) -> ReportForm:
    measures = list_to_tell(http.actor(), due.public_id, language=list_language())
    return blank_report(
        phase=due.phase, condition=due.condition, today=http.today(), measures=measures, due=due.due
    )


def _late_total() -> int:
    state = identity.register_state()
    return selections.total(
        Selection(silent_days=REPORT_WANTED_EVERY_DAYS),
        http.actor(),
        reference=identity.reference(),
        today=http.today(),
        content_hash=state.content_hash,
    )
