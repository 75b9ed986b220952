"""The forms for asking an organisation to take part, and for offering to."""

from flask_babel import lazy_gettext
from wtforms import SelectField
from wtforms.validators import InputRequired

from tracker.forms import Paragraph, TrackerForm


class PartnershipForm(TrackerForm):
    """Who, in which role, and a line about it."""

    organisation = SelectField(lazy_gettext("Organisation"), [InputRequired()])
    role = SelectField(lazy_gettext("Role"), [InputRequired()])
    note = Paragraph(
        lazy_gettext("Message"),
        description=lazy_gettext(
            "For example what you would like help with, or what you can offer."
        ),
    )
