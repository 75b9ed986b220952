"""A folder among the blueprints is an area of the product, without anybody listing it."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from tracker import blueprints


def test_every_area_is_found_and_named_as_its_folder() -> None:
    app = Flask("areas")

    blueprints.register(app)

    folders = {path.parent.name for path in Path(blueprints.__path__[0]).glob("*/routes.py")}
    assert set(app.blueprints) == folders
