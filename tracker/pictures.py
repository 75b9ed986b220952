"""Gives a drawing as a file: SVG as it is, or PNG painted from it by the `typst` wheel."""

from io import BytesIO
from typing import Final

from flask import Response, request, send_file

from tracker import http
from tracker.domain.selection import Selection
from tracker.services.exports import note_export

SVG_TYPE = "image/svg+xml"
PNG_TYPE = "image/png"
DOTS_AN_INCH: Final = 144.0
_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.drawing), format: "svg")
"""


def drawing_of(name: str, drawing: str, *, rows: int) -> Response:
    """A drawing as a file of its own; `rows` is how many initiatives or lines it tells of."""
    return _given(name, "svg", SVG_TYPE, drawing.encode(), rows)


def picture_of(name: str, drawing: str, *, rows: int) -> Response:
    """The same drawing painted, for those whose programs take no SVG."""
    return _given(name, "png", PNG_TYPE, painted(drawing), rows)


def painted(drawing: str) -> bytes:
    """An SVG drawing as PNG at twice its size."""
    import typst

    made = typst.compile(_PAGE, format="png", ppi=DOTS_AN_INCH, sys_inputs={"drawing": drawing})
    return bytes(made)


def _given(name: str, ending: str, content_type: str, content: bytes, rows: int) -> Response:
    chosen = Selection.from_arguments(request.args)
    note_export(http.actor(), chosen, file_format=f"{name} {ending}", rows=rows, now=http.now())
    download_name = f"{name}-{http.today()}.{ending}"
    return send_file(
        BytesIO(content), content_type, as_attachment=True, download_name=download_name
    )
