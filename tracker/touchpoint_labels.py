"""What the kinds, states and decisions of touchpoints are called."""

from flask_babel import lazy_gettext

from tracker.domain.touchpoint_decisions import Answer, Decision, TouchpointKind, TouchpointState

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
