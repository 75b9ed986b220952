"""Choices, links, numbers and ids in single cells, and how cells with several values part."""

import pytest

from tracker.domain.importing.cell_lists import names_of, tags_of
from tracker.domain.importing.findings import FaultCause, RemarkCause
from tracker.domain.importing.folding import clean, distance, fold
from tracker.domain.importing.grid import Cell, as_text, column_index, column_letter
from tracker.domain.importing.outcomes import UnreadableValueError
from tracker.domain.importing.values import (
    read_links,
    read_organisation_number,
    read_person_name,
    read_phase,
    read_register_id,
    read_text,
    read_visibility,
    read_yes_no,
)
from tracker.domain.lifecycle import Phase, Visibility


@pytest.mark.parametrize(
    ("cell", "phase"),
    [
        ("Under uppstart", Phase.PLANNED), ("pågår", Phase.ONGOING),
        ("Pågående", Phase.ONGOING), ("PÅGÅR", Phase.ONGOING),
        ("ongoing", Phase.ONGOING), ("In progress", Phase.ONGOING), ("Startad", Phase.ONGOING),
        ("planeras", Phase.PLANNED), ("Planerad", Phase.PLANNED), ("Ej påbörjad", Phase.PLANNED),
        ("Kommande", Phase.PLANNED), ("klar", Phase.COMPLETED), ("Avslutad", Phase.COMPLETED),
        ("Avslutat 2024", Phase.COMPLETED), ("done", Phase.COMPLETED), ("Genomförd",
        Phase.COMPLETED),
        ("idé", Phase.IDEA), ("Ide", Phase.IDEA), ("förslag", Phase.IDEA), ("pausad", Phase.PAUSED),
        ("on hold", Phase.PAUSED), ("Vilande", Phase.PAUSED), ("inställt", Phase.CANCELLED),
        ("Avbruten", Phase.CANCELLED), ("cancelled", Phase.CANCELLED),
        ("avslutas, uppföljning pågår", Phase.CLOSING), ("Utvärderas", Phase.CLOSING),
        ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_phase_is_read_from_common_words(cell: Cell, phase: Phase | None) -> None:
    assert read_phase(cell).value is phase


def test_an_unknown_phase_says_which_there_are() -> None:
    with pytest.raises(UnreadableValueError) as caught:
        read_phase("grön")
    assert caught.value.cause is FaultCause.CHOICE_UNREADABLE
    assert set(caught.value.refusal.suggestions) == {phase.value for phase in Phase}


@pytest.mark.parametrize(
    ("cell", "visibility"),
    [
        ("utkast", Visibility.DRAFT), ("Samverkan", Visibility.SHARED), ("öppen", Visibility.OPEN),
        ("Open", Visibility.OPEN), ("Ja", Visibility.OPEN), ("nej", Visibility.SHARED), (True,
        Visibility.OPEN),
        (False, Visibility.SHARED), ("publik", Visibility.OPEN), ("Intern", Visibility.DRAFT),
        ("Bara samordnarna", Visibility.COORDINATED), ("coordinators only", Visibility.COORDINATED),
        ("coordinated", Visibility.COORDINATED),
        (None, None),
    ],
)  # fmt: skip
def test_a_visibility_is_read(cell: Cell, visibility: Visibility | None) -> None:
    assert read_visibility(cell).value is visibility


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("Ja", True), ("x", True), ("1", True), (1.0, True), (True, True), ("NEJ", False), (0.0,
    False), (None, None), ("-", None)],
)  # fmt: skip
def test_yes_and_no_are_read(cell: Cell, answer: bool | None) -> None:  # noqa: FBT001
    assert read_yes_no(cell).value is answer


def test_maybe_is_no_answer() -> None:
    with pytest.raises(UnreadableValueError):
        read_yes_no("kanske")


@pytest.mark.parametrize(
    ("cell", "links"),
    [
        ("https://www.boras.se/a", ("https://www.boras.se/a",)),
        ("www.boras.se", ("https://www.boras.se",)),
        ("boras.se/norrby", ("https://boras.se/norrby",)),
        ("Se https://a.se, www.b.se.", ("https://a.se", "https://www.b.se")),
        ("https://a.se\nhttps://a.se", ("https://a.se",)),
        ("-", ()), ("saknas", ()), (None, ()),
    ],
)  # fmt: skip
def test_links_are_found(cell: Cell, links: tuple[str, ...]) -> None:
    assert read_links(cell).value == links


@pytest.mark.parametrize(
    "cell", ["se hemsidan", "javascript:alert(1)", "anna@boras.se", "file:///etc/passwd"]
)
def test_what_is_no_link_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableValueError) as caught:
        read_links(cell)
    assert caught.value.cause is FaultCause.LINK_UNREADABLE


@pytest.mark.parametrize(
    "cell", ["212000-1561", "2120001561", "212000 1561", 2120001561.0, "16212000-1561"]
)
def test_an_organisation_number_is_checked_and_written_one_way(cell: Cell) -> None:
    assert read_organisation_number(cell).value == "212000-1561"


def test_no_organisation_number_is_empty() -> None:
    assert read_organisation_number("saknas").value == ""


@pytest.mark.parametrize("cell", ["212000-1562", "12345", "hej", "212000-15611"])
def test_a_wrong_organisation_number_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableValueError) as caught:
        read_organisation_number(cell)
    assert caught.value.cause is FaultCause.ORGANISATION_NUMBER_WRONG


@pytest.mark.parametrize("cell", ["811218-9876", "19811218-9876", "8112189876"])
def test_a_personal_number_is_refused_and_not_repeated(cell: str) -> None:
    with pytest.raises(UnreadableValueError) as caught:
        read_organisation_number(cell)
    assert caught.value.cause is FaultCause.ORGANISATION_NUMBER_PERSONAL
    assert "9876" not in repr(caught.value.refusal)


def test_a_register_id_is_a_uuid() -> None:
    assert read_register_id("6F9619FF-8B86-D011-B42D-00C04FC964FF").value.startswith(
        "6f9619ff-8b86"
    )
    with pytest.raises(UnreadableValueError):
        read_register_id("rad 7")


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Anna Svensson", "Anna Svensson"),
        ("Anna Svensson, anna@boras.se", "Anna Svensson"),
        ("Anna Svensson 033-35 70 00", "Anna Svensson"),
        ("Anna Svensson (tel. 0701-23 45 67)", "Anna Svensson"),
        ("anna@boras.se", ""),
        ("-", ""),
    ],
)
def test_a_contact_is_kept_by_name_only(cell: str, name: str) -> None:
    assert read_person_name(cell).value == name


def test_leaving_out_contact_details_is_remarked_without_repeating_them() -> None:
    notes = read_person_name("Anna, anna@boras.se").notes
    assert [(note.cause, note.value) for note in notes] == [
        (RemarkCause.PERSONAL_DATA_LEFT_OUT, "")
    ]


def test_a_long_text_is_refused_with_the_limit() -> None:
    with pytest.raises(UnreadableValueError) as caught:
        read_text("a" * 201, longest=200)
    assert caught.value.refusal.limit == 200
    assert len(caught.value.refusal.value) <= 200


KNOWN = {
    "vård, omsorg och hälsa ab",
    "barn och unga",
    "arbete och studier",
    "norrby if",
    "röda korset",
    "norrby",
    "göta",
    "sjöbo",
    "stöd, råd",
}


def is_named(text: str) -> bool:
    return text.lower() in KNOWN


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Norrby", ("Norrby",)),
        ("Norrby; Göta", ("Norrby", "Göta")),
        ("Norrby, Göta", ("Norrby", "Göta")),
        ("Norrby,Göta", ("Norrby", "Göta")),
        ("Norrby/Göta", ("Norrby", "Göta")),
        ("Norrby\nGöta", ("Norrby", "Göta")),
        ("Norrby och Göta", ("Norrby", "Göta")),
        ("Norrby, Göta och Sjöbo", ("Norrby", "Göta", "Sjöbo")),
        ("Norrby | Göta", ("Norrby", "Göta")),
        ("• Norrby\n• Göta", ("Norrby", "Göta")),
        ("- Norrby\n- Göta", ("Norrby", "Göta")),
        ("1. Norrby\n2. Göta", ("Norrby", "Göta")),
        ("Norrby & Göta", ("Norrby", "Göta")),
        ("Norrby;;Göta;", ("Norrby", "Göta")),
        ("Norrby; Norrby", ("Norrby",)),
        ("Barn och unga", ("Barn och unga",)),
        ("Barn och unga, Arbete och studier", ("Barn och unga", "Arbete och studier")),
        ("Barn och unga och Arbete och studier", ("Barn och unga", "Arbete och studier")),
        ("Norrby (skolan, gården); Göta", ("Norrby (skolan, gården)", "Göta")),
        ("Stöd, råd, Norrby", ("Stöd, råd", "Norrby")),
    ],
)  # fmt: skip
def test_tags_in_a_cell_part_without_tearing_known_names(text: str, parts: tuple[str, ...]) -> None:
    assert tags_of(text, is_named) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Vård, omsorg och hälsa AB", ("Vård, omsorg och hälsa AB",)),
        ("Vård, omsorg och hälsa AB, Röda Korset", ("Vård, omsorg och hälsa AB", "Röda Korset")),
        ("Röda Korset och Norrby IF", ("Röda Korset", "Norrby IF")),
        ("Fritids- och folkhälsoförvaltningen", ("Fritids- och folkhälsoförvaltningen",)),
        ("Okänd och Obekant AB", ("Okänd och Obekant AB",)),
        ("Rädda Barnen; Röda Korset", ("Rädda Barnen", "Röda Korset")),
        ("A IF, B IF och C IF", ("A IF", "B IF", "C IF")),
        ("A IF, Vård och omsorg", ("A IF", "Vård och omsorg")),
    ],
)
def test_organisations_in_a_cell_part_with_care(text: str, parts: tuple[str, ...]) -> None:
    assert names_of(text, is_named) == parts


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Norrby\u00a0 IF ", "Norrby IF"),
        ("a\x00b\x07c", "abc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a_x000D_\nb", "a\nb"),
        ("Bora\u030as", "Borås"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\ufeffTitel\u200b", "Titel"),
        ("'=1+1", "=1+1"),
        ("'+46", "+46"),
        ("'citat'", "'citat'"),
        ("a\tb", "a b"),
    ],
)
def test_cleaning_keeps_what_was_typed(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hässleholmen", "hassleholmen"),
        ("BARN & UNGA", "barn och unga"),
        ("Org.nr", "org nr"),
        ("Idé", "IDE"),
    ],
)
def test_folding_makes_spellings_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("a", "b", "slips"),
    [
        ("norrby", "norrby", 0),
        ("nrorby", "norrby", 1),
        ("norby", "norrby", 1),
        ("gota", "sjobo", 3),
    ],
)
def test_slips_are_counted(a: str, b: str, slips: int) -> None:
    assert distance(a, b, most=2) == slips


def test_cells_are_shown_as_typed_and_columns_by_letter() -> None:
    assert as_text(12.0) == "12"
    assert as_text(1.5) == "1.5"
    assert as_text(True) == "Ja"
    assert [column_letter(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_index(column_letter(i)) == i for i in range(1000))
