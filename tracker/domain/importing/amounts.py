"""Read sums of money and counts as people write them in Swedish lists."""

import math
import re
from functools import lru_cache

from tracker.domain.importing.dates import plain
from tracker.domain.importing.fields import MoneyUnit
from tracker.domain.importing.findings import FaultCause, RemarkCause
from tracker.domain.importing.grid import Cell, as_text
from tracker.domain.importing.outcomes import Note, Reading, UnreadableValueError

MOST_SEK = 2_000_000_000
_FACTORS = {MoneyUnit.SEK: 1, MoneyUnit.THOUSANDS: 1_000, MoneyUnit.MILLIONS: 1_000_000}
_NOTHING = frozenset(
    {
        "", "-", "--", "?", "x", "n/a", "na", "ingen", "inga", "inget", "saknas", "ej angivet",
        "none", "null", "oklart", "okant", "ej aktuellt", "ej bestamt", "vet ej", "tbd", "unknown",
        "ej faststallt", "ej faststalld", "ej klart", "ej beslutat", "ej beslutad", "ej sokt",
        "ej beraknat", "avslag", "avslaget", "ideellt", "ideell tid", "egen tid",
        "inom ordinarie verksamhet", "ordinarie verksamhet", "ordinarie budget", "inom ram",
        "inom ordinarie budget", "ingar i ordinarie verksamhet",
    }
)  # fmt: skip
_FREE = frozenset(
    {"gratis", "kostnadsfritt", "kostnadsfri", "ingen kostnad", "inga kostnader", "free"}
)
_ABOUT = re.compile(
    r"^(?:ca|cirka|c:a|circa|omkring|runt|about|approx|uppskattningsvis|max|minst|upp till|totalt|"
    r"ungefar|over|drygt|knappt|hogst|kr|sek|~|≈|<|>)\.?:? *(?=[\d-])"
)
_UNIT = re.compile(
    r" *(?P<unit>mnkr|mkr|msek|miljoner|miljon|milj|mn|m|tkr|tsek|ksek|kkr|tusen|k|t"
    r"|kr|sek|kronor|krona)?\.?,? *(?:kr|kronor|sek|:-|,-|:)?\.? *"
    r"(?:/ar|per ar|/year|per year|arligen|totalt|exkl\.? moms|inkl\.? moms|i bidrag)?$"
)
_FOREIGN = re.compile(r"€|\$|£|\b(?:eur|euro|usd|nok|dkk|gbp|dollar)\b")
_RANGE = re.compile(r"^(\d[\d .,]*?)\s*(?:-|till|to)\s*(\d[\d .,]*)$")
_THOUSANDS = re.compile(r"^\d{1,3}(?:[ .,'_]\d{3})+$")
_COUNT = re.compile(
    r"^(?:ca|cirka|c:a|about|minst|over|drygt|omkring|runt|~)?\.? *(\d[\d .]*)"
    r"(?: *(?:st|personer|pers|people|barn|unga|deltagare))?\.?$"
)


def read_money(cell: Cell, unit: MoneyUnit = MoneyUnit.SEK) -> Reading[int | None]:
    """Read whole kronor; `unit` is what a bare number counts, a unit in the cell wins.

    Raises:
        UnreadableValueError: MONEY_UNREADABLE, MONEY_NEGATIVE, MONEY_RANGE, MONEY_FOREIGN or
            MONEY_IMPLAUSIBLE.
    """
    shown = as_text(cell)
    if cell is None:
        return Reading(None)
    if unit is MoneyUnit.FOREIGN:
        raise UnreadableValueError(FaultCause.MONEY_FOREIGN, shown)
    if isinstance(cell, str):
        amount, notes = _written(cell, unit)
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
        amount, notes = cell * _FACTORS[unit], ()
    else:
        raise UnreadableValueError(FaultCause.MONEY_UNREADABLE, shown, suggestions=("125 000",))
    if amount is None:
        return Reading(None)
    if amount < 0:
        raise UnreadableValueError(
            FaultCause.MONEY_NEGATIVE, shown, suggestions=(shown.lstrip("-− "),)
        )
    if amount > MOST_SEK:
        raise UnreadableValueError(FaultCause.MONEY_IMPLAUSIBLE, shown, limit=MOST_SEK)
    return Reading(round(amount), notes)


@lru_cache(maxsize=20_000)
def _written(text: str, unit: MoneyUnit) -> tuple[float | None, tuple[Note, ...]]:
    words = plain(text).replace("\u2212", "-")
    if words in _NOTHING:
        return None, ()
    if words in _FREE:
        return 0, ()
    if _FOREIGN.search(words):
        raise UnreadableValueError(FaultCause.MONEY_FOREIGN, text)
    while (shorter := _ABOUT.sub("", words)) != words:
        words = shorter
    stripped = words.removesuffix(":-").removesuffix(",-").removesuffix("-").strip() or words
    own = _UNIT.search(stripped)
    figures = stripped[: own.start()] if own else stripped
    factor = _factor(own["unit"] if own else None, unit)
    span = _RANGE.match(figures.strip())
    if span:
        ends = tuple(end.strip() for end in span.groups())
        raise UnreadableValueError(FaultCause.MONEY_RANGE, text, suggestions=ends)
    number, is_unsure = _figures(figures.strip(), text, is_whole=factor == 1)
    amount = round(number * factor, 2)
    notes = (Note(RemarkCause.MONEY_AMBIGUOUS, text, str(round(amount))),) if is_unsure else ()
    return amount, notes


def _factor(own: str | None, column: MoneyUnit) -> int:
    match own:
        case None:
            return _FACTORS[column]
        case "kr" | "sek" | "kronor" | "krona":
            return 1
        case "tkr" | "tsek" | "ksek" | "kkr" | "tusen" | "k" | "t":
            return 1_000
        case _:
            return 1_000_000


def _figures(figures: str, text: str, *, is_whole: bool) -> tuple[float, bool]:
    """Give the number and whether it could have been meant otherwise ("1.250")."""
    sign = -1 if figures.startswith("-") else 1
    figures = figures.removeprefix("-").strip()
    separators = {c for c in figures if c in " .,'_"}
    if _THOUSANDS.match(figures) and len(separators) == 1:
        one = next(iter(separators))
        if one in " '_" or figures.count(one) > 1:
            return sign * float(figures.replace(one, "")), False
        if is_whole:  # 1.250 or 1,250: three figures are thousands, for öre are never three
            return sign * float(figures.replace(one, "")), True
    last = max(figures.rfind(","), figures.rfind("."))
    whole, decimals = (figures[:last], figures[last + 1 :]) if last >= 0 else (figures, "")
    is_grouped = _THOUSANDS.match(whole) or re.fullmatch(r"[\d ]*", whole)
    digits = re.sub(r"[ .,'_]", "", whole) or "0"
    if (
        not is_grouped
        or not digits.isdecimal()
        or not (decimals.isdecimal() or not decimals)
        or not figures
    ):
        raise UnreadableValueError(FaultCause.MONEY_UNREADABLE, text, suggestions=("125 000",))
    return sign * float(f"{digits}.{decimals or 0}"), False


def read_count(cell: Cell) -> Reading[int | None]:
    """Read a number of people or things: "ca 30", "1 200 st".

    Raises:
        UnreadableValueError: COUNT_UNREADABLE.
    """
    if isinstance(cell, float) and cell.is_integer() and cell >= 0:
        return Reading(int(cell))
    words = plain(as_text(cell))
    if words in _NOTHING:
        return Reading(None)
    match = _COUNT.match(words)
    if match is None:
        raise UnreadableValueError(FaultCause.COUNT_UNREADABLE, as_text(cell), suggestions=("30",))
    return Reading(int(re.sub(r"\D", "", match[1])))
