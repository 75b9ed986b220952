"""What people type becomes one printable line."""

from __future__ import annotations

import pytest

from tracker.domain.mails import one_line


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Matlaget", "Matlaget"),
        ("  Mat\r\nBcc: eve@example.org ", "Mat Bcc: eve@example.org"),
        ("Mat\u202elaget\x00", "Mat laget"),
        ("Mat\u2028laget\x85nu", "Mat laget nu"),
        ("Åsa\u00a0Ek", "Åsa Ek"),
        ("", ""),
    ],
)
def test_what_people_type_becomes_one_line(typed: str, line: str) -> None:
    assert one_line(typed) == line
