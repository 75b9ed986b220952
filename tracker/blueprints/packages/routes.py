"""The secrecy check of one record, and the record as a package: PDF/A and JSON with all history."""

import json
import uuid
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Blueprint, Response, send_file, url_for
from flask_babel import gettext

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.blueprints.packages.forms import PackageForm, label_of, mask
from tracker.blueprints.packages.words import printed
from tracker.domain.secrecy import MASKED_AT_FIRST, Part, fingerprint, parts_of, settled
from tracker.http import requires
from tracker.pages import page
from tracker.queries.initiatives import InitiativePage, get_page
from tracker.queries.record_package import Tree, get_package
from tracker.record_pdf import print_record
from tracker.services.packages import note_package

blueprint = Blueprint("packages", __name__)
ZIP_TYPE = "application/zip"


@blueprint.get("/initiatives/<uuid:public_id>/package")
@requires(Permission.EXTRACT_RECORD)
def check(public_id: uuid.UUID) -> Response:
    """What somebody looks at before the record is handed out."""
    initiative, _record, parts = _load(public_id)
    at_first = [part.key for part in parts if part.why in MASKED_AT_FIRST]
    return _check_page(initiative, parts, PackageForm(data={"mask": at_first}))


def _load(public_id: uuid.UUID) -> tuple[InitiativePage, Tree, list[Part]]:
    initiative = get_page(
        http.actor(), public_id, reference=identity.reference(), today=http.today()
    )
    record = get_package(http.actor(), initiative, now=http.now())
    return initiative, record, parts_of(record)


def _check_page(
    initiative: InitiativePage, parts: list[Part], form: PackageForm, *, status: int = 200
) -> Response:
    form.offer(parts)
    form.seen.data = fingerprint(parts)
    return page(
        "packages/check.html",
        status=status,
        initiative=initiative,
        parts=[(part, label_of(part)) for part in parts],
        form=form,
        is_stale=status == 409,
    )


@blueprint.post("/initiatives/<uuid:public_id>/package")
@requires(Permission.EXTRACT_RECORD)
def create(public_id: uuid.UUID) -> Response:
    """The package, without what was masked; nothing goes that nobody looked at."""
    initiative, record, parts = _load(public_id)
    form = PackageForm()
    form.offer(parts)
    if not form.validate_on_submit() or form.seen.data != fingerprint(parts):
        return _check_page(initiative, parts, form, status=409)
    masked = set(form.mask.data or ())
    names = list(dict.fromkeys(label_of(part) for part in parts if part.key in masked))
    whys = sorted({part.why.value for part in parts if part.key in masked})
    content = _packed(settled(record, masked=masked, mask=mask()), names, public_id)
    note_package(http.actor(), initiative.id, initiative.subject, masked=whys, now=http.now())
    name = gettext("record-%(id)s-%(day)s.zip", id=str(public_id)[:8], day=http.today())
    return send_file(content, ZIP_TYPE, as_attachment=True, download_name=name)


def _packed(record: dict[str, Any], masked: list[str], public_id: uuid.UUID) -> BytesIO:
    address = http.settings().address + url_for("initiatives.show", public_id=public_id)
    pdf = print_record(printed(record, masked=masked, address=address), now=http.now())
    told = {**record, "address": address, "masked": masked}
    text = json.dumps(told, ensure_ascii=False, indent=1, default=_plain)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        file.writestr(gettext("record") + ".pdf", pdf)
        file.writestr(gettext("record") + ".json", text)
    packed.seek(0)
    return packed


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
