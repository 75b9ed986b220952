"""What the guard finds, and what it must leave alone. Numbers of persons are made up here."""

import time

import pytest
from stdnum import luhn

from tracker.domain.personal_data import (
    InvalidOrganisationNumberError,
    PersonalDataKind,
    PersonalOrganisationNumberError,
    find_personal_data,
    is_personal_number,
    normalise_organisation_number,
)


def number(birth: str, serial: str) -> str:
    """Ten digits with a right check digit, of nobody."""
    return f"{birth}{serial}{luhn.calc_check_digit(birth + serial)}"


BIRTHS = ["900101", "120131", "000229", "851231", "460704"]
WRITINGS = [
    "{b}-{l}",
    "{b}+{l}",
    "{b}{l}",
    "{b} {l}",
    "{b} - {l}",
    "{b}\u2013{l}",
    "{b}\u2011{l}",
    "{b}\u2212{l}",
    "{b}\xa0{l}",
    "{c}{b}-{l}",
    "{c}{b}{l}",
    "{c}{b} {l}",
    "{c}{y}-{m}-{d}-{l}",
    "{c}{y} {m} {d} {l}",
    "{c}{y}/{m}/{d}-{l}",
    "{y}-{m}-{d}-{l}",
    "pnr:{b}-{l}.",
    "pnr{b}-{l}",
    "({c}{b}-{l})",
    "född {b}-{l}, bor på Norrby",
]


def written(form: str, ten: str) -> str:
    y, m, d = ten[:2], ten[2:4], ten[4:6]
    century = "20" if y in {"00", "07", "12"} else "19"
    return form.format(b=ten[:6], l=ten[6:], y=y, m=m, d=d, c=century)


@pytest.mark.parametrize("form", WRITINGS)
@pytest.mark.parametrize("birth", BIRTHS)
def test_a_personal_number_is_found_in_every_writing(birth: str, form: str) -> None:
    ten = number(birth, "239")
    text = f"Anna, {written(form, ten)} tack"
    (found,) = find_personal_data(text)
    assert found.kind is PersonalDataKind.PERSONAL_IDENTITY_NUMBER
    assert [c for c in text[found.start : found.end] if c.isdigit()][-4:] == list(ten[6:])
    assert ten[6:] not in found.excerpt
    assert found.excerpt.endswith(("-****", "+****"))


@pytest.mark.parametrize("form", WRITINGS)
@pytest.mark.parametrize("birth", ["900161", "120191", "851278", "460764"])
def test_a_coordination_number_is_found_in_every_writing(birth: str, form: str) -> None:
    text = f"Anna, {written(form, number(birth, '240'))} tack"
    (found,) = find_personal_data(text)
    assert found.kind is PersonalDataKind.COORDINATION_NUMBER
    assert found.excerpt.endswith("****")


@pytest.mark.parametrize(
    "joint", ["\u200b", "\u200d", "\u2060", "\xad", "\ufeff", "\ufe0f", "\u200e"]
)
@pytest.mark.parametrize("kind", ["900101", "900161"])
def test_invisible_characters_hide_nothing(kind: str, joint: str) -> None:
    text = "x " + joint.join(number(kind, "239")) + " y"
    (found,) = find_personal_data(text)
    assert (found.start, found.end) == (2, len(text) - 2)


@pytest.mark.parametrize("dash", ["\u301c", "\u2e3a", "\u058a", "\ufe31"])
def test_any_dash_is_a_dash(dash: str) -> None:
    ten = number("900101", "239")
    text = f"x {ten[:6]}{dash}{ten[6:]} y"
    (found,) = find_personal_data(text)
    assert (found.start, found.end) == (2, len(text) - 2)


@pytest.mark.parametrize(
    "zero", ["\uff10", "\u0660", "\u06f0", "\u0966", "\U0001d7d8", "\U0001d7ce"]
)
def test_digits_of_other_scripts_are_digits(zero: str) -> None:
    for plain in (number("900101", "239"), "0701234567"):
        strange = "".join(chr(ord(zero) + int(digit)) for digit in plain)
        (found,) = find_personal_data(f"({strange})")
        assert (found.start, found.end) == (1, 11)


PHONES = """033-35 70 00|0701234567|070-123 45 67|070-1234567|070 123 45 67|070 12 34 567
070/123 45 67|070.123.45.67|070 - 123 45 67|070 – 123 45 67|073-123 45 67|072-123 45 67
076-123 45 67|079-123 45 67|+46 70 123 45 67|+46701234567|+46 (0)70-123 45 67|+46(0)701234567
+46-70-123 45 67|0046701234567|0046 70 123 45 67|+4633357000|+46 33 35 70 00
+46 (0)33-35 70 00|033357000|033 35 70 00|033/35 70 00|033 357000|033-357000|(033) 35 70 00
(033)357000|0(33) 35 70 00|08-123 456 78|08-12345678|08 123 456 78|031-12 34 56|031-123456
031-701 23 45|040-12 34 56|010-123 45 67|0101234567|020-12 34 56|0771-12 34 56|0320-123 45
0321-123 45|0325-123 45|0301-123 45|0510-123 45|0500-12 34 56|0520-123 45|036-12 34 56
+45 32 12 34 56|+47 22 12 34 56|+358 9 1234567|+49 30 123456|+48 22 123 45 67|+44 20 7946 0958
+252 61 2345678|033–35 70 00|033\u201135 70 00|033\xa035\xa070\xa000|0 7 0 1 2 3 4 5 6 7
033-35 70 00-04"""


@pytest.mark.parametrize("phone", PHONES.replace("\n", "|").split("|"))
@pytest.mark.parametrize("frame", ["{}", "Ring Anna på {}!", "Norrby 5 {} eller mejla", "tel:{},"])
def test_a_phone_number_is_found(phone: str, frame: str) -> None:
    text = frame.format(phone)
    (found,) = find_personal_data(text)
    assert found.kind is PersonalDataKind.PHONE_NUMBER
    assert text[found.start : found.end].strip("(") in phone
    assert sum(c.isdigit() for c in found.excerpt) <= 3


EMAILS = """anna@exempel.se|anna.svensson@boras.se|a@b.se|info@forening.nu|anna+test@gmail.com
ANNA@BORAS.SE|anna_s@exempel.se|anna-s@exempel.se|a1@exempel.se|anna@sub.exempel.se
anna@exempel.co.uk|anna@exempel.org|anna@exempel.eu|anna@exempel.info|anna@exempel.museum
o'hara@exempel.se|anna@exempel-1.se|anna%x@exempel.se|anna@räksmörgås.se|åsa.öberg@domän.se
åsa@exempel.se|анна@пример.рф|anna@xn--rksmrgs-5wao1o.se|anna@1177.se|anna (at) domän.se
anna(at)exempel.se|anna[at]exempel.se|anna [at] exempel.se|anna {at} exempel.se
anna(a)exempel.se|anna (a) exempel.se|anna ( at ) exempel.se|anna (AT) exempel.se
anna (@) exempel.se|anna[snabel-a]exempel.se|anna (snabela) exempel.se
anna snabel-a exempel.se|anna snabela exempel.se|anna @ exempel.se|anna @exempel.se
anna@ exempel.se|anna (at) exempel (punkt) se|anna[at]exempel[dot]se
anna (at) exempel punkt se|anna snabel-a exempel punkt se|anna (at) exempel dot com
anna(at)sub.exempel.se|anna.svensson (at) exempel.se|anna_s[at]exempel.com|anna＠exempel.se
ａｎｎａ@exempel.se|an\u200bna@exempel.se|anna@\u200bexempel.se|anna@exempel\u200b.se
anna\u200b@exempel.se|åsa(at)domän.nu|info (at) forening.org|x@y.io
first.last.name@long.domain.name.se|anna@exempel.app|nätverk@exempel.se|99@exempel.se"""


@pytest.mark.parametrize("email", EMAILS.replace("\n", "|").split("|"))
@pytest.mark.parametrize("frame", ["{}", "Mejla {}.", "Kontakt: <{}>, tack", "mailto:{}"])
def test_an_email_address_is_found(email: str, frame: str) -> None:
    text = frame.format(email)
    (found,) = find_personal_data(text)
    assert found.kind is PersonalDataKind.EMAIL_ADDRESS
    assert text[found.start : found.end] == email
    assert "nna" not in found.excerpt.partition("@")[0]


@pytest.mark.parametrize(
    "text", ["anna@exempel-.se", "anna (at) exempel-.se", "anna (at) exempel.konstigt"]
)
def test_what_no_mail_can_reach_is_no_address(text: str) -> None:
    assert find_personal_data(text) == ()


HARMLESS = """2025-01-31|2025-01-31 18.00|2025-01-31 1800|2025-01-31–2025-06-30|2024–2026
2024-2026|31/1 2025|31.01.2025|01.02.2025|05-06-2025|01/02 2025|01.02.2025-03.04.2025
31 januari 2025|den 1/2|20250131|250131|1 250 000 kr|1.250.000 kr|0,5 mnkr|12 500 000
100 000 – 250 000 kr|SEK 1250000|075 % av 100|10 000 000 000 kr|556677-8899|5566778899
org.nr 556677-8899|212000-1561|802400-1234|716401-0000|16556677-8899|SE556677889901
KS 2021-00345|dnr KS 2021-00345|2021-0034567|Dnr 2025/00123|SON 2024-00123 1.2.3
diarienummer 2021/KS0345|503 30 Borås|502 66|SE-503 30|Norrbygatan 12, 503 35 Borås
Box 1234, 501 12 Borås|16.00-18.30|08.00-16.30|8-16|08-16|08-16.30|0800-1630|kl. 07:30–09:00
kl 09.00 - 11.00|16:00|må-fr 08.00-16.00|10-15 år|0-5 år|13-19 år|åk 7-9|65+|20–29|0-100
00-talet|90-talet|2 x 45 min|3,2 ton|v. 35-50|60 %|7 000 besök|1177|112|114 14|11414|13 7 33
bankgiro 123-4567|bg 5050-1055|plusgiro 90 00 00-1|Swish 123 456 78 90|ISBN 978-91-0-012345-6
ISSN 1234-5678|fastighet 1:23|RegSO 1490R025|lgh 1102|SOU 2020:46|2001:453|GPS 57.7210 12.9401
9001011234|900101-1234|19900101-1234|19901301-1239|901332-1239|123456-7890|990230-1230
000000-0000|199002301232|20250131-0012|dokument 0012345|nr 007|2025 01 31|1-2-3-4-5-6-7-8-9-0
0000000000|00 00 00 00 00|12345678901234567890|@boras.stad|#norrby @norrby|kl @ 18.30
Öppet @ Norrby.Välkommen|anna@norrby|50 % @ Norrby|3@2.50|@|a@|läs mer på www.exempel.se
https://exempel.se/a/b?x=1|exempel.se|a.b.c|t.ex. hos oss|(a) första (b) andra. se|at home
punkt a) och b)|alternativ (a) torget. Se karta|Kom (at) oss|e-post finns inte|Anna och Omar
3 (a) och 4. Sedan"""


@pytest.mark.parametrize("text", HARMLESS.replace("\n", "|").split("|"))
@pytest.mark.parametrize("frame", ["{}", "Vi ses {} på Norrby.", "({})", "Först {}, sedan fika"])
def test_dates_sums_and_registry_numbers_are_left_alone(text: str, frame: str) -> None:
    assert find_personal_data(frame.format(text)) == ()


def test_ten_digits_that_are_both_are_called_a_phone_number() -> None:
    (found,) = find_personal_data(number("070809", "239"))
    assert found.kind is PersonalDataKind.PHONE_NUMBER


def test_several_findings_stand_in_order_and_never_overlap() -> None:
    text = f"anna@exempel.se 0701234567 0707654321, {number('900101', '239')}"
    found = find_personal_data(text)
    kinds = [finding.kind.value for finding in found]
    assert kinds == ["email_address", "phone_number", "phone_number", "personal_identity_number"]
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


def test_the_excerpt_is_masked() -> None:
    shown = {
        f"19{number('900101', '239')[:6]}-{number('900101', '239')[6:]}": "19900101-****",
        "033-35 70 00": "033-** ** **",
        "anna.s@boras.se": "a***@boras.se",
        "anna (at) boras.se": "a***",
    }
    for text, excerpt in shown.items():
        assert [finding.excerpt for finding in find_personal_data(text)] == [excerpt]


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "🙂" * 50, "٣" * 3000, "@" * 3000])
def test_odd_texts_are_answered(text: str) -> None:
    assert find_personal_data(text) == ()


def test_a_long_text_takes_a_few_milliseconds() -> None:
    text = ("Vi ses kl 16.00-18.30 den 2025-01-31 på Norrby, 503 30 Borås – välkomna. " * 90)[:5000]
    find_personal_data(text + " 033-35 70 00")
    times = []
    for _ in range(5):
        start = time.process_time()
        find_personal_data(text)
        times.append(time.process_time() - start)
    assert min(times) < 0.02


HOSTILE = [
    "070 123 45 6 ",
    "0-",
    "(0",
    "a@",
    "a@b.",
    "a (at) ",
    "19900101-",
    "+46 0 ",
    "1 ",
    "a.",
    "((a) ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_does_not_hang(piece: str) -> None:
    start = time.process_time()
    find_personal_data((piece * 5000)[:5000])
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    "form", ["{b}-{l}", "{b}{l}", "{c}{b}-{l}", "{c}{b}{l}", " {b} {l} ", "{b}–{l}"]
)
@pytest.mark.parametrize("birth", ["900101", "120131", "900161"])
def test_a_sole_traders_number_is_refused(birth: str, form: str) -> None:
    text = written(form, number(birth, "239"))
    assert is_personal_number(text)
    with pytest.raises(PersonalOrganisationNumberError) as refusal:
        normalise_organisation_number(text)
    assert number(birth, "239")[6:] not in str(refusal.value)


ORGANISATIONS = [
    "212000-1561",
    "2120001561",
    "212000 1561",
    "16212000-1561",
    "162120001561",
    "SE212000156101",
]


@pytest.mark.parametrize(
    "text", [*ORGANISATIONS, " 212000–1561 ", "SE 212000-1561 01", "２１２０００-１５６１"]
)
def test_an_organisation_number_is_written_one_way(text: str) -> None:
    assert normalise_organisation_number(text) == "212000-1561"
    assert not is_personal_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "212000-1562",
        "21200-1561",
        "2120001561999",
        "900101-1234",
        "SE12",
        "12",
        "0000000000",
        "901301-1232",
    ],
)
def test_what_is_no_organisation_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidOrganisationNumberError):
        normalise_organisation_number(text)
