"""Writes a text as a Word file, with real headings and a table whose head is repeated."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from tracker.blueprints.year_texts.document import (
    Table,
    WrittenText,
    is_right_to_left,
    paragraphs,
    plain,
)

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TAGS = {"sv": "sv-SE", "en": "en-GB"}


def write_word(text: WrittenText, *, now: datetime) -> bytes:
    """The text as a Word file."""
    import docx

    document = docx.Document()
    _name(document, text, now)
    _head(document, text.title, level=0)
    for section in text.sections:
        _head(document, section.heading, level=1)
        for part in paragraphs(section.text):
            _turn(document.add_paragraph(part), part)
    if text.table is not None:
        _add_table(document, text.table)
    document.sections[0].footer.paragraphs[0].text = plain(text.footer)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _name(document: Any, text: WrittenText, now: datetime) -> None:
    from docx.oxml.ns import qn

    properties = document.core_properties
    properties.title, properties.author = plain(text.title)[:255], plain(text.author)[:255]
    properties.last_modified_by = properties.author
    properties.comments = ""
    properties.language = _TAGS[text.language]
    properties.created = properties.modified = now.astimezone(UTC).replace(tzinfo=None)
    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), _TAGS[text.language])


def _head(document: Any, heading: str, *, level: int) -> None:
    text = plain(heading)
    _turn(document.add_heading(text, level), text)


def _turn(paragraph: Any, text: str) -> None:
    """Let a paragraph in Arabic begin at the right."""
    if not is_right_to_left(text):
        return
    from docx.oxml import OxmlElement

    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        run.font.rtl = True


def _add_table(document: Any, table: Table) -> None:
    from docx.oxml import OxmlElement

    _head(document, table.heading, level=1)
    drawn = document.add_table(rows=0, cols=len(table.columns), style="Light List Accent 1")
    for values in (table.columns, *table.rows):
        for cell, value in zip(drawn.add_row().cells, values, strict=True):
            cell.text = plain(value)
    drawn.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph(plain(table.note))
