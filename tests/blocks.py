"""No test reaches the network or sends a mail: both raise, loopback and local sockets apart.

The block lasts from the start of the run to its end, so code at import time is caught as well.
A test that means to send mail to a server of its own asks for the fixture `mail_allowed`.
"""

from __future__ import annotations

import ipaddress
import smtplib
import socket
from collections.abc import Callable
from typing import Any

import pytest

LOCAL_NAMES = frozenset({"", "localhost"})
TRIED = pytest.StashKey[list[str]]()


class NetworkBlockedError(RuntimeError):
    """A test tried to reach another machine."""


class MailBlockedError(RuntimeError):
    """A test tried to send a mail without asking for `mail_allowed`."""


def is_local(address: object) -> bool:
    """Whether a socket address stays on this machine."""
    if not isinstance(address, tuple):
        return True
    return is_local_host(address[0])


def is_local_host(host: object) -> bool:
    """Whether a host name or number means this machine."""
    if host is None:
        return True
    name = host.decode() if isinstance(host, bytes | bytearray) else str(host)
    if name in LOCAL_NAMES:
        return True
    try:
        number = ipaddress.ip_address(name.split("%")[0])
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified


def block_network(patch: pytest.MonkeyPatch) -> None:
    """Make every way out of this machine raise NetworkBlockedError."""
    for name, position in (("connect", 0), ("connect_ex", 0), ("sendto", -1)):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name), position))
    look_up = socket.getaddrinfo

    def local_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_local_host(host):
            raise NetworkBlockedError(f"a test looked up {host!r}")
        return look_up(host, *args, **kwargs)

    patch.setattr(socket, "getaddrinfo", local_look_up)


def _guarded(method: Callable[..., Any], position: int) -> Callable[..., Any]:
    def guarded(self: socket.socket, *args: Any) -> Any:
        if not is_local(args[position]):
            raise NetworkBlockedError(f"a test reached for {args[position]!r}")
        return method(self, *args)

    return guarded


def block_mail(patch: pytest.MonkeyPatch) -> None:
    """Make every SMTP client raise MailBlockedError when it connects."""

    def refuse(self: smtplib.SMTP, *args: Any, **kwargs: Any) -> Any:
        raise MailBlockedError("a test opened an SMTP connection without `mail_allowed`")

    patch.setattr(smtplib.SMTP, "connect", refuse)
    patch.setattr(smtplib.LMTP, "connect", refuse)


CONNECT = {kind: kind.connect for kind in (smtplib.SMTP, smtplib.LMTP)}


@pytest.fixture
def mail_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this test send mail, to a server on this machine."""
    for kind, connect in CONNECT.items():
        monkeypatch.setattr(kind, "connect", connect)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    patch = pytest.MonkeyPatch()
    block_network(patch)
    block_mail(patch)
    config.add_cleanup(patch.undo)
