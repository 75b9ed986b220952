"""What somebody is told who has saved an initiative."""

from flask_babel import gettext

from tracker.domain.lifecycle import Visibility, wider
from tracker.queries.initiatives import InitiativePage


def saved_sentence(visibility: Visibility) -> str:
    """What somebody is told who has registered, or kept a draft."""
    match visibility:
        case Visibility.DRAFT:
            return gettext("The draft is saved. Only your organisation sees it.")
        case Visibility.COORDINATED:
            return gettext(
                "The initiative is registered. Only the organisation and the coordinators see it."
            )
        case Visibility.SHARED | Visibility.OPEN:
            return gettext("The initiative is registered. Everyone signed in can see it.")


def edited_sentence(initiative: InitiativePage, visibility: Visibility) -> str:
    """What somebody is told who has edited."""
    is_wider = wider(initiative.visibility, visibility) is not initiative.visibility
    if is_wider or initiative.visibility is Visibility.DRAFT:
        return saved_sentence(visibility)
    return gettext("Your changes are saved.")
