"""A session's browser is told in words that its owner knows."""

import pytest

from tracker.blueprints.accounts.browsers import browser_name

MOZILLA = "Mozilla/5.0"


@pytest.mark.parametrize(
    ("user_agent", "told"),
    [
        (
            f"{MOZILLA} (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Windows",
        ),
        (
            f"{MOZILLA} (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
            "Chrome, Linux",
        ),
        (
            f"{MOZILLA} (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140",
            "Edge, Windows",
        ),
        (
            f"{MOZILLA} (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            f"{MOZILLA} (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
            "Chrome, Android",
        ),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_browser_and_system_are_told(user_agent: str, told: str) -> None:
    assert browser_name(user_agent) == told
