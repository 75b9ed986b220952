"""Rules of the templates: they parse, every word is translated, nothing inline, nothing unused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, nodes

from checks.faults import ROOT, Outcome

WORD = re.compile(r"(?<![\w-])[^\W\d_]{2,}")
READ_ALOUD = frozenset({"title", "aria-label", "alt", "placeholder", "aria-description"})
NOT_READ = frozenset({"script", "style", "code"})
VOID = frozenset({"input", "img", "br", "hr", "meta", "link", "wbr", "source", "area", "col"})
DATA_TYPES = frozenset({"application/json", "application/ld+json"})
HOLE = "\x00"

# Names, which are the same in every language.
NAMES = frozenset({"Väven", "Socialt hållbart Borås", "Borås"})


def templates(root: Path = ROOT) -> list[Path]:
    """The template files of the product."""
    folder = root / "tracker" / "templates"
    return sorted(path for path in folder.rglob("*") if path.suffix in {".html", ".txt", ".xml"})


def environment() -> Environment:
    """What templates are parsed with."""
    return Environment(
        undefined=StrictUndefined, autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"]
    )


def parse(root: Path = ROOT) -> Outcome:
    """Every template parses."""
    outcome = Outcome()
    for path in templates(root):
        outcome.looked_at += 1
        try:
            environment().parse(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            outcome.add(path, error.lineno, f"does not parse: {error.message}", root=root)
    return outcome


def translated(root: Path = ROOT) -> Outcome:
    """No word stands outside `_()`: neither as text nor in an attribute that is read aloud."""
    return _read_html(root, lambda reader: reader.words)


def nothing_inline(root: Path = ROOT) -> Outcome:
    """No style=, no on*=, no hx-on, no script or style element with content."""
    return _read_html(root, lambda reader: reader.inline)


def nothing_unescaped(root: Path = ROOT) -> Outcome:
    """No `|safe` and no `autoescape false`: what is typed is shown as typed."""
    outcome = Outcome()
    for path, tree in _trees(root):
        outcome.looked_at += 1
        for node in tree.find_all(nodes.Filter):
            if node.name in {"safe", "forceescape"}:
                outcome.add(path, node.lineno, f"uses |{node.name}", root=root)
        for scope in tree.find_all(nodes.ScopedEvalContextModifier):
            outcome.add(path, scope.lineno, "changes autoescape", root=root)
    return outcome


def no_unused_imports(root: Path = ROOT) -> Outcome:
    """Every imported macro is used in the template that imports it."""
    outcome = Outcome()
    for path, tree in _trees(root):
        used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
        for line, name in _imports(tree):
            outcome.looked_at += 1
            if name not in used:
                outcome.add(path, line, f"imports {name} and does not use it", root=root)
    return outcome


def _imports(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    for node in tree.find_all((nodes.Import, nodes.FromImport)):
        if isinstance(node, nodes.Import):
            yield node.lineno, node.target
        elif isinstance(node, nodes.FromImport):
            for name in node.names:
                yield node.lineno, name[1] if isinstance(name, tuple) else name


def _trees(root: Path) -> Iterator[tuple[Path, nodes.Template]]:
    for path in templates(root):
        try:
            yield path, environment().parse(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError:
            continue  # `parse` tells it


def _read_html(root: Path, found: Callable[[TemplateReader], list[tuple[int, str]]]) -> Outcome:
    outcome = Outcome()
    for path in templates(root):
        outcome.looked_at += 1
        reader = TemplateReader()
        reader.feed(with_holes(path.read_text(encoding="utf-8")))
        reader.close()
        for line, told in found(reader):
            outcome.add(path, line, told, root=root)
    return outcome


def with_holes(source: str) -> str:
    """The template's own text; each expression is a hole, each statement nothing, lines kept.

    What stands within `{% trans %}` is translated, and so left out.
    """
    parts: list[str] = []
    inside, statement, is_translated = "", "", False
    for _line, kind, value in environment().lex(source):
        if kind.endswith("_begin"):
            inside, statement = kind.removesuffix("_begin"), ""
        elif inside and kind.endswith("_end") and kind.removesuffix("_end") == inside:
            words = statement.split()
            if inside == "block" and words and words[0] in {"trans", "endtrans"}:
                is_translated = words[0] == "trans"
            parts.append(HOLE if inside == "variable" else "")
            inside = ""
        elif inside:
            statement += value
        elif not is_translated:
            parts.append(value)
            continue
        parts.append("\n" * value.count("\n"))
    return "".join(parts)


class TemplateReader(HTMLParser):
    """Reads a template's HTML and keeps the words and the inline code it meets."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[tuple[int, str]] = []
        self.inline: list[tuple[int, str]] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at the attributes, and remember whether what follows is read in our language."""
        line = self.getpos()[0]
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            if name == "style" or name.startswith(("on", "hx-on")):
                self.inline.append((line, f"{name}= on <{tag}>"))
            if name in READ_ALOUD and is_untranslated(value):
                self.words.append((line, f"{name}={value!r} is not translated"))
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self._note(line, given.get("value", ""))
        is_inline = tag == "script" and "src" not in given and given.get("type") not in DATA_TYPES
        if is_inline or tag == "style":
            self.inline.append((line, f"inline <{tag}>"))
        if tag not in VOID:
            is_other = "lang" in given and tag != "html"
            self._open.append((tag, tag in NOT_READ or is_other))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost such element; templates may open it in another branch."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        """Look at a piece of text."""
        if not any(is_left for _tag, is_left in self._open):
            self._note(self.getpos()[0], data)

    def _note(self, line: int, text: str) -> None:
        if is_untranslated(text):
            self.words.append(
                (line, f"{' '.join(text.replace(HOLE, '…').split())!r} is not in _()")
            )


def is_untranslated(text: str) -> bool:
    """Whether a text has words in it that are not names."""
    for name in sorted(NAMES, key=len, reverse=True):
        text = text.replace(name, "")
    return bool(WORD.search(text.replace(HOLE, " ")))
