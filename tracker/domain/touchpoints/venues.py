"""At which venues does a Swedish text say that something happens?

Reads names and kinds of venues out of free text; in which district a venue lies is known by
`places.py`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

_KINDS: tuple[tuple[str, str], ...] = (
    (
        "biblioteket",
        r"(?:stads|när|huvud|stadsdels|folk|skol|kommun|mer)?bibliotek(?:et|ets|en)?\b"
        r"|\blibrary\b|\bbokbuss",
    ),
    (
        "idrottshallen",
        r"(?:sport|idrotts|gymnastik|inomhus|boll|bandy|is|skridsko|tennis)hall(?:en|ar|arna)?\b|\bgymnastiksal\w*"
        r"|\bgympasal\w*|[a-zåäö]{3,}s?hallen\b(?<!simhallen)(?<!saluhallen)(?<!ishallen)",
    ),
    ("simhallen", r"(?:simhall|badhus)(?:en|et)?\b|\bstadsbadet\b|\bbassäng\w*|\bswimming"),
    (
        "fritidsgården",
        r"(?:fritids|ungdoms)går(?:d|den|darna|dar)\b|\bungdomshus\w*|\bungdomslokal\w*",
    ),
    ("familjecentralen", r"familjecentral\w*|\bbvc\b|\bbarnavårdscentral\w*"),
    ("vårdcentralen", r"(?:vård|häls)central\w*|\bnärhälsan\b"),
    ("moskén", r"moské\w*|\bmosque"),
    (
        "kyrkan",
        r"\w*kyrkan?\b|\bförsamlings(?:hem|sal|gård)\w*|\bchurch\b|\bsockenstug\w*"
        r"|\bkapellet\b",
    ),
    ("bygdegården", r"(?:bygde|hembygds)gård\w*|\bordenshus\w*"),
    (
        "kvarterslokalen",
        r"(?:kvarters|gemensamhets|förenings|bostads|hyresgäst)lokal\w*|\bbovärdslokal\w*"
        r"|\bmiljörum\w*|\btvättstug\w*",
    ),
    (
        "träffpunkten",
        r"(?:träffpunkt|seniorträff|dagcentral|mötesplats)(?:en)?\b|\baktivitetshus\w*"
        r"|\ballaktivitetshus\w*",
    ),
    ("kulturhuset", r"kulturhus\w*|\bteatern\b|\bstadsteatern\b"),
    ("torget", r"\w*torg(?:et|ets)?\b"),
    ("parken", r"(?:lek|stads|skate|aktivitets|\w*s)?park(?:en|ens)?\b(?!ering)"),
    ("skolgården", r"skolgård\w*"),
    (
        "skolan",
        r"(?:grund|högstadie|låg|mellanstadie|gymnasie)?skolan?s?\b(?!gård)|\bskolorna\b"
        r"|\bklassrum\w*|\bskolmatsal\w*",
    ),
    ("förskolan", r"förskol(?:an|ans|or|orna|a)\b"),
    ("gymnasiet", r"[a-zåäö]*gymnasiet\b"),
    ("högskolan", r"högskolan?s?\b|\bcampus\b|\bkårhus\w*"),
    ("äldreboendet", r"(?:äldre|trygghets|senior|vård)boende\w*|\bservicehus\w*"),
    ("stadshuset", r"stadshus\w*|\bmedborgarhus\w*|\bmedborgarkontor\w*"),
    ("jobbcentret", r"jobbcent\w*|\bjobbtorg\w*|\bjobbsökarstug\w*|\bjobbverkstad\w*"),
    ("ridanläggningen", r"rid(?:skola|hus|anläggning|stall)\w*|\bstallet\b"),
    (
        "fotbollsplanen",
        r"(?:fotbolls|konstgräs|boll|grus|spontanidrotts|idrotts)plan\w*|\bidrottsplats\w*"
        r"|\bfotbollsplan|\b\w+vallen\b",
    ),
    ("klubbstugan", r"klubb(?:stug|hus|lokal)\w*|\bscoutstug\w*"),
    (
        "odlingen",
        r"(?:koloni|odlings)(?:område|lott|låd|träd)\w*|\bväxthus\w*|\bskolträdgård\w*"
        r"|\bstadsodling\w*",
    ),
    ("innergården", r"inner?gård\w*"),
    ("trapphuset", r"trapphus\w*|\bportarna\b|\bkällar\w*förråd\w*"),
    ("verkstaden", r"\w*verkstad(?:en)?\b|\bcykelkök\w*|\bmakerspace\w*"),
    ("kaféet", r"(?:kafé|café|cafe)(?:et|t)?\b|\brestaurangen\b"),
    ("hemmet", r"hembesök\w*"),
    ("nätet", r"(?:digitalt|online|webbinar\w*|zoom)\b"),
    ("galleria", r"galleria\w*|\bköpcentr\w*|\bvaruhus\w*"),
    (
        "badplatsen",
        r"badplats\w*|\bfriluftsbad\w*|\butebad\w*|\b[a-zåäö]{4,}badet\b(?<!stadsbadet)",
    ),
    ("station", r"resecentrum\w*|\bcentralstation\w*|\bbussterminal\w*"),
)
_OF_WORD = tuple((kind, re.compile(said)) for kind, said in _KINDS)
_SAID: tuple[tuple[str, str], ...] = (
    ("i hallen", "idrottshallen"),
    ("sports hall", "idrottshallen"),
    ("öppna förskola", "familjecentralen"),
    ("öppen förskola", "familjecentralen"),
    ("folkets hus", "bygdegården"),
    ("folkets park", "bygdegården"),
    ("town square", "torget"),
    ("på gatan", "gatan"),
    ("gator och torg", "gatan"),
    ("på gården", "innergården"),
    ("i hemmet", "hemmet"),
    ("hemma hos", "hemmet"),
    ("dörr för dörr", "hemmet"),
    ("knackar dörr", "hemmet"),
    ("på nätet", "nätet"),
    ("via länk", "nätet"),
    ("via teams", "nätet"),
)
_WORD = re.compile(r"[^\W\d_]+")
_NAMED = re.compile(
    r"\b([A-ZÅÄÖ][a-zåäöé]{2,}s?(?:huset|hus|skolan|hallen|parken|gymnasiet|gården|badet|vallen"
    r"|kyrkan|torget|arenan|planen|biblioteket"
    r"|stugan|museet|teatern|centret|rummet|verkstaden))s?\b"
)
_NAMED_IN_TWO = re.compile(
    r"\b([A-ZÅÄÖ][a-zåäö]{2,}) (torg|kyrka|bibliotek|arena|folkhögskola|församlingshem|park"
    r"|plats|museum|skola|sporthall)(?:et|en)?\b"
)
_COMMON = frozenset(
    """
    kulturskolan grundskolan förskolan högskolan folkhögskolan gymnasieskolan särskolan lovskolan
    simskolan sommarskolan boskolan ridskolan familjehuset trapphuset parkeringshuset
    """.split()  # noqa: SIM905
)
_PRONE = (
    "skolan",
    "huset",
    "gården",
    "hallen",
    "parken",
    "torget",
    "badet",
    "kyrkan",
    "biblioteket",
)


def venues_told(text: str) -> frozenset[str]:
    """Return the kinds of venues that a text names, and the venues' own names in small letters."""
    small = text.lower()
    kinds = {kind for word in set(_WORD.findall(small)) for kind in _kinds_of_word(word)}
    kinds.update(kind for said, kind in _SAID if said in small)
    return frozenset((*kinds, *_names(text)))


def kinds() -> frozenset[str]:
    """Return all kinds of venues."""
    return frozenset({*(kind for kind, _ in _KINDS), *(kind for _, kind in _SAID)})


@lru_cache(maxsize=16384)
def _kinds_of_word(word: str) -> tuple[str, ...]:
    return tuple(kind for kind, pattern in _OF_WORD if pattern.match(word))


def _names(text: str) -> Iterator[str]:
    for match in _NAMED.finditer(text):
        name = match[1].lower()
        if name not in _COMMON and not any(name == prone for prone in _PRONE):
            yield name
    for match in _NAMED_IN_TWO.finditer(text):
        yield f"{match[1]} {match[2]}".lower()
