"""The form of a conversation: on the page of an initiative, and on the conversation's own page."""

import uuid

from flask import request
from flask_babel import lazy_gettext
from wtforms import HiddenField, SelectField
from wtforms.validators import Optional

from tracker.domain.conversations import CommentKind
from tracker.forms import Paragraph, TrackerForm, clean, offered
from tracker.languages import wanted_language
from tracker.report_form import written_languages
from tracker.services.conversations import CommentContent

KINDS = {
    CommentKind.COMMENT: lazy_gettext("A comment"),
    CommentKind.QUESTION: lazy_gettext("A question"),
    CommentKind.THANKS: lazy_gettext("Thanks"),
}


class CommentForm(TrackerForm):
    """One text is enough; hidden are the thread and the report that it belongs to."""

    text = Paragraph(
        lazy_gettext("Write to those who see the initiative"),
        description=lazy_gettext(
            "Write @ and a name to tell somebody, for example @coordinators. Write no personal "
            "data."
        ),
    )
    kind = SelectField(lazy_gettext("What is it?"), [Optional()])
    language = SelectField(lazy_gettext("Which language do you write in?"), [Optional()])
    root = HiddenField(filters=[clean])
    report = HiddenField(filters=[clean])

    def content(self) -> CommentContent:
        """What the form says, once it is validated."""
        return CommentContent(
            text=self.text.data,
            kind=CommentKind(self.kind.data),
            language=self.language.data,
            root_id=_id_in(self.root.data),
            report_id=_id_in(self.report.data),
        )


def comment_form() -> CommentForm:
    """The form as it opens, in the language that its reader wants; or what was sent, in a POST."""
    is_sent = request.method == "POST" and "text" in request.form
    values = {"kind": CommentKind.COMMENT.value, "language": wanted_language().tag}
    form = CommentForm(request.form if is_sent else None, data=values)
    form.kind.choices = offered((kind.value, str(label)) for kind, label in KINDS.items())
    form.language.choices = offered(written_languages())
    if is_sent:
        form.kind.data = form.kind.data or values["kind"]
        form.language.data = form.language.data or values["language"]
    return form


def _id_in(text: str | None) -> uuid.UUID | None:
    """The id in a hidden field; one that nobody has where it was tampered with."""
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
