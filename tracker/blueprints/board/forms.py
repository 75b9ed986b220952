"""The form that moves a card."""

from flask_babel import lazy_gettext
from wtforms import SelectField
from wtforms.validators import InputRequired

from tracker import labels
from tracker.domain.lifecycle import Phase
from tracker.forms import Line, TrackerForm, offered


class MoveForm(TrackerForm):
    """To which phase, and why where that must be said."""

    phase = SelectField(lazy_gettext("Move to"), [InputRequired()])
    reason = Line(lazy_gettext("Why?"), 500)

    def offer(self) -> None:
        """Fill in what can be chosen."""
        self.phase.choices = offered((phase.value, str(labels.PHASES[phase])) for phase in Phase)
