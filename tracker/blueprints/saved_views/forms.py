"""The forms of saved views."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField

from tracker.domain.saved_views import LONGEST_NAME
from tracker.forms import Line, TrackerForm, required


class NameForm(TrackerForm):
    """What a view is called."""

    name = Line(
        lazy_gettext("Name of the view"),
        LONGEST_NAME,
        required(),
        render_kw={"autocomplete": "off", "maxlength": LONGEST_NAME},
    )


class SaveForm(NameForm):
    """Which view to keep, under what name; `at` is the address that it was seen at."""

    at = HiddenField()
    is_shared = BooleanField(lazy_gettext("Share with everyone signed in"))


class SwitchForm(TrackerForm):
    """Whether something is wanted, said by the button that was pressed."""

    on = BooleanField()
