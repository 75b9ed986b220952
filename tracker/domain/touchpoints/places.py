"""Where does a Swedish text say that something happens: in which districts, at which venues?

Reads names of districts and venues out of free text, and knows which districts lie beside
each other. Names of organisations ("Norrby IF") are no places; places given as tags are not read here.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from tracker.domain.data_files import read_json

WHOLE = "Hela kommunen"
"""Stands for the whole municipality among names of districts."""

CENTRE = "Centrum"

_TAILS = (
    r"(?:s?(?:huset?|skolan?|skolans|hallen|hallens|parken|gården|vallen|badet|torget|torg"
    r"|kyrkan|biblioteket|planen|"
    r"bygden|området|stugan|fritidsgård|centrum|lokalen|terrassen|salen|backen|höjden|berget"
    r"|kullen|skogen|sjön|dalen|bron|stranden?|spåret|kvarteren|husen|torpet|dammen"
    r"|familjecentral|bibliotek))"
)
_INHABITANTS = r"(?:bo(?:r|n|rna|rnas|s)?|are|arna)"
_ENDING = rf"(?:s|{_INHABITANTS}|{_TAILS}|s?(?:barn|ungdom|föräldr|kids|famil|kvinn|mamm|elev)\w*|s?-\w+)?"
_PREPOSITION = re.compile(
    r"\b(?:i|på|vid|från|kring|runt|till|över|omkring|inom|både|och|samt|eller|genom|hela|gamla"
    r"|nya|in|at|around|av|respektive|mot|för"
    r"|norra|södra|östra|västra|centrala|övre|nedre|stadsdelen|stadsdelarna|området|områdena"
    r"|orten|orterna|torsdagar|tisdagar"
    r"|måndagar|onsdagar|fredagar|lördagar|söndagar|om)\s$",
    re.I,
)
_CLUB = re.compile(
    r"[ ](?:IF|BK|IK|FF|GIF|AIS|IBK|SK|BTK|HK|HC|FC|FK|SS|GF|FBK|KFUM|AB|BoIS|PRO|SPF|IP\b"
    r"|United|Scoutkår|Idrott\w*|Bollklubb|Fastighet\w*"
    r"|Byalag|Bygdelag|Grannförening|Ungdoms\w+|Gymnastik\w*|\w*[Ff]örening(?:en)?"
    r"|\w*klubb(?:en)?|församling(?:en)?|pastorat"
    r"|byalag(?:et)?|bygdelag(?:et)?|scoutkår|kammarkör|kanal|[Hh]embygds\w*|simsällskap"
    r"|samfällighet\w*)(?!\w)",
)
_CAPITAL_NEXT = re.compile(r"[ ]([A-ZÅÄÖ][\w&-]*)")
_NOT_A_NAME = re.compile(
    r"(?:Torg|Centrum|Bibliotek|Norra|Södra|Östra|Västra|Gratis|Öppet|Vi|Alla|Kom|Kl|Mån|Tis|Ons"
    r"|Tor|Fre|Lör|Sön|Sim|För|Den|Det|En|Ett"
    r"|Syd|Norr|Väst|Öst|Skola|Familjecentral|Vårdcentral|I|På|Med|Under|Här|När|Efter|Varje"
    r"|[A-ZÅÄÖ]\w+(?:ar|as|er|ar)$)"
)
_CLUB_BEFORE = re.compile(
    r"\b(?:\w*[Ff]öreningen|\w*[Gg]ruppen|Stiftelsen|Nätverket|Församlingen|Klubben|\w+klubben"
    r"|Byalaget|byalaget|Scoutkåren|Studieförbundet"
    r"|IF|IK|BK|PF|FF|SK|PRO|SPF|KFUM|AB|IFK|Föräldraföreningen|\w+[Ff]örbundet"
    r"|\w+laget|\w+vännerna"
    r"|Bostads AB)(?:[ ][A-ZÅÄÖ]\w+){0,2}[ ]$"
)
_ELSEWHERE = re.compile(
    r"\b(?:till skillnad från|reser in från|(?:häm|lån|kopier)\w+ från|succén? (?:i|på|från)|inspirera\w+ (?:av|från)"
    r"|förebild(?:en)? (?:i|på|från|är)|(?:modell|metod|upplägg|koncept|erfarenhet)\w*"
    r" (?:i|på|från)|liknande \w+ (?:i|på)|samma som (?:i|på)|precis som (?:i|på)"
    r"|redan (?:finns )?(?:i|på)|(?:inte|ej|i stället för) (?:i|på))"
    r"[ ]$",
    re.I,
)
_WHOLE = re.compile(
    r"\bhela (?:Borås|kommunen|staden|stan|kommunens|sta'n)\b|\b(?:kommunövergripande"
    r"|kommungemensam\w*|hela Borås Stad)\b"
    r"|\b(?:alla|samtliga|kommunens|kommunens alla) (?:stads|kommun)?(?:delar|stadsdelar"
    r"|kommundelar|grundskolor|förskolor|högstadieskolor"
    r"|fritidsgårdar|bibliotek|skolor|orter|gymnasieskolor)\b|\b(?:i|över) hela (?:kommunen"
    r"|Borås|staden|stan)\b"
    r"|\b(?:all|whole) of Borås\b|\bwhole municipality\b|\boavsett (?:stadsdel"
    r"|var (?:i kommunen )?(?:du|man) bor)|\bi kommunens regi i alla",
    re.I,
)
_TOWN = re.compile(
    r"\b(?:i|kring|runt om i|in) (?:Borås|kommunen)(?! (?:Arena|Stads|Energi|Djur|city|centrum"
    r"|Tidning))\b"
)
_CENTRE = re.compile(
    r"\b(?:i|till|från|kring|runt|mot|på|genom|in till|ner till|nere på|inne i|in i) (?:(?:Borås"
    r"|centrala) )?"
    r"(?P<c>centrum(?! (?:av|för))|stan\b|city\b|innerstan|stadskärnan|sta'n|downtown"
    r"|centrala Borås|centrala staden)"
    r"|\b(?P<d>downtown|centrala Borås|Borås (?:city|centrum)|innerstad(?:en|ens)?"
    r"|stadskärnan?s?|town centre|city centre|citykärnan|City\b)",
)
_FIGURATIVE = re.compile(
    r"\b(?:sätt\w*|sätta|står|stå|ställ\w*|med) (?:[\wåäö]+ ){1,3}i $|\b(?:står|stå) i $|\b(?:ut"
    r"|bort) på $",
    re.I,
)


_COMMON_NOUNS = frozenset({"lugnet", "regementet", "city", "ryda"})
"""Written small, these are no names."""


@lru_cache(maxsize=1)
def _knowledge() -> tuple[dict[str, str], dict[str, str], dict[str, frozenset[str]]]:
    """Return the district of every name in small letters, that of every venue, and what lies beside each."""
    told = read_json("told_places.json")
    names = {
        name.lower(): district["name"]
        for district in read_json("places.json")["districts"]
        for name in (district["name"], *district["aliases"])
        if district["name"] != CENTRE
    }
    venues = {venue: district for district, found in told["venues"].items() for venue in found}
    borders: dict[str, set[str]] = {}
    for one, near in told["neighbours"].items():
        for other in near:
            borders.setdefault(one, set()).add(other)
            borders.setdefault(other, set()).add(one)
    return names, venues, {one: frozenset(near) for one, near in borders.items()}


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names, venues, _ = _knowledge()
    longest = sorted(names, key=len, reverse=True)
    either = "|".join(
        re.escape(name.title()) + "|" + re.escape(name[0].upper() + name[1:]) for name in longest
    )
    small = "|".join(re.escape(name) for name in longest)
    plain = "|".join(re.escape(name) for name in longest if name not in _COMMON_NOUNS)
    district = (
        rf"(?<![\w-])(?:(?P<name>{either}){_ENDING}|(?P<small>{small}){_INHABITANTS}"
        rf"|(?:(?<=på )|(?<=\bi )|(?<=vid ))(?P<plain>{plain})s?)(?!\w)"
    )
    venue = "|".join(re.escape(name) for name in sorted(venues, key=len, reverse=True))
    return re.compile(district), re.compile(rf"(?<!\w)(?P<venue>{venue})s?(?!\w)", re.I)


def places_told(text: str) -> frozenset[str]:
    """Return the districts that a text means as places, and `WHOLE` for the municipality."""
    _, venues, _ = _knowledge()
    _, at_venue = _patterns()
    found = set(_districts(text))
    found.update(
        venues[match["venue"].lower()]
        for match in at_venue.finditer(text)
        if not _ELSEWHERE.search(text[max(0, match.start() - 48) : match.start()])
    )
    if any(_is_centre(text, match) for match in _CENTRE.finditer(text)):
        found.add(CENTRE)
    if _WHOLE.search(text) or (not found and _TOWN.search(text)):
        found.add(WHOLE)
    return frozenset(found)


def districts() -> frozenset[str]:
    """Return the names of all districts."""
    names, _, _ = _knowledge()
    return frozenset({*names.values(), CENTRE})


def neighbours_of(district: str) -> frozenset[str]:
    """Return the districts that lie beside one; none where it is unknown."""
    _, _, borders = _knowledge()
    return borders.get(district, frozenset())


def _districts(text: str) -> Iterator[str]:
    names, _, _ = _knowledge()
    district, _ = _patterns()
    for match in district.finditer(text):
        name = match["name"] or match["small"] or match["plain"]
        if not match["name"] or _is_place(text, match):
            yield names[name.lower()]


def _is_place(text: str, match: re.Match[str]) -> bool:
    """Say whether a name of a district stands for the place, and not for a club or a model."""
    before = text[max(0, match.start() - 48) : match.start()]
    if _CLUB.match(text, match.end()) or _CLUB_BEFORE.search(before) or _ELSEWHERE.search(before):
        return False
    if match["name"] == "Lugnet" and not re.search(r"(?:på|i|vid) $", before):
        return False
    following = _CAPITAL_NEXT.match(text, match.end())
    if not following or _NOT_A_NAME.match(following[1]) or _PREPOSITION.search(before):
        return True
    return bool(re.search(r"[,.:;–-] ?$|\n$", before)) and len(match[0]) > len(match["name"])


def _is_centre(text: str, match: re.Match[str]) -> bool:
    """Say whether the town's centre is meant, and not that of a village or a figure of speech."""
    if match["c"] == "centrum" and _FIGURATIVE.search(
        text[max(0, match.start() - 32) : match.start("c")]
    ):
        return False
    names, _, _ = _knowledge()
    after = re.match(r" (?:i|på|av) ([A-ZÅÄÖ]\w+)", text[match.end() :])
    if after and (after[1].lower() in names or after[1].lower().rstrip("s") in names):
        return False
    return not re.search(r"\bhela $", text[max(0, match.start() - 5) : match.start()], re.I)
