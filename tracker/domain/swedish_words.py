"""How invented Swedish texts name numbers, places and the people they are about.

Texts of the user interface never come from here: they are in the translation catalogues.
"""

_UNITS = (
    *("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva"),
    *("tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton"),
)
_TENS = ("tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio")

_TAKES_PA = frozenset(
    (
        *("Norrby", "Hässleholmen", "Hulta", "Sjöbo", "Kristineberg", "Göta", "Trandared"),
        *("Hedvigsborg", "Salängen", "Lugnet", "Norrmalm", "Östermalm", "Hestra", "Regementet"),
        *("Dammsvedjan", "Knalleland"),
    )
)

_THE_PEOPLE = {
    "small_children": "barnen",
    "children": "barnen",
    "teenagers": "ungdomarna",
    "young_adults": "deltagarna",
    "adults": "deltagarna",
    "older": "de äldre",
    "parents": "föräldrarna",
    "families": "familjerna",
    "women": "kvinnorna",
    "men": "männen",
    "students": "eleverna",
    "tenants": "hyresgästerna",
    "residents": "de som bor här",
}


def spelled(number: int) -> str:
    """Spell a number below 100; write a larger one in digits."""
    if not 0 <= number < 100:
        return str(number)
    if number < len(_UNITS):
        return _UNITS[number]
    tens, unit = divmod(number, 10)
    return _TENS[tens - 2] + (_UNITS[unit] if unit else "")


def in_place(name: str) -> str:
    """Say "på Norrby", "i Fristad", "i centrum" or "i hela kommunen" for a place's name."""
    match name:
        case "Hela kommunen":
            return "i hela kommunen"
        case "Centrum":
            return "i centrum"
        case _:
            return f"{'på' if name in _TAKES_PA else 'i'} {name}"


def the_people(target_group: str) -> str:
    """Name the people of a target group as an association would: "barnen", "de äldre"."""
    return _THE_PEOPLE.get(target_group, "deltagarna")
