"""Keeps personal numbers, phone numbers and e-mail addresses out of free text."""

from collections.abc import Mapping

from tracker.domain.personal_data import find_personal_data
from tracker.errors import PersonalDataError


def refuse_personal_data(texts: Mapping[str, str]) -> None:
    """Refuse free text that holds personal data; `texts` are the fields by name.

    Raises:
        PersonalDataError: naming the fields and what was found, masked.
    """
    findings = {
        name: tuple((finding.kind.value, finding.excerpt) for finding in found)
        for name, text in texts.items()
        if (found := find_personal_data(text))
    }
    if findings:
        raise PersonalDataError(findings)
