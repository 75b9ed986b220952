"""The register form: what an organisation says of an initiative, and the smaller forms around it."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from tracker import labels, refusals
from tracker.domain.initiative_content import WANTED_FOR_SHARING, InitiativeContent
from tracker.domain.lifecycle import Phase
from tracker.domain.roles import ListCode
from tracker.forms import (
    Choices,
    Day,
    Line,
    Paragraph,
    TrackerForm,
    WholeNumber,
    at_most,
    email_shape,
    offered,
    required,
)
from tracker.queries.organisation_choices import OrganisationChoice
from tracker.queries.reference import Reference, is_current

LONGEST_LINK = 500
MOST_LINKS = 10
OLDEST_AGE = 120
LARGEST_BUDGET_SEK = 2_000_000_000
LISTS = {
    "target_groups": ListCode.TARGET_GROUP,
    "effort_types": ListCode.EFFORT_TYPE,
    "funding": ListCode.FUNDING,
    "reach": ListCode.REACH,
}
TAGS = ("goal_areas", "goals", "places", "working_groups")


class InitiativeForm(TrackerForm):
    """Everything about an initiative; only the name is needed for a draft."""

    title = Line(
        labels.FIELDS["title"],
        200,
        required(),
        description=lazy_gettext("What you call it in everyday life."),
    )
    description = Paragraph(
        lazy_gettext("What do you do, and for whom?"),
        description=lazy_gettext("Two or three sentences are enough. Write no names of people."),
    )
    purpose = Paragraph(
        lazy_gettext("What should change?"),
        description=lazy_gettext("What is different when you have succeeded?"),
    )
    organisation = SelectField(
        labels.FIELDS["lead_organisation"],
        [required()],
        description=lazy_gettext("The organisation that is responsible for the initiative."),
    )
    goal_areas = Choices(
        labels.FIELDS["goal_areas"], description=lazy_gettext("Choose all that fit.")
    )
    goals = Choices(
        labels.FIELDS["goals"],
        description=lazy_gettext("The goals adopted for Borås. Choose the ones you work towards."),
    )
    places = Choices(
        labels.FIELDS["places"],
        description=lazy_gettext("Where it takes place. Norrby means the residential area Norrby."),
    )
    working_groups = Choices(
        lazy_gettext("Working groups in Norrby"),
        description=lazy_gettext("If the initiative belongs to one of the working groups."),
    )
    start_on = Day(labels.FIELDS["start_on"], description=lazy_gettext("For example 2026-12-01."))
    end_on = Day(
        labels.FIELDS["end_on"],
        description=lazy_gettext("Leave empty if it goes on until further notice."),
    )
    phase = RadioField(
        lazy_gettext("How far have you come?"), [required()], default=Phase.PLANNED.value
    )
    target_groups = Choices(
        lazy_gettext("For whom?"), description=lazy_gettext("Choose all that fit.")
    )
    age_from = WholeNumber(labels.FIELDS["age_from"], OLDEST_AGE)
    age_to = WholeNumber(labels.FIELDS["age_to"], OLDEST_AGE)
    effort_types = Choices(
        lazy_gettext("What kind of work is it?"), description=lazy_gettext("Choose all that fit.")
    )
    reach = SelectField(labels.FIELDS["reach"], [Optional()])
    funding = Choices(labels.FIELDS["funding"])
    budget_sek = WholeNumber(lazy_gettext("Budget, in whole kronor"), LARGEST_BUDGET_SEK)
    contact_name = Line(
        labels.FIELDS["contact_name"],
        120,
        description=lazy_gettext(
            "Seen by your organisation, your partners and the coordinators. Never public."
        ),
    )
    contact_email = Line(labels.FIELDS["contact_email"], 254, Optional(), email_shape())
    contact_phone = Line(labels.FIELDS["contact_phone"], 40)
    links = TextAreaField(
        lazy_gettext("Links"),
        [at_most(MOST_LINKS * LONGEST_LINK)],
        description=lazy_gettext("Web addresses where more can be read, one on each line."),
    )
    diarienummer = Line(
        labels.FIELDS["diarienummer"],
        60,
        description=lazy_gettext("If there is a case number (diarienummer) for the initiative."),
    )
    note = Paragraph(
        lazy_gettext("Why do you change it?"),
        description=lazy_gettext(
            "You change another organisation's record. They see this in the history."
        ),
    )
    version = HiddenField(default="1")

    def offer(
        self,
        reference: Reference,
        organisations: list[OrganisationChoice],
        *,
        chosen: InitiativeContent | None,
        today: date,
    ) -> None:
        """Fill in what can be chosen: what holds today, and what the record already carries."""
        self.organisation.choices = offered((str(row.public_id), row.name) for row in organisations)
        self.phase.choices = offered((phase.value, str(labels.PHASES[phase])) for phase in Phase)
        for name in TAGS:
            rows = getattr(reference, name).values()
            self[name].choices = _offered(rows, getattr(chosen, name, ()), today)
        for name, list_code in LISTS.items():
            kept = getattr(chosen, name, None) or ()
            kept = (kept,) if isinstance(kept, str) else kept
            self[name].choices = _offered(reference.of_list(list_code), kept, today)
        self.reach.choices = [*offered([("", "")]), *self.reach.choices]

    def validate_end_on(self, field: Day) -> None:
        """The end comes after the start.

        Raises:
            ValidationError: with a sentence.
        """
        if self.start_on.data and field.data and field.data < self.start_on.data:
            raise ValidationError(lazy_gettext("The end date comes before the start date."))

    def validate_age_to(self, field: WholeNumber) -> None:
        """The oldest is not younger than the youngest.

        Raises:
            ValidationError: with a sentence.
        """
        youngest, oldest = self.age_from.data, field.data
        if youngest is not None and oldest is not None and oldest < youngest:
            raise ValidationError(lazy_gettext("The oldest age is lower than the youngest."))

    def validate_links(self, field: TextAreaField) -> None:
        """Only addresses of web pages, and not too many.

        Raises:
            ValidationError: with a sentence.
        """
        links = _lines(field.data)
        if len(links) > MOST_LINKS:
            raise ValidationError(lazy_gettext("Write at most ten links."))
        for link in links:
            if (
                not link.startswith(("https://", "http://"))
                or len(link) > LONGEST_LINK
                or " " in link
            ):
                raise ValidationError(
                    lazy_gettext("Write each link on a line of its own, beginning with https://.")
                )

    def validate_to_share(self) -> bool:
        """Check everything that others will see, what is wrong and what is missing, at once."""
        is_sound = self.validate_on_submit()
        missing = [
            name for name in WANTED_FOR_SHARING if not self[name].data and not self[name].errors
        ]
        for name in missing:
            self.add_error(name, refusals.missing())
        return is_sound and not missing

    def content(self) -> InitiativeContent:
        """What the form says."""
        return InitiativeContent(
            title=self.title.data,
            description=self.description.data,
            purpose=self.purpose.data,
            goal_areas=tuple(self.goal_areas.data or ()),
            goals=tuple(self.goals.data or ()),
            places=tuple(self.places.data or ()),
            working_groups=tuple(self.working_groups.data or ()),
            target_groups=tuple(self.target_groups.data or ()),
            effort_types=tuple(self.effort_types.data or ()),
            funding=tuple(self.funding.data or ()),
            reach=self.reach.data or None,
            age_from=self.age_from.data,
            age_to=self.age_to.data,
            start_on=self.start_on.data,
            end_on=self.end_on.data,
            phase=Phase(self.phase.data),
            budget_sek=self.budget_sek.data,
            contact_name=self.contact_name.data,
            contact_email=self.contact_email.data,
            contact_phone=self.contact_phone.data,
            links=tuple(_lines(self.links.data)),
            diarienummer=self.diarienummer.data,
        )


def _offered(rows: Any, kept: Any, today: date) -> list[SelectChoice]:
    return offered(
        (row.code, row.name) for row in rows if is_current(row, today) or row.code in kept
    )


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def form_values(content: InitiativeContent) -> dict[str, Any]:
    """What a form starts from, by field."""
    values = {name: getattr(content, name) for name in content.__dataclass_fields__}
    values["phase"] = content.phase.value
    values["links"] = "\n".join(content.links)
    values["reach"] = content.reach or ""
    return values


class WithdrawForm(TrackerForm):
    """Why an initiative is taken back."""

    reason = Paragraph(
        lazy_gettext("Why do you withdraw it?"),
        description=lazy_gettext("Optional. Seen in the history by your organisation."),
    )


class HandOverForm(TrackerForm):
    """Which organisation answers for the initiative from now on."""

    organisation = SelectField(lazy_gettext("Which organisation takes over?"), [required()])
    note = Paragraph(lazy_gettext("A message to the organisation that takes over"))
