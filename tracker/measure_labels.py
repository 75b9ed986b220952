"""The words that pages show for what is counted, and how."""

from flask import Flask
from flask_babel import lazy_gettext, lazy_pgettext

from tracker.domain.measures import Counting, Direction, Part, Split

DIRECTIONS = {
    Direction.MORE: lazy_pgettext("direction", "Should grow"),
    Direction.LESS: lazy_pgettext("direction", "Should shrink"),
    Direction.KEEP: lazy_pgettext("direction", "Should stay as it is"),
}
COUNTINGS = {
    Counting.EACH_TIME: lazy_gettext("Each number is new; they are added up"),
    Counting.SINCE_JANUARY: lazy_gettext("Each number holds all since January"),
    Counting.AS_IT_STANDS: lazy_gettext("Each number says how it is just then"),
}
SPLITS = {
    Split.NONE: lazy_pgettext("split", "Not divided"),
    Split.GENDER: lazy_pgettext("split", "By gender"),
    Split.AGE: lazy_pgettext("split", "By age"),
}

PARTS = {
    Part.GIRLS_WOMEN: lazy_pgettext("part", "Girls and women"),
    Part.BOYS_MEN: lazy_pgettext("part", "Boys and men"),
    Part.OTHER_GENDER: lazy_pgettext("part", "Other, or not known"),
    Part.AGE_0_12: lazy_pgettext("part", "0 to 12 years"),
    Part.AGE_13_19: lazy_pgettext("part", "13 to 19 years"),
    Part.AGE_20_64: lazy_pgettext("part", "20 to 64 years"),
    Part.AGE_65_UP: lazy_pgettext("part", "65 years and over"),
    Part.AGE_UNKNOWN: lazy_pgettext("part", "Age not known"),
}


def part_name(part: Part) -> str:
    """What a part is called."""
    return str(PARTS[part])


def init_app(app: Flask) -> None:
    """Make the words known to templates as filters."""
    app.jinja_env.filters.update(
        direction_label=lambda direction: str(DIRECTIONS[direction]),
        counting_label=lambda counting: str(COUNTINGS[counting]),
        part_label=part_name,
        split_label=lambda split: str(SPLITS[split]),
    )
