"""When does a Swedish text say that something happens, and does it say that it is over?

Reads weekdays, hours and seasons out of free text. Dates in their own fields are not read here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_DAY = 24 * 60
_USUAL_LENGTH = 90
"""How many minutes a meeting is taken to last when only its beginning is told."""


@dataclass(frozen=True)
class Times:
    """When a text says that something happens.

    `weekdays` counts from Monday as 0; `hours` are minutes from midnight, past 1440 when they run
    into the next day. `seasons` are codes.
    """

    weekdays: frozenset[int]
    hours: tuple[tuple[int, int], ...]
    seasons: frozenset[str]
    is_finished: bool


_STEMS = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")
_ENGLISH = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_ONE_DAY = (
    r"(?:(?P<{0}>mån|tis|ons|tors|fre|lör|sön)da(?:g\w*|r(?:na)?\b)"
    r"|\b(?P<{0}s>mån|tisd?|onsd?|tors?|fre|lör|sön)\b(?!\.?\w)"
    r"|\b(?P<{0}e>mon|tues|wednes|thurs|fri|satur|sun)days?\b)"
)
_WEEKDAY = re.compile(
    _ONE_DAY.format("a")
    + r"(?:\.?\s?(?:[-–—]|till(?: och med)?|t\.?o\.?m\.?|to)\s?"
    + _ONE_DAY.format("b")
    + ")?"
)
_AFTER_FIGURE = re.compile(r"\d[ –-]?$")
_EXCEPT = re.compile(r"(?:utom|ej|inte|stängt|aldrig|except|closed(?: on)?)(?: på)?\s$")
_EVERY_DAY = re.compile(r"\b(?:alla dagar|varje dag|every day|dygnet runt|sju dagar i veckan)\b")

_CLOCK = r"([01]?\d|2[0-4])(?:[.:]([0-5]\d))?"
_HOURS = re.compile(
    rf"{_CLOCK}\s?([-–—]|till|och|and|to)\s?(?:kl\.?\s?)?{_CLOCK}(?![\d–-]|[.,:]\d"
    rf"|\w)(?P<pm>\s?[ap]m\b)?"
)
_CUE = re.compile(r"\b(kl(?:ockan)?\.?|mellan|between|från|öppet|öppettider:?|open|at)\s?$")
_AT = re.compile(
    rf"(?P<how>\b(?:till|efter|från|before|after|until))?\s?\b(?:kl(?:ockan)?\.?"
    rf"|at)\s?{_CLOCK}(?![\d–-]|[.:]\d)"
    r"(?P<pm>\s?[ap]m\b)?"
)
_DOTTED = re.compile(
    r"([01]\d|2[0-3])[.:]([0-5]0|[1-4]5)(?!\d|[.:–-]|\s?(?:kr|procent|%|meter|km|ton"
    r"|[-–]))(?P<pm>\s?[ap]m\b)?"
)
_NO_START = frozenset("0123456789.,:–-/")
_AFTER_DAY = re.compile(
    r"(?:da(?:g(?:ar|en|arna)?|r)|kväll(?:ar|en|arna)?|\b(?:mån|tis|ons|tors|fre|lör|sön|days?)"
    r"|helger|morgnar|förmiddag\w*"
    r"|eftermiddag\w*|samt|,|öppet|tid:?|vardagar)[ ,:(]*$",
)
_NEAR_DAY = re.compile(r"dag|kväll|natt|öppe|day|open")
_NOT_HOURS = re.compile(
    r"\s?(?:[-–]?år|kr\b|%|procent|person|barn|delt|st\b|tkr|m\b|km|min|tim|veck|mån|dag|plats"
    r"|elev|ungdom|åring|gång|familj"
    r"|maj|juni|juli|aug|sep|okt|nov|dec|jan|feb|mars|april|stycken|kvadrat|grupp|par\b|hushåll"
    r"|000)",
)
_OF_WORD: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (sign, re.compile(pattern))
    for sign, pattern in (
        ("at evening", r"\w*kväll(?:s(?!mat|mål)\w*|ar|arna|en)?$|evenings?$"),
        ("at afternoon", r"\w*eftermiddag|afternoons?$"),
        ("at school", r"skoltid|lektionstid|skoldagen"),
        ("at forenoon", r"\w*förmiddag"),
        ("at lunch", r"lunchtid|lunchrast|lunchträff|lunchkonsert"),
        ("at morning", r"morgon(?:en|nar)?$|morgnar|frukostklubb|mornings?$"),
        (
            "at night",
            r"natt(?:en|etid|liga?|öppet|öppen|vandr\w*|skift\w*|arbete)?$|nätter|midnatt|nights?$",
        ),
        ("at daytime", r"dagtid|daytime"),
        ("on weekdays", r"vardag(?:ar|arna|skväll\w*|seftermiddag\w*)$|weekdays?$"),
        ("on weekends", r"helg(?:er|erna|en|kväll\w*|dag\w*|öppet)$|weekends?$|arbetshelg"),
        ("on all", r"dagligen|daily"),
        ("summer", r"sommar|summer|ferie(?!r$)|skolavslutning"),
        ("autumn_break", r"höstlov"),
        ("winter_break", r"sportlov"),
        ("easter_break", r"påsklov"),
        (
            "christmas",
            r"jul(?:en|lov\w*|afton\w*|mat|bord|bock|fest|hjälp|bas\w*|mark\w*|kl\w+"
            r"|firande\w*)?$|lucia|christmas",
        ),
        ("ramadan", r"rama[dz][ah]?n|iftar"),
        ("eid", r"eid"),
        (
            "breaks",
            r"(?:skol)?lov(?:en|et|s|dag\w*|aktivitet\w*|skola\w*|verksamhet\w*|kul|öppet)?$"
            r"|(?:höst|sport|påsk|jul|sommar)lov",
        ),
        ("winter", r"vinter(?!gat)|vintrar"),
        ("spring", r"vår(?:en|ens|städ\w*|termin\w*|fest\w*)$"),
        ("autumn", r"höst(?:en|ens|termin\w*|städ\w*)?$"),
        ("halloween", r"halloween"),
        ("walpurgis", r"valborg"),
        ("new_year", r"nyår"),
        ("easter", r"påsk(?!lov)"),
        ("midsummer", r"midsommar"),
        ("graduation", r"studenten$|skolavslutning"),
        ("term", r"termin|läsår"),
    )
)
_SEASONS = tuple(sign for sign, _ in _OF_WORD if " " not in sign)
_AFTER_SCHOOL = re.compile(r"\befter (?:skolan?|skoltid\w*|lektion\w*)\b|\bafter school\b")
_OVER_LUNCH = re.compile(r"\b(?:på lunchen|till lunch|över lunch)")
_PARTS: dict[str, tuple[int, int]] = {
    "at evening": (1020, 1260),
    "at afternoon": (780, 1020),
    "at school": (480, 900),
    "at forenoon": (540, 720),
    "at lunch": (660, 780),
    "at morning": (420, 540),
    "at night": (1260, 1800),
    "at daytime": (540, 960),
}
_DAYS: dict[str, range] = {"on weekdays": range(5), "on weekends": range(5, 7), "on all": range(7)}
_WORD = re.compile(r"[^\W\d_]+")

_FINISHED = re.compile(
    r"\b(?:upprep(?:as|ades) (?:inte|ej)|slutrapport(?!\w* (?:lämnas|ska|våren|hösten|i |väntas"
    r"|kommer|senast|20))|slutredovis|återkommer inte|kommer inte att (?:upprepas|fortsätta)"
    r"|(?:projektet|insatsen|satsningen|programmet|verksamheten|piloten|arbetet|kursen"
    r"|försöket|det|den) (?:är|har) (?:nu )?"
    r"(?:avslutat?d?s?|nedlagd|upphört|lagts? ner|slutredovisat?d?|genomfört?s?)\b"
    r"|(?:lades|lagts|lagt|läggs) ne[rd]\b|(?:har|hade) upphört|upphörde\b"
    r"|projektet (?:pågick|avslutades|finansierades|löpte)"
    r"|(?:genomfördes|ägde rum) (?:under |i |sommaren|våren|hösten|vintern)|has ended"
    r"|completed in 20|ställdes in\b|blev inte av|(?:förlängs|fortsätter) (?:inte|ej)\b)"
    r"|(?:^|[.!\n(]\s*)(?:avslutat?d?|genomförd?t?|nedlagd|inställd?t?)\b(?! \w+(?:program|omgång))"
)


_PAST = re.compile(
    r"\b(?:fick|deltog|hade|blev|höll|gick|kom|gav|åkte|träffades|var|gjorde|tog|visade|provade"
    r"|nådde|\w{3,}(?:ades|ndes|ttes))\b"
)
_PRESENT = re.compile(
    r"\b(?:är|har|får|kommer|finns|ska|kan|vill|går|ger|gör|tar|står|håller|vi|träffas|bjuds"
    r"|erbjuds|hålls|bjuder|erbjuder"
    r"|\w{3,}ar(?= (?:vi|du|man|det|en|ett|i|på|med|för|sig|till)\b))\b"
)


def times_told(text: str) -> Times:
    """Return when a text says that something happens, and whether it says that it is over."""
    text = text.lower()
    signs = {sign for word in set(_WORD.findall(text)) for sign in _signs_of_word(word)}
    return Times(
        weekdays=_weekdays(text, signs),
        hours=tuple(dict.fromkeys(_hours(text, signs))),
        seasons=frozenset(sign for sign in signs if " " not in sign),
        is_finished=bool(_FINISHED.search(text)) or _looks_back(text),
    )


def season_bits(seasons: frozenset[str]) -> int:
    """Return seasons as one number, with one bit for each."""
    return sum(1 << number for number, season in enumerate(_SEASONS) if season in seasons)


@lru_cache(maxsize=16384)
def _signs_of_word(word: str) -> tuple[str, ...]:
    return tuple(sign for sign, pattern in _OF_WORD if pattern.match(word))


def _looks_back(text: str) -> bool:
    """Say whether a text is told in the past, as a report of what is over."""
    past = len(_PAST.findall(text))
    return past >= 3 and past >= 2 * len(_PRESENT.findall(text))


def _weekdays(text: str, signs: set[str]) -> frozenset[int]:
    told = {day for sign in signs & _DAYS.keys() for day in _DAYS[sign]}
    without: set[int] = set()
    if _EVERY_DAY.search(text):
        told.update(range(7))
    for match in _WEEKDAY.finditer(text):
        first, last = _day_of(match, "a"), _day_of(match, "b")
        if first is None or (
            match["as"] and _AFTER_FIGURE.search(text, max(0, match.start() - 2), match.start())
        ):
            continue
        away = _EXCEPT.search(text[max(0, match.start() - 14) : match.start()])
        (without if away else told).update(_days_between(first, first if last is None else last))
    return frozenset(told - without)


def _day_of(match: re.Match[str], group: str) -> int | None:
    for stems, suffix in ((_STEMS, ""), (_STEMS, "s"), (_ENGLISH, "e")):
        written = match[group + suffix] or ""
        for day, stem in enumerate(stems):
            if written and written.startswith(stem[:3]):
                return day
    return None


def _days_between(first: int, last: int) -> set[int]:
    return {(first + step) % 7 for step in range((last - first) % 7 + 1)}


def _hours(text: str, signs: set[str]) -> Iterator[tuple[int, int]]:
    taken: list[tuple[int, int]] = []
    for match in _HOURS.finditer(text):
        if _means_hours(text, match):
            taken.append(match.span())
            yield _span(match)
    for match in (*_AT.finditer(text), *_DOTTED.finditer(text)):
        free = not any(start <= match.end() - 1 < end for start, end in taken)
        dotted = match.re is _DOTTED
        if free and not (dotted and text[match.start() - 1 : match.start()] in _NO_START):
            taken.append(match.span())
            yield _from_one(match)
    if _AFTER_SCHOOL.search(text):
        yield 840, 1020
    if _OVER_LUNCH.search(text):
        yield _PARTS["at lunch"]
    yield from (_PARTS[sign] for sign in sorted(signs & _PARTS.keys()))


def _means_hours(text: str, match: re.Match[str]) -> bool:
    """Say whether two figures are hours, and no ages, prices or sizes of a group."""
    start = match.start()
    if text[start - 1 : start] in _NO_START or _NOT_HOURS.match(text, match.end()):
        return False
    found = _CUE.search(text[max(0, start - 14) : start])
    cue = found[1] if found else ""
    if match[3] in {"och", "and"}:
        near = text[max(0, start - 40) : start]
        return cue.startswith("kl") or (
            cue in {"mellan", "between"} and bool(_NEAR_DAY.search(near))
        )
    if cue.startswith(("kl", "öppet", "open")) or match["pm"] or match[2] or match[5]:
        return True
    before = _AFTER_DAY.search(text[max(0, start - 24) : start])
    return bool(before) and _opens(match, before[0] if before else "")


def _opens(match: re.Match[str], before: str) -> bool:
    """Say whether a bare "14-16" after a day is likely: a comma alone is not enough for "3-5"."""
    late_enough = int(match[1]) >= 7 or int(match[4]) >= 12
    return late_enough if before.strip(" :(") not in {",", "samt"} else int(match[1]) >= 8


def _span(match: re.Match[str]) -> tuple[int, int]:
    half_day = 720 if (match["pm"] or "").strip() == "pm" and int(match[4]) < 12 else 0
    start = int(match[1]) * 60 + int(match[2] or 0) + half_day
    end = int(match[4]) * 60 + int(match[5] or 0) + half_day
    return start, end if end > start else end + _DAY


def _from_one(match: re.Match[str]) -> tuple[int, int]:
    told = match.groupdict()
    hour, minute = match.group(*((2, 3) if "how" in told else (1, 2)))
    half_day = 720 if (told["pm"] or "").strip() == "pm" and int(hour) < 12 else 0
    moment = int(hour) * 60 + int(minute or 0) + half_day
    how = told.get("how") or ""
    if how in {"till", "until", "before"}:
        return max(0, moment - 180), moment
    return moment, moment + (180 if how in {"efter", "after", "från"} else _USUAL_LENGTH)
