"""The words that pages show for what is counted, and how."""

from flask import Flask
from flask_babel import lazy_gettext, lazy_pgettext

from tracker.domain.measures import Counting, Direction, Split

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


def init_app(app: Flask) -> None:
    """Make the words known to templates as filters."""
    app.jinja_env.filters.update(
        direction_label=lambda direction: str(DIRECTIONS[direction]),
        counting_label=lambda counting: str(COUNTINGS[counting]),
        split_label=lambda split: str(SPLITS[split]),
    )
