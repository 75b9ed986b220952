"""Writes a mail from its template, in the recipient's language, outside any request.

Text only. What people typed is put on one line, so that it can neither add a header nor look like
a paragraph of ours.
"""

import re
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any

from flask import Flask
from flask_babel import force_locale
from jinja2_fragments import render_block

from tracker import labels
from tracker.config import Settings
from tracker.domain.languages import LANGUAGES
from tracker.domain.lifecycle import Phase
from tracker.domain.mail_paths import PATHS, STOP_PATH
from tracker.domain.mails import MailTemplate, one_line
from tracker.work.claim import Claim

LONGEST_SUBJECT = 150
ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")


def write_letter(app: Flask, claim: Claim, *, settings: Settings) -> EmailMessage:
    """The mail of an event, the same one every time it is written.

    Raises:
        ValueError: the address is none.
    """
    template = MailTemplate(claim.payload["template"])
    values = _printable(claim.payload["values"])
    path = PATHS[template].format(**values)
    language = LANGUAGES[claim.payload["language"]]
    with force_locale(language.locale):
        subject, text = _render(
            app, template, values, page=settings.address + path, address=settings.address
        )
    letter = _addressed(claim.payload["to"], claim.message_id, claim.created_at, settings=settings)
    letter["Subject"] = one_line(subject)[:LONGEST_SUBJECT]
    letter.set_content(text, cte="quoted-printable")
    letter["Content-Language"] = language.tag
    if "stop" in values:
        letter["List-Unsubscribe"] = f"<{_stop_page(settings.address, values)}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return letter


def _printable(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _on_one_line(value) for name, value in values.items()}


def _on_one_line(value: Any) -> Any:
    match value:
        case str():
            return one_line(value)
        case list():
            return [_on_one_line(part) for part in value]
        case dict():
            return _printable(value)
        case _:
            return value


def _render(
    app: Flask, template: MailTemplate, values: dict[str, Any], *, page: str, address: str
) -> tuple[str, str]:
    told = {**values, "address": address}
    if "phase" in told:
        told["phase"] = str(labels.PHASES[Phase(told["phase"])])
    if "at" in told:
        told["at"] = datetime.fromisoformat(told["at"])
    if "reports" in told:
        told["stop_page"] = _stop_page(address, values)
        told["reports"] = [
            {**row, "day": date.fromisoformat(row["day"])} for row in told["reports"]
        ]
    file_name = f"mail/{template}.txt"
    subject = render_block(app.jinja_env, file_name, "subject", **told)
    body = render_block(app.jinja_env, file_name, "body", **told)
    frame = app.jinja_env.get_template("mail/frame.txt")
    text = frame.render(body=body.strip(), name=told["name"], page=page, address=address)
    return subject, text


def _stop_page(address: str, values: dict[str, Any]) -> str:
    return address + STOP_PATH.format(**values)


def _addressed(
    to: str, message_id: str, written_at: datetime, *, settings: Settings
) -> EmailMessage:
    letter = EmailMessage(policy=SMTP)
    letter["From"] = settings.mail.sender
    letter["To"] = _one_address(to)
    domain = parseaddr(settings.mail.sender)[1].rpartition("@")[2]
    letter["Message-ID"] = f"<{message_id}@{domain}>"
    letter["Date"] = format_datetime(written_at)
    letter["Auto-Submitted"] = "auto-generated"
    return letter


def _one_address(to: str) -> str:
    if not ADDRESS.fullmatch(to):
        message = "not one e-mail address"
        raise ValueError(message)
    return str(Address(addr_spec=to))
