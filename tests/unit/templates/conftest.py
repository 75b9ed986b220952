"""Renders a component by itself: our macros, the product's template settings, no app."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parents[3] / "tracker/templates"

Render = Callable[..., Element]


@pytest.fixture
def render() -> Render:
    """Render a template text and hand back its body, parsed as strictly as HTML allows."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.globals["csrf_token"] = lambda: "token"
    environment.filters["number"] = str
    environment.filters["date"] = str

    def rendered(text: str, **context: Any) -> Element:
        page = environment.from_string(text).render(**context)
        parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
        return parser.parse(f"<!doctype html><title>t</title><body>{page}").find("body")

    return rendered
