"""Makes templates cheap to render, without their knowing: what comes out the same is kept.

Kept are translated strings, addresses, and the macros that draw the same small mark a hundred
times on a page.
"""

import re
from collections.abc import Callable, Hashable, Mapping, MutableMapping
from functools import lru_cache
from itertools import cycle
from typing import Any

from flask import Flask, current_app
from flask.templating import Environment as FlaskEnvironment
from flask_babel import get_translations
from jinja2 import Environment, meta, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from tracker.addresses import address_of
from tracker.languages import language, page_language

KEPT_MACROS = ("components/icons.html", "components/tags.html")
"""Templates whose macros print nothing but what they are given, so that it can be kept."""

_PIECES = 4096
_DRAWINGS = 16_384
_OPENS, _CLOSES = "\ue000", "\ue001"
_FIRST_STRONG, _POP = "\u2068", "\u2069"
_GAP = re.compile(f"{_OPENS}(.*?){_CLOSES}")


class PlainEnvironment(FlaskEnvironment):
    """Templates that all share the one dictionary of globals; none is given globals of its own.

    Jinja lays an empty dictionary over it for each template, and compares the two at every import.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template."""
        return super().make_globals(d) if d else self.globals


class DependentMacroError(RuntimeError):
    """A kept macro reads something it is not given, such as the language."""


def init_app(app: Flask) -> None:
    """Give templates what is kept. To be called last, when their settings are made."""
    environment = app.jinja_env
    environment.globals.update(
        _=translated, gettext=translated, ngettext=counted, url_for=address_of
    )
    for name in KEPT_MACROS:
        keep_macros(environment, name)


@pass_eval_context
def translated(context: EvalContext, message: str, /, **values: Any) -> str:
    """A string in the language of the request, with what it names."""
    pattern = _pattern(language(), message, is_markup=bool(context.autoescape))
    return pattern % isolated(values) if values or "%" in pattern else pattern


@pass_eval_context
def counted(context: EvalContext, singular: str, plural: str, number: int, /, **values: Any) -> str:
    """A string in the language of the request that agrees with a number."""
    pattern = get_translations().ungettext(singular, plural, number)
    if context.autoescape:
        pattern = Markup(pattern)  # noqa: S704 - our own catalogue; values are escaped
    return pattern % {"num": number, **isolated(values)}


def isolated(values: dict[str, Any]) -> dict[str, Any]:
    """Values that keep their own direction in a sentence that goes from right to left."""
    if not values or page_language().direction == "ltr":
        return values
    return {
        name: _FIRST_STRONG + value + _POP if isinstance(value, str) else value
        for name, value in values.items()
    }


@lru_cache(maxsize=_PIECES)
def _pattern(_language: str, message: str, *, is_markup: bool) -> str:
    translation: str = get_translations().ugettext(message)
    return Markup(translation) if is_markup else translation  # noqa: S704 - our own catalogue


def keep_macros(environment: Environment, name: str) -> None:
    """Keep what the macros of a template print for the same arguments.

    Raises:
        DependentMacroError: they read something else as well.
    """
    assert environment.loader is not None
    source, _path, _is_current = environment.loader.get_source(environment, name)
    if read := meta.find_undeclared_variables(environment.parse(source)):
        raise DependentMacroError(f"{name} reads {', '.join(sorted(read))}")
    module = environment.get_template(name).module
    for macro_name, macro in vars(module).items():
        if callable(macro) and not macro_name.startswith("_"):
            setattr(module, macro_name, _kept(macro))


def _kept(macro: Callable[..., str]) -> Callable[..., str]:
    remembered = lru_cache(maxsize=_PIECES)(macro)

    def draw(*arguments: Any) -> str:
        try:
            return remembered(*arguments)
        except TypeError:
            return macro(*arguments)

    return draw


class Frame:
    """A piece of a page that is drawn once, with gaps for the texts that differ."""

    def __init__(self, drawn: str) -> None:
        self._pieces = tuple(_GAP.split(drawn))

    def filled(self, texts: Mapping[str, str]) -> str:
        """The piece with its gaps filled; the texts are escaped already.

        A gap that nobody left, but somebody typed, is printed as it is.
        """
        return "".join(
            texts.get(piece, gap(piece)) if is_gap else piece
            for piece, is_gap in zip(self._pieces, cycle((False, True)))
        )


def gap(name: str) -> str:
    """What to draw where a text is to be filled in."""
    return f"{_OPENS}{name}{_CLOSES}"


def kept_drawing(template: str, macro: str, *arguments: Hashable) -> Markup:
    """What a macro prints for such arguments in the language of the request, drawn once."""
    return _drawing(language(), template, macro, arguments)


@lru_cache(maxsize=_DRAWINGS)
def _drawing(_language: str, template: str, macro: str, arguments: tuple[Hashable, ...]) -> Markup:
    return Markup(draw(template, macro, *arguments))  # noqa: S704 - drawn by our templates


def draw(template: str, macro: str, *arguments: Any) -> str:
    """What a macro prints, without the context of a page."""
    drawn = getattr(current_app.jinja_env.get_template(template).module, macro)
    return str(drawn(*arguments))
