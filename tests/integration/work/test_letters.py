"""Each mail reads well in both languages, and nothing that people type can bend it."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from tests.clock import START
from tests.figures import Figures
from tests.integration.work.outbox_events import ABOUT
from tests.languages import catalogue_strings
from tracker.config import Settings
from tracker.domain.languages import LANGUAGES, Language
from tracker.domain.lifecycle import Phase
from tracker.domain.mail_paths import PATHS
from tracker.domain.mails import WANTED_VALUES, MailTemplate
from tracker.domain.partner_path import MAILS
from tracker.labels import PHASES
from tracker.work.claim import Claim
from tracker.work.letters import write_letter

VALUES: dict[str, Any] = {
    **ABOUT,
    "token": "s3cret-token",
    "code": "120934",
    "at": START.isoformat(),
    "browser": "Mozilla/5.0 (iPhone) Safari/604.1",
    "change": "app_added",
    "lead": "Fritidsförvaltningen",
    "partner": "AB Bostäder",
    "role": "bidragande",
    "answering": "AB Bostäder",
    "is_accepted": True,
    "touchpoint_id": "0f0e0d0c-0b0a-4009-8807-060504030201",
    "other": "Läxhjälp på biblioteket",
    "organisation": "Kulturförvaltningen",
    "is_merger": False,
    "writing": "AB Bostäder",
    "place": "Hulta",
    "area": "Barn och unga",
    "place_code": "hulta",
    "area_code": "children_youth",
    "phase": "paused",
    "before": "Fritidsförvaltningen",
    "after": "Kulturförvaltningen",
    "message": "Knappen syns inte.",
    "about": "/open",
    "reply_to": "gast@example.org",
    "organisation_id": "0f0e0d0c-0b0a-4009-8807-060504030201",
    "request_id": "0f0e0d0c-0b0a-4009-8807-060504030201",
    "by": "Lea Lund",
    "inviting": "Norrby kök",
    "invited": "Sara Ek",
    "is_request": False,
    "is_confirmed": False,
    "is_reply": False,
    "is_question": True,
    "has_account": True,
    "is_known_organisation": True,
    "person_id": "0f0e0d0c-0b0a-4009-8807-060504030201",
    "head": "0123456789abcdef" * 4,
    "entries": "1250",
    "day": "2026-03-02",
    "count": 7,
    "stop": "s3cret-stop",
    "reports": [
        {
            "initiative": "Matlaget",
            "organisation": "Norrby kök",
            "day": "2026-03-02",
            "is_late": False,
            "path": "/report/abc",
        }
    ],
    "views": [
        {"view": "Barn i Norrby", "count": 6, "titles": ["Odling", "Läxhjälp"], "path": "/map"},
        {"view": "Tysta", "count": 1, "titles": ["Simskola"], "path": "/table?silent_days=60"},
    ],
}
HOSTILE = (
    "x\r\nBcc: eve@example.org\r\n\r\nA second text",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "%(name)s %s {token}",
    "abc\u202edcba",
    "nul\x00byte",
    "å" * 10_000,
    "=?utf-8?q?Bcc=3A?=",
)


def letter(app: Flask, template: MailTemplate, language: str = "sv", **values: Any) -> EmailMessage:
    told = {name: VALUES[name] for name in WANTED_VALUES[template]} | values
    claim = Claim(
        id=1,
        kind="mail",
        payload={
            "to": values.pop("to", "ada@example.org"),
            "template": template.value,
            "language": language,
            "values": told,
        },
        message_id="0123456789abcdef",
        created_at=START,
        attempt=1,
    )
    settings: Settings = app.config["SETTINGS"]
    with app.app_context():
        return write_letter(app, claim, settings=settings)


def text_of(mail: EmailMessage) -> str:
    return str(mail.get_content())


@pytest.mark.once
@pytest.mark.parametrize("template", MailTemplate)
@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_a_mail_speaks_one_language_and_names_its_page(
    app: Flask, template: MailTemplate, language: Language, figures: Figures
) -> None:
    if not language.is_full and template not in MAILS:
        return
    mail = letter(app, template, language.code)

    text = text_of(mail)
    foreign = catalogue_strings()[language.tag]
    lines = [str(mail["Subject"]), *text.splitlines()]
    assert [line for line in lines if foreign.hold(line.strip())] == []
    page = PATHS[template].format(**VALUES)
    assert f"\nhttp://localhost{page}\n" in text
    assert "Ada Ek" in text.splitlines()[0]
    assert "\n\n\n" not in text
    assert mail["Content-Language"] == language.tag
    figures.add("mails in one language, with the address of their page", value=1, of=1)


@pytest.mark.once
@pytest.mark.parametrize("template", MailTemplate)
def test_the_page_of_a_mail_is_one_of_ours(app: Flask, template: MailTemplate) -> None:
    path = PATHS[template].format(**VALUES)

    endpoint, _ = app.url_map.bind("localhost").match(path.partition("?")[0].partition("#")[0])

    others = {
        MailTemplate.REPORT_REMINDER: "report_links.show",
        MailTemplate.REPORTS_DUE: "start.own",
        MailTemplate.GAP_ASKED: "initiatives.new",
        MailTemplate.INVITATION: "accounts.follow_link",
        MailTemplate.SIGN_IN_CODE: "accounts.open_sign_in_link",
        MailTemplate.PROOF_CODE: "accounts.ask_for_proof",
        MailTemplate.NEW_DEVICE: "accounts.show",
        MailTemplate.FACTORS_CHANGED: "accounts.show",
        MailTemplate.FEEDBACK: "pages.accessibility",
        MailTemplate.JOIN_LINK: "joining.follow_link",
        MailTemplate.JOIN_ANSWERED: "joining.follow_link",
        MailTemplate.JOIN_WAITING: "joining.show",
        MailTemplate.INVITED: "invitations.welcome",
        MailTemplate.INVITATION_ANSWERED: "invitations.index",
        MailTemplate.ORGANISATION_CAME: "organisations.show",
        MailTemplate.ANSWERS_ASKED: "members.index",
        MailTemplate.VIEWS_GREW: "saved_views.index",
        MailTemplate.MEMBERSHIP_GIVEN: "organisations.show",
        MailTemplate.ERASURE_ASKED: "people.show",
        MailTemplate.CONTACT_NAMED: "contacts.show",
        MailTemplate.AUDIT_HEAD: "audit.index",
        **{each: "touchpoints.show" for each in MailTemplate if each.startswith("touchpoint")},
    }
    assert endpoint == others.get(template, "initiatives.show")


def test_a_no_is_told_as_a_no(app: Flask) -> None:
    mail = letter(app, MailTemplate.PARTNER_ANSWERED, is_accepted=False)

    assert mail["Subject"] == "AB Bostäder tackar nej: ”Matlaget”"
    assert "tackat ja" not in text_of(mail)


@pytest.mark.parametrize("said", ["has_account", "is_known_organisation"])
def test_what_is_known_of_who_asks_to_join_is_told_in_the_mail_alone(app: Flask, said: str) -> None:
    unknown: dict[str, Any] = {"has_account": False, "is_known_organisation": False}
    nobody = text_of(letter(app, MailTemplate.JOIN_LINK, **unknown))
    known = text_of(letter(app, MailTemplate.JOIN_LINK, **{**unknown, said: True}))

    assert ("redan ett konto" in known) is (said == "has_account")
    assert ("redan med" in known) is (said == "is_known_organisation")
    assert "redan" not in nobody
    assert "\n\n\n" not in nobody + known


def test_a_phase_is_told_in_words(app: Flask) -> None:
    with app.app_context(), force_locale("sv"):
        word = str(PHASES[Phase.PAUSED])
    assert f"skedet ”{word}”" in text_of(letter(app, MailTemplate.MOVE_PROPOSED))


@pytest.mark.once
@pytest.mark.parametrize("template", MailTemplate)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(
    app: Flask, template: MailTemplate, hostile: str, figures: Figures
) -> None:
    plain = letter(app, template)
    strings = {
        name: hostile
        for name in WANTED_VALUES[template]
        if isinstance(VALUES[name], str)
        and not name.endswith(("_id", "_code"))
        and name not in {"token", "phase", "at", "change"}
    }

    mail = letter(app, template, **strings)

    assert mail.keys() == plain.keys()
    assert len(text_of(mail).splitlines()) == len(text_of(plain).splitlines())
    assert mail["Bcc"] is None
    assert "49" not in text_of(mail)
    assert "\u202e" not in text_of(mail)
    raw = mail.as_bytes()
    assert b"\nBcc" not in raw
    assert max(len(line) for line in raw.split(b"\r\n")) < 999
    figures.add("hostile texts in mails that stayed text", value=1, of=1)


@pytest.mark.parametrize(
    "to", ["ada@example.org Bcc: eve@example.org", "a, b@example.org", "x", ""]
)
def test_a_malformed_address_gets_no_mail(app: Flask, to: str) -> None:
    with pytest.raises(ValueError, match="address"):
        letter(app, MailTemplate.INVITATION, to=to)


def test_the_same_event_is_the_same_mail_every_time(app: Flask) -> None:
    first = letter(app, MailTemplate.PARTNER_ASKED)
    second = letter(app, MailTemplate.PARTNER_ASKED)

    assert first.as_bytes() == second.as_bytes()
    assert first["Message-ID"] == "<0123456789abcdef@localhost>"
    assert first["Date"].datetime == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert first["Auto-Submitted"] == "auto-generated"
