"""The forms around a touchpoint: what is decided, what a side answers, what is said."""

import uuid
from collections.abc import Iterable, Mapping

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from tracker.domain.touchpoint_decisions import Answer, Decision, Side
from tracker.forms import Day, Paragraph, TrackerForm, Version, clean, offered
from tracker.queries.touchpoints import PairSide
from tracker.services.touchpoints import MOST_AT_ONCE, Wish
from tracker.touchpoint_labels import DECISIONS

COORDINATORS = "coordinators"
AT_ONCE = (Decision.NOT_RELEVANT, Decision.COMPLEMENT, Decision.COORDINATE_TIME_PLACE)
"""What stands without a yes from both sides, and so can be decided of many in one go."""


def _chosen() -> InputRequired:
    return InputRequired(lazy_gettext("Choose one of them."))


class DecisionForm(TrackerForm):
    """What is decided about one pair, who follows it up, and when."""

    decision = RadioField(lazy_gettext("What happens now?"), [_chosen()])
    keeps = RadioField(lazy_gettext("Which one goes on?"), [_chosen()])
    note = Paragraph(
        lazy_gettext("Note to both sides"),
        description=lazy_gettext(
            "It stands in the history of both. “Not relevant” wants a reason."
        ),
    )
    owner = SelectField(lazy_gettext("Who follows it up?"))
    follow_up_on = Day(lazy_gettext("Follow up on"))
    version = Version()

    def offer(self, sides: Mapping[Side, PairSide], decisions: Iterable[Decision]) -> None:
        """Fill in what can be chosen."""
        self.decision.choices = offered((each.value, str(DECISIONS[each])) for each in decisions)
        self.keeps.choices = offered((side.value, row.title) for side, row in sides.items())
        self.owner.choices = offered(
            [
                (COORDINATORS, gettext("The coordinators")),
                *((side.value, row.organisation_name) for side, row in sides.items()),
            ]
        )

    def wish(self, organisations: Mapping[Side, uuid.UUID]) -> Wish:
        """What the form says, once it is validated."""
        owner = self.owner.data
        return Wish(
            decision=Decision(self.decision.data),
            keeps=Side(self.keeps.data),
            note=self.note.data,
            owner=None if owner == COORDINATORS else organisations[Side(owner)],
            follow_up_on=self.follow_up_on.data,
        )


class BulkForm(TrackerForm):
    """One decision about the chosen ones of a list."""

    touchpoint = SelectMultipleField(lazy_gettext("Touchpoints"), [_chosen()])
    decision = RadioField(lazy_gettext("Decide about the chosen ones"), [_chosen()])
    note = Paragraph(lazy_gettext("Note to both sides"))

    def offer(self) -> None:
        """Fill in what can be chosen; which touchpoints there are is the service's to say."""
        sent = self.touchpoint.raw_data or []
        self.touchpoint.choices = offered((text, text) for text in sent[: MOST_AT_ONCE + 1])
        self.decision.choices = offered((each.value, str(DECISIONS[each])) for each in AT_ONCE)

    def public_ids(self) -> list[uuid.UUID]:
        """The chosen touchpoints; what is no id is left out."""
        return [uuid.UUID(text) for text in self.touchpoint.data if _is_id(text)]


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


class YesNoForm(TrackerForm):
    """A yes or a no to what is suggested."""

    is_accepted = HiddenField(filters=[clean])

    def says_yes(self) -> bool | None:
        """What is answered; None where it is neither."""
        return {"yes": True, "no": False}.get(self.is_accepted.data or "")


class TellForm(TrackerForm):
    """A short answer about the pair; who wants to say more writes a message."""

    answer = HiddenField(filters=[clean])

    def wanted(self) -> Answer | None:
        """What is answered; None where it is none of the answers."""
        return Answer(self.answer.data) if self.answer.data in list(Answer) else None


class MessageForm(TrackerForm):
    """Something to say."""

    body = Paragraph(lazy_gettext("Write a message"))
