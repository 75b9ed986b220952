"""A real mail server on this machine, which keeps what it takes and can be told to refuse."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Mailbox:
    """What arrived, in order. `refusal` is answered instead of taking a mail, while it is set.

    `unknown` are addresses that nobody has here.
    """

    port: int = 0
    refusal: str = ""
    delay_s: float = 0.0
    unknown: set[str] = field(default_factory=set)
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    users: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the server's own name for it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        """Take an address, or say that nobody has it."""
        if address in self.unknown:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 taken"

    async def handle_DATA(  # noqa: N802 - the server's own name for it
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take a mail, or refuse it."""
        if self.refusal:
            return self.refusal
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.recipients.extend(envelope.rcpt_tos)
        if self.delay_s:
            time.sleep(self.delay_s)
        return "250 taken"

    @property
    def message_ids(self) -> list[str]:
        """The Message-ID of each mail that arrived."""
        return [str(letter["Message-ID"]) for letter in self.letters]

    def check_password(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _kind: str, given: object
    ) -> AuthResult:
        """Let `vaven` with its password in, and nobody else."""
        assert isinstance(given, LoginPassword)
        is_right = (given.login, given.password) == (b"vaven", b"secret")
        self.users.append(given.login.decode())
        return AuthResult(success=is_right, handled=is_right)


class AnyPort(Controller):
    """A server on whatever port is free."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        super()._trigger_server()


@pytest.fixture
def mailbox(mail_allowed: None) -> Iterator[Mailbox]:
    """A mail server that runs as long as the test."""
    box = Mailbox()
    controller = AnyPort(
        box,
        hostname="127.0.0.1",
        port=0,
        authenticator=box.check_password,
        auth_require_tls=False,
    )
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()
