"""What is said about an initiative, on its page."""

from typing import Any

from tracker import http
from tracker.conversation_form import comment_form
from tracker.queries.conversations import THREADS_SHOWN, list_threads
from tracker.queries.initiatives import InitiativePage


def talk_of(initiative: InitiativePage) -> dict[str, Any]:
    """The open threads first, whether there are more of them, and the row to say something in."""
    threads = list_threads(http.actor(), initiative, limit=THREADS_SHOWN + 1)
    return {
        "threads": threads[:THREADS_SHOWN],
        "has_more_threads": len(threads) > THREADS_SHOWN,
        "comment_form": comment_form(),
    }
