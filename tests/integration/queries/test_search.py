"""Search in the register itself: titles first, parts of compounds, inflections, any sign at all."""

from __future__ import annotations

import uuid

import pytest

from tests.clock import START
from tests.register import add_initiative, get_initiative
from tests.town import Town
from tracker.access.actors import ANONYMOUS, Actor
from tracker.database import transaction
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.lifecycle import Visibility
from tracker.domain.selection import Selection
from tracker.extensions import db
from tracker.queries import board, search
from tracker.queries.initiatives import content_of, get_page
from tracker.queries.reference import get_reference
from tracker.services import initiatives, search_index

pytestmark = pytest.mark.usefixtures("in_app")


def found(actor: Actor, words: str) -> list[str]:
    """The titles a search lists, in its order."""
    db.session.rollback()
    rows = board.list_table(
        actor,
        Selection(q=words),
        order=None,
        page=1,
        with_entries=False,
        reference=get_reference("sv"),
        today=START.date(),
    )
    return [row.title for row in rows]


@pytest.mark.parametrize(
    "words",
    ["läxhjälp", "läxhjälpen", "LÄXHJÄLPEN", "läxa", "läxor hjälp", "hjälp med läxan"],
)
@pytest.mark.parametrize(
    "title", ["Läxhjälpen på biblioteket", "Barn- och läxhjälpsgrupp", "Läxhjälp"]
)
def test_compounds_and_inflections_are_found(town: Town, words: str, title: str) -> None:
    add_initiative(town.lea, title)
    add_initiative(town.lea, "Simskola")

    assert found(town.rut, words) == [title]


def test_titles_come_first_and_then_the_newest(town: Town) -> None:
    add_initiative(town.lea, "Odlingen", description="Vi odlar och äter.")
    add_initiative(town.lea, "Matlaget", description="Vi har en odling på gården.")
    add_initiative(town.lea, "Stadsodling", description="Lådor på torget.")
    add_initiative(town.lea, "Kaféet", description="Kaffe efter odlingen.")

    assert found(town.rut, "odling") == ["Stadsodling", "Odlingen", "Kaféet", "Matlaget"]


def test_all_words_must_be_there_wherever_they_stand(town: Town) -> None:
    add_initiative(town.lea, "Matlaget", description="Barn bakar bröd.")
    add_initiative(town.lea, "Bageriet", description="Vuxna bakar bröd.")

    assert found(town.rut, "barn bröd") == ["Matlaget"]
    assert found(town.rut, "barn vuxna bröd") == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("norrby kök", "the organisation"),
        ("hulta", "the place"),
        ("sörmarken", "another name of the place"),
        ("framtidstro", "what should change"),
    ],
)
def test_an_initiative_is_found_by_all_that_is_told_of_it(town: Town, words: str, why: str) -> None:
    add_initiative(town.lea, "Matlaget", places=("hulta",), purpose="Barn får framtidstro.")
    add_initiative(town.pia, "Trapphuset", places=("centrum",))

    assert found(town.rut, words) == ["Matlaget"], why


def test_an_edited_text_is_found_by_its_new_words_alone(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget", purpose="Gamla ordet: trädgård.")
    page = get_page(town.lea, public_id, reference=get_reference("sv"), today=START.date())
    content = content_of(page)
    changed = InitiativeContent(
        **{
            name: getattr(content, name)
            for name in content.__dataclass_fields__
            if name != "purpose"
        },
        purpose="Nya ordet: cykling.",
    )

    initiatives.edit(
        town.lea, public_id, changed, version=1, visibility=Visibility.SHARED, note="", now=START
    )

    assert found(town.rut, "trädgård") == []
    assert found(town.rut, "cykling") == ["Matlaget"]


def test_a_new_lead_organisation_is_found(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget")

    initiatives.hand_over(
        town.lea, public_id, organisation_id=town.house.public_id, note="", now=START
    )

    assert found(town.rut, "huset") == ["Matlaget"]
    assert found(town.rut, "kök") == []


def test_a_registry_number_is_found_by_those_signed_in_alone(town: Town) -> None:
    add_initiative(town.lea, "Matlaget", diarienummer="KS 2026-00123")
    add_initiative(town.lea, "Odlingen", diarienummer="KS 2026-00999")

    assert found(town.rut, "2026-00123") == ["Matlaget"]
    assert found(ANONYMOUS, "2026-00123") == []


def test_what_is_forgotten_is_found_no_longer(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget")
    row_id = get_initiative(public_id).id

    with transaction():
        search_index.forget([row_id])

    assert found(town.rut, "matlaget") == []


def test_drafts_are_found_by_their_own_organisation_alone(town: Town) -> None:
    add_initiative(town.lea, "Hemlig odling", is_draft=True)

    assert found(town.lea, "odling") == ["Hemlig odling"]
    assert found(town.pia, "odling") == []


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "'",
        "\\",
        "a" * 200,
        "( ) & | ! :* <->",
        "NEAR(a b)",
        "title:matlaget OR body:x",
        "-matlaget",
        "matlaget*",
        '"matlaget',
        "matlaget; DROP TABLE initiatives",
        "\u202ematlaget",
        "🧵",
        "%_%",
        "{{7*7}}",
    ],
)
def test_any_sign_may_be_searched_for(town: Town, words: str) -> None:
    add_initiative(town.lea, "Matlaget")

    assert found(town.rut, words) in ([], ["Matlaget"])


def test_a_very_long_question_is_answered(town: Town) -> None:
    add_initiative(town.lea, "Matlaget")

    assert found(town.rut, " ".join(f"ord{number}" for number in range(40))) == []


@pytest.mark.parametrize(("words", "is_wordless"), [("", False), ("mat", False), ("%!", True)])
def test_a_question_without_words_is_known(words: str, is_wordless: bool) -> None:
    assert search.is_wordless(words) is is_wordless
    assert (search.row_ids(words, in_title=True) is None) is (words != "mat")


def test_pages_of_a_search_hold_every_hit_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "ROWS_PER_PAGE", 2)
    board._of_words.cache_clear()
    for number in range(3):
        add_initiative(town.lea, f"Odling {number}")
        add_initiative(town.lea, f"Kaffe {number}", description=f"Kaffe vid odling {number}.")

    pages = [
        [
            row.title
            for row in board.list_table(
                town.rut,
                Selection(q="odling"),
                order=None,
                page=page,
                with_entries=False,
                reference=get_reference("sv"),
                today=START.date(),
            )
        ]
        for page in (1, 2, 3, 4)
    ]

    board._of_words.cache_clear()
    assert [len(page) for page in pages] == [2, 2, 2, 0]
    titles = [title for page in pages for title in page]
    assert titles == ["Odling 2", "Odling 1", "Odling 0", "Kaffe 2", "Kaffe 1", "Kaffe 0"]


def test_an_unknown_initiative_is_forgotten_without_complaint() -> None:
    with transaction():
        search_index.forget([uuid.uuid4().int % 1000 + 10_000])
