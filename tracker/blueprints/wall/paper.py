"""Prints a sheet as one page of A4, PDF/A-2b, with the typefaces that the `typst` wheel carries."""

import json
from datetime import datetime
from typing import Any

from flask_babel import gettext, ngettext

from tracker import formats
from tracker.blueprints.wall.sheets import Sheet
from tracker.record_pdf import STANDARD, embedded_fonts, layout, printable


def print_sheet(sheet: Sheet, *, lang: str, now: datetime) -> bytes:
    """The sheet as PDF/A-2b."""
    import typst

    content = json.dumps(printable(_plain(sheet, lang, now)), ensure_ascii=False)
    return bytes(
        typst.compile(
            layout("sheet.typ"),
            font_paths=embedded_fonts(),
            sys_inputs={"sheet": content},
            pdf_standards=STANDARD,
            timestamp=now.replace(microsecond=0),
        )
    )


def _plain(sheet: Sheet, lang: str, now: datetime) -> dict[str, Any]:
    return {
        "lang": lang,
        "title": sheet.subject.name,
        "focus": gettext("Special focus") if sheet.subject.is_focus else "",
        "lead": " ".join(
            (
                ngettext(
                    "%(num)d initiative is under way, planned or paused.",
                    "%(num)d initiatives are under way, planned or paused.",
                    sheet.active,
                ),
                ngettext(
                    "%(num)d organisation answers for them.",
                    "%(num)d organisations answer for them.",
                    sheet.organisations,
                ),
            )
        ),
        "strands": [
            {
                "name": row.name,
                "area": row.colour_code,
                "words": row.words or gettext("No initiatives registered here"),
                "rows": [[each.title, each.organisation_name] for each in row.initiatives],
            }
            for row in sheet.strands
        ],
        "gaps_title": sheet.gaps_title if sheet.gaps else "",
        "gaps": _gaps(sheet),
        "needs_title": gettext("Needed right now") if sheet.needs else "",
        "needs": [[row.needs, row.title] for row in sheet.needs],
        "footer": gettext(
            "Source: Väven, the shared register of Socialt hållbart Borås, %(day)s",
            day=formats.long_date(now),
        ),
    }


def _gaps(sheet: Sheet) -> str:
    named = ", ".join(sheet.gaps)
    if not sheet.more_gaps:
        return named
    return gettext("%(names)s and %(num)s more", names=named, num=sheet.more_gaps)
