"""The form of a picture or a PDF."""

import uuid
from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField
from wtforms.validators import Optional

from tracker.domain.attachments import LONGEST_ALT
from tracker.forms import Line, TrackerForm, offered, required
from tracker.languages import page_language
from tracker.services.attachments import AttachmentContent


class AttachmentForm(TrackerForm):
    """A file, and what can be seen in it."""

    file = FileField(
        lazy_gettext("Picture or PDF"),
        [FileRequired(lazy_gettext("Choose a file."))],
        description=lazy_gettext(
            "JPEG, PNG, WebP or PDF, at most 10 MB. On a phone you can take the picture now."
        ),
        render_kw={"accept": "image/jpeg,image/png,image/webp,application/pdf"},
    )
    alt = Line(
        lazy_gettext("What does it show?"),
        LONGEST_ALT,
        required(),
        description=lazy_gettext(
            "Read aloud to those who cannot see it. Write no names of people."
        ),
    )
    report = SelectField(lazy_gettext("Does it belong to a report?"), [Optional()])

    def offer(self, reports: Iterable[tuple[str, str]]) -> None:
        """Fill in the reports."""
        self.report.choices = offered([("", gettext("No, to the initiative")), *reports])

    def content(self) -> AttachmentContent:
        """What the form says, once it is validated."""
        return AttachmentContent(
            file=self.file.data.read(),
            alt=self.alt.data,
            language=page_language().tag,
            report_id=uuid.UUID(self.report.data) if self.report.data else None,
        )
