"""The form of a conversation: on the page of an initiative, and on the conversation's own page."""

import uuid
from dataclasses import replace

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, SelectField
from wtforms.validators import Optional

from tracker.domain.conversations import CommentKind
from tracker.domain.languages import FIRST
from tracker.forms import Paragraph, TrackerForm, clean, offered
from tracker.languages import wanted_language
from tracker.report_form import written_languages
from tracker.services.conversations import CommentContent

KINDS = {
    CommentKind.COMMENT: lazy_gettext("A comment"),
    CommentKind.QUESTION: lazy_gettext("A question"),
    CommentKind.THANKS: lazy_gettext("Thanks"),
}


class AnswerForm(TrackerForm):
    """One text is enough."""

    text = Paragraph(
        lazy_gettext("Your answer"),
        description=lazy_gettext(
            "Write @ and a name to tell somebody, for example @coordinators. Write no personal "
            "data."
        ),
    )
    language = SelectField(lazy_gettext("Which language do you write in?"), [Optional()])

    def content(self, *, root_id: uuid.UUID | None = None) -> CommentContent:
        """What the form says, once it is validated."""
        return CommentContent(
            text=self.text.data, language=self.language.data or FIRST.tag, root_id=root_id
        )


class CommentForm(AnswerForm):
    """What begins a thread."""

    kind = SelectField(lazy_gettext("What is it?"), [Optional()])

    def content(self, *, root_id: uuid.UUID | None = None) -> CommentContent:
        """What the form says, once it is validated."""
        kind = CommentKind(self.kind.data or CommentKind.COMMENT)
        return replace(super().content(root_id=root_id), kind=kind)


class ReviewForm(AnswerForm):
    """What is said about a report; the button says what it is."""

    deed = HiddenField(filters=[clean])

    def content_about(self, report_id: uuid.UUID) -> CommentContent:
        """What the form says about a report, once it is validated."""
        kinds = {"send_back": CommentKind.QUESTION, "thank": CommentKind.THANKS}
        return replace(
            self.content(),
            kind=kinds.get(self.deed.data or "", CommentKind.COMMENT),
            report_id=report_id,
            is_sent_back=self.deed.data == "send_back",
        )


def review_form() -> ReviewForm:
    """The form about a report."""
    form = ReviewForm(data={"language": wanted_language().tag})
    form.language.choices = offered(written_languages())
    return form


def comment_form() -> CommentForm:
    """The form as it opens, in the language that its reader wants; or what was sent, in a POST."""
    form = CommentForm(data={"language": wanted_language().tag})
    form.text.label.text = gettext("Write to those who see the initiative")
    form.kind.choices = offered((kind.value, str(label)) for kind, label in KINDS.items())
    form.language.choices = offered(written_languages())
    return form


def answer_form() -> AnswerForm:
    """The same for an answer in a thread."""
    form = AnswerForm(data={"language": wanted_language().tag})
    form.language.choices = offered(written_languages())
    return form
