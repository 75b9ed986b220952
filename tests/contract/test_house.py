"""The rules of the house that can be read from its files, each with its figure."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from checks.all import CHECKS
from checks.faults import Outcome
from tests.figures import Figures


@pytest.mark.parametrize("name", CHECKS)
def test_the_house_keeps_its_rule(name: str, figures: Figures) -> None:
    check: Callable[[], Outcome] = CHECKS[name]

    outcome = check()

    figures.record(f"house, {name}", value=len(outcome.faults), unit="faults")
    assert not outcome.faults, "\n" + "\n".join(str(fault) for fault in sorted(outcome.faults))


def test_every_template_compiles_in_the_product(app: Flask, figures: Figures) -> None:
    names = app.jinja_env.list_templates()

    for name in names:
        app.jinja_env.get_template(name)

    figures.record("templates compiled", value=len(names))
