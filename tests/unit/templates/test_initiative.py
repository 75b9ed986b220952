"""Cards, lanes and history: a word stands beside every colour, and a move works by form."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element, tostring

import pytest

from tests.unit.templates.conftest import Render

IMPORT = '{% from "components/initiative.html" import card, cards, lane, move_form %}'


def a_card(**changes: Any) -> SimpleNamespace:
    row = {
        "title": "Läxhjälp",
        "url": "/initiatives/1",
        "organisation_name": "Kulturförvaltningen",
        "goal_areas": [SimpleNamespace(code="children_youth", name="Barn och unga")],
        "places": [SimpleNamespace(name="Norrby", is_focus=True)],
        "phase": "ongoing",
        "phase_label": "Pågår",
        "condition": "on_plan",
        "condition_label": "Enligt plan",
        "visibility": "shared",
        "visibility_label": "",
        "freshness": "Rapport för 4 dagar sedan",
        "is_late": False,
        "is_stale": False,
        "move_url": "/initiatives/1/phase",
    }
    return SimpleNamespace(**{**row, **changes})


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def one(body: Element, class_name: str) -> Element:
    found = [e for e in body.iter() if class_name in e.get("class", "").split()]
    assert len(found) == 1
    return found[0]


def test_a_card_says_in_words_what_its_colours_show(render: Render) -> None:
    body = render(IMPORT + "{{ card(row) }}", row=a_card())

    assert one(body, "goal-area").get("data-color") == "barn"
    assert words(one(body, "goal-area")) == "Barn och unga"
    assert words(one(body, "place")) == "Norrby"


@pytest.mark.parametrize(
    ("code", "colour"),
    [
        ("children_youth", "barn"),
        ("housing_environment", "bo"),
        ("work_studies", "arbete"),
        ("a_later_area", "neutral"),
    ],
)
def test_each_goal_area_has_its_colour(render: Render, code: str, colour: str) -> None:
    row = a_card(goal_areas=[SimpleNamespace(code=code, name="Name")])

    body = render(IMPORT + "{{ card(row) }}", row=row)

    assert one(body, "goal-area").get("data-color") == colour


def test_the_move_link_leads_to_a_page_of_its_own(render: Render) -> None:
    body = render(IMPORT + "{{ card(row) }}", row=a_card())

    link = one(body, "move")
    assert link.get("href") == link.get("hx-get") == "/initiatives/1/phase"
    assert words(link) == "Move Läxhjälp"


def test_a_card_that_may_not_be_moved_offers_no_move(render: Render) -> None:
    body = render(IMPORT + "{{ card(row) }}", row=a_card(move_url=None))

    assert "data-move-url" not in one(body, "card").attrib
    assert [link.get("href") for link in body.iter("a")] == ["/initiatives/1"]


def test_an_opened_move_form_posts_to_the_card_and_carries_the_token(render: Render) -> None:
    opened = (
        "{% call card(row) %}{% call move_form(row.move_url) %}"
        "<button>Save</button>{% endcall %}{% endcall %}"
    )

    body = render(IMPORT + opened, row=a_card())

    form = one(body, "card-move")
    assert (form.get("method"), form.get("action")) == ("post", "/initiatives/1/phase")
    assert [box.get("name") for box in form.iter("input")] == ["csrf_token"]


def test_after_a_move_the_card_announces_it(render: Render) -> None:
    body = render(IMPORT + '{{ card(row, announcement="Moved") }}', row=a_card())

    assert one(body, "card").get("data-announce") == "Moved"


@pytest.mark.parametrize(
    ("condition", "is_shown"),
    [
        ("on_plan", False),
        ("not_assessed", False),
        ("needs_attention", True),
        ("needs_support", True),
    ],
)
def test_a_card_speaks_up_only_where_something_is_needed(
    render: Render, condition: str, is_shown: bool
) -> None:
    row = a_card(condition=condition, condition_label="The condition")

    body = render(IMPORT + "{{ card(row) }}", row=row)

    assert ("The condition" in words(body)) == is_shown


def test_a_card_says_who_sees_it_where_not_everyone_does(render: Render) -> None:
    held_back = a_card(visibility="coordinated", visibility_label="Bara samordnarna")

    body = render(IMPORT + "{{ card(row) }}", row=held_back)

    assert words(one(body, "states")) == "Bara samordnarna"


def test_what_nobody_has_confirmed_for_long_is_marked(render: Render) -> None:
    fresh = render(IMPORT + "{{ card(row) }}", row=a_card())
    stale = render(IMPORT + "{{ card(row) }}", row=a_card(is_stale=True))

    assert "states" not in tostring(fresh, "unicode")
    assert words(one(stale, "states"))


def test_what_is_late_is_marked(render: Render) -> None:
    body = render(IMPORT + "{{ card(row) }}", row=a_card(is_late=True))

    assert words(one(body, "late")) == "Rapport för 4 dagar sedan"


def test_a_lane_is_named_counted_and_knows_its_phases(render: Render) -> None:
    row = SimpleNamespace(
        code="ongoing", label="Pågår", phases=["ongoing", "closing"], total=2,
        cards=[a_card(), a_card(phase="closing")], more_url=None,
    )  # fmt: skip

    body = render(IMPORT + "{{ lane(row) }}", row=row)

    assert one(body, "lane").get("data-phases") == "ongoing closing"
    assert words(one(body, "number")) == "2 initiatives"


def test_a_lane_with_more_leads_on(render: Render) -> None:
    body = render(IMPORT + '{{ cards([row], "/board?lane=ongoing") }}', row=a_card())

    assert one(body, "load-more").get("href") == "/board?lane=ongoing"


def test_history_shows_reports_and_changes_on_one_thread(render: Render) -> None:
    told = SimpleNamespace(
        happened="22 par träffas.", obstacles="", needs="Fler mentorer", is_corrected=False,
        corrects_on=None, answers=(("Vad lärde ni er?", "Att fråga."),),
    )  # fmt: skip
    report = SimpleNamespace(
        is_report=True, on=date(2026, 10, 8), author_name=None, phase="ongoing",
        organisation_name="Trådrullen", phase_label="Pågår", condition="on_plan",
        condition_label="Enligt plan", people_reached_text="22", report=told,
    )  # fmt: skip
    change = SimpleNamespace(
        is_report=False, on=date(2026, 9, 1), author_name="Elin", organisation_name=None,
        text="Pausad.", note="",
    )  # fmt: skip
    page = """{% from "components/history.html" import knot -%}
    <ol class="history">{% for entry in entries %}<li>{{ knot(entry, None) }}</li>{% endfor %}</ol>"""

    body = render(page, entries=[report, change])

    assert [time.get("datetime") for time in body.iter("time")] == ["2026-10-08", "2026-09-01"]
    assert [words(term) for term in body.iter("dt")] == [
        "What we need",
        "People reached",
        "Vad lärde ni er?",
    ]
