"""What the kinds, states and decisions of touchpoints are called."""

from flask import Flask
from flask_babel import lazy_gettext

from tracker import labels
from tracker.domain.touchpoint_decisions import Answer, Decision, TouchpointKind, TouchpointState
from tracker.domain.touchpoint_selection import WorklistOrder
from tracker.domain.touchpoint_strength import Extent
from tracker.domain.touchpoints.ranking import Strength
from tracker.domain.touchpoints.reasons import ReasonKind

KINDS = {
    TouchpointKind.DUPLICATE: lazy_gettext("May be the same"),
    TouchpointKind.COORDINATE: lazy_gettext("Should be coordinated"),
    TouchpointKind.COMPLEMENT: lazy_gettext("Complement each other"),
    TouchpointKind.RELATED: lazy_gettext("Worth knowing"),
}
STATES = {
    TouchpointState.WAITING: lazy_gettext("Waiting for a decision"),
    TouchpointState.SUGGESTED: lazy_gettext("Waiting for both sides"),
    TouchpointState.SETTLED: lazy_gettext("Settled"),
}
DECISIONS = {
    Decision.COOPERATE: lazy_gettext("Cooperate"),
    Decision.COORDINATE_TIME_PLACE: lazy_gettext("Coordinate time and place"),
    Decision.COMPLEMENT: lazy_gettext("Complement one another"),
    Decision.MERGE: lazy_gettext("Become one"),
    Decision.NOT_RELEVANT: lazy_gettext("Not relevant"),
}
ANSWERS = {
    Answer.TALKING: lazy_gettext("We talk already"),
    Answer.NOT_THE_SAME: lazy_gettext("Not the same thing"),
}
STRENGTHS = {
    Strength.STRONG: lazy_gettext("Strong"),
    Strength.CLEAR: lazy_gettext("Clear"),
    Strength.POSSIBLE: lazy_gettext("Possible"),
}
EXTENTS = {
    Extent.ALL: lazy_gettext("the same"),
    Extent.MOST: lazy_gettext("largely"),
    Extent.PART: lazy_gettext("partly"),
}
ORDERS = {
    WorklistOrder.STRONGEST: lazy_gettext("Strongest first"),
    WorklistOrder.NEWEST: lazy_gettext("Newest first"),
}
QUESTIONS = {
    TouchpointKind.DUPLICATE: lazy_gettext("Do these two do the same thing?"),
    TouchpointKind.COORDINATE: lazy_gettext("Should these two be coordinated?"),
    TouchpointKind.COMPLEMENT: lazy_gettext("Do these two complement each other?"),
    TouchpointKind.RELATED: lazy_gettext("Should these two know of each other?"),
}
DECISION_HINTS = {
    Decision.COOPERATE: lazy_gettext(
        "Both go on, and do something together. Both sides are asked first."
    ),
    Decision.COORDINATE_TIME_PLACE: lazy_gettext(
        "Both go on, and agree on days and rooms so that they do not get in each other’s way."
    ),
    Decision.COMPLEMENT: lazy_gettext(
        "They do different things for the same people. Both can send people on to the other."
    ),
    Decision.MERGE: lazy_gettext(
        "One goes on with both organisations, the other becomes a part of it. Both sides are "
        "asked first, and it can be undone for 30 days."
    ),
    Decision.NOT_RELEVANT: lazy_gettext(
        "They have nothing to do with each other. The pair comes back only if one of them changes."
    ),
}
REASON_LABELS = {
    ReasonKind.SUBJECTS: lazy_gettext("Work"),
    ReasonKind.TARGET_GROUPS: lazy_gettext("Target group"),
    ReasonKind.AGES: lazy_gettext("Ages"),
    ReasonKind.PLACES: lazy_gettext("Place"),
    ReasonKind.ONE_EVERYWHERE: lazy_gettext("Place"),
    ReasonKind.PERIOD: lazy_gettext("Period"),
    ReasonKind.WEEKDAYS: lazy_gettext("Weekdays"),
    ReasonKind.VENUES: lazy_gettext("Venues"),
    ReasonKind.ORGANISATION_NAMED: lazy_gettext("Organisations"),
}
_FACTS = {
    "ages": lazy_gettext("Ages"),
    "tags": lazy_gettext("Target groups and types of effort"),
}


def fact_label(name: str) -> str:
    """What a fact is called that matters to a touchpoint."""
    return str(_FACTS.get(name) or labels.FIELDS.get(name, name))


def init_app(app: Flask) -> None:
    """Make the words known to templates as filters."""
    app.jinja_env.filters.update(
        touchpoint_kind_label=lambda kind: str(KINDS[kind]),
        strength_label=lambda strength: str(STRENGTHS[strength]),
        decision_label=lambda decision: str(DECISIONS[decision]),
        answer_label=lambda answer: str(ANSWERS[answer]),
    )
