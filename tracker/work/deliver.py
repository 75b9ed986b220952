"""Hands a written mail over: to the mail server of the settings, or as a file where there is none."""

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path

from tracker.config import MailServer, Settings
from tracker.work.claim import Claim

TIMEOUT_S = 30
FOLDER_NAME = "mail"


def deliver(letter: EmailMessage, claim: Claim, *, settings: Settings) -> None:
    """Send a mail, or write it to a file; returns once it is taken over.

    Raises:
        OSError: the server cannot be reached, or refuses; smtplib's errors are among these.
    """
    if settings.mail.host is None:
        write_file(letter, claim, folder=settings.instance_path / FOLDER_NAME)
    else:
        send(letter, settings.mail, host=settings.mail.host)


def send(letter: EmailMessage, server: MailServer, *, host: str) -> None:
    """Hand a mail to the server: encrypted and signed in where the settings say so.

    Raises:
        OSError: see `deliver`; a server without the encryption asked for gets nothing.
    """
    with smtplib.SMTP(host, server.port, timeout=TIMEOUT_S) as connection:
        if server.uses_starttls:
            connection.starttls(context=ssl.create_default_context())
        if server.user is not None:
            connection.login(server.user, server.password or "")
        connection.send_message(letter)


def write_file(letter: EmailMessage, claim: Claim, *, folder: Path) -> None:
    """Write a mail as an .eml file that only this user can read; written again, it is the same."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{claim.created_at:%Y%m%d-%H%M%S}-{claim.payload['template']}-{claim.message_id}"
    draft = folder / f"{name}.part"
    draft.touch(mode=0o600)
    draft.write_bytes(letter.as_bytes())
    draft.replace(folder / f"{name}.eml")
