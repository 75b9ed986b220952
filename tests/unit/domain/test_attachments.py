"""Files are judged by what they hold, and pictures are drawn anew."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from tests.figures import Figures
from tests.files import BAD, SVG, pdf, picture, with_place
from tracker.domain.attachments import (
    LONGEST_SIDE,
    AttachmentKind,
    BadFileError,
    checked_file,
)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused(name: str, figures: Figures) -> None:
    content, code = BAD[name]
    with pytest.raises(BadFileError) as refused:
        checked_file(content)
    assert refused.value.code == code
    figures.add("bad files refused", value=1)


def test_a_picture_keeps_nothing_but_its_pixels() -> None:
    content = with_place()
    assert b"HEMLIGTORD" in content
    before = Image.open(BytesIO(content))
    assert before.getexif().get_ifd(0x8825)

    kept = checked_file(content)

    after = Image.open(BytesIO(kept.content))
    assert dict(after.getexif()) == {}
    assert after.getexif().get_ifd(0x8825) == {}
    assert set(after.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }
    for hidden in (b"HEMLIG", b"Exif", b"GPS"):
        assert hidden not in kept.content
    assert (kept.width, kept.height) == after.size == (60, 80), "turned as its camera said"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_hidden_behind_a_picture_goes(kind: str) -> None:
    kept = checked_file(picture(kind) + SVG)
    assert kept.kind is AttachmentKind.JPEG
    assert b"script" not in kept.content
    assert Image.open(BytesIO(kept.content)).size == (80, 60)


def test_text_in_a_png_goes_and_what_is_clear_stays_so() -> None:
    from PIL.PngImagePlugin import PngInfo

    said = PngInfo()
    said.add_text("Comment", "HEMLIGTORD")
    file = BytesIO()
    Image.new("RGBA", (30, 20), (0, 120, 120, 60)).save(file, "PNG", pnginfo=said)
    kept = checked_file(file.getvalue())
    assert kept.kind is AttachmentKind.PNG
    assert b"HEMLIGTORD" not in kept.content
    after = Image.open(BytesIO(kept.content)).convert("RGBA")
    assert after.getpixel((0, 0)) == (0, 120, 120, 60)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "RGB"])
def test_pictures_of_every_kind_of_colour_are_kept(mode: str) -> None:
    file = BytesIO()
    Image.new(mode, (30, 20)).save(file, "JPEG" if mode == "CMYK" else "PNG")
    assert checked_file(file.getvalue()).width == 30


def test_a_large_picture_is_made_smaller() -> None:
    kept = checked_file(picture(size=(4000, 3000)))
    assert (kept.width, kept.height) == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)


def test_a_pdf_is_kept_as_it_is() -> None:
    content = pdf(pages=3)
    assert checked_file(content).content == content
    assert checked_file(content).kind is AttachmentKind.PDF
