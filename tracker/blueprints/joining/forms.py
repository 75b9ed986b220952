"""The forms of asking to join, and of answering."""

import uuid
from collections.abc import Sequence
from datetime import date

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from tracker import labels, refusals
from tracker.domain.joining import FAMILIES_OF, JoinFamily, JoinStanding
from tracker.domain.languages import CHOICES
from tracker.domain.roles import ListCode, MembershipRole
from tracker.errors import RefusedError
from tracker.forms import Line, Paragraph, TrackerForm, clean, email_shape, offered, required
from tracker.joining_labels import JOIN_STANDINGS, kind_name
from tracker.queries.join_requests import AlikeRow
from tracker.queries.organisation_choices import OrganisationChoice
from tracker.queries.reference import Reference, is_current
from tracker.services.join_requests import JoinContent, readable_number

_MAIL_FIELD = {"autocomplete": "email", "inputmode": "email", "autocapitalize": "none"}


class JoinForm(TrackerForm):
    """The organisation, and who asks for it."""

    organisation_name = Line(
        lazy_gettext("What is the organisation called?"),
        200,
        required(),
        render_kw={"autocomplete": "organization"},
    )
    kind = RadioField(
        lazy_gettext("What kind of organisation is it?"),
        [InputRequired(lazy_gettext("Choose one of them."))],
        validate_choice=False,
        filters=[clean],
    )
    organisation_number = Line(
        lazy_gettext("Organisation number"),
        30,
        description=lazy_gettext(
            "Ten digits, for example 802401-1234. Leave it empty if you have none, or if it is "
            "your own personal number."
        ),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    about = Paragraph(
        lazy_gettext("What do you do?"),
        description=lazy_gettext("One or two sentences are enough. Write no names of people."),
    )
    name = Line(lazy_gettext("Your name"), 120, required(), render_kw={"autocomplete": "name"})
    email = Line(
        lazy_gettext("Your e-mail"),
        254,
        required(),
        email_shape(),
        description=lazy_gettext("We send a link there. You sign in with the same address later."),
        render_kw=_MAIL_FIELD,
    )
    language = RadioField(lazy_gettext("Language of our mails to you"), [InputRequired()])

    def offer(
        self, family: JoinFamily, reference: Reference, *, language: str, today: date
    ) -> None:
        """Fill in what can be chosen."""
        self.kind.choices = offered(
            (row.code, kind_name(row.code, row.name))
            for row in reference.of_list(ListCode.ORGANISATION_KIND)
            if row.family in FAMILIES_OF[family] and is_current(row, today)
        )
        self.language.choices = offered(CHOICES)
        self.language.data = self.language.data or language

    def forget_personal_number(self) -> None:
        """Take away a person's own number, so that it is not even shown back."""
        try:
            is_personal = readable_number(self.organisation_number.data or "").is_personal
        except RefusedError:
            return
        if is_personal:
            self.organisation_number.data = ""

    def content(self, family: JoinFamily) -> JoinContent:
        """What was typed."""
        return JoinContent(
            family=family,
            organisation_name=self.organisation_name.data,
            kind=self.kind.data,
            organisation_number=self.organisation_number.data,
            about=self.about.data,
            name=self.name.data,
            email=self.email.data,
            language=self.language.data,
        )


class MailAgainForm(TrackerForm):
    """The address that a link is to be mailed to once more."""

    email = Line(lazy_gettext("Your e-mail"), 254, required(), email_shape(), render_kw=_MAIL_FIELD)


class ReplyForm(TrackerForm):
    """What is answered to a question."""

    body = Paragraph(lazy_gettext("Your answer"), required())


class RequestFilterForm(TrackerForm):
    """Which requests to look at; sent by GET, so that the address tells it all."""

    class Meta:
        """Reading needs no token."""

        csrf = False

    standing = SelectField(lazy_gettext("Show"), [Optional()], validate_choice=False)

    def offer(self) -> None:
        """Fill in what can be chosen; a request is not seen before its address is confirmed."""
        shown = [code for code in JoinStanding if code is not JoinStanding.UNCONFIRMED]
        self.standing.choices = offered(
            [
                ("", gettext("All requests")),
                *((code.value, str(JOIN_STANDINGS[code])) for code in shown),
            ]
        )

    def chosen(self) -> JoinStanding | None:
        """The standing that is looked at; None for all."""
        known = {code.value for code in JoinStanding}
        return JoinStanding(self.standing.data) if self.standing.data in known else None


class AcceptForm(TrackerForm):
    """Which organisation it is, and what the person becomes there."""

    organisation = SelectField(lazy_gettext("Which organisation is it?"), validate_choice=False)
    role = RadioField(
        lazy_gettext("What does the person become there?"),
        [InputRequired()],
        description=lazy_gettext("The first person of a new organisation is always its manager."),
    )

    def offer(self, alike: Sequence[AlikeRow], organisations: Sequence[OrganisationChoice]) -> None:
        """Fill in what can be chosen: a new one first, then those alike, then the others."""
        first = {str(row.public_id): row.name for row in alike if not row.is_closed}
        others = {str(row.public_id): row.name for row in organisations}
        choices = [("", gettext("A new organisation")), *{**first, **others}.items()]
        self.organisation.choices = offered(choices)
        self.role.choices = offered(
            (role.value, str(label)) for role, label in labels.MEMBERSHIP_ROLES.items()
        )
        self.role.data = self.role.data or MembershipRole.MANAGER.value

    def organisation_id(self) -> uuid.UUID | None:
        """The organisation that was chosen; None for a new one, or for what is not on the list."""
        known = {choice.value for choice in self.organisation.choices} - {""}
        chosen = self.organisation.data or ""
        return uuid.UUID(chosen) if chosen in known else None

    def validate_organisation(self, field: SelectField) -> None:
        """Refuse what is not on the list.

        Raises:
            ValidationError: with a sentence.
        """
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(refusals.refusal("unknown_choice"))


QUESTION, NO = "question", "no"


class AnswerForm(TrackerForm):
    """A question or a no, in words."""

    kind = RadioField(
        lazy_gettext("What do you want to say?"),
        [InputRequired(lazy_gettext("Choose one of them."))],
        choices=offered(
            [(QUESTION, lazy_gettext("Ask something first")), (NO, lazy_gettext("Say no"))]
        ),
    )
    body = Paragraph(
        lazy_gettext("Your message"),
        required(),
        description=lazy_gettext("It is mailed as it stands. Write kindly and plainly."),
    )
