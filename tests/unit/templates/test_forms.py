"""Form components: whoever cannot see the page hears label, help and error with the field."""

from __future__ import annotations

from types import SimpleNamespace
from xml.etree.ElementTree import Element

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Form,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from tests.unit.templates.conftest import Render

NAMES = {"whole": "Hela kommunen", "norrby": "Norrby", "sjobo": "Sjöbo", "gota": "Göta"}
PLACES = [SelectChoice(code, name) for code, name in NAMES.items()]


class Example(Form):
    version = HiddenField(default="7")
    title = StringField("Title", [InputRequired("Write a title")], description="In daily life")
    what = TextAreaField("What")
    organisation = SelectField(
        "Organisation", choices=[SelectChoice("a", "A"), SelectChoice("b", "B")]
    )
    starts_on = DateField("Start")
    budget = IntegerField("Budget")
    email = EmailField("E-mail")
    password = PasswordField("Password")
    places = SelectMultipleField("Places", [InputRequired("Choose a place")], choices=PLACES)
    phase = RadioField(
        "Phase", choices=[SelectChoice("idea", "Idea"), SelectChoice("ongoing", "Ongoing")]
    )
    is_open = BooleanField("Open to the public")


IMPORT = (
    '{% from "components/forms.html" import checkbox, checkboxes, chips, csrf, error_summary,'
    " field, grouped_checkboxes, hidden_fields, radios, submit_row %}"
)
LINES = ["title", "what", "organisation", "starts_on", "budget", "email", "password"]


def faulty() -> Example:
    form = Example(MultiDict({"title": "", "organisation": "a", "phase": "idea"}))
    form.validate()
    return form


def texts(element: Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def by_id(body: Element, wanted: str) -> Element:
    found = [element for element in body.iter() if element.get("id") == wanted]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("name", LINES)
def test_a_label_points_at_its_field(render: Render, name: str) -> None:
    body = render(IMPORT + "{{ field(form[name]) }}", form=Example(), name=name)

    label = body.find(".//label")
    assert label is not None
    assert by_id(body, label.get("for", "")).get("name") == name


def test_help_and_error_are_heard_with_the_field(render: Render) -> None:
    body = render(IMPORT + "{{ field(form.title) }}", form=faulty())

    entry = by_id(body, "title")
    heard = [texts(by_id(body, part)) for part in entry.get("aria-describedby", "").split()]
    assert heard == ["In daily life", "Write a title"]
    assert entry.get("aria-invalid") == "true"


def test_a_field_without_help_or_error_points_at_nothing(render: Render) -> None:
    body = render(IMPORT + "{{ field(form.what) }}", form=Example())

    entry = by_id(body, "what")
    assert entry.get("aria-describedby") is None
    assert entry.get("aria-invalid") is None


def test_only_optional_fields_say_so(render: Render) -> None:
    body = render(IMPORT + "{{ field(form.title) }}{{ field(form.what) }}", form=Example())

    assert [texts(label) for label in body.iter("label")] == ["Title", "What (optional)"]


def test_what_was_typed_stays_and_is_escaped(render: Render) -> None:
    form = Example(MultiDict({"title": '"><script>', "what": "</textarea>"}))

    body = render(IMPORT + "{{ field(form.title) }}{{ field(form.what) }}", form=form)

    assert by_id(body, "title").get("value") == '"><script>'
    assert body.find(".//script") is None


def test_extra_attributes_reach_the_field(render: Render) -> None:
    body = render(IMPORT + '{{ field(form.what, rows=4, width="short") }}', form=Example())

    entry = by_id(body, "what")
    assert (entry.get("rows"), entry.get("data-width")) == ("4", "short")


def test_the_summary_links_to_each_faulty_field(render: Render) -> None:
    every = "{{ error_summary(form) }}{{ field(form.title) }}{{ checkboxes(form.places) }}"

    body = render(IMPORT + every, form=faulty())

    targets = [by_id(body, link.get("href", "")[1:]).tag for link in body.iter("a")]
    assert targets == ["input", "fieldset"]
    assert texts(body.find(".//h2")) == "Two things need to be corrected"


def test_the_summary_is_absent_without_errors(render: Render) -> None:
    body = render(IMPORT + "{{ error_summary(form) }}", form=Example())

    assert len(body) == 0


def test_a_fault_of_the_whole_form_stands_in_the_summary(render: Render) -> None:
    form = Example()
    form.form_errors = ["E-mail and password do not match"]

    body = render(IMPORT + "{{ error_summary(form) }}", form=form)

    assert texts(body.find(".//li")) == "E-mail and password do not match"
    assert texts(body.find(".//h2")) == "One thing needs to be corrected"


def test_checkboxes_are_one_group_with_one_name(render: Render) -> None:
    form = Example(MultiDict([("places", "norrby")]))

    body = render(IMPORT + "{{ checkboxes(form.places) }}", form=form)

    boxes = list(body.iter("input"))
    assert [box.get("name") for box in boxes] == ["places"] * 4
    assert [box.get("value") for box in boxes if "checked" in box.attrib] == ["norrby"]
    assert texts(body.find(".//legend")) == "Places"


def test_the_error_of_a_group_is_heard_with_its_choices(render: Render) -> None:
    body = render(IMPORT + "{{ checkboxes(form.places) }}", form=faulty())

    for box in body.iter("input"):
        assert texts(by_id(body, box.get("aria-describedby", ""))) == "Choose a place"


def test_radios_choose_one(render: Render) -> None:
    form = Example(MultiDict({"phase": "ongoing"}))

    body = render(IMPORT + "{{ radios(form.phase, icons=True) }}", form=form)

    chosen = [box.get("value") for box in body.iter("input") if "checked" in box.attrib]
    assert chosen == ["ongoing"]
    assert all(icon.get("aria-hidden") == "true" for icon in body.iter("svg"))


def test_a_group_with_something_chosen_stands_open(render: Render) -> None:
    form = Example(MultiDict([("places", "sjobo")]))
    groups = [
        SimpleNamespace(label=None, values=["whole", "norrby"]),
        SimpleNamespace(label="More", values=["sjobo"]),
        SimpleNamespace(label="Others", values=["gota"]),
    ]

    body = render(
        IMPORT + "{{ grouped_checkboxes(form.places, groups) }}", form=form, groups=groups
    )

    assert ["open" in part.attrib for part in body.iter("details")] == [True, False]
    assert [box.get("value") for box in body.iter("input")] == list(NAMES)


def test_ids_are_unique_in_a_grouped_list(render: Render) -> None:
    groups = [
        SimpleNamespace(label=None, values=["whole"]),
        SimpleNamespace(label="More", values=["norrby", "sjobo", "gota"]),
    ]

    body = render(
        IMPORT + "{{ grouped_checkboxes(form.places, groups) }}", form=Example(), groups=groups
    )

    ids = [element.get("id") for element in body.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_hidden_fields_carry_the_version(render: Render) -> None:
    body = render(IMPORT + "{{ hidden_fields(form) }}{{ csrf() }}", form=Example())

    values = {box.get("name"): box.get("value") for box in body.iter("input")}
    assert values == {"version": "7", "csrf_token": "token"}


def test_a_yes_or_no_question_is_its_own_label(render: Render) -> None:
    body = render(IMPORT + "{{ checkbox(form.is_open) }}", form=Example())

    assert texts(body.find(".//label")) == "Open to the public"
    assert by_id(body, "is_open").get("type") == "checkbox"


def test_filter_chips_keep_what_is_chosen(render: Render) -> None:
    form = Example(MultiDict([("places", "gota")]))

    body = render(IMPORT + "{{ chips(form.places) }}", form=form)

    assert [b.get("value") for b in body.iter("input") if "checked" in b.attrib] == ["gota"]


def test_a_submit_row_offers_further_ways(render: Render) -> None:
    row = '{{ submit_row("Register", [("Save as draft", "draft", "1")], cancel_url="/board") }}'

    body = render(IMPORT + row)

    assert [(b.get("name"), texts(b)) for b in body.iter("button")] == [
        (None, "Register"),
        ("draft", "Save as draft"),
    ]
    assert [link.get("href") for link in body.iter("a")] == ["/board"]
