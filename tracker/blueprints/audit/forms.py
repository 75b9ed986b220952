"""The forms of the audit trail: what to look for, and why a value is erased."""

import uuid
from collections.abc import Sequence

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import SelectField
from wtforms.validators import Optional

from tracker.audit_labels import VERBS, field_name
from tracker.domain.verbs import Verb
from tracker.forms import Choices, Day, Line, TrackerForm, offered, required
from tracker.queries.audit_rows import TrailSelection

_HASH_LENGTH = 64


class TrailFilterForm(TrackerForm):
    """What to look for; sent by GET, so that the address tells it all."""

    class Meta:
        """Reading needs no token."""

        csrf = False

    q = Line(lazy_gettext("A person, an organisation or an initiative"), 100)
    verb = SelectField(lazy_gettext("What was done"), [Optional()], validate_choice=False)
    from_on = Day(lazy_gettext("From"))
    to_on = Day(lazy_gettext("To"))

    def offer(self) -> None:
        """Fill in what can be chosen."""
        words = sorted((str(label), verb) for verb, label in VERBS.items())
        self.verb.choices = offered(
            [("", gettext("Everything")), *((verb, label) for label, verb in words)]
        )

    def selection(self) -> TrailSelection:
        """What is looked for; what cannot be read is not asked for."""
        self.validate()
        verb = self.verb.data or ""
        return TrailSelection(
            q=(self.q.data or "")[:100],
            verb=verb if verb in {known.value for known in Verb} else "",
            person=_uuid(request.args.get("person", "")),
            from_on=self.from_on.data,
            to_on=self.to_on.data,
            before=request.args.get("before", "")[:_HASH_LENGTH].replace("\x00", ""),
        )


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


class RedactionForm(TrackerForm):
    """Which values of an entry are erased, and why."""

    fields = Choices(lazy_gettext("What is erased"), [required()])
    reason = Line(
        lazy_gettext("Why"),
        200,
        required(),
        description=lazy_gettext("Stays in the history. Write no names here."),
    )

    def offer(self, names: Sequence[str]) -> None:
        """Fill in what can be chosen."""
        self.fields.choices = offered((name, field_name(name)) for name in names)
