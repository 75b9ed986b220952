"""The pages, one folder an area; each is a Blueprint named `blueprint`."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask


def register(app: Flask) -> None:
    """Register every area found in this folder."""
    for module in sorted(iter_modules(__path__), key=lambda found: found.name):
        app.register_blueprint(import_module(f"{__name__}.{module.name}.routes").blueprint)
