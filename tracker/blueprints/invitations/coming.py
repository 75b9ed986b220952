"""The form that invites an organisation which is not here yet, with words of one's own in the mail."""

from urllib.parse import urlencode

from flask import request
from flask_babel import gettext, lazy_gettext

from tracker import http, identity
from tracker.blueprints.invitations.forms import OrganisationForm
from tracker.domain.roles import MembershipRole
from tracker.forms import Paragraph
from tracker.queries.reference import GoalAreaRow, GoalRow
from tracker.services.invitations import Invited

_SUBJECTS = ("goal_area", "goal")


class ComingForm(OrganisationForm):
    """An organisation that is not here yet, its first person, and what the mail says to them."""

    message = Paragraph(
        lazy_gettext("A message in the mail"),
        description=lazy_gettext("Change it as you like. Write no names of others."),
    )

    def begin(self) -> None:
        """Fill in the message, where one comes from a place and a goal with nothing registered."""
        if not self.is_submitted():
            self.message.data = gap_message()

    def invited(self, role: MembershipRole) -> Invited:
        """Who is invited, as what, with the message."""
        return Invited(
            name=self.name.data,
            email=self.email.data,
            language=self.language.data,
            message=self.message.data,
            role=role,
        )


def gap_message() -> str:
    """What a mail may say of the place and the goal in the address; nothing where none are known."""
    reference = identity.reference()
    place = reference.place(request.args.get("place", ""))
    rows: tuple[GoalAreaRow | GoalRow, ...] = (
        *reference.goal_areas.values(),
        *reference.goals.values(),
    )
    subjects = [
        (name, row) for name in _SUBJECTS for row in rows if row.code == request.args.get(name, "")
    ]
    if place is None or not subjects:
        return ""
    name, subject = subjects[0]
    filled_in = urlencode({"place": place.code, name: subject.code})
    address = f"{http.settings().address}/initiatives/new?{filled_in}"
    return gettext(
        "Just now nothing is registered for “%(area)s” in %(place)s. Do you do something there "
        "already, or would you like to? When you have said yes, you can begin here, where the place "
        "and the goal are filled in: %(address)s",
        area=subject.name,
        place=place.name,
        address=address,
    )
