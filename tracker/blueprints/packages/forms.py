"""The form of the secrecy check: what is masked, and what was looked at."""

from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField

from tracker.audit_labels import field_name
from tracker.domain.secrecy import Part, Why
from tracker.forms import Choices, TrackerForm, offered

WHY = {
    Why.PERSON: lazy_gettext("Name of somebody who wrote or did something"),
    Why.NOTE: lazy_gettext("Note within or between organisations"),
    Why.MESSAGE: lazy_gettext("Message about a touchpoint"),
    Why.FOUND: lazy_gettext("Text that seems to hold a number or an address of a person"),
}


class PackageForm(TrackerForm):
    """What is masked; `seen` is a hash of all that was shown."""

    mask = Choices(lazy_gettext("Mask"))
    seen = HiddenField()

    def offer(self, parts: Sequence[Part]) -> None:
        """Fill in what can be masked."""
        self.mask.choices = offered((part.key, label_of(part)) for part in parts)


def label_of(part: Part) -> str:
    """What a part is called."""
    return field_name(part.key) if part.why is Why.CONTACT else str(WHY[part.why])


def mask() -> str:
    """What stands in place of a masked value."""
    return gettext("[masked]")
