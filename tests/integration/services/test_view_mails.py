"""Who follows a view by mail is told what enters it: once a day, and never more than they may see."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.clock import START
from tests.register import add_initiative, change_row, get_initiative, mails
from tests.town import Town
from tracker.access.actors import Actor
from tracker.domain.lifecycle import Phase, Visibility
from tracker.domain.saved_views import ViewAddress, ViewKind
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import Person
from tracker.services import saved_views
from tracker.services.view_mails import begin_mails, tell_of_new

pytestmark = pytest.mark.usefixtures("in_app")

TOMORROW = START + timedelta(days=1)
NORRBY = ViewAddress(ViewKind.BOARD, "place=norrby")


def follow(actor: Actor, name: str = "Norrby", address: ViewAddress = NORRBY) -> uuid.UUID:
    view = saved_views.save(actor, address, name=name, now=START)
    begin_mails(actor, view, now=START)
    return view


def told() -> list[tuple[str, list[tuple[str, int, list[str]]]]]:
    """Whom the mails of views in the outbox go to, and what they say."""
    db.session.rollback()
    return [
        (
            mail["to"],
            [(row["view"], row["count"], row["titles"]) for row in mail["values"]["views"]],
        )
        for mail in mails()
        if mail["template"] == "views_grew"
    ]


def test_one_mail_a_day_says_what_is_new_in_all_views(town: Town) -> None:
    add_initiative(town.pia, "Gammal")
    follow(town.lea)
    follow(town.lea, "Pågår", ViewAddress(ViewKind.TABLE, "phase=ongoing"))
    assert tell_of_new(now=START) == 0
    for number in range(7):
        add_initiative(town.pia, f"Ny {number}", phase=Phase.IDEA)
    add_initiative(town.pia, "Pågår nu", phase=Phase.ONGOING)

    assert tell_of_new(now=START) == 1
    newest = ["Pågår nu", "Ny 6", "Ny 5", "Ny 4", "Ny 3"]
    assert told() == [("lea@example.org", [("Norrby", 8, newest), ("Pågår", 1, ["Pågår nu"])])]
    add_initiative(town.pia, "Senare samma dag")
    assert tell_of_new(now=START) == 0
    assert tell_of_new(now=TOMORROW) == 1
    assert tell_of_new(now=TOMORROW) == 0
    assert len(told()) == 2


def test_nobody_is_told_of_what_they_may_not_see(town: Town) -> None:
    follow(town.pia)
    at = add_initiative(town.lea, "Utkast", visibility=Visibility.DRAFT)

    assert tell_of_new(now=START) == 0
    change_row(get_initiative(at), visibility=Visibility.SHARED)
    assert tell_of_new(now=START) == 1


@pytest.mark.parametrize("change", [{"is_disabled": True}, {"is_demo": True}])
def test_whoever_is_gone_is_told_nothing(town: Town, change: dict[str, Any]) -> None:
    follow(town.lea)
    add_initiative(town.pia, "Ny")
    change_row(db.session.get(Person, town.lea.person_id), **change)
    tell_of_new(now=START)

    assert told() == []


def test_mails_end_with_the_view_and_when_asked_to(town: Town) -> None:
    view = follow(town.lea)
    saved_views.stop_mails(town.lea, view)
    common = follow(town.cim)
    saved_views.share(town.cim, common, now=START)
    begin_mails(town.mia, common, now=START)
    saved_views.unshare(town.cim, common, now=START)
    with pytest.raises(NotFoundError):
        begin_mails(town.mia, common, now=START)
    add_initiative(town.pia, "Ny")

    assert tell_of_new(now=START) == 1
    assert [to for to, _rows in told()] == ["cim@example.org"]


def test_words_that_name_nothing_follow_nothing(app: Flask, town: Town) -> None:
    follow(town.lea, address=ViewAddress(ViewKind.BOARD, "q=%3F%21"))
    add_initiative(town.pia, "Ny")

    assert tell_of_new(now=START) == 0
