"""The form for telling of an obstacle on a page."""

from flask_babel import lazy_gettext
from wtforms.validators import Email, Optional

from tracker.forms import Line, Paragraph, TrackerForm, required


class FeedbackForm(TrackerForm):
    """What was hard, where, and whether an answer is wanted."""

    message = Paragraph(
        lazy_gettext("What was difficult?"),
        required(),
        description=lazy_gettext(
            "Tell what you wanted to do and what happened. Write nothing about yourself or others."
        ),
    )
    about = Line(
        lazy_gettext("On which page?"),
        300,
        description=lazy_gettext("Its name, or its address from the browser."),
    )
    reply_to = Line(
        lazy_gettext("Your e-mail, if you want an answer"),
        254,
        Optional(),
        Email(lazy_gettext("Write the address like this: name@example.com.")),
        description=lazy_gettext("It is used for the answer and nothing else."),
        render_kw={"autocomplete": "email", "inputmode": "email", "autocapitalize": "none"},
    )
