"""Draws what an app reads with the camera, as an image that stands in the page itself."""

import segno


def qr_of(address: str) -> str:
    """A QR code as a data address, black on white in either scheme."""
    drawn: str = segno.make(address, error="m").svg_data_uri(scale=5, border=3, light="#fff")
    return drawn
