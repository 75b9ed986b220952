"""What all forms share: clean text, closed choices, and refusals that land on their fields."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from tracker.errors import MissingFieldsError, PersonalDataError, RefusedError
from tracker.forms import Choices, Line, Paragraph, TrackerForm, offered, required


class GroceryForm(TrackerForm):
    """A form for these tests alone."""

    title = Line("Name", 10, required())
    about = Paragraph("About")
    kinds = Choices("Kinds")


@pytest.fixture
def request_context(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def _form(**values: object) -> GroceryForm:
    form = GroceryForm(formdata=MultiDict(values), meta={"csrf": False})
    form.kinds.choices = offered([("a", "Apple"), ("b", "Banana")])
    return form


@pytest.mark.usefixtures("request_context")
class TestForms:
    def test_a_line_loses_its_blanks_and_what_no_database_keeps(self) -> None:
        form = _form(title="  två\x00  ord \n", about=" rad\r\nrad ")

        assert form.validate()
        assert form.title.data == "två ord"
        assert form.about.data == "rad\nrad"

    def test_a_line_that_is_too_long_or_missing_is_refused_beside_itself(self) -> None:
        assert not _form(title="x" * 11).validate()
        assert not _form(title=" ").validate()

    def test_a_choice_that_is_not_offered_is_refused(self) -> None:
        assert _form(title="x", kinds="a").validate()
        form = _form(title="x", kinds="z")
        assert not form.validate()
        assert form.kinds.errors

    def test_refusals_of_a_service_land_on_their_fields(self) -> None:
        form = _form(title="x")
        assert form.validate()

        def refuse(error: Exception) -> None:
            raise error

        assert form.accept(lambda: None)
        assert not form.accept(lambda: refuse(RefusedError("reason_needed", "about")))
        assert not form.accept(lambda: refuse(MissingFieldsError(("title",))))
        found = PersonalDataError({"about": (("phone_number", "033-** ** **"),)})
        assert not form.accept(lambda: refuse(found))
        assert not form.accept(lambda: refuse(RefusedError("same_phase")))

        assert len(form.about.errors) == 2
        assert "033-** ** **" in form.about.errors[1]
        assert len(form.title.errors) == 1
        assert len(form.form_errors) == 1
