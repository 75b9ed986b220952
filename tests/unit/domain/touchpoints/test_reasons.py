"""Why two initiatives touch."""

from __future__ import annotations

from datetime import date

from tests.compared import HOMEWORK, STUDY, an_initiative
from tracker.domain.touchpoints.initiatives import FOREVER, WHOLE_MUNICIPALITY, ComparedInitiative
from tracker.domain.touchpoints.profiles import profile_of
from tracker.domain.touchpoints.reasons import Reason, ReasonKind, reasons_of


def reasons(one: ComparedInitiative, other: ComparedInitiative) -> dict[ReasonKind, Reason]:
    return {reason.kind: reason for reason in reasons_of(profile_of(one), profile_of(other))}


def test_what_is_shared_is_told() -> None:
    found = reasons(HOMEWORK, STUDY)

    assert found[ReasonKind.PLACES].codes == ("Norrby",)
    assert found[ReasonKind.TARGET_GROUPS].codes == ("children",)
    assert found[ReasonKind.WEEKDAYS].codes == ("1",)
    assert (found[ReasonKind.AGES].first, found[ReasonKind.AGES].last) == (10, 12)
    period = found[ReasonKind.PERIOD]
    assert (period.first, period.last) == (date(2026, 1, 12), date(2026, 12, 18))


def test_what_goes_on_everywhere_and_until_further_notice_says_so() -> None:
    endless = an_initiative(
        "Hjälp", places=frozenset({WHOLE_MUNICIPALITY}), end=FOREVER, target_groups=frozenset()
    )

    found = reasons(endless, an_initiative("Stöd", end=FOREVER))

    assert ReasonKind.ONE_EVERYWHERE in found
    assert found[ReasonKind.PERIOD].last is None
    assert ReasonKind.TARGET_GROUPS not in found


def test_naming_the_other_organisation_is_told() -> None:
    library = an_initiative("Bokbuss", organisation="Stadsbiblioteket")
    partner = an_initiative("Sagostund", "Vi läser tillsammans med stadsbiblioteket.")

    assert ReasonKind.ORGANISATION_NAMED in reasons(library, partner)
