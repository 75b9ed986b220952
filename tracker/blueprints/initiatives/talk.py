"""What is told and said about an initiative, on its page: its history, and the conversation."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from tracker import http
from tracker.blueprints.initiatives.history import history_of
from tracker.conversation_form import comment_form
from tracker.languages import list_language, wanted_language
from tracker.queries.conversations import THREADS_SHOWN, ThreadRow, list_threads
from tracker.queries.coordinator_notes import list_notes
from tracker.queries.history import ReportRow
from tracker.queries.initiatives import InitiativePage
from tracker.queries.measures import list_measures
from tracker.templating import draw


def page_of_talk(initiative: InitiativePage, *, can_report: bool) -> dict[str, Any]:
    """The history with what is said about its reports, the open threads first, and the row to write in."""
    threads = list_threads(http.actor(), initiative, limit=THREADS_SHOWN + 1)
    return {
        **history_of(
            initiative, can_report=can_report, review=partial(_review, initiative, threads)
        ),
        "threads": threads[:THREADS_SHOWN],
        "has_more_threads": len(threads) > THREADS_SHOWN,
        "comment_form": comment_form(),
        "measures": list_measures(initiative, language=list_language()),
        "coordinator_notes": list_notes(http.actor(), initiative),
    }


def _review(initiative: InitiativePage, threads: Sequence[ThreadRow], report: ReportRow) -> Markup:
    """What is said about a report, and the row to ask, comment or thank in."""
    about = [row for row in threads if row.report_id == report.public_id]
    drawn = draw(
        "conversations/review.html",
        "review",
        report,
        initiative.public_id,
        about,
        wanted_language(),
        http.actor().is_coordinator,
    )
    return Markup(drawn)  # noqa: S704 - drawn by our template
