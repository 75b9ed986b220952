"""The pages of inviting and of saying yes, asked for as a browser asks."""

from __future__ import annotations

from flask import Flask

from tests.clock import Clock
from tests.page_client import PageClient, read
from tests.register import add_initiative, last_mail, sign_in
from tests.town import Town

SARA = {"name": "Sara Ek", "email": "sara@example.org", "language": "en"}


def invite(client: PageClient, town: Town, **changes: str) -> str:
    """Invite somebody to the kitchen; returns the address that was mailed."""
    sign_in(client, town.lea)
    form = client.get_page(f"/organisations/{town.kitchen.public_id}/invitations/new")
    sent = client.submit(form, **{**SARA, **changes})
    assert sent.location == "/invitations"
    return link(client)


def link(client: PageClient) -> str:
    with client.application.app_context():
        return f"/welcome/{last_mail()['values']['token']}"


def test_a_manager_invites_and_sees_where_it_stands(
    town: Town, client: PageClient, clock: Clock
) -> None:
    first = invite(client, town)
    listed = client.get_page("/invitations")
    assert "sara@example.org" in listed.text("tbody")
    assert "Sent, waits" in listed.text("tbody")

    clock.advance(days=14)
    sign_in(client, town.lea, now=clock())
    assert "Has expired" in client.get_page("/invitations").text("tbody")
    client.submit(client.get_page("/invitations"), 'main form[action$="/mail"]')
    client.get_page(first, status=404)
    client.get_page(link(client))
    client.submit(client.get_page("/invitations"), 'main form[action$="/withdrawal"]')
    page = client.get_page("/invitations")
    assert "Withdrawn" in page.text("tbody")
    assert not page.select("tbody form")


def test_who_is_invited_already_is_told_on_the_form(town: Town, client: PageClient) -> None:
    invite(client, town)
    form = client.get_page(f"/organisations/{town.kitchen.public_id}/invitations/new")

    answer = client.submit(form, **SARA)

    assert answer.status_code == 422
    assert "invited already" in read(answer).text("#email-error")


def test_the_link_tells_who_invites_to_what_and_a_button_lets_in(
    town: Town, client: PageClient
) -> None:
    where = invite(client, town)
    client.submit(client.get_page("/invitations"), 'form[action="/sign-out"]')
    client.get_page("/sign-in")

    page = client.get_page(where)
    assert "Lea Lund på Norrby kök" in page.text("main")
    assert "allmän handling" in page.text("main")
    form = f'main form[action="{where}"]'
    wrong = client.submit(page, form, name="")
    assert wrong.status_code == 422

    answer = client.submit(read(wrong), form, name="Sara Ek", language="sv")

    assert answer.location == "/"
    home = client.get_page("/")
    assert "Norrby kök" in home.text(".notice")
    assert home.text("h1") == "Hej, Sara"
    assert "sagt ja" in client.get_page(where).text("main")


def test_a_link_opened_by_somebody_else_lets_in_whom_it_was_sent_to(
    town: Town, client: PageClient
) -> None:
    where = invite(client, town, email="pia@example.org")
    page = client.get_page(where)
    assert "pia@example.org" in page.text("main")

    client.submit(page, f'main form[action="{where}"]')

    assert "Pia Ek" in client.get_page("/").text("header")


def test_a_no_is_kept_and_shown(town: Town, client: PageClient) -> None:
    where = invite(client, town)

    client.submit(client.get_page(where), 'main form[action$="/no"]')

    assert "said no" in client.get_page(where).text("main")
    assert client.post(f"{where}/no").status_code in {400, 409}


def test_a_coordinator_invites_an_organisation(app: Flask, town: Town, client: PageClient) -> None:
    sign_in(client, town.cim)
    form = client.get_page("/invitations/new?place=hulta&goal_area=children_youth")
    assert "in Hulta. Do you do something there" in form.text("#message")
    named = client.submit(form, **SARA, organisation_name="X", kind="association", message="a@b.se")
    assert named.status_code == 422
    taken = client.submit(form, **SARA, organisation_name="Norrby kök", kind="association")
    assert "already an organisation" in read(taken).text("#organisation_name-error")

    client.submit(form, **SARA, organisation_name="Syrummet", kind="association")
    with app.app_context():
        assert "/initiatives/new?place=hulta" in last_mail()["values"]["message"]

    listed = client.get_page("/invitations").text("tbody")
    assert "Syrummet" in listed
    assert "Cim Dal" in listed
    page = client.get_page(link(client))
    assert "Cim Dal, coordinator" in page.text("main")
    sign_in(client, town.lea)
    assert not client.get_page("/invitations").select("tbody")


def test_a_lead_organisation_invites_a_small_partner(
    app: Flask, town: Town, client: PageClient
) -> None:
    with app.app_context():
        initiative_id = add_initiative(town.lea, "Matlaget")
    sign_in(client, town.lea)
    ask = client.get_page(f"/initiatives/{initiative_id}/partners/new")
    form = client.get_page(str(ask.one('main a[href$="/invitations/new"]')["href"]))
    empty = client.submit(form)
    assert empty.status_code == 422

    client.submit(
        read(empty), **SARA, organisation_name="Syrummet", kind="association", role="contributing"
    )

    assert "Matlaget" in client.get_page("/invitations").text("tbody")
    where = link(client)
    page = client.get_page(where)
    assert "“Matlaget”" in page.text("main")
    client.submit(page, f'main form[action="{where}"]')
    assert "Matlaget" in client.get_page("/").text(".work-list")
