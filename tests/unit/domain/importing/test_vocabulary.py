"""How texts find the register's names: exactly, by synonym, inside a text – and near misses."""

import pytest

from tracker.domain.importing.fields import ImportField
from tracker.domain.importing.vocabulary import Likeness, Term, TermIndex, Vocabulary

F = ImportField


@pytest.mark.parametrize(
    ("field", "text", "codes"),
    [
        (F.PLACES, "Norrby", ("norrby",)),
        (F.PLACES, "NORRBY", ("norrby",)),
        (F.PLACES, "norrby", ("norrby",)),
        (F.PLACES, "Hassleholmen", ("hassleholmen",)),
        (F.PLACES, "hässle holmen", None),
        (F.PLACES, "Sörmarken", ("hulta",)),
        (F.PLACES, "Stadskärnan", ("centrum",)),
        (F.PLACES, "City", ("centrum",)),
        (F.PLACES, "Stadsdelen Norrby", ("norrby",)),
        (F.PLACES, "på Norrby", ("norrby",)),
        (F.PLACES, "Norrby (skolan)", ("norrby",)),
        (F.PLACES, "1490R025", ("1490R025",)),
        (F.PLACES, "Hela kommunen", ("1490",)),
        (F.PLACES, "kommunövergripande", ("1490",)),
        (F.PLACES, "Borås Stad", ("1490",)),
        (F.PLACES, "The whole municipality", ("1490",)),
        (F.PLACES, "Bibliotek på Norrby", ("norrby",)),
        (F.PLACES, "Norrbyskolan", None),
        (F.PLACES, "Hässleholm", None),
        (F.PLACES, "Ulricehamn", None),
        (F.PLACES, "Mark", None),
        (F.GOAL_AREAS, "barn & unga", ("children_youth",)),
        (F.GOAL_AREAS, "En god start i livet och goda uppväxtvillkor", ("children_youth",)),
        (F.GOAL_AREAS, "Work and studies", ("work_studies",)),
        (F.GOAL_AREAS, "work_studies", ("work_studies",)),
        (F.GOALS, "CY1", ("CY1",)),
        (F.GOALS, "cy1", ("CY1",)),
        (F.GOALS, "CY1 Tillit och delaktighet", ("CY1",)),
        (F.GOALS, "CY1: Tillit", ("CY1",)),
        (F.GOALS, "I Borås ska ingen vara hemlös", ("HE3",)),
        (F.GOALS, "I Borås ska ingen vara hemlös.", ("HE3",)),
        (F.GOALS, "I Borås ska barn och unga ha tillit till sin egen", ("CY1",)),
        (F.GOALS, "I Borås ska barn och unga", None),
        (F.TARGET_GROUPS, "Ungdomar", ("teenagers",)),
        (F.TARGET_GROUPS, "tonåringar", ("teenagers",)),
        (F.TARGET_GROUPS, "barn 6-12", ("children",)),
        (F.TARGET_GROUPS, "seniorer", ("older",)),
        (F.TARGET_GROUPS, "Föräldrar", ("parents",)),
        (F.TARGET_GROUPS, "vårdnadshavare", ("parents",)),
        (F.TARGET_GROUPS, "utlandsfödda kvinnor", ("women_born_abroad",)),
        (F.TARGET_GROUPS, "Ungdomar 13-19 år på Norrby", ("teenagers",)),
        (F.TARGET_GROUPS, "barnen", ("children",)),
        (F.EFFORT_TYPES, "läxhjälp", ("homework_help",)),
        (F.EFFORT_TYPES, "Läxhjälpen", ("homework_help",)),
        (F.EFFORT_TYPES, "språkcafé", ("language_training",)),
        (F.EFFORT_TYPES, "Feriejobb", ("internship",)),
        (F.FUNDING, "ESF", ("eu_esf",)),
        (F.FUNDING, "Ordinarie budget", ("ordinary_budget",)),
        (F.WORKING_GROUPS, "Yttre miljö", ("outdoor_environment",)),
        (F.ORGANISATION_KIND, "ideell förening", ("association",)),
        (F.REACH, "För alla", ("general",)),
    ],
)
def test_texts_find_the_registers_names(
    boras: Vocabulary, field: ImportField, text: str, codes: tuple[str, ...] | None
) -> None:
    match = boras.indexes[field].find(text)
    assert (match.codes if match else None) == codes


@pytest.mark.parametrize(
    ("field", "text", "name"),
    [
        (F.PLACES, "Hässleholm", "Hässleholmen"),
        (F.PLACES, "Nrorby", "Norrby"),
        (F.PLACES, "Norby", "Norrby"),
        (F.PLACES, "Norrbyskolan", "Norrby"),
        (F.PLACES, "Sjöboo", "Sjöbo"),
        (F.PLACES, "Bytorp", "Byttorp"),
        (F.GOAL_AREAS, "Barn och ungdom", "Barn och unga"),
        (F.GOAL_AREAS, "Arbete & studie", "Arbete och studier"),
        (F.EFFORT_TYPES, "Läxhjäpl", "Läxhjälp"),
        (F.TARGET_GROUPS, "Pensionärrer", "Äldre"),
        (F.PLACES, "Sörmarkn", "Sörmarken"),
    ],
)
def test_a_slip_of_the_pen_is_no_match_but_suggests(
    boras: Vocabulary, field: ImportField, text: str, name: str
) -> None:
    index = boras.indexes[field]
    assert index.find(text) is None
    assert name in index.suggestions(text)


@pytest.mark.parametrize("text", ["", "x", "Kiruna", "a" * 500, "!!!"])
def test_what_is_like_nothing_suggests_nothing(boras: Vocabulary, text: str) -> None:
    assert boras.indexes[F.PLACES].suggestions(text) == ()


def test_how_a_text_matched_is_told(boras: Vocabulary) -> None:
    groups = boras.indexes[F.TARGET_GROUPS]
    found = [groups.find(text) for text in ("Barn", "ungdomar", "unga och föräldrar i området")]
    assert [match.likeness for match in found if match] == [
        Likeness.NAME,
        Likeness.SYNONYM,
        Likeness.WITHIN,
    ]
    assert found[2] is not None
    assert found[2].codes == ("teenagers", "parents")


def test_a_name_of_the_register_beats_a_synonym_of_ours() -> None:
    index = TermIndex(
        [Term("a", ("Unga",)), Term("teenagers", ("Tonåringar",))],
        {"teenagers": ("unga",)},
        is_free_text=True,
    )
    match = index.find("unga")
    assert match is not None
    assert match.codes == ("a",)


def test_an_empty_vocabulary_finds_nothing() -> None:
    empty = Vocabulary()
    assert all(index.find("Norrby") is None for index in empty.indexes.values())
    assert empty.organisation_index.suggestions("Norrby IF") == ()
