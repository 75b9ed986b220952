"""Points in time and periods in the forms that Swedish lists hold."""

from datetime import date, datetime, time, timedelta

import pytest

from tracker.domain.importing.dates import read_end, read_start
from tracker.domain.importing.findings import FaultCause, RemarkCause
from tracker.domain.importing.outcomes import UnreadableValueError
from tracker.domain.importing.periods import read_period

ONE_DAY = [
    ("2025-01-31", "2025-01-31"),
    ("2025-1-3", "2025-01-03"),
    ("2025/01/31", "2025-01-31"),
    ("2025.01.31", "2025-01-31"),
    ("31/1 2025", "2025-01-31"),
    ("31/1-25", "2025-01-31"),
    ("31/1 -25", "2025-01-31"),
    ("31.1.2025", "2025-01-31"),
    ("31. 1. 2025", "2025-01-31"),
    ("31-01-2025", "2025-01-31"),
    ("250131", "2025-01-31"),
    ("25-01-31", "2025-01-31"),
    ("20250131", "2025-01-31"),
    ("31 jan 2025", "2025-01-31"),
    ("31 januari -25", "2025-01-31"),
    ("31 Januari 2025", "2025-01-31"),
    ("31 JANUARI 2025", "2025-01-31"),
    ("den 31:a januari 2025", "2025-01-31"),
    ("31\u00a0jan\u00a02025", "2025-01-31"),
    ("1 Okt.2025", "2025-10-01"),
    ("1maj2025", "2025-05-01"),
    ("12 sept. 2025", "2025-09-12"),
    ("2 juni, 2025", "2025-06-02"),
    ("January 31, 2025", "2025-01-31"),
    ("31st of January 2025", "2025-01-31"),
    ("fre 31 jan 2025", "2025-01-31"),
    ("fredag 31 januari 2025", "2025-01-31"),
    ("fredagen den 31 januari 2025", "2025-01-31"),
    ("2025-01-31 18:00", "2025-01-31"),
    ("2025-01-31T18:00:00Z", "2025-01-31"),
    ("2025-01-31 kl. 18:00", "2025-01-31"),
    ("2016-10-14 01:17:38", "2016-10-14"),
    ("fr.o.m. 2025-01-31", "2025-01-31"),
    ("t.o.m. 31 jan 2025", "2025-01-31"),
    ("senast 31/1 2025", "2025-01-31"),
    (" 2025-01-31 ", "2025-01-31"),
    ("2025–01–31", "2025-01-31"),
    ("29 feb 2024", "2024-02-29"),
    ("1999-12-31", "1999-12-31"),
    ("991231", "1999-12-31"),
    (45688.0, "2025-01-31"),
    (45688, "2025-01-31"),
    (45688.75, "2025-01-31"),
    (20250131.0, "2025-01-31"),
    (250131, "2025-01-31"),
    (date(2025, 1, 31), "2025-01-31"),
    (datetime(2025, 1, 31, 12, 30), "2025-01-31"),  # noqa: DTZ001
]

SPANS = [
    ("Pågår sedan 2019", "2019-01-01", "2019-12-31"),
    ("startade hösten 2020", "2020-08-01", "2020-12-31"),
    ("januari 2025", "2025-01-01", "2025-01-31"),
    ("jan -25", "2025-01-01", "2025-01-31"),
    ("jan-25", "2025-01-01", "2025-01-31"),
    ("jan '25", "2025-01-01", "2025-01-31"),
    ("februari 2024", "2024-02-01", "2024-02-29"),
    ("2025 mars", "2025-03-01", "2025-03-31"),
    ("2025-03", "2025-03-01", "2025-03-31"),
    ("03/2025", "2025-03-01", "2025-03-31"),
    ("202503", "2025-03-01", "2025-03-31"),
    ("VT 2025", "2025-01-01", "2025-06-30"),
    ("VT25", "2025-01-01", "2025-06-30"),
    ("vt-25", "2025-01-01", "2025-06-30"),
    ("HT25", "2025-08-01", "2025-12-31"),
    ("2025 HT", "2025-08-01", "2025-12-31"),
    ("vårterminen 2025", "2025-01-01", "2025-06-30"),
    ("Höstterminen -25", "2025-08-01", "2025-12-31"),
    ("våren 2025", "2025-01-01", "2025-06-30"),
    ("hösten 2025", "2025-08-01", "2025-12-31"),
    ("sommaren 2025", "2025-06-01", "2025-08-31"),
    ("vintern 2025", "2024-12-01", "2025-02-28"),
    ("läsåret 2024/25", "2024-08-01", "2025-06-30"),
    ("2024/25", "2024-08-01", "2025-06-30"),
    ("v. 12 2025", "2025-03-17", "2025-03-23"),
    ("vecka 12, 2025", "2025-03-17", "2025-03-23"),
    ("v.12-25", "2025-03-17", "2025-03-23"),
    ("2025 v 12", "2025-03-17", "2025-03-23"),
    ("2025-W12", "2025-03-17", "2025-03-23"),
    ("v2512", "2025-03-17", "2025-03-23"),
    ("Q1 2025", "2025-01-01", "2025-03-31"),
    ("2025 Q3", "2025-07-01", "2025-09-30"),
    ("kvartal 2, 2025", "2025-04-01", "2025-06-30"),
    ("kv 4 2025", "2025-10-01", "2025-12-31"),
    ("tertial 2 2025", "2025-05-01", "2025-08-31"),
    ("första halvåret 2025", "2025-01-01", "2025-06-30"),
    ("2:a halvåret 2025", "2025-07-01", "2025-12-31"),
    ("slutet av 2025", "2025-09-01", "2025-12-31"),
    ("början av 2025", "2025-01-01", "2025-04-30"),
    ("2025", "2025-01-01", "2025-12-31"),
    ("år 2025", "2025-01-01", "2025-12-31"),
    ("helår 2025", "2025-01-01", "2025-12-31"),
    ("ca 2025", "2025-01-01", "2025-12-31"),
    (2025, "2025-01-01", "2025-12-31"),
    (2025.0, "2025-01-01", "2025-12-31"),
    (date(1905, 7, 17), "2025-01-01", "2025-12-31"),  # the year 2025 in a cell kept for dates
]

NO_DATES = [
    None, "-", "–", "?", "tills vidare", "Tills Vidare", "tillsvidare", "löpande", "Löpande.",
    "pågående", "Pågår", "ej bestämt", "inget slutdatum", "årligen", "n/a", "TBD", "until further notice",
    "kontinuerligt", "oklart", 0, 0.0, "...",
]  # fmt: skip


@pytest.mark.parametrize(("cell", "day"), ONE_DAY)
def test_a_day_is_read_in_every_common_form(cell: object, day: str) -> None:
    expected = date.fromisoformat(day)
    assert read_start(cell).value == expected  # type: ignore[arg-type]
    assert read_end(cell).value == expected  # type: ignore[arg-type]
    assert read_start(cell).notes == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(("cell", "first", "last"), SPANS)
def test_a_start_takes_the_first_day_and_an_end_the_last(
    cell: object, first: str, last: str
) -> None:
    start, end = read_start(cell), read_end(cell)  # type: ignore[arg-type]
    assert (start.value, end.value) == (date.fromisoformat(first), date.fromisoformat(last))
    assert [note.cause for note in start.notes] == [RemarkCause.DATE_APPROXIMATE]
    assert start.notes[0].read_as == first


@pytest.mark.parametrize("cell", NO_DATES)
def test_words_for_no_date_give_none(cell: object) -> None:
    assert read_start(cell).value is None  # type: ignore[arg-type]
    assert read_end(cell).value is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/04/2025", "2025-04-03"),
        ("3-4-2025", "2025-04-03"),
        ("1/31/2025", "2025-01-31"),
        ("20-01-25", "2020-01-25"),
        ("201012", "2020-10-12"),
        ("45292", "2024-01-01"),
    ],
)
def test_an_ambiguous_date_is_read_the_swedish_way_and_remarked(text: str, day: str) -> None:
    reading = read_start(text)
    assert reading.value == date.fromisoformat(day)
    assert [note.cause for note in reading.notes] == [RemarkCause.DATE_AMBIGUOUS]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2025-02-31", "2025-02-28"),
        ("31/2 2025", "2025-02-28"),
        ("31 feb 2024", "2024-02-29"),
        ("2025-06-31", "2025-06-30"),
        ("2025-13-01", "2025-01-31"),
        ("0000-00-00", "2025-01-31"),
        ("v. 60 2025", "2025-01-31"),
        ("kvartal 7 2025", "2025-01-31"),
    ],
)
def test_an_impossible_date_says_what_would_be_right(text: str, right: str) -> None:
    with pytest.raises(UnreadableValueError) as caught:
        read_start(text)
    assert caught.value.cause is FaultCause.DATE_IMPOSSIBLE
    assert caught.value.refusal.suggestions == (right,)


@pytest.mark.parametrize(
    "cell",
    [
        "hej", "maj", "31 jan", "snart", True, time(8), timedelta(hours=2), -5.0, 1e9, 0.25,
        float("nan"), float("inf"), "2025-01-31 och 2026", "1 x 2025",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(cell: object) -> None:
    with pytest.raises(UnreadableValueError) as caught:
        read_start(cell)  # type: ignore[arg-type]
    assert caught.value.cause in (FaultCause.DATE_UNREADABLE, FaultCause.DATE_IMPOSSIBLE)
    assert caught.value.refusal.suggestions


@pytest.mark.parametrize("cell", ["1025-01-31", "2205-01-31", date(1901, 1, 1), date(9999, 12, 31)])
def test_a_date_far_off_is_refused(cell: object) -> None:
    with pytest.raises(UnreadableValueError) as caught:
        read_end(cell)  # type: ignore[arg-type]
    assert caught.value.cause is FaultCause.DATE_IMPLAUSIBLE


PERIODS = [
    ("2024-2026", "2024-01-01", "2026-12-31"),
    ("2024–2026", "2024-01-01", "2026-12-31"),
    ("2024 - 2026", "2024-01-01", "2026-12-31"),
    ("2024/2025", "2024-01-01", "2025-12-31"),
    ("2024-25", "2024-01-01", "2025-12-31"),
    ("åren 2024-2026", "2024-01-01", "2026-12-31"),
    ("Period: 2024-2025", "2024-01-01", "2025-12-31"),
    ("jan–maj 2025", "2025-01-01", "2025-05-31"),
    ("januari till mars 2025", "2025-01-01", "2025-03-31"),
    ("nov 2025 - feb 2026", "2025-11-01", "2026-02-28"),
    ("maj 2024-maj 2025", "2024-05-01", "2025-05-31"),
    ("maj 2024 – juni", "2024-05-01", "2024-06-30"),
    ("aug 24 - jun 25", "2024-08-01", "2025-06-30"),
    ("2025-01-01 - 2025-06-30", "2025-01-01", "2025-06-30"),
    ("2025-01-01--2025-06-30", "2025-01-01", "2025-06-30"),
    ("2025-01-01-2025-06-30", "2025-01-01", "2025-06-30"),
    ("2025-01-01 – 2025-06-30", "2025-01-01", "2025-06-30"),
    ("2025-01-01 till 2025-06-30", "2025-01-01", "2025-06-30"),
    ("20250101-20250630", "2025-01-01", "2025-06-30"),
    ("250101-250630", "2025-01-01", "2025-06-30"),
    ("2025-01 - 2025-06", "2025-01-01", "2025-06-30"),
    ("1/2-30/6 2025", "2025-02-01", "2025-06-30"),
    ("1/2 - 30/6-25", "2025-02-01", "2025-06-30"),
    ("1/9 2024 - 15/6 2025", "2024-09-01", "2025-06-15"),
    ("1/9-24 - 15/6-25", "2024-09-01", "2025-06-15"),
    ("1.2.2025-30.6.2025", "2025-02-01", "2025-06-30"),
    ("15-20 mars 2025", "2025-03-15", "2025-03-20"),
    ("12 mars–4 april 2025", "2025-03-12", "2025-04-04"),
    ("1 jan 2025 t.o.m. 30 jun 2025", "2025-01-01", "2025-06-30"),
    ("VT25-HT26", "2025-01-01", "2026-12-31"),
    ("VT-HT 2025", "2025-01-01", "2025-12-31"),
    ("hösten 2025 – våren 2026", "2025-08-01", "2026-06-30"),
    ("Q1-Q3 2025", "2025-01-01", "2025-09-30"),
    ("v. 10–15 2025", "2025-03-03", "2025-04-13"),
    ("v10-v15 2025", "2025-03-03", "2025-04-13"),
    ("läsåret 2024/25", "2024-08-01", "2025-06-30"),
    ("2025", "2025-01-01", "2025-12-31"),
    ("2025-05-12", "2025-05-12", "2025-05-12"),
    (date(2025, 5, 12), "2025-05-12", "2025-05-12"),
    (2025.0, "2025-01-01", "2025-12-31"),
    ("2025-", "2025-01-01", None),
    ("2025 -", "2025-01-01", None),
    ("från 2025", "2025-01-01", None),
    ("fr.o.m. 1 mars 2025", "2025-03-01", None),
    ("sedan 2019", "2019-01-01", None),
    ("2025 och framåt", "2025-01-01", None),
    ("2025 tills vidare", "2025-01-01", None),
    ("2025 - tills vidare", "2025-01-01", None),
    ("t.o.m. 2025-12-31", None, "2025-12-31"),
    ("till 2026", None, "2026-12-31"),
    ("tills vidare", None, None),
    (None, None, None),
]


@pytest.mark.parametrize(("cell", "start", "end"), PERIODS)
def test_a_period_is_read_out_of_one_cell(cell: object, start: str | None, end: str | None) -> None:
    period = read_period(cell).value  # type: ignore[arg-type]
    assert period.start_on == (date.fromisoformat(start) if start else None)
    assert period.end_on == (date.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("hej hopp", FaultCause.PERIOD_UNREADABLE),
        ("mars", FaultCause.PERIOD_UNREADABLE),
        ("feb-mars", FaultCause.PERIOD_UNREADABLE),
        ("2026-2024", FaultCause.END_BEFORE_START),
        ("2025-02-31 - 2025-03-01", FaultCause.DATE_IMPOSSIBLE),
        ("1801-1802", FaultCause.DATE_IMPLAUSIBLE),
    ],
)
def test_an_unreadable_period_says_why(text: str, cause: FaultCause) -> None:
    with pytest.raises(UnreadableValueError) as caught:
        read_period(text)
    assert caught.value.cause in (cause, FaultCause.PERIOD_UNREADABLE)
    assert caught.value.refusal.suggestions
