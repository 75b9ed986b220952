"""Sums of money, counts and ages as people write them."""

from datetime import date

import pytest

from tracker.domain.importing.ages import Ages, ages_within, read_ages
from tracker.domain.importing.amounts import read_count, read_money
from tracker.domain.importing.fields import MoneyUnit
from tracker.domain.importing.findings import FaultCause, RemarkCause
from tracker.domain.importing.outcomes import UnreadableValueError

MONEY = [
    (125000, 125_000), (125000.0, 125_000), (125000.49, 125_000), (0, 0),
    ("125000", 125_000), ("125 000", 125_000), ("125\u00a0000", 125_000), ("125\u202f000", 125_000),
    ("1 250 000", 1_250_000), ("1.250.000", 1_250_000), ("1,250,000", 1_250_000),
    ("1'250'000", 1_250_000), ("1 250 000 kr", 1_250_000), ("1 250 000:-", 1_250_000),
    ("1 250 000,-", 1_250_000), ("1 250 000 SEK", 1_250_000), ("SEK 1 250 000", 1_250_000),
    ("kr 500", 500), ("1,5 mnkr", 1_500_000), ("1.5 mnkr", 1_500_000), ("1,5 Mkr", 1_500_000),
    ("1,5 miljoner kronor", 1_500_000), ("2 milj", 2_000_000), ("250 tkr", 250_000),
    ("250tkr", 250_000), ("0,5 mkr", 500_000), ("ca 30 000 kr", 30_000), ("c:a 30 000", 30_000),
    ("cirka 30 000 kronor", 30_000), ("~30000", 30_000), ("30 000,50 kr", 30_000),
    ("30000.75", 30_001), ("1 234,56", 1_235), ("1.234,56", 1_235), ("1,234.56", 1_235),
    ("upp till 50 000 kr", 50_000), ("100 000 kr/år", 100_000), ("100 000 kr per år", 100_000),
    ("gratis", 0), ("Kostnadsfritt", 0), ("500 kr.", 500), ("50000 kr exkl. moms", 50_000),
    ("-", None), ("", None), (None, None), ("ingen", None), ("ej angivet", None), ("?", None),
    ("inom ordinarie budget", None), ("ej fastställt", None), ("Ideellt", None),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "kronor"), MONEY)
def test_money_is_read_in_whole_kronor(cell: object, kronor: int | None) -> None:
    assert read_money(cell).value == kronor  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "unit", "kronor"),
    [
        (250, MoneyUnit.THOUSANDS, 250_000),
        ("250", MoneyUnit.THOUSANDS, 250_000),
        ("1 250,5", MoneyUnit.THOUSANDS, 1_250_500),
        (1.5, MoneyUnit.MILLIONS, 1_500_000),
        ("1,25", MoneyUnit.MILLIONS, 1_250_000),
        ("1,250", MoneyUnit.MILLIONS, 1_250_000),
        ("250 000 kr", MoneyUnit.THOUSANDS, 250_000),
        ("2 mnkr", MoneyUnit.THOUSANDS, 2_000_000),
    ],
)
def test_the_unit_of_the_header_counts_unless_the_cell_has_its_own(
    cell: object, unit: MoneyUnit, kronor: int
) -> None:
    assert read_money(cell, unit).value == kronor  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["1.250", "1,250"])
def test_three_figures_after_one_sign_are_thousands_with_a_remark(text: str) -> None:
    reading = read_money(text)
    assert reading.value == 1250
    assert [note.cause for note in reading.notes] == [RemarkCause.MONEY_AMBIGUOUS]


@pytest.mark.parametrize(
    ("cell", "cause"),
    [
        ("-500", FaultCause.MONEY_NEGATIVE),
        (-500.0, FaultCause.MONEY_NEGATIVE),
        ("50 000 - 100 000", FaultCause.MONEY_RANGE),
        ("50 000–100 000 kr", FaultCause.MONEY_RANGE),
        ("1000 EUR", FaultCause.MONEY_FOREIGN),
        ("€ 1000", FaultCause.MONEY_FOREIGN),
        ("$5", FaultCause.MONEY_FOREIGN),
        ("mycket", FaultCause.MONEY_UNREADABLE),
        ("12 kr typ", FaultCause.MONEY_UNREADABLE),
        ("1,2,3", FaultCause.MONEY_UNREADABLE),
        (True, FaultCause.MONEY_UNREADABLE),
        (date(2025, 1, 1), FaultCause.MONEY_UNREADABLE),
        (float("nan"), FaultCause.MONEY_UNREADABLE),
        (1e15, FaultCause.MONEY_IMPLAUSIBLE),
    ],
)
def test_what_is_no_sum_is_refused(cell: object, cause: FaultCause) -> None:
    with pytest.raises(UnreadableValueError) as caught:
        read_money(cell)  # type: ignore[arg-type]
    assert caught.value.cause is cause


def test_a_column_in_euro_is_refused() -> None:
    with pytest.raises(UnreadableValueError) as caught:
        read_money(5.0, MoneyUnit.FOREIGN)
    assert caught.value.cause is FaultCause.MONEY_FOREIGN


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        (30, 30),
        (30.0, 30),
        ("30", 30),
        ("ca 30", 30),
        ("1 200 st", 1200),
        ("30 barn", 30),
        ("-", None),
    ],
)
def test_a_count_is_read(cell: object, count: int | None) -> None:
    value = float(cell) if type(cell) is int else cell
    assert read_count(value).value == count  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["många", "3,5", "-3", True])
def test_what_is_no_count_is_refused(cell: object) -> None:
    with pytest.raises(UnreadableValueError):
        read_count(cell)  # type: ignore[arg-type]


AGES = [
    ("10-15 år", 10, 15), ("10–15", 10, 15), ("10 - 15 år", 10, 15), ("10 till 15 år", 10, 15),
    ("10-15-åringar", 10, 15), ("0–5", 0, 5), ("mellan 6 och 12 år", 6, 12), ("65+", 65, None),
    ("65 +", 65, None), ("65+ år", 65, None), ("65 år och uppåt", 65, None), ("från 13 år",
    13, None),
    ("över 18 år", 18, None), ("18 år och äldre", 18, None), ("under 18", 0, 17),
    ("upp till 12 år", 0, 12),
    ("högst 20 år", 0, 20), ("årskurs 4-6", 10, 13), ("åk 4–6", 10, 13), ("åk 9", 15, 16),
    ("åk F-3", 6, 10), ("klass 7-9", 13, 16), ("högstadiet", 13, 16), ("gymnasiet", 16, 19),
    ("seniorer", 65, None), ("ungdomar", 13, 19), ("unga vuxna", 18, 29), ("alla åldrar", 0, None),
    ("Alla", 0, None), ("13", 13, 13), (13.0, 13, 13), ("13 år", 13, 13), ("barn 6-12 år", 6, 12),
    ("6-9, 10-12", 6, 12), ("ages 10 to 15", None, None), ("10 to 15 years", 10, 15),
    ("6-12 year olds", 6, 12), ("F-3", 6, 10), ("f-6", 6, 13), ("7-dec", 7, 12),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "youngest", "oldest"), [a for a in AGES if a[1] is not None])
def test_ages_are_read(cell: object, youngest: int, oldest: int | None) -> None:
    assert read_ages(cell).value == Ages(youngest, oldest)  # type: ignore[arg-type]


def test_ages_that_a_spreadsheet_took_for_a_date_are_understood() -> None:
    reading = read_ages(date(2025, 12, 6))
    assert reading.value == Ages(6, 12)
    assert reading.notes[0].cause is RemarkCause.READ_AS


@pytest.mark.parametrize("cell", [None, "", "-", "ej angivet"])
def test_no_ages_give_none(cell: object) -> None:
    assert read_ages(cell).value is None  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["15-10 år", "gamla", "500 år", "ages 10 to", "10-15-20"])
def test_what_is_no_age_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableValueError) as caught:
        read_ages(cell)
    assert caught.value.cause is FaultCause.AGES_UNREADABLE


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("ungdomar 13–19 år på Norrby", Ages(13, 19)),
        ("barn (6-12 år)", Ages(6, 12)),
        ("Kl 17-19 på torsdagar", None),
        ("2024-2026", None),
        ("ungdomar", None),
    ],
)
def test_ages_inside_a_text_are_found(text: str, ages: Ages | None) -> None:
    assert ages_within(text) == ages
