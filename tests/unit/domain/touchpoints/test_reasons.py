"""Why two initiatives touch."""

from __future__ import annotations

from datetime import date

from tests.compared import HOMEWORK, STUDY, an_initiative
from tracker.domain.touchpoints.fingerprint_taking import fingerprint_of
from tracker.domain.touchpoints.fingerprints import fingerprint_from
from tracker.domain.touchpoints.initiatives import FOREVER, WHOLE_MUNICIPALITY, ComparedInitiative
from tracker.domain.touchpoints.reasons import Reason, ReasonKind, reasons_of


def reasons(one: ComparedInitiative, other: ComparedInitiative) -> dict[ReasonKind, Reason]:
    found = (fingerprint_from(fingerprint_of(each).packed()) for each in (one, other))
    return {reason.kind: reason for reason in reasons_of(*found)}


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


def test_the_heaviest_subjects_come_first_and_rooms_that_no_list_knows_are_named() -> None:
    one = an_initiative("Läxhjälp och fotboll", "Vi ses i Klockarsalen och Havrehallen.")
    other = an_initiative("Läxhjälp", "Sedan blir det fotboll i Havrehallen.")

    found = reasons(one, other)

    assert found[ReasonKind.SUBJECTS].codes[0] == "homework_help"
    assert "havrehallen" in found[ReasonKind.VENUES].codes


def test_places_that_no_list_knows_are_told_and_an_unknown_period_is_not() -> None:
    one = an_initiative("Kör", places=frozenset({"Lilla Torpet"}), start=None)
    other = an_initiative("Dans", places=frozenset({"Lilla Torpet", "Hulta"}))

    found = reasons(one, other)

    assert found[ReasonKind.PLACES].codes == ("Lilla Torpet",)
    assert ReasonKind.PERIOD not in found
