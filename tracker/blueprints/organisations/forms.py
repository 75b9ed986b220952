"""The forms of organisations: looking for one, and what one says of itself."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from tracker.domain.roles import ListCode
from tracker.forms import (
    Line,
    Paragraph,
    TrackerForm,
    Version,
    email_shape,
    none_first,
    offered,
    required,
)
from tracker.queries.organisation_choices import OrganisationChoice
from tracker.queries.organisations import OrganisationPage, OrganisationSelection, Standing
from tracker.queries.reference import Reference, is_current
from tracker.services.organisations import OrganisationContent

STANDINGS = {
    Standing.ACTIVE: lazy_gettext("Active"),
    Standing.UNVERIFIED: lazy_gettext("Not verified"),
    Standing.UNANSWERED: lazy_gettext("Nobody has answered in 13 months"),
    Standing.CLOSED: lazy_gettext("Closed"),
}


class OrganisationFilterForm(TrackerForm):
    """What to look for; sent by GET, so that the address tells it all."""

    class Meta:
        """Reading needs no token."""

        csrf = False

    q = Line(lazy_gettext("Name"), 100)
    kind = SelectField(lazy_gettext("Kind of organisation"), [Optional()], validate_choice=False)
    standing = SelectField(lazy_gettext("Show"), [Optional()], validate_choice=False)

    def offer(self, reference: Reference, *, sees_unanswered: bool) -> None:
        """Fill in what can be chosen."""
        kinds = reference.of_list(ListCode.ORGANISATION_KIND)
        everything = ("", gettext("All kinds"))
        self.kind.choices = offered([everything, *((row.code, row.name) for row in kinds)])
        self.standing.choices = offered(
            (code.value, str(text))
            for code, text in STANDINGS.items()
            if sees_unanswered or code is not Standing.UNANSWERED
        )

    def selection(self, today: date) -> OrganisationSelection:
        """What is looked for; a standing that is not offered is the usual one."""
        known = {choice.value for choice in self.standing.choices}
        standing = self.standing.data if self.standing.data in known else Standing.ACTIVE
        return OrganisationSelection(
            q=(self.q.data or "")[:100],
            kind=self.kind.data or "",
            standing=Standing(standing),
            today=today,
        )


class OrganisationForm(TrackerForm):
    """What an organisation says of itself."""

    name = Line(lazy_gettext("Name"), 200, required())
    kind = SelectField(lazy_gettext("Kind of organisation"), [InputRequired()])
    organisation_number = Line(
        lazy_gettext("Organisation number"),
        20,
        description=lazy_gettext("Ten digits. Leave it empty if it is a person's own number."),
    )
    about = Paragraph(
        lazy_gettext("About the organisation"),
        description=lazy_gettext("What you do, in a few sentences. Write no names of people."),
    )
    website = Line(
        lazy_gettext("Website"), 300, description=lazy_gettext("For example www.boras.se.")
    )
    email = Line(
        lazy_gettext("The organisation's e-mail"),
        254,
        Optional(),
        email_shape(),
        description=lazy_gettext("A common address, not a person's. Everyone signed in sees it."),
    )
    version = Version(default=0)

    def offer(self, reference: Reference, *, chosen: str | None, today: date) -> None:
        """Fill in the kinds: those that hold today, and the one the organisation has."""
        self.kind.choices = offered(
            (row.code, row.name)
            for row in reference.of_list(ListCode.ORGANISATION_KIND)
            if is_current(row, today) or row.code == chosen
        )

    def content(self) -> OrganisationContent:
        """What was typed."""
        return OrganisationContent(
            name=self.name.data,
            kind=self.kind.data,
            organisation_number=self.organisation_number.data,
            about=self.about.data,
            website=self.website.data,
            email=self.email.data or "",
        )


class MergerForm(TrackerForm):
    """The organisation that another one goes up in."""

    kept = SelectField(
        lazy_gettext("In which organisation does it go up?"),
        [InputRequired(lazy_gettext("Choose one of them."))],
    )

    def offer(self, organisations: Iterable[OrganisationChoice]) -> None:
        """Fill in what can be chosen."""
        self.kept.choices = none_first((str(row.public_id), row.name) for row in organisations)


def form_values(organisation: OrganisationPage) -> dict[str, object]:
    """What stands now, as the form wants it."""
    return {
        "name": organisation.name,
        "kind": organisation.kind.code,
        "organisation_number": organisation.organisation_number,
        "about": organisation.about,
        "website": organisation.website,
        "email": organisation.email,
        "version": organisation.version,
    }
