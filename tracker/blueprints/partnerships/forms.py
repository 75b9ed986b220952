"""The forms for asking an organisation to take part, and for offering to."""

from flask_babel import lazy_gettext
from wtforms import SelectField

from tracker.forms import Paragraph, TrackerForm, required


class PartnershipForm(TrackerForm):
    """Who, in which role, and a line about it."""

    organisation = SelectField(lazy_gettext("Organisation"), [required()])
    role = SelectField(lazy_gettext("Role"), [required()])
    note = Paragraph(
        lazy_gettext("Message"),
        description=lazy_gettext(
            "For example what you would like help with, or what you can offer."
        ),
    )
