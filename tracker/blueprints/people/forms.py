"""The forms of accounts: looking for somebody, and what somebody may do."""

import uuid
from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from wtforms import FieldList, Form, FormField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from tracker import labels, refusals
from tracker.domain.languages import CHOICES
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.forms import Choices, Line, TrackerForm, Version, email_shape, offered, required
from tracker.queries.organisation_choices import OrganisationChoice
from tracker.queries.people import PeopleSelection, PersonRow
from tracker.services.people import PersonContent

MOST_MEMBERSHIPS = 30
CLOSED = "closed"
ROLE_REMARKS = {
    PlatformRole.COORDINATOR: lazy_gettext(
        "Sees everything that is shared, edits the city's records, confirms publications."
    ),
    PlatformRole.READER: lazy_gettext("Reads everything that is shared, and changes nothing."),
    PlatformRole.ADMINISTRATOR: lazy_gettext(
        "Looks after lists, people and settings, and edits nobody's record."
    ),
}


class PeopleFilterForm(TrackerForm):
    """Whom to look for; sent by GET, so that the address tells it all."""

    class Meta:
        """Reading needs no token."""

        csrf = False

    q = Line(lazy_gettext("Name or e-mail"), 100)
    standing = SelectField(lazy_gettext("Show"), [Optional()], validate_choice=False)

    def offer(self) -> None:
        """Fill in what can be chosen."""
        self.standing.choices = offered(
            [("", gettext("Open accounts")), (CLOSED, gettext("Closed accounts"))]
        )

    def selection(self) -> PeopleSelection:
        """Whom to look for."""
        return PeopleSelection((self.q.data or "")[:100], self.standing.data == CLOSED)


class MembershipForm(Form):  # type: ignore[misc]
    """What somebody is in one organisation; without an organisation it is an empty row."""

    organisation = SelectField(lazy_gettext("Organisation"), validate_choice=False)
    role = SelectField(lazy_gettext("Role"), validate_choice=False)


class PersonForm(TrackerForm):
    """Who somebody is, and what they may do."""

    name = Line(lazy_gettext("Name"), 120, required())
    email = Line(
        lazy_gettext("E-mail"),
        254,
        required(),
        email_shape(),
        description=lazy_gettext("The address they sign in with, and get mails to."),
    )
    language = RadioField(lazy_gettext("Language"), [InputRequired()], default="sv")
    memberships = FieldList(
        FormField(MembershipForm),
        lazy_gettext("Organisations"),
        max_entries=MOST_MEMBERSHIPS,
        description=lazy_gettext(
            "A member registers and reports. A manager also opens records to the public and "
            "edits the organisation. Choose none to take a row away."
        ),
    )
    platform_roles = Choices(
        lazy_gettext("Over the whole register"),
        description=lazy_gettext("Most people have none of these."),
    )
    version = Version(default=0)

    def offer(self, organisations: Sequence[OrganisationChoice], person: PersonRow | None) -> None:
        """Fill in what can be chosen, and an empty row for one more organisation."""
        self.language.choices = offered(CHOICES)
        self.platform_roles.choices = offered(
            (role.value, str(label)) for role, label in labels.PLATFORM_ROLES.items()
        )
        names = {str(row.public_id): row.name for row in organisations}
        for row in person.memberships if person else ():
            names.setdefault(str(row.organisation_public_id), row.organisation_name)
        if not self.is_submitted():
            self.memberships.append_entry()
        for entry in self.memberships:
            entry.organisation.choices = offered([("", gettext("None")), *names.items()])
            entry.role.choices = offered(
                (role.value, str(label)) for role, label in labels.MEMBERSHIP_ROLES.items()
            )

    def validate_memberships(self, field: FieldList) -> None:
        """Refuse what is not on the lists.

        Raises:
            ValidationError: with a sentence.
        """
        for entry in field:
            known = ({choice.value for choice in part.choices} for part in entry.form)
            wanted = (part.data for part in entry.form)
            if any(value not in values for value, values in zip(wanted, known, strict=True)):
                raise ValidationError(refusals.refusal("unknown_choice"))

    def content(self) -> PersonContent:
        """What was typed."""
        return PersonContent(
            name=self.name.data,
            email=self.email.data,
            language=self.language.data,
            platform_roles=tuple(PlatformRole(role) for role in self.platform_roles.data or ()),
            memberships=tuple(
                (uuid.UUID(entry.organisation.data), MembershipRole(entry.role.data))
                for entry in self.memberships
                if entry.organisation.data
            ),
        )


def told_memberships(form: PersonForm) -> str:
    """The memberships that were typed, as one line."""
    parts = [
        (dict(_pairs(entry.organisation)), dict(_pairs(entry.role)), entry)
        for entry in form.memberships
        if entry.organisation.data
    ]
    return ", ".join(
        sorted(
            f"{names.get(entry.organisation.data, '')} ({roles.get(entry.role.data, '')})"
            for names, roles, entry in parts
        )
    )


def standing_memberships(person: PersonRow) -> str:
    """The memberships that stand, as one line."""
    return ", ".join(
        sorted(
            f"{row.organisation_name} ({labels.MEMBERSHIP_ROLES[row.role]})"
            for row in person.memberships
        )
    )


def _pairs(field: SelectField) -> list[tuple[str, str]]:
    return [(choice.value, choice.label) for choice in field.choices]


def form_values(person: PersonRow) -> dict[str, object]:
    """What stands now, as the form wants it."""
    return {
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "platform_roles": [role.value for role in person.platform_roles],
        "memberships": [
            {"organisation": str(row.organisation_public_id), "role": row.role.value}
            for row in person.memberships
        ],
        "version": person.version,
    }
