"""Everybody at every address: what is answered is what the policy says, and what was reviewed.

`tests/contract/access.csv` holds the answers as they were last reviewed. After a wanted change:

    FREEZE_ACCESS=1 python -m pytest tests/contract/test_access_matrix.py
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import pytest

from tests.contract.conftest import Walk
from tests.contract.register import SampleRegister
from tests.contract.rules import expected
from tests.contract.samples import Address, addresses
from tests.contract.walker import Walker
from tests.figures import Figures

REVIEWED = Path(__file__).with_name("access.csv")
Answers = dict[tuple[Address, str], str]


@pytest.fixture
def answers(walk: Walk, walker: Walker, register: SampleRegister, quick_hashes: None) -> Answers:
    """What everybody is answered at every address; each deed is taken back."""
    answers = {key: visit.outcome for key, visit in walk.visits.items()}
    for address in addresses(walker.app, register):
        if not address.is_safe:
            for role in register.roles:
                data = walk.form_for(address, role)
                with walker.undone():
                    visit = walker.post(role, address.url, data)
                answers[address, role] = visit.outcome
    return answers


def test_everybody_is_answered_as_the_policy_says(
    answers: Answers, register: SampleRegister, figures: Figures
) -> None:
    wrong = [
        f"{address.name}, {role}: {answer}, not {wanted}"
        for (address, role), answer in answers.items()
        if answer != (wanted := expected(register, address, role))
    ]

    figures.record("access: cells tried", value=len(answers))
    figures.record("access: cells answered against the policy", value=len(wrong))
    _compare_with_review(answers, register.roles)
    assert not wrong, "\n" + "\n".join(sorted(wrong))


def _compare_with_review(answers: Answers, roles: Iterable[str]) -> None:
    found = table(answers, list(roles))
    if os.environ.get("FREEZE_ACCESS"):
        REVIEWED.write_text(found)
    reviewed = REVIEWED.read_text() if REVIEWED.exists() else ""
    changed = set(found.splitlines()) ^ set(reviewed.splitlines())
    assert not changed, f"not as reviewed, see {__name__}:\n" + "\n".join(sorted(changed))


def table(answers: Answers, roles: list[str]) -> str:
    """The answers as CSV: a line an address, a column a role."""
    rows = {
        (address.endpoint, address.method, address.sample.label): [
            answers[address, role] for role in roles
        ]
        for address, _role in answers
    }
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["endpoint", "method", "object", *roles])
    writer.writerows([*key, *row] for key, row in sorted(rows.items()))
    return file.getvalue()
