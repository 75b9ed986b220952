"""The row of a new activity, and the days of one that wait to be confirmed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import request
from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, SelectField, TimeField
from wtforms.validators import InputRequired, Optional

from tracker import formats
from tracker.forms import (
    Choices,
    Day,
    Line,
    Paragraph,
    TrackerForm,
    Version,
    WholeNumber,
    offered,
    required,
)
from tracker.languages import page_language
from tracker.queries.activities import ActivityRow
from tracker.services.activities import ActivityContent, DayTold

MOST_PEOPLE = 1_000_000
DAYS_SHOWN = 60


class ActivityFields(TrackerForm):
    """What an activity says."""

    title = Line(lazy_gettext("What is done?"), 200, required())
    first_on = Day(lazy_gettext("On which day?"), InputRequired(lazy_gettext("Fill this in.")))
    until = Day(
        lazy_gettext("Each week until"),
        description=lazy_gettext("Leave empty if it happens once."),
    )
    begins_at = TimeField(lazy_gettext("Begins at"), [Optional()])
    ends_at = TimeField(lazy_gettext("Ends at"), [Optional()])
    place = SelectField(lazy_gettext("Where?"), [Optional()])
    note = Paragraph(
        lazy_gettext("A line about it"), description=lazy_gettext("Write no names of people.")
    )

    def offer(self, places: Sequence[tuple[str, str]]) -> None:
        """Fill in the places."""
        where = [("", str(lazy_gettext("Where the initiative is"))), *places]
        self.place.choices = offered(where)

    def content(self) -> ActivityContent:
        """What the form says, once it is validated."""
        assert self.first_on.data is not None
        return ActivityContent(
            title=self.title.data,
            first_on=self.first_on.data,
            until=self.until.data,
            begins_at=self.begins_at.data,
            ends_at=self.ends_at.data,
            place=self.place.data or None,
            note=self.note.data,
            language=page_language().tag,
        )


class ActivityForm(ActivityFields):
    """Title, day and people are enough."""

    people_reached = WholeNumber(lazy_gettext("About how many people took part?"), MOST_PEOPLE)

    def content(self) -> ActivityContent:
        """What the form says, once it is validated."""
        return replace(super().content(), people_reached=self.people_reached.data)


class ActivityEditForm(ActivityFields):
    """What an activity says, and which of its days to come are called off."""

    called_off = Choices(lazy_gettext("Days that are called off"))
    version = Version()

    def offer_days(self, days: Sequence[date]) -> None:
        """Fill in the days to come."""
        self.called_off.choices = offered(
            (day.isoformat(), formats.short_date(day)) for day in days
        )

    def days_called_off(self) -> list[date]:
        """The days chosen, once the form is validated."""
        return [date.fromisoformat(day) for day in self.called_off.data or ()]


def edit_values(activity: ActivityRow, today: date) -> dict[str, object]:
    """What stands in the form of an activity when it is opened."""
    return {
        "title": activity.title,
        "first_on": activity.first_on,
        "until": activity.until,
        "begins_at": activity.begins_at,
        "ends_at": activity.ends_at,
        "place": activity.place_code or "",
        "note": activity.note,
        "called_off": [day.isoformat() for day in activity.called_off(today)],
        "version": activity.version,
    }


class DaysForm(TrackerForm):
    """The days of one activity; the fields of each day are added by `days_form`."""

    activity = HiddenField()
    usual = WholeNumber(lazy_gettext("People on a usual day"), MOST_PEOPLE)
    shown: Sequence[date] = ()

    def rows(self) -> list[tuple[Any, Any]]:
        """The two fields of each day, newest first."""
        return [(self[f"people_{day:%Y%m%d}"], self[f"off_{day:%Y%m%d}"]) for day in self.shown]

    def told(self, activity: ActivityRow, *, as_usual: bool) -> dict[date, DayTold]:
        """What is told of each day; those left empty went as usual, if that button was pressed."""
        told: dict[date, DayTold] = {}
        for day, (people, off) in zip(self.shown, self.rows(), strict=True):
            if off.data:
                told[day] = DayTold(is_called_off=True)
            elif people.data is not None:
                told[day] = DayTold(people.data)
            elif as_usual and day not in activity.held:
                told[day] = DayTold(self.usual.data)
        return told


def days_form(activity: ActivityRow, *, today: date) -> DaysForm:
    """The days that have been, with what was told of them, under names of the activity's own."""
    days = activity.past_days(today)[:DAYS_SHOWN]
    fields: dict[str, Any] = {"shown": days}
    values: dict[str, object] = {"activity": str(activity.public_id), "usual": activity.usual}
    for day in days:
        key = f"{day:%Y%m%d}"
        fields[f"people_{key}"] = WholeNumber(formats.short_date(day), MOST_PEOPLE)
        fields[f"off_{key}"] = BooleanField(lazy_gettext("Called off"))
        if day in activity.held:
            values[f"people_{key}"] = activity.held[day].people_reached
            values[f"off_{key}"] = activity.held[day].is_called_off
    is_sent = request.form.get("activity") == str(activity.public_id)
    own = type("OwnDaysForm", (DaysForm,), fields)
    form: DaysForm = own(request.form if is_sent else None, data=values)
    for name, field in form._fields.items():
        field.id = f"{name}-{activity.public_id.hex[:8]}"
    return form
