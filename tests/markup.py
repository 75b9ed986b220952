"""What must be true of every HTML page and fragment; each rule answers with the faults it found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from bs4 import Tag

from tests.documents import Document, attribute, text_of
from tracker.domain.languages import LANGUAGES

TAGS = frozenset(row.tag for row in LANGUAGES.values())
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
UNLABELLED_INPUTS = frozenset({"hidden", "submit", "button", "image", "reset"})
ARIA_REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-errormessage")
HASH_REFERENCES = ("href", "hx-target", "hx-include", "hx-indicator")
INLINE_DATA_TYPES = frozenset({"application/json", "application/ld+json"})


def faults_of(document: Document) -> list[str]:
    """Everything wrong with a page or a fragment, as sentences."""
    rules = RULES if document.is_fragment else (*RULES, *PAGE_RULES)
    return [fault for rule in rules for fault in rule(document)]


# Rules of every piece of HTML ---------------------------------------------------------------


def parses(document: Document) -> Iterator[str]:
    yield from (f"HTML fault, {fault}" for fault in document.parse_faults)


def has_unique_ids(document: Document) -> Iterator[str]:
    counts = Counter(attribute(tag, "id") for tag in document.having("id"))
    for name, count in counts.items():
        if count > 1 or not name:
            yield f"id {name!r} stands {count} times"


def labels_every_input(document: Document) -> Iterator[str]:
    labels = (tag for tag in document.named("label") if tag.has_attr("for"))
    labelled = {attribute(tag, "for") for tag in labels if text_of(tag)}
    for tag in document.named("input", "select", "textarea"):
        if attribute(tag, "type") in UNLABELLED_INPUTS:
            continue
        parents = [parent for parent in tag.parents if parent.name == "label" and text_of(parent)]
        is_named = attribute(tag, "aria-label") or attribute(tag, "aria-labelledby")
        if not (parents or is_named or attribute(tag, "id") in labelled):
            yield f"no label for {_shown(tag)}"


def points_at_what_exists(document: Document) -> Iterator[str]:
    ids = {attribute(tag, "id") for tag in document.having("id")}
    for name, value in _references(document):
        if value not in ids:
            yield f"{name}={value!r} names no id of this page"


def _references(document: Document) -> Iterator[tuple[str, str]]:
    """Attribute and the id it means; what a fragment says of the page around it is not asked."""
    for tag in document.named("label", "output"):
        if tag.has_attr("for"):
            yield "for", attribute(tag, "for")
    if document.is_fragment:
        return
    for name in ARIA_REFERENCES:
        for tag in document.having(name):
            yield from ((name, wanted) for wanted in attribute(tag, name).split())
    for name in HASH_REFERENCES:
        for tag in document.having(name):
            if attribute(tag, name).startswith("#"):
                yield name, attribute(tag, name)[1:]


def has_nothing_inline(document: Document) -> Iterator[str]:
    for tag in document.tags:
        for name in tag.attrs:
            if name == "style" or name.startswith(("on", "hx-on")):
                yield f"inline {name}= on {_shown(tag)}"
        addresses = (attribute(tag, name).lower() for name in ("href", "action"))
        if any(address.startswith("javascript:") for address in addresses):
            yield f"javascript: address on {_shown(tag)}"
    for tag in document.named("script"):
        if not tag.has_attr("src") and attribute(tag, "type") not in INLINE_DATA_TYPES:
            yield "inline script"
    for _tag in document.named("style"):
        yield "inline style element"


def describes_every_image(document: Document) -> Iterator[str]:
    for tag in document.named("img"):
        if not tag.has_attr("alt"):
            yield f"no alt on {_shown(tag)}"
    for tag in document.named("svg"):
        if attribute(tag, "aria-hidden") == "true":
            continue
        named = attribute(tag, "aria-label") or attribute(tag, "aria-labelledby")
        inside_hidden = any(attribute(parent, "aria-hidden") == "true" for parent in tag.parents)
        if not (named or tag.find("title") or inside_hidden):
            yield f"a picture without a name or aria-hidden: {_shown(tag)}"


def guards_every_form(document: Document) -> Iterator[str]:
    for form in document.named("form"):
        if attribute(form, "method").lower() != "post" and not form.has_attr("hx-post"):
            continue
        tokens = form.select('input[name="csrf_token"]')
        if not any(attribute(token, "value") for token in tokens):
            yield f"no csrf_token in {_shown(form)}"


def names_every_link_and_button(document: Document) -> Iterator[str]:
    for tag in document.named("a", "button", "summary"):
        if tag.name == "a" and not tag.has_attr("href"):
            continue
        named = attribute(tag, "aria-label") or attribute(tag, "aria-labelledby")
        pictured = 'img[alt]:not([alt=""]), svg[aria-label], svg title'
        if not (text_of(tag) or named or tag.select(pictured)):
            yield f"nothing to read in {_shown(tag)}"


def keeps_headings_in_order(document: Document) -> Iterator[str]:
    level = 0
    for tag in document.named(*HEADINGS):
        here = int(tag.name[1])
        if level and here > level + 1:
            yield f"heading {text_of(tag)!r} goes from h{level} to h{here}"
        if not text_of(tag):
            yield f"empty heading {_shown(tag)}"
        level = here


def names_every_group(document: Document) -> Iterator[str]:
    for tag in document.named("fieldset"):
        legend = tag.find("legend", recursive=False)
        named = attribute(tag, "aria-label") or attribute(tag, "aria-labelledby")
        if not (named or (isinstance(legend, Tag) and text_of(legend))):
            yield f"a fieldset without a legend: {_shown(tag)}"


def heads_every_table(document: Document) -> Iterator[str]:
    for tag in document.named("table"):
        if not document.is_fragment and tag.find("th") is None:
            yield f"a table without header cells: {_shown(tag)}"


# Rules of a whole page ----------------------------------------------------------------------


def says_its_language(document: Document) -> Iterator[str]:
    for tag in document.named("html"):
        if attribute(tag, "lang") not in TAGS:
            yield f"the page's lang is {attribute(tag, 'lang')!r}"


def has_one_main_heading(document: Document) -> Iterator[str]:
    found = [text_of(tag) for tag in document.named("h1")]
    if len(found) != 1:
        yield f"{len(found)} h1: {found}"
        return
    title = document.text("head > title")
    if not title.startswith(found[0]):
        yield f"the title {title!r} does not begin with the h1 {found[0]!r}"
    first = document.soup.select_one("main :is(h1,h2,h3,h4,h5,h6)")
    if first is not None and first.name != "h1":
        yield f"the first heading of the page is {_shown(first)}, not the h1"


def has_one_main_part(document: Document) -> Iterator[str]:
    count = len(document.named("main"))
    if count != 1:
        yield f"{count} main elements"


def can_be_zoomed(document: Document) -> Iterator[str]:
    views = [
        attribute(tag, "content")
        for tag in document.named("meta")
        if attribute(tag, "name") == "viewport"
    ]
    if len(views) != 1:
        yield f"{len(views)} meta viewport"
    for view in views:
        if "user-scalable=no" in view or "maximum-scale" in view:
            yield f"the viewport forbids zooming: {view!r}"


def _shown(tag: Tag) -> str:
    parts = [tag.name]
    for name in ("id", "name", "type", "href", "action", "class"):
        if attribute(tag, name):
            parts.append(f'{name}="{attribute(tag, name)[:60]}"')
    return f"<{' '.join(parts)}>"


Rule = Callable[[Document], Iterator[str]]
RULES: tuple[Rule, ...] = (
    parses,
    has_unique_ids,
    labels_every_input,
    points_at_what_exists,
    has_nothing_inline,
    describes_every_image,
    guards_every_form,
    names_every_link_and_button,
    keeps_headings_in_order,
    names_every_group,
    heads_every_table,
)
PAGE_RULES: tuple[Rule, ...] = (
    says_its_language,
    has_one_main_heading,
    has_one_main_part,
    can_be_zoomed,
)
