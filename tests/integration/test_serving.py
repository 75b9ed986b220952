"""Where the product is served, and who sends the mails."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from flask import Flask

from tests.product import settings_for
from tracker.queries import vocabulary
from tracker.queries.reference import get_reference
from tracker.queries.register import get_state
from tracker.serving import PortTakenError, check_port, port_of, read_ahead


def test_a_port_that_is_taken_is_refused_and_a_free_one_is_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError):
            check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)


@pytest.mark.usefixtures("town")
def test_the_words_are_read_before_anybody_asks(app: Flask) -> None:
    vocabulary.forget()
    read_ahead(app)

    with app.app_context(), patch.object(vocabulary, "_read_on") as read_on:
        state = get_state()
        known = vocabulary.near_words(reference=get_reference("sv"), state=state)
    assert "norrby" in known
    assert not read_on.called


@pytest.mark.parametrize(
    ("address", "port"),
    [("http://localhost:8123", 8123), ("http://localhost", 80), ("https://vaven.boras.se", 443)],
)
def test_the_port_is_the_one_of_the_address(tmp_path: Path, address: str, port: int) -> None:
    assert port_of(replace(settings_for("sqlite://", tmp_path), address=address)) == port
