"""The test floor itself: databases start fresh, nothing leaves the machine, figures are kept."""

from __future__ import annotations

import smtplib
import socket
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.blocks import MailBlockedError, NetworkBlockedError
from tests.clock import Clock
from tests.engines import DatabaseUnderTest
from tests.figures import Figures

DOCUMENTATION_ADDRESS = ("192.0.2.1", 80)


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_each_test_finds_the_database_as_it_was_prepared(
    database: DatabaseUnderTest, turn: int
) -> None:
    engine = create_engine(database.url)
    try:
        assert "left_behind" not in inspect(engine).get_table_names()
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))
    finally:
        engine.dispose()


def test_a_reset_within_a_test_takes_away_what_it_wrote(database: DatabaseUnderTest) -> None:
    engine = create_engine(database.url)
    database.release_with(engine.dispose)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))

    database.reset()

    assert "left_behind" not in inspect(engine).get_table_names()
    engine.dispose()


def test_an_empty_database_has_no_tables(empty_database: str) -> None:
    engine = create_engine(empty_database)
    try:
        assert inspect(engine).get_table_names() == []
    finally:
        engine.dispose()


def test_no_test_reaches_another_machine(figures: Figures) -> None:
    with socket.socket() as plain:
        with pytest.raises(NetworkBlockedError):
            plain.connect(DOCUMENTATION_ADDRESS)
        with pytest.raises(NetworkBlockedError):
            plain.connect_ex(DOCUMENTATION_ADDRESS)
    with (
        socket.socket(type=socket.SOCK_DGRAM) as datagram,
        pytest.raises(NetworkBlockedError),
    ):
        datagram.sendto(b"x", DOCUMENTATION_ADDRESS)
    with pytest.raises(NetworkBlockedError):
        socket.create_connection(("example.org", 80), timeout=1)
    figures.record("ways out of the machine blocked", value=4, of=4)


def test_a_server_on_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()[:2]).close()


@pytest.mark.parametrize("kind", [smtplib.SMTP, smtplib.SMTP_SSL, smtplib.LMTP])
def test_no_test_sends_a_mail_unasked(kind: type[smtplib.SMTP]) -> None:
    with pytest.raises(MailBlockedError):
        kind("localhost", 2525)


def test_a_test_that_asks_may_send_to_its_own_server(mail_allowed: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP("127.0.0.1", port)


def test_the_clock_stands_still_until_moved(clock: Clock) -> None:
    before = clock.now
    assert clock() == before

    clock.advance(days=2)

    assert clock.now - before == timedelta(days=2)
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(timedelta(seconds=-1))
