"""The text about an organisation's year: a draft from its own reports, edited, and downloaded."""

import uuid
from io import BytesIO

from flask import Blueprint, Response, request, send_file
from flask_babel import force_locale, gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import formats, http, identity
from tracker.access.permissions import Permission
from tracker.access.policy import may
from tracker.blueprints.year_texts.document import WrittenText
from tracker.blueprints.year_texts.drafts import (
    draft_initiative,
    draft_part,
    figures_of,
    title_of,
)
from tracker.blueprints.year_texts.forms import (
    YearChoice,
    YearChoiceForm,
    YearTextForm,
    text_form,
)
from tracker.blueprints.year_texts.paper import PDF_TYPE, print_text
from tracker.blueprints.year_texts.word import WORD_TYPE, write_word
from tracker.domain.languages import LANGUAGES
from tracker.domain.year_texts import parts_of
from tracker.errors import NotAllowedError
from tracker.http import requires
from tracker.pages import page
from tracker.queries.organisations import OrganisationPage, get_organisation
from tracker.queries.year_texts import OrganisationYear, get_year, list_years
from tracker.services.year_texts import note_year_text

blueprint = Blueprint("year_texts", __name__)


def _load(public_id: uuid.UUID) -> OrganisationPage:
    organisation = get_organisation(http.actor(), public_id, reference=identity.reference())
    if not may(http.actor(), Permission.WRITE_YEAR_TEXT, organisation.subject):
        raise NotAllowedError(Permission.WRITE_YEAR_TEXT)
    return organisation


def _chosen(organisation: OrganisationPage) -> tuple[YearChoiceForm, YearChoice]:
    form = YearChoiceForm(request.args)
    form.offer(list_years(organisation, today=http.today()), today=http.today())
    return form, form.choice()


def _page(
    organisation: OrganisationPage,
    choices: YearChoiceForm,
    found: OrganisationYear,
    form: YearTextForm,
    *,
    status: int = 200,
) -> Response:
    return page(
        "year_texts/show.html",
        status=status,
        organisation=organisation,
        choices=choices,
        chosen=choices.choice(),
        found=found,
        form=form,
        figures=figures_of(found, without=frozenset()),
    )


@blueprint.get("/organisations/<uuid:public_id>/year-text")
@requires(Permission.WRITE_YEAR_TEXT)
def show(public_id: uuid.UUID) -> Response:
    """The draft, to be edited before it is downloaded."""
    organisation = _load(public_id)
    choices, chosen = _chosen(organisation)
    found = get_year(http.actor(), organisation, chosen.year)
    return _page(organisation, choices, found, _draft(organisation, chosen, found))


def _draft(
    organisation: OrganisationPage, chosen: YearChoice, found: OrganisationYear
) -> YearTextForm:
    with force_locale(LANGUAGES[chosen.language].locale):
        values: dict[str, object] = {"title": title_of(organisation, chosen.kind, chosen.year)}
        for part in parts_of(chosen.kind):
            values[part.value] = draft_part(part, organisation, found)
    for row in found.initiatives:
        text, _is_cut = draft_initiative(row)
        values |= {f"text_{row.public_id.hex}": text, f"with_{row.public_id.hex}": bool(text)}
    return text_form(chosen.kind, found, **values)


@blueprint.post("/organisations/<uuid:public_id>/year-text")
@requires(Permission.WRITE_YEAR_TEXT)
def download(public_id: uuid.UUID) -> BaseResponse:
    """The text as it was edited, as a file; where something is wrong, the page with the text."""
    organisation = _load(public_id)
    choices, chosen = _chosen(organisation)
    found = get_year(http.actor(), organisation, chosen.year)
    form = text_form(chosen.kind, found)
    if not form.validate_on_submit():
        return _page(organisation, choices, found, form, status=422)
    is_pdf = request.form.get("format") == "pdf"
    with force_locale(LANGUAGES[chosen.language].locale):
        text = _written(organisation, chosen, found, form)
    content = print_text(text, now=http.now()) if is_pdf else write_word(text, now=http.now())
    ending = "pdf" if is_pdf else "docx"
    note_year_text(
        http.actor(),
        organisation.id,
        organisation.subject,
        kind=chosen.kind,
        year=chosen.year,
        file_format=ending,
        now=http.now(),
    )
    name = gettext("text-of-%(year)s.%(ending)s", year=chosen.year, ending=ending)
    file_type = PDF_TYPE if is_pdf else WORD_TYPE
    return send_file(BytesIO(content), file_type, as_attachment=True, download_name=name)


def _written(
    organisation: OrganisationPage, chosen: YearChoice, found: OrganisationYear, form: YearTextForm
) -> WrittenText:
    has_figures = form.with_figures.data and found.initiatives
    day = formats.long_date(http.today())
    return WrittenText(
        title=form.title.data,
        author=organisation.name,
        language=chosen.language,
        footer=f"{organisation.name}, {day}",
        sections=form.sections(),
        table=figures_of(found, without=form.left_out()) if has_figures else None,
    )
