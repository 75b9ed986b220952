"""Whether a page speaks one language: no string of the other catalogue is left on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from tests.documents import Document, attribute
from tracker.domain.languages import LANGUAGES

CATALOGUES = Path(__file__).parent.parent / "tracker" / "translations" / "sv"
READ_ALOUD = ("title", "aria-label", "alt", "placeholder", "label")
NOT_READ = frozenset({"script", "style", "template", "code"})
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}")
FEWEST_FIXED_LETTERS = 8

Catalogue = dict[tuple[str, ...], set[str]]


@dataclass(frozen=True)
class Strings:
    """The product's own sentences in one language that differ from the other language's."""

    exact: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    _known: dict[str, bool] = field(default_factory=dict, compare=False)

    def hold(self, text: str) -> bool:
        """Whether `text` is one of these sentences; asked again, it is remembered."""
        if text not in self._known:
            self._known[text] = text in self.exact or any(
                pattern.fullmatch(text) for pattern in self.patterns
            )
        return self._known[text]


def strings_of(sentences: Iterable[str]) -> Strings:
    """Sort sentences into fixed ones and ones with placeholders."""
    exact, patterns = set(), []
    for sentence in sentences:
        text = " ".join(sentence.split())
        parts = PLACEHOLDER.split(text)
        if len(parts) == 1:
            exact.add(text)
        elif sum(len(part.strip()) for part in parts) >= FEWEST_FIXED_LETTERS:
            patterns.append(re.compile(".+?".join(re.escape(part) for part in parts)))
    return Strings(frozenset(exact), tuple(patterns))


@cache
def catalogue_strings(folder: Path = CATALOGUES) -> dict[str, Strings]:
    """The sentences that must not be on a page in each language, from the catalogues.

    A sentence that is also a sentence of the page's language ("Status") tells nothing and is left.
    Where only the partner's path is spoken, its strings alone are looked for: what a page of the
    path shows to a coordinator may be Swedish.
    """
    swedish = _texts(folder, "sv")
    spoken = {"sv": swedish, "en": {key: set(key) for key in swedish}}
    for language in LANGUAGES.values():
        if not language.is_full and language.tag != "sv":
            spoken[language.tag] = _texts(folder.parent / language.locale, language.locale)
    return {tag: strings_of(_foreign(spoken, tag)) for tag in spoken}


def _foreign(spoken: Mapping[str, Catalogue], tag: str) -> set[str]:
    own = spoken[tag]
    others = (
        texts
        for other, catalogue in spoken.items()
        for key, texts in catalogue.items()
        if other != tag and key in own
    )
    return set().union(*others) - set().union(*own.values())


def _texts(folder: Path, locale: str) -> Catalogue:
    texts: dict[tuple[str, ...], set[str]] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as handle:
            for message in read_po(handle, locale=locale):
                if message.id:
                    texts.setdefault(tuple(_all(message.id)), set()).update(_all(message.string))
    return texts


def foreign_texts(document: Document, strings: dict[str, Strings]) -> Iterator[str]:
    """Sentences of the other language on a page; what carries its own `lang` is left alone.

    The language is the one of <html lang>; a fragment that says none is not judged.
    """
    root = document.soup.select_one("html")
    language = "" if root is None else attribute(root, "lang")
    if language not in strings:
        return
    for text, holder in _read_texts(document):
        if strings[language].hold(text) and not _is_quoted(holder):
            yield f"not in the page's language ({language}): {text!r}"


def _read_texts(document: Document) -> Iterator[tuple[str, Tag]]:
    for node in document.soup.descendants:
        if not isinstance(node, NavigableString) or isinstance(node, PreformattedString):
            continue
        holder = node.parent
        if holder is not None and holder.name not in NOT_READ and (text := " ".join(node.split())):
            yield text, holder
    for name in READ_ALOUD:
        for tag in document.having(name):
            yield " ".join(attribute(tag, name).split()), tag
    for tag in document.named("input"):
        if attribute(tag, "type") in {"submit", "button"} and tag.has_attr("value"):
            yield attribute(tag, "value"), tag


def _is_quoted(tag: Tag) -> bool:
    return any(part.has_attr("lang") and part.name != "html" for part in (tag, *tag.parents))


def _all(texts: str | Iterable[str] | None) -> list[str]:
    """Every form of a message: one, or the plurals."""
    if texts is None:
        return []
    return [texts] if isinstance(texts, str) else [text for text in texts if text]
