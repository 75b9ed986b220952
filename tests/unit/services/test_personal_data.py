"""Free text with personal data is refused by field, with what was found and where, masked."""

from __future__ import annotations

import pytest

from tracker.errors import PersonalDataError
from tracker.services.personal_data import refuse_personal_data


def test_innocent_texts_pass() -> None:
    refuse_personal_data({"title": "Läxhjälp kl 16.00-18.30", "purpose": "", "note": "12 barn"})


def test_every_field_with_a_finding_is_named_and_no_other() -> None:
    with pytest.raises(PersonalDataError) as refused:
        refuse_personal_data(
            {
                "title": "Läxhjälp",
                "description": "Ring 070-174 06 35.",
                "purpose": "Kim 811228-9874, kim@example.org",
            }
        )

    findings = refused.value.findings
    assert list(findings) == ["description", "purpose"]
    assert [kind for kind, _ in findings["description"]] == ["phone_number"]
    assert {kind for kind, _ in findings["purpose"]} == {
        "personal_identity_number",
        "email_address",
    }


def test_what_was_found_is_masked() -> None:
    with pytest.raises(PersonalDataError) as refused:
        refuse_personal_data({"note": "Kim 811228-9874"})

    ((_kind, excerpt),) = refused.value.findings["note"]
    assert "9874" not in excerpt
