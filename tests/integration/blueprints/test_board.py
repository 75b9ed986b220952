"""Board and table as their readers meet them: the address is the state, and every card can move."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask

from tests.clock import START
from tests.documents import Document, attribute
from tests.page_client import PageClient, field_values, read
from tests.register import (
    add_initiative,
    add_person,
    add_report,
    change_row,
    get_initiative,
    sign_in,
    verbs_on,
)
from tests.town import Town
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import Place
from tracker.queries import board
from tracker.queries.reference import get_reference
from tracker.services import phases

FILTERS = {
    "q": "mat",
    "goal_area": "children_youth",
    "goal": "CY1",
    "place": "norrby",
    "working_group": "meaningful_leisure",
    "kind": "association",
    "target_group": "children",
    "effort_type": "leisure_activity",
    "phase": "ongoing",
    "condition": "not_assessed",
    "silent_days": "0",
    "mine": "1",
}


@pytest.fixture
def matlaget(app: Flask, town: Town) -> uuid.UUID:
    with app.app_context():
        return add_initiative(
            town.lea,
            "Matlaget",
            phase=Phase.ONGOING,
            goals=("CY1",),
            working_groups=("meaningful_leisure",),
            target_groups=("children",),
            effort_types=("leisure_activity",),
            now=START - timedelta(days=1),
        )


@pytest.fixture
def rut(client: PageClient, town: Town) -> PageClient:
    """A reader's browser."""
    sign_in(client, town.rut)
    return client


@pytest.fixture
def many(app: Flask, town: Town) -> None:
    with app.app_context():
        for number in range(13):
            add_initiative(
                town.lea,
                f"Insats {number:02}",
                phase=Phase.ONGOING,
                now=START - timedelta(minutes=60 - number),
            )


def cards(page: Document, lane: str = "ongoing") -> list[str]:
    return page.texts(f"section[aria-labelledby=lane-{lane}] .card h3")


# The board --------------------------------------------------------------------------------


def test_the_board_asks_a_stranger_to_sign_in_and_remembers_the_way(client: PageClient) -> None:
    response = client.get("/board?place=norrby")

    assert response.status_code == 303
    assert dict(parse_qsl(urlsplit(response.location or "").query)) == {
        "next": "/board?place=norrby"
    }


def test_every_lane_says_its_name_and_how_many(
    rut: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        add_initiative(town.pia, "Lokalerna", phase=Phase.CLOSING)
        add_initiative(town.pia, "Trapphuset", phase=Phase.IDEA)

    page = rut.get_page("/board")

    assert [text.split(" initiative")[0] for text in page.texts(".lane h2")] == [
        "Idea 1",
        "Planned 0",
        "Ongoing 2",
        "Paused 0",
        "Completed 0",
    ]
    assert cards(page) == ["Lokalerna", "Matlaget"]
    assert "3 initiatives" in page.text("#selection")


def test_an_alarming_condition_is_said_in_words(
    rut: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        add_report(town.lea, matlaget, condition=Condition.NEEDS_SUPPORT)

    assert "Needs support" in rut.get_page("/board").text(".card .states")


def test_a_lane_shows_ten_and_loads_the_next_on_demand(rut: PageClient, many: None) -> None:
    page = rut.get_page("/board")
    assert cards(page) == [f"Insats {number:02}" for number in range(12, 2, -1)]
    more = attribute(page.one(".load-more"), "href")

    fragment = rut.get_fragment(more)
    whole = rut.get_page(more)

    assert fragment.texts(".card h3") == ["Insats 02", "Insats 01", "Insats 00"]
    assert not fragment.select(".load-more")
    assert whole.texts(".card h2") == fragment.texts(".card h3")
    assert whole.text("h1") == "Ongoing"


@pytest.mark.parametrize(
    "after",
    [
        "",
        "x",
        "2026-03-02",
        "2026-03-02T09:00:00",
        "2026-03-02T09:00:00+00:00|x",
        "2026-03-02T09:00:00+00:00|-1",
        "2026-03-02T09:00:00+00:00|" + "9" * 30,
        "0001-01-01T00:00:00+14:00|1",
        "9999-12-31T23:59:59-14:00|1",
    ],
)
def test_a_place_in_a_lane_that_is_none_is_not_found(
    rut: PageClient, matlaget: uuid.UUID, after: str
) -> None:
    rut.get_page(f"/board/lanes/ongoing?{urlencode({'after': after})}", status=404)


def test_an_unknown_lane_is_not_found(rut: PageClient) -> None:
    rut.get_page("/board/lanes/done?after=2026-03-02T09:00:00%2B00:00|1", status=404)


def test_the_next_cards_of_a_search_without_words_are_none(rut: PageClient, many: None) -> None:
    query = urlencode({"q": "%%", "after": "2027-01-01T00:00:00+00:00|1"})

    assert rut.get_fragment(f"/board/lanes/ongoing?{query}").texts(".card h3") == []


def test_nothing_found_is_said_kindly_and_leads_back(rut: PageClient, matlaget: uuid.UUID) -> None:
    page = rut.get_page("/board?q=finnsinte")

    assert "No initiatives registered here" in page.text("#selection")
    assert "/board" in {attribute(link, "href") for link in page.select("#selection a")}


# The address is the state -----------------------------------------------------------------


@pytest.mark.parametrize("view", ["/board", "/table"])
@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_in_the_address_is_filled_in_and_chooses(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID, view: str, name: str
) -> None:
    with app.app_context():
        add_initiative(
            town.pia,
            "Lokalerna",
            goal_areas=("housing_environment",),
            places=("hulta",),
            description="Vi lånar ut rum.",
        )
    sign_in(client, town.lea)

    page = client.get_page(f"{view}?{urlencode({name: FILTERS[name]})}")

    form = field_values(page.one("form.filters"))
    assert form[name] == FILTERS[name]
    assert {key for key, value in form.items() if value} == {name}
    assert "Matlaget" in page.text("#selection")
    if name != "condition":
        assert "Lokalerna" not in page.text("#selection")


def test_an_organisation_in_the_address_is_filled_in(
    rut: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    page = rut.get_page(f"/board?organisation={town.kitchen.public_id}")

    assert page.text("#filter-organisation option[selected]") == "Norrby kök"


def test_all_filters_together_survive_between_the_views(
    client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    page = client.get_page(f"/board?{urlencode(FILTERS)}")

    for link in page.select("#selection nav a"):
        query = urlsplit(attribute(link, "href")).query
        if attribute(link, "href").startswith(("/board", "/table")):
            assert dict(parse_qsl(query)) == FILTERS


def test_a_retired_filter_in_a_bookmark_is_still_shown(
    rut: PageClient, app: Flask, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        place = get_reference("sv").place("norrby")
        assert place is not None
        change_row(db.session.get_one(Place, place.id), valid_to=date(2026, 1, 1))

    page = rut.get_page("/board?place=norrby")

    assert page.text("#filter-place option[selected]") == "Norrby"
    assert "norrby" not in [
        attribute(option, "value")
        for option in rut.get_page("/board").select("#filter-place option")
    ]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("silent_days=45", "45 days"),
        ("phase=idea&phase=planned", "Idea, Planned"),
        ("place=nonsense", "nonsense"),
    ],
)
def test_an_unusual_filter_is_shown_and_survives_the_form(
    rut: PageClient, query: str, shown: str
) -> None:
    page = rut.get_page(f"/board?{query}")
    name = query.split("=")[0]
    assert page.text(f"#filter-{name} option[selected]") == shown

    again = {key: value for key, value in field_values(page.one("form.filters")).items() if value}
    assert (
        rut.get_page(f"/board?{urlencode(again)}").text(f"#filter-{name} option[selected]") == shown
    )


@pytest.mark.parametrize(
    "text", ["\ue000x\ue001", "\ue000words\ue001", "<script>", "\x00", "\ud83e"]
)
def test_any_signs_in_a_bookmark_are_answered_with_a_page(
    rut: PageClient, matlaget: uuid.UUID, text: str
) -> None:
    typed = text.encode("utf-8", "replace").decode()
    for name in ("q", "place", "phase", "organisation"):
        for view in ("/board", "/table"):
            assert rut.get(f"{view}?{urlencode({name: typed, 'kind': typed})}").status_code == 200


def test_htmx_gets_the_selection_alone(rut: PageClient, matlaget: uuid.UUID) -> None:
    for view in ("/board", "/table"):
        fragment = rut.get_fragment(f"{view}?q=mat")
        assert attribute(fragment.one("#selection"), "data-announce") == "1 initiative"
        assert not fragment.select("form.filters")


# The table --------------------------------------------------------------------------------


def rows(page: Document) -> list[str]:
    return page.texts("table.ds-table tbody th")


def test_the_table_sorts_by_its_headings(
    rut: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        add_initiative(town.pia, "Ängen")
        add_initiative(town.stina, "Alfa")
    page = rut.get_page("/table")
    link = next(a for a in page.select("thead a") if a.get_text(strip=True).startswith("Name"))

    ascending = rut.get_page(attribute(link, "href"))
    heading = ascending.one("th[aria-sort]")
    descending = rut.get_page(attribute(heading.select("a")[0], "href"))

    assert rows(ascending) == ["Alfa", "Matlaget", "Ängen"]
    assert attribute(heading, "aria-sort") == "ascending"
    assert rows(descending) == ["Ängen", "Matlaget", "Alfa"]
    assert attribute(descending.one("th[aria-sort]"), "aria-sort") == "descending"


@pytest.mark.parametrize("sort", ["nonsense", "", "-", "title;drop"])
def test_a_sorting_that_nobody_knows_is_left_out(
    rut: PageClient, matlaget: uuid.UUID, sort: str
) -> None:
    page = rut.get_page(f"/table?{urlencode({'sort': sort})}")

    assert rows(page) == ["Matlaget"]
    assert not page.select("th[aria-sort]")


def test_columns_are_chosen_and_stand_in_their_own_order(
    rut: PageClient, matlaget: uuid.UUID
) -> None:
    page = rut.get_page("/table?column=budget&column=target_groups&column=nonsense")

    assert page.texts("thead th") == ["Name", "Target groups", "Budget"]
    assert "Children" in page.text("tbody")


def test_the_usual_columns_stand_where_none_is_chosen(rut: PageClient, matlaget: uuid.UUID) -> None:
    assert rut.get_page("/table").texts("thead th") == [
        "Name",
        "Organisation",
        "Goal areas",
        "Places",
        "Phase",
        "Condition",
        "Latest report",
    ]


def test_every_column_can_be_shown(rut: PageClient, matlaget: uuid.UUID) -> None:
    page = rut.get_page("/table")
    form = page.one("main form[action='/table']:not([role])")
    every = [("column", attribute(box, "value")) for box in form.select("input[name=column]")]

    shown = rut.get_page(f"/table?{urlencode(every)}")

    assert len(shown.texts("thead th")) == len(every) + 1
    assert len(shown.texts("tbody td")) == len(every)


@pytest.fixture
def two_a_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from tracker.blueprints.board import asked, views

    for module in (board, asked, views):
        monkeypatch.setattr(module, "ROWS_PER_PAGE", 5)
    board._of_table.cache_clear()
    yield
    board._of_table.cache_clear()


def test_the_table_is_read_page_by_page_with_the_total_in_sight(
    rut: PageClient, many: None, two_a_page: None
) -> None:
    first = rut.get_page("/table?sort=title")
    links = [attribute(a, "href") for a in first.select("a[rel=next]")]
    second = rut.get_page(links[0])

    assert rows(first) == [f"Insats {number:02}" for number in range(5)]
    assert "1–5 of 13" in first.text("#selection")
    assert rows(second) == [f"Insats {number:02}" for number in range(5, 10)]
    assert "6–10 of 13" in second.text("#selection")


@pytest.mark.parametrize(("number", "count"), [("0", 5), ("-3", 5), ("x", 5), ("99999999", 3)])
def test_a_page_that_does_not_exist_is_the_nearest_one(
    rut: PageClient, many: None, two_a_page: None, number: str, count: int
) -> None:
    assert len(rows(rut.get_page(f"/table?page={number}"))) == count


# Moving a card ----------------------------------------------------------------------------


def move_page(client: PageClient, public_id: uuid.UUID, *, status: int = 200) -> Document:
    return client.get_page(f"/board/cards/{public_id}/move", status=status)


def phase_of(app: Flask, public_id: uuid.UUID) -> Phase:
    with app.app_context():
        return get_initiative(public_id).phase


def test_a_card_is_moved_without_javascript(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.mia)

    response = client.submit(move_page(client, matlaget), "form.card-move", phase="completed")

    page = client.get_page(response.location or "")
    assert "Matlaget was moved to Completed." in page.text()
    assert "Moved from Ongoing to Completed." in page.text(".history")
    assert phase_of(app, matlaget) is Phase.COMPLETED


def test_a_dragged_card_comes_back_with_its_announcement(
    client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    form = field_values(move_page(client, matlaget).one("form.card-move"))

    response = client.post(
        f"/board/cards/{matlaget}/move",
        data={**form, "phase": "paused"},
        headers={"HX-Request": "true"},
    )

    card = read(response).one("li.card")
    assert attribute(card, "data-phase") == "paused"
    assert attribute(card, "data-announce") == "Matlaget was moved to Paused."


def test_a_step_back_without_a_reason_comes_back_as_a_form(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)

    response = client.submit(move_page(client, matlaget), "form.card-move", phase="idea")

    page = read(response)
    assert response.status_code == 422
    assert page.text("#reason-error") == "Say briefly why."
    assert phase_of(app, matlaget) is Phase.ONGOING
    again = client.submit(page, "form.card-move", reason="Vi börjar om.")
    assert again.status_code == 303
    assert phase_of(app, matlaget) is Phase.IDEA


def test_a_reason_with_a_phone_number_is_pointed_out(
    client: PageClient, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.lea)

    response = client.submit(
        move_page(client, matlaget), "form.card-move", phase="idea", reason="Ring 070-174 06 35"
    )

    assert "a phone number" in read(response).text("#reason-error")


def test_a_coordinator_proposes_on_an_associations_card(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    sign_in(client, town.cim)
    page = move_page(client, matlaget)
    assert "You propose, it decides." in page.text("main")

    response = client.submit(page, "form.card-move", phase="paused", reason="Tyst länge.")

    shown = client.get_page(response.location or "")
    assert "Proposed: Matlaget to Paused. The organisation decides." in shown.text()
    assert "Cim Dal proposes the phase Paused." in shown.text()
    assert phase_of(app, matlaget) is Phase.ONGOING


@pytest.mark.parametrize(
    ("button", "phase", "verb"),
    [
        ("acceptance", Phase.PAUSED, Verb.MOVE_ACCEPTED),
        ("refusal", Phase.ONGOING, Verb.MOVE_DECLINED),
    ],
)
def test_the_organisation_answers_a_proposal_on_the_initiatives_page(
    client: PageClient,
    app: Flask,
    town: Town,
    matlaget: uuid.UUID,
    button: str,
    phase: Phase,
    verb: Verb,
) -> None:
    with app.app_context():
        phases.propose(town.cim, matlaget, Phase.PAUSED, reason="Tyst länge.", now=START)
    sign_in(client, town.mia)
    page = client.get_page(f"/initiatives/{matlaget}")

    response = client.submit(page, f"form[action$={button}]")

    assert response.status_code == 303
    assert phase_of(app, matlaget) is phase
    with app.app_context():
        assert verbs_on(matlaget)[-1] == verb
    assert not client.get_page(f"/initiatives/{matlaget}").select(f"form[action$={button}]")


def test_a_proposal_is_not_shown_to_other_organisations(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        phases.propose(town.cim, matlaget, Phase.PAUSED, reason="Tyst länge.", now=START)
    sign_in(client, town.pia)

    assert "Cim Dal" not in client.get_page(f"/initiatives/{matlaget}").text()


def test_a_coordinator_moves_a_municipal_card_with_a_reason(
    client: PageClient, app: Flask, town: Town
) -> None:
    with app.app_context():
        public_id = add_initiative(town.stina, "Läxhjälpen", phase=Phase.PLANNED)
    sign_in(client, town.cim)
    page = move_page(client, public_id)
    assert "(optional)" not in page.text("label[for=reason]")

    response = client.submit(page, "form.card-move", phase="ongoing", reason="Har börjat.")

    assert response.status_code == 303
    assert phase_of(app, public_id) is Phase.ONGOING


@pytest.mark.parametrize("who", ["pia", "rut", "ada"])
def test_cards_of_others_offer_no_move(
    client: PageClient, town: Town, matlaget: uuid.UUID, who: str
) -> None:
    sign_in(client, getattr(town, who))

    assert not client.get_page("/board").select(".card .move")
    move_page(client, matlaget, status=403)


def test_a_hidden_card_cannot_be_moved(client: PageClient, app: Flask, town: Town) -> None:
    with app.app_context():
        draft = add_initiative(town.lea, "Utkast", is_draft=True)
    sign_in(client, town.cim)

    move_page(client, draft, status=404)
    move_page(client, uuid.uuid4(), status=404)


def test_the_board_speaks_swedish(
    client: PageClient, app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        siv = add_person("Siv Svensk", town.kitchen)
    sign_in(client, siv)

    page = client.get_page("/board")
    assert [text.split()[0] for text in page.texts(".lane h2")] == [
        "Idé",
        "Planerad",
        "Pågår",
        "Pausad",
        "Avslutad",
    ]
