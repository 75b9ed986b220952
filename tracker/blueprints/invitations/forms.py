"""The forms of inviting, and of saying yes."""

from datetime import date

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from tracker import labels
from tracker.domain.languages import CHOICES
from tracker.domain.roles import ListCode, MembershipRole
from tracker.forms import Line, TrackerForm, email_shape, none_first, offered, required
from tracker.queries.invitations import WelcomePage
from tracker.queries.reference import Reference, is_current
from tracker.services.invitation_answers import Welcome
from tracker.services.invitations import Invited
from tracker.services.invitations_on_behalf import NewOrganisation
from tracker.services.partnerships import LEAD_ROLE


class _PersonForm(TrackerForm):
    """Who is invited."""

    name = Line(
        lazy_gettext("The person's name"), 120, required(), render_kw={"autocomplete": "off"}
    )
    email = Line(
        lazy_gettext("The person's e-mail"),
        254,
        required(),
        email_shape(),
        description=lazy_gettext("The invitation is mailed there."),
        render_kw={"autocomplete": "off", "inputmode": "email", "autocapitalize": "none"},
    )
    language = RadioField(lazy_gettext("Language of the mail"), [InputRequired()])

    def offer_languages(self, language: str) -> None:
        """Fill in what can be chosen, the reader's own language first chosen."""
        self.language.choices = offered(CHOICES)
        self.language.data = self.language.data or language

    def invited(self, role: MembershipRole) -> Invited:
        """Who is invited, as what."""
        return Invited(
            name=self.name.data, email=self.email.data, language=self.language.data, role=role
        )


class ColleagueForm(_PersonForm):
    """A colleague, and what they become."""

    role = RadioField(
        lazy_gettext("What does the person become?"),
        [InputRequired()],
        description=lazy_gettext(
            "A member registers and reports. A manager also opens records to the public, invites "
            "others and edits the organisation."
        ),
    )

    def offer(self, language: str) -> None:
        """Fill in what can be chosen."""
        self.offer_languages(language)
        self.role.choices = offered(
            (role.value, str(label)) for role, label in labels.MEMBERSHIP_ROLES.items()
        )
        self.role.data = self.role.data or MembershipRole.MEMBER.value

    def content(self) -> Invited:
        """What was typed."""
        return self.invited(MembershipRole(self.role.data))


class OrganisationForm(_PersonForm):
    """An organisation that is not here yet, and its first person."""

    organisation_name = Line(lazy_gettext("What is the organisation called?"), 200, required())
    kind = SelectField(lazy_gettext("Kind of organisation"), [InputRequired()])

    def offer(self, reference: Reference, *, language: str, today: date) -> None:
        """Fill in what can be chosen."""
        self.offer_languages(language)
        self.kind.choices = none_first(
            (row.code, row.name)
            for row in reference.of_list(ListCode.ORGANISATION_KIND)
            if is_current(row, today)
        )

    def organisation(self) -> NewOrganisation:
        """The organisation."""
        return NewOrganisation(name=self.organisation_name.data, kind=self.kind.data)


class PartnerForm(OrganisationForm):
    """An organisation that is not here yet, and what it would do in an initiative."""

    role = SelectField(lazy_gettext("What would it do in the initiative?"), [InputRequired()])

    def offer(self, reference: Reference, *, language: str, today: date) -> None:
        """Fill in what can be chosen."""
        super().offer(reference, language=language, today=today)
        self.role.choices = offered(
            (row.code, row.name)
            for row in reference.of_list(ListCode.PARTNER_ROLE)
            if row.code != LEAD_ROLE and is_current(row, today)
        )


class WelcomeForm(TrackerForm):
    """How somebody wants to be called, and in which language they read."""

    name = Line(lazy_gettext("Your name"), 120, required(), render_kw={"autocomplete": "name"})
    language = RadioField(lazy_gettext("Language"), [InputRequired()])

    def offer(self, invitation: WelcomePage) -> None:
        """Fill in what can be chosen, and what the inviter knew."""
        self.language.choices = offered(CHOICES)
        self.language.data = self.language.data or invitation.language
        if not self.is_submitted():
            self.name.data = invitation.name

    def content(self) -> Welcome:
        """What was typed."""
        return Welcome(name=self.name.data, language=self.language.data)
