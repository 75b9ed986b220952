"""A journey with scripts and one without; what the pages do without them no engine changes."""

from __future__ import annotations

import pytest

SCRIPTS = pytest.mark.parametrize(
    "java_script_enabled",
    [
        pytest.param(True, id="scripts"),
        pytest.param(False, id="no scripts", marks=pytest.mark.once),
    ],
)
