"""Does a text name a person by number, telephone or e-mail address, and where?

Answers for every free-text field before it is saved, and for organisation numbers, where a sole
trader's number is a personal identity number. Names of persons are left to the hint at the field.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain, islice

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import luhn
from stdnum.se import orgnr, personnummer

_REGION = "SE"
_COORDINATION_DAYS = 60
"""A coordination number carries the day of birth plus 60 (Skatteverket, SKV 707)."""
_FIRST_EVENT_YEAR = 2010
"""From this year a written-out date followed by four digits is read as a date and a time."""
_PHONE_TRIES = 6
_MOST_FINDINGS = 20

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63"), "-") | {
    0xA0: " "
}
_PLAIN = re.compile(r"[\x00-\xa0\xa7\xb0\xb7-\xb8åäöÅÄÖéÉèàáüÜ\u2010-\u201f\u2022\u2026\u2212]*")
_TRIGGER = re.compile(r"\d|@|[\[({]\s?(?:at|a|snabel-?a)\s?[\])}]|\bsnabel-?a\b", re.IGNORECASE)

_PERSON_NUMBER = re.compile(
    r"(?<![\d+])(?<!\d[-/.:])"
    r"(?P<century>1[89]|20)?(?P<year>\d\d)(?P<in_date>[-/. ]?)"
    r"(?P<month>[01]\d)[-/. ]?(?P<day>[0-36-9]\d)"
    r"(?P<before_last>\s?[-+/.]?\s?)(?P<last>\d{4})"
    r"(?![-/.:]?\d)"
)
_PHONE_WINDOW = re.compile(
    r"(?:\(?\+\s?\(?\d|\(?(?<![\d+])(?<!\d[-/.:])0)(?:[\s()./\-]{0,4}\d){6,18}"
)
_NOT_A_PHONE = re.compile(
    r"""(?<![\d+])(?<!\d[-.:/])(?:
      (?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])          # 2025-01-31
    | (?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:19|20)\d\d          # 31.01.2025
    | (?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?:\ (?:19|20)\d\d)?            # 31/1 2025
    | (?:[01]?\d|2[0-4])[.:][0-5]\d\s?-\s?(?:[01]?\d|2[0-4])(?:[.:][0-5]\d)?     # 16.00-18.30
    | (?:[01]\d|2[0-4])[0-5]\d\s?-\s?(?:[01]\d|2[0-4])[0-5]\d                    # 0800-1630
    | (?:[01]?\d|2[0-4])\s?-\s?(?:[01]?\d|2[0-4])[.:][0-5]\d                     # 8-16.30
    | (?:[01]?\d|2[0-4]):[0-5]\d                                                 # 08:00
    )(?![.:/-]?\d)(?!\ \d\d\ \d\d\b)""",
    re.VERBOSE,
)
_AT_SIGN = r"[\[({]\s?(?:at|a|@|snabel-?a)\s?[\])}]|snabel-?a"
_DOT_SIGN = r"[\[({]\s?(?:punkt|dot|\.)\s?[\])}]"
_PLAIN_EMAIL = re.compile(
    r"(?<![\w.%+'@-])(?P<local>[\w%+'-]{1,64}(?:\.[\w%+'-]{1,64}){0,8})@"
    r"(?P<domain>(?:[^\W_](?:[\w-]{0,62})\.){1,6}[^\W\d_]{2,24})(?![\w@])"
)
_DISGUISED_EMAIL = re.compile(
    r"(?<![\w.%+'@-])(?P<local>[\w%+'-]{1,64}(?:\.[\w%+'-]{1,64}){0,8})"
    rf"(?:\s{{0,3}}(?:{_AT_SIGN})\s{{0,3}}|\s{{1,3}}@\s{{0,3}}|@\s{{1,3}})"
    rf"(?P<domain>[^\W_][\w-]{{0,62}}(?:(?:\.|\s?(?:{_DOT_SIGN})\s?|\ (?:punkt|dot)\ )"
    r"[^\W_][\w-]{0,62}){1,6})(?![\w@])",
    re.IGNORECASE,
)
_COMMON_ENDINGS = frozenset(
    ("com", "net", "org", "info", "nu", "eu", "io", "se", "no", "dk", "fi", "de", "uk", "pl", "app")
)


class PersonalDataKind(StrEnum):
    """What was found that points to one person."""

    PERSONAL_IDENTITY_NUMBER = "personal_identity_number"
    COORDINATION_NUMBER = "coordination_number"
    PHONE_NUMBER = "phone_number"
    EMAIL_ADDRESS = "email_address"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text: `text[start:end]`, and a masked excerpt that may be shown."""

    kind: PersonalDataKind
    start: int
    end: int
    excerpt: str


class InvalidOrganisationNumberError(ValueError):
    """The text is not an organisation number; it is not carried along, as it may be personal."""


class PersonalOrganisationNumberError(ValueError):
    """The organisation number is a person's own number and must not be stored in clear."""

    def __init__(self, kind: PersonalDataKind) -> None:
        super().__init__(kind)
        self.kind = kind


def find_personal_data(text: str) -> tuple[Finding, ...]:
    """Find personal numbers, telephone numbers and e-mail addresses, in the order they stand.

    Sees through full-width and other digits, typographic dashes, odd spaces and invisible
    characters. Findings never overlap; positions are those of the text as given. At most about
    20 of each sort are listed: one is enough to stop a text.
    """
    if not _TRIGGER.search(text) and text.isascii():
        return ()
    plain, positions = _in_plain_characters(text)
    if not _TRIGGER.search(plain):
        return ()
    found: list[Finding] = []
    searches = (_person_numbers(plain), _emails(plain), _phones(plain))
    for kind, start, end in chain.from_iterable(islice(s, _MOST_FINDINGS) for s in searches):
        first, last = positions[start], positions[end - 1] + 1
        if all(last <= other.start or first >= other.end for other in found):
            found.append(Finding(kind, first, last, _masked(kind, plain[start:end])))
    return tuple(sorted(found, key=lambda finding: finding.start))


def is_personal_number(number: str) -> bool:
    """Say whether a number, in any common writing, is a personal or coordination number."""
    return _personal_kind(_in_plain_characters(number)[0].strip()) is not None


def normalise_organisation_number(text: str) -> str:
    """Return an organisation number as `NNNNNN-NNNN`.

    Takes the number with or without hyphen and spaces, with the century prefix `16`, or as a
    Swedish VAT number (`SE...01`).

    Raises:
        PersonalOrganisationNumberError: the number is a person's, as a sole trader's is.
        InvalidOrganisationNumberError: wrong length, signs or check digit, or a third digit
            below 2, which only personal numbers have (Skatteverket, SKV 709).
    """
    plain = _in_plain_characters(text)[0].strip().upper()
    if vat := re.fullmatch(r"SE[\s-]?(\d{6}[\s-]?\d{4})[\s-]?01", plain):
        plain = vat[1]
    if kind := _personal_kind(plain):
        raise PersonalOrganisationNumberError(kind)
    digits = re.sub(r"[\s.-]", "", plain)
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    if not orgnr.is_valid(digits) or digits[2] < "2":
        raise InvalidOrganisationNumberError
    return str(orgnr.format(digits))


def _in_plain_characters(text: str) -> tuple[str, range | list[int]]:
    """Return the text with plain digits, dashes and spaces, and where each sign stood."""
    if _PLAIN.fullmatch(text) and not re.search("[\u200b-\u200f\xad]", text):
        return text.translate(_DASHES), range(len(text))
    signs: list[str] = []
    positions: list[int] = []
    for position, sign in enumerate(text):
        for plain in _plain_sign(sign):
            signs.append(plain)
            positions.append(position)
    return "".join(signs), positions


def _plain_sign(sign: str) -> str:
    if sign.isascii():
        return sign
    if (digit := unicodedata.decimal(sign, None)) is not None:
        return str(digit)
    category = unicodedata.category(sign)
    if category == "Cf" or "\ufe00" <= sign <= "\ufe0f" or sign == "\u20e3":
        return ""
    if category == "Pd" or sign == "\u2212":
        return "-"
    return " " if category == "Zs" else unicodedata.normalize("NFKC", sign)


def _person_numbers(plain: str) -> Iterator[tuple[PersonalDataKind, int, int]]:
    position = 0
    while match := _PERSON_NUMBER.search(plain, position):
        kind = None if _is_date_and_time(match) else _kind_of(match)
        if kind and not _reads_as_phone(match):
            yield kind, match.start(), match.end()
            position = match.end()
        else:
            position = match.start() + 1


def _kind_of(match: re.Match[str]) -> PersonalDataKind | None:
    day, month = int(match["day"]), int(match["month"])
    kind = PersonalDataKind.PERSONAL_IDENTITY_NUMBER
    if day > _COORDINATION_DAYS:
        day, kind = day - _COORDINATION_DAYS, PersonalDataKind.COORDINATION_NUMBER
    ten = f"{match['year']}{match['month']}{match['day']}{match['last']}"
    centuries = (match["century"],) if match["century"] else ("19", "20")
    if not any(_is_day(int(c + match["year"]), month, day) for c in centuries):
        return None
    if kind is PersonalDataKind.COORDINATION_NUMBER:
        return kind if luhn.is_valid(ten) else None
    return kind if any(personnummer.is_valid(century + ten) for century in centuries) else None


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def _is_date_and_time(match: re.Match[str]) -> bool:
    """Tell "2025-01-31 1830" from a personal number."""
    if not (match["century"] and match["in_date"].strip() and match["before_last"].isspace()):
        return False
    is_clock = int(match["last"][:2]) <= 24 and int(match["last"][2:]) < 60
    return is_clock and int(match["century"] + match["year"]) >= _FIRST_EVENT_YEAR


def _reads_as_phone(match: re.Match[str]) -> bool:
    """Tell a bare "0701234567" whose digits happen to form a date and a check digit."""
    if not match[0].isdigit() or not match[0].startswith("07"):
        return False
    return phonenumbers.is_valid_number(phonenumbers.parse(match[0], _REGION))


def _personal_kind(plain: str) -> PersonalDataKind | None:
    match = _PERSON_NUMBER.fullmatch(re.sub(r"\s+", " ", plain))
    return _kind_of(match) if match else None


def _phones(plain: str) -> Iterator[tuple[PersonalDataKind, int, int]]:
    searched = _NOT_A_PHONE.sub(lambda match: ";" * len(match[0]), plain)
    position = 0
    while window := _PHONE_WINDOW.search(searched, position):
        position = window.end()
        if found := _first_phone(window[0]):
            position = window.start() + found[1]
            yield PersonalDataKind.PHONE_NUMBER, window.start() + found[0], position


def _first_phone(window: str) -> tuple[int, int] | None:
    """Return where the first valid number stands; "35 70 00-04" is read as "35 70 00"."""
    candidate = window.replace("/", "-")
    for tried in (candidate, re.sub(r"\s?-\s?\d{1,2}$", "", candidate)):
        for match in PhoneNumberMatcher(tried, _REGION, Leniency.VALID, _PHONE_TRIES):
            opening = match.raw_string.startswith("(") and ")" not in match.raw_string
            return match.start + opening, match.end
    return None


def _emails(plain: str) -> Iterator[tuple[PersonalDataKind, int, int]]:
    for match in _PLAIN_EMAIL.finditer(plain):
        if _is_address(match["local"], match["domain"]):
            yield PersonalDataKind.EMAIL_ADDRESS, match.start(), match.end()
    for match in _DISGUISED_EMAIL.finditer(plain):
        domain = re.sub(rf"\s?(?:{_DOT_SIGN})\s?| (?:punkt|dot) ", ".", match["domain"], flags=re.I)
        ending = domain.rpartition(".")[2].casefold()
        if ending in _COMMON_ENDINGS and _is_address(match["local"], domain):
            yield PersonalDataKind.EMAIL_ADDRESS, match.start(), match.end()


def _is_address(local: str, domain: str) -> bool:
    try:
        validate_email(f"{local}@{domain}", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def _masked(kind: PersonalDataKind, found: str) -> str:
    match kind:
        case PersonalDataKind.PERSONAL_IDENTITY_NUMBER | PersonalDataKind.COORDINATION_NUMBER:
            return re.sub(r"[\s/.]*([-+]?)[\s/.]*\d{4}$", _masked_last_four, found)
        case PersonalDataKind.PHONE_NUMBER:
            head = re.match(r"\D*(?:\d\D*){3}", found)
            kept = head.end() if head else 0
            return found[:kept] + re.sub(r"\d", "*", found[kept:])
        case PersonalDataKind.EMAIL_ADDRESS:
            _local, at_sign, domain = found.partition("@")
            return f"{found[0]}***{at_sign}{domain.strip()}"


def _masked_last_four(match: re.Match[str]) -> str:
    return f"{match[1] or '-'}****"
