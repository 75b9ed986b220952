"""Prints a text as PDF/A-2b on A4, with the typefaces that the `typst` wheel carries."""

import json
from datetime import datetime

from tracker.blueprints.year_texts.document import (
    WrittenText,
    is_right_to_left,
    paragraphs,
    plain,
)
from tracker.record_pdf import STANDARD, embedded_fonts, layout, printable

PDF_TYPE = "application/pdf"


def print_text(text: WrittenText, *, now: datetime) -> bytes:
    """The text as PDF."""
    import typst

    drawn = {
        "title": plain(text.title),
        "author": plain(text.author),
        "lang": text.language,
        "footer": plain(text.footer),
        "sections": [
            {
                "title": plain(section.heading),
                "paragraphs": [_turned(part) for part in paragraphs(section.text)],
            }
            for section in text.sections
        ],
        "tables": [
            {
                "title": table.heading,
                "columns": table.columns,
                "rows": [[plain(value) for value in row] for row in table.rows],
                "note": table.note,
            }
            for table in (text.table,)
            if table is not None
        ],
    }
    return bytes(
        typst.compile(
            layout("year_text.typ"),
            font_paths=embedded_fonts(),
            sys_inputs={"text": json.dumps(printable(drawn), ensure_ascii=False)},
            pdf_standards=STANDARD,
            timestamp=now.replace(microsecond=0),
        )
    )


def _turned(text: str) -> dict[str, str]:
    return {"text": text, "dir": "rtl" if is_right_to_left(text) else "ltr"}
