"""Guesses the kind of an organisation that the register does not know, from its name alone.

A municipal body is never guessed: coordinators may edit those, so somebody must have said it.
"""

import re

_SIGNS: tuple[tuple[str, str], ...] = (
    (r"nätverk|network", "civil_society"),
    (r"universitet|högskola|university", "university"),
    (r"\bregion\b|landsting|regionförbund", "region"),
    (r"arbetsförmedling|försäkringskass|länsstyrels|polismyndighet|kriminalvård", "state_authority"),
    (r"verket\b|myndighet", "state_authority"),
    (r"församling|kyrka|pastorat|moské|synagog|samfund", "faith_community"),
    (r"studieförbund|\babf\b|studiefrämjandet|sensus|vuxenskolan|medborgarskolan", "study_association"),
    (r"stiftelse|fond\b|foundation", "foundation"),
    (r"bostäder|bostads ?ab|fastighet|hyresbostäder", "housing_company"),
    (r"kommun\b|kommuner\b|kommunalförbund|\bstad\b", "other_public"),
    (r"\b(?:ab|hb|kb|aktiebolag|handelsbolag|gmbh|ltd)\b", "business"),
)  # fmt: skip
_ELSE = "association"


def guess_kind(name: str) -> str:
    """The likeliest code of the list of kinds; `association` where nothing tells otherwise."""
    lowered = name.casefold()
    return next((code for sign, code in _SIGNS if re.search(sign, lowered)), _ELSE)
