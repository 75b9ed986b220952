"""What templates keep comes out as it would without being kept: escaped, and in the right language."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string
from jinja2 import DictLoader, Environment

from tracker.templating import DependentMacroError, keep_macros

GREETING = '{{ _("Hello, %(name)s", name=name) }}'
COUNT = '{{ ngettext("%(num)d initiative", "%(num)d initiatives", count) }}'


@pytest.mark.parametrize(
    ("language", "hello", "one", "many"),
    [
        ("sv", "Hej, &lt;b&gt;", "1 insats", "2 insatser"),
        ("en", "Hello, &lt;b&gt;", "1 initiative", "2 initiatives"),
    ],
)
def test_a_kept_string_is_in_the_readers_language_and_its_values_are_escaped(
    app: Flask, language: str, hello: str, one: str, many: str
) -> None:
    for _ in range(2):
        with app.test_request_context("/", headers={"Accept-Language": language}):
            assert render_template_string(GREETING, name="<b>") == hello
            assert render_template_string(COUNT, count=1) == one
            assert render_template_string(COUNT, count=2) == many


def test_a_macro_that_reads_more_than_it_is_given_is_not_kept() -> None:
    source = "{% macro mark(code) %}{{ code }} {{ language }}{% endmacro %}"
    environment = Environment(loader=DictLoader({"marks.html": source}), autoescape=True)

    with pytest.raises(DependentMacroError, match="language"):
        keep_macros(environment, "marks.html")
