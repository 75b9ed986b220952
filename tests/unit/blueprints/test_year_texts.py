"""A text becomes a Word file and a PDF that hold what was written, whatever it was."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from pypdf import PdfReader

from tests.clock import START
from tests.contract.hostile import TEXTS
from tracker.blueprints.year_texts.document import (
    Section,
    Table,
    WrittenText,
    is_right_to_left,
    paragraphs,
    plain,
)
from tracker.blueprints.year_texts.paper import print_text
from tracker.blueprints.year_texts.word import write_word

MARKUP = '#panic("x") *fet* $1/0$ @ref <label> = rubrik \\ #import "/etc/passwd" ]]> &amp; <w:p/>'
ARABIC = "التقينا كل يوم ثلاثاء"
FIGURES = Table("Siffror", ["Insats", "Personer"], [["Matlaget", "färre än 5"]], "En not.")


def text_of(body: str, *, language: str = "sv", title: str = "Året 2026") -> WrittenText:
    sections = [Section("Det vi gjorde", body)]
    return WrittenText(title, "Norrby kök", language, "Sidfot", sections, FIGURES)


def word_lines(content: bytes) -> list[str]:
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_both_files_hold_title_text_and_figures() -> None:
    text = text_of("Vi lagade mat.\nVarje tisdag.\n\nÅtta nya kom – på våren.")
    word = word_lines(write_word(text, now=START))
    printed = pdf_text(print_text(text, now=START))

    assert word[:4] == [
        "Året 2026", "Det vi gjorde", "Vi lagade mat.\nVarje tisdag.", "Åtta nya kom – på våren.",
    ]  # fmt: skip
    for wanted in (
        "Året 2026",
        "Varje tisdag.",
        "Åtta nya kom – på våren.",
        "färre än 5",
        "Sidfot",
    ):
        assert wanted in printed
    assert {"Matlaget", "färre än 5", "En not."} <= set(word)


def test_a_word_file_has_headings_language_and_no_name_of_a_person() -> None:
    document = docx.Document(BytesIO(write_word(text_of("Hej."), now=START)))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles[:2] == ["Title", "Heading 1"]
    assert document.core_properties.author == "Norrby kök"
    assert document.core_properties.language == "sv-SE"
    with ZipFile(BytesIO(write_word(text_of("Hej."), now=START))) as packed:
        assert 'w:val="en-US"' not in packed.read("word/styles.xml").decode()


@pytest.mark.parametrize("name", [name for name, text in TEXTS.items() if isinstance(text, str)])
def test_hostile_text_is_only_text(name: str) -> None:
    body = str(TEXTS[name])
    text = text_of(body, title=body[:200])
    word, printed = write_word(text, now=START), print_text(text, now=START)
    assert paragraphs(body)[0].split("\n")[0] in "\n".join(word_lines(word))
    assert PdfReader(BytesIO(printed)).pages


def test_markup_of_typst_is_printed_as_it_stands() -> None:
    printed = pdf_text(print_text(text_of(MARKUP, title=MARKUP), now=START))
    assert '#panic("x") *fet* $1/0$ @ref' in " ".join(printed.split())
    assert MARKUP in word_lines(write_word(text_of(MARKUP), now=START))


def test_a_very_long_text_is_printed_whole() -> None:
    body = "\n\n".join(f"Stycke {number}. {'ord ' * 200}" for number in range(150))
    assert "Stycke 149." in pdf_text(print_text(text_of(body), now=START))
    assert any(
        line.startswith("Stycke 149.") for line in word_lines(write_word(text_of(body), now=START))
    )


def test_arabic_begins_at_the_right_and_is_kept() -> None:
    assert is_right_to_left(f"12: {ARABIC}")
    assert not is_right_to_left("Vi träffades")
    word = write_word(text_of(f"{ARABIC}\n\nPå svenska."), now=START)
    assert ARABIC in word_lines(word)
    with ZipFile(BytesIO(word)) as packed:
        assert packed.read("word/document.xml").decode().count("<w:bidi/>") == 1
    assert "ا" in pdf_text(print_text(text_of(ARABIC), now=START))


def test_signs_that_are_no_text_are_left_out() -> None:
    assert plain("a\x00b\x0b\x1b[31mc\ud800d\u202ee\ufffe\r\nf") == "ab[31mcde\nf"


def test_a_text_without_figures_has_no_table() -> None:
    text = WrittenText("Året", "Norrby kök", "en", "", [], None)
    assert docx.Document(BytesIO(write_word(text, now=START))).tables == []
    assert "Året" in pdf_text(print_text(text, now=START))
