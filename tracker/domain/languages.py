"""Answers which languages Väven speaks, how each is written, and which pages speak them all.

Swedish and English are spoken everywhere. The others are spoken on the partner's path: what
somebody meets who asks to join, is invited, signs in, reports, and reads about Väven itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class LanguageCode(StrEnum):
    """A language as it is stored and sent."""

    SWEDISH = "sv"
    PLAIN_SWEDISH = "sv-lt"
    ENGLISH = "en"
    SOMALI = "so"
    ARABIC = "ar"
    FINNISH = "fi"


@dataclass(frozen=True, slots=True)
class Language:
    """A language that pages and mails can be in.

    Attributes:
        locale: what Babel and the folder of its catalogues call it.
        tag: what HTML and mails call it.
        name: in the language itself.
        direction: `ltr` or `rtl`.
        is_full: whether every page speaks it, not the partner's path alone.
    """

    code: LanguageCode
    locale: str
    tag: str
    name: str
    direction: str = "ltr"
    is_full: bool = False


_ALL = (
    Language(LanguageCode.SWEDISH, "sv", "sv", "Svenska", is_full=True),
    Language(LanguageCode.PLAIN_SWEDISH, "sv_SE@simple", "sv", "Lätt svenska"),
    Language(LanguageCode.ENGLISH, "en", "en", "English", is_full=True),
    Language(LanguageCode.SOMALI, "so", "so", "Soomaali"),
    Language(LanguageCode.ARABIC, "ar", "ar", "العربية", "rtl"),
    Language(LanguageCode.FINNISH, "fi", "fi", "Suomi"),
)
LANGUAGES: Mapping[str, Language] = {language.code.value: language for language in _ALL}
"""Every language by its code, in the order that people choose among them."""

FIRST = LANGUAGES[LanguageCode.SWEDISH]
"""What is spoken where nothing else can be."""

CHOICES = tuple((language.code.value, language.name) for language in _ALL)
"""Codes and names, for forms."""


def full(code: str) -> Language:
    """The language if every page speaks it, else the first."""
    known = LANGUAGES.get(code, FIRST)
    return known if known.is_full else FIRST
