"""HTML as tests ask it: parsed as HTML 5, with CSS selectors, and the parser's complaints."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.builder._html5lib import HTML5TreeBuilder, TreeBuilderForHtml5lib
from html5lib import HTMLParser
from html5lib.constants import E as PARSE_ERRORS

ROW_PARENTS = {
    "tr": ("<table><tbody>", "</tbody></table>"),
    "td": ("<table><tbody><tr>", "</tr></tbody></table>"),
    "th": ("<table><tbody><tr>", "</tr></tbody></table>"),
    "tbody": ("<table>", "</table>"),
    "li": ("<ul>", "</ul>"),
    "option": ("<select aria-label='.'>", "</select>"),
}


@dataclass(frozen=True)
class Document:
    """A parsed page or fragment, and what the parser complained of."""

    soup: BeautifulSoup
    parse_faults: tuple[str, ...]
    is_fragment: bool
    url: str = ""

    def select(self, selector: str) -> list[Tag]:
        """Every element that the CSS selector means."""
        return list(self.soup.select(selector))

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """Every element, in the order of the page."""
        return tuple(tag for tag in self.soup.descendants if isinstance(tag, Tag))

    def named(self, *names: str) -> list[Tag]:
        """Every element with one of these names: a tenth of the time of `select`."""
        return [tag for tag in self.tags if tag.name in names]

    def having(self, name: str) -> list[Tag]:
        """Every element with this attribute."""
        return [tag for tag in self.tags if name in tag.attrs]

    def one(self, selector: str) -> Tag:
        """The only element that the CSS selector means; anything else is a failed test."""
        found = self.select(selector)
        if len(found) != 1:
            message = f"{len(found)} elements are {selector!r}, not one"
            raise AssertionError(message)
        return found[0]

    def text(self, selector: str = "body") -> str:
        """The text a reader sees in the first such element, blanks made single."""
        found = self.soup.select_one(selector)
        return "" if found is None else text_of(found)

    def texts(self, selector: str) -> list[str]:
        """The text of each such element."""
        return [text_of(tag) for tag in self.select(selector)]


def parse(markup: str, *, is_fragment: bool, url: str = "") -> Document:
    """Parse as HTML 5; a fragment is read where it may stand (a `tr` within a table, say)."""
    text = _fragment_in_page(markup) if is_fragment else markup
    builder = RememberingBuilder()
    soup = BeautifulSoup(text, builder=builder)
    faults = tuple(
        f"line {position[0]}: {PARSE_ERRORS.get(code, code) % (values or {})}"
        for parser in builder.parsers
        for position, code, values in parser.errors
    )
    return Document(soup, faults, is_fragment, url)


class RememberingTree(TreeBuilderForHtml5lib):
    """Keeps the parser that Beautiful Soup lets go of, for what it complained of."""

    def __init__(self, *args: Any, parsers: list[HTMLParser], **kwargs: Any) -> None:
        self.parsers = parsers
        super().__init__(*args, **kwargs)

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "parser" and value is not None:
            self.parsers.append(value)
        super().__setattr__(name, value)


class RememberingBuilder(HTML5TreeBuilder):
    """Beautiful Soup's tree from html5lib, with html5lib's complaints kept."""

    def __init__(self) -> None:
        super().__init__()
        self.parsers: list[HTMLParser] = []

    def create_treebuilder(self, namespaceHTMLElements: bool) -> TreeBuilderForHtml5lib:  # noqa: N803
        """Called by html5lib for the tree it fills."""
        self.underlying_builder = RememberingTree(
            namespaceHTMLElements, self.soup, store_line_numbers=False, parsers=self.parsers
        )
        return self.underlying_builder


def _fragment_in_page(markup: str) -> str:
    start = markup.lstrip()
    first = start[1:].split(">")[0].split()[0].rstrip("/").lower() if start[:1] == "<" else ""
    before, after = ROW_PARENTS.get(first, ("", ""))
    head = "<!DOCTYPE html><html><head><title>.</title></head><body>"
    return f"{head}{before}{markup}{after}</body></html>"


def text_of(tag: Tag) -> str:
    """The text of an element, blanks made single."""
    return " ".join(tag.get_text(" ").split())


def attribute(tag: Tag, name: str) -> str:
    """An attribute as text, empty when it is not there."""
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else str(value or "")
