"""The forms of an organisation's people: a role, and handing over when the board changes."""

import uuid
from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField
from wtforms.validators import InputRequired, Optional

from tracker import labels
from tracker.domain.languages import CHOICES
from tracker.domain.roles import MembershipRole
from tracker.forms import Choices, Line, TrackerForm, email_shape, offered
from tracker.queries.members import MemberRow
from tracker.services.hand_over import HandOver
from tracker.services.invitations import Invited


class RoleForm(TrackerForm):
    """What somebody becomes."""

    role = RadioField(lazy_gettext("Role"), [InputRequired()])

    def offer(self) -> None:
        """Fill in what can be chosen."""
        self.role.choices = offered(
            (role.value, str(label)) for role, label in labels.MEMBERSHIP_ROLES.items()
        )


class HandOverForm(TrackerForm):
    """Who answers from now on, and who leaves."""

    answering = Choices(
        lazy_gettext("Which of you answer from now on?"),
        description=lazy_gettext("Those who answer already go on, unless they leave."),
    )
    name = Line(lazy_gettext("The new person's name"), 120, render_kw={"autocomplete": "off"})
    email = Line(
        lazy_gettext("The new person's e-mail"),
        254,
        Optional(),
        email_shape(),
        description=lazy_gettext("An invitation is mailed there."),
        render_kw={"autocomplete": "off", "inputmode": "email", "autocapitalize": "none"},
    )
    language = RadioField(lazy_gettext("Language of the mail"), [InputRequired()])
    leaving = Choices(
        lazy_gettext("Who leaves?"),
        description=lazy_gettext("They no longer reach what is the organisation's own."),
    )

    def offer(self, people: Sequence[MemberRow], *, language: str) -> None:
        """Fill in what can be chosen."""
        self.answering.choices = offered(
            (str(row.public_id), row.name) for row in people if not row.is_manager
        )
        self.leaving.choices = offered((str(row.public_id), row.name) for row in people)
        self.language.choices = offered(CHOICES)
        self.language.data = self.language.data or language

    def validate(self, extra_validators: object = None) -> bool:
        """Check the shape; a new person has both a name and an address."""
        is_right: bool = super().validate(extra_validators)
        for here, other in ((self.name, self.email), (self.email, self.name)):
            if other.data and not here.data:
                self.add_error(here.name, gettext("Fill this in."))
                is_right = False
        return is_right

    def content(self) -> HandOver:
        """What was chosen."""
        invited = Invited(
            name=self.name.data or "",
            email=self.email.data or "",
            language=self.language.data,
            role=MembershipRole.MANAGER,
        )
        return HandOver(
            answering=_ids(self.answering),
            invited=invited if invited.email else None,
            leaving=_ids(self.leaving),
        )


def _ids(field: Choices) -> tuple[uuid.UUID, ...]:
    return tuple(uuid.UUID(value) for value in field.data or ())
