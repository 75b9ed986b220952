"""Rules of the Swedish catalogues: complete, without doubt, and in words that DOMAIN allows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from checks.faults import ROOT, Outcome

METHODS = [("**.py", "python"), ("templates/**", "jinja2")]
OPTIONS = {"templates/**": {"silent": "false", "trimmed": "true"}}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w+)\}")
BANNED = re.compile(r"dubbelarbete|utsatt(a)? område", re.IGNORECASE)

Key = tuple[str, str]

_IN_WORDS = {2: 1, 6: 3}
"""Of so many forms, how many may say the number in words: one; and none, one and two."""


@dataclass(frozen=True)
class Used:
    """A source string where code or a template uses it."""

    path: Path
    line: int


def used_strings(root: Path = ROOT) -> dict[Key, list[Used]]:
    """Every source string of the product, by context and text."""
    used: dict[Key, list[Used]] = defaultdict(list)
    folder = root / "tracker"
    for name, line, ids, _comments, context in extract_from_dir(
        folder, METHODS, OPTIONS, keywords=KEYWORDS, strip_comment_tags=True
    ):
        text = ids if isinstance(ids, str) else ids[0]
        used[context or "", text].append(Used(folder / name, line))
    return used


def catalogues(root: Path = ROOT, *, locale: str = "sv") -> Iterator[tuple[Path, Message]]:
    """Every message of every catalogue of a language."""
    for path in files(root, locale=locale):
        with path.open("rb") as handle:
            catalogue = read_po(handle, locale=locale)
        yield from ((path, message) for message in catalogue if message.id)


def files(root: Path = ROOT, *, locale: str = "sv") -> list[Path]:
    """The catalogues of a language, one an area."""
    return sorted((root / "tracker" / "translations" / locale).glob("*.po"))


def complete(root: Path = ROOT) -> Outcome:
    """Every string in use is in exactly one area's catalogue, and nothing else is there."""
    outcome = Outcome()
    used = used_strings(root)
    places: dict[Key, list[Path]] = defaultdict(list)
    for path, message in catalogues(root):
        key = key_of(message)
        places[key].append(path)
        if key not in used:
            outcome.add(path, message.lineno or 1, f"nobody uses {key[1]!r}", root=root)
    for key, uses in sorted(used.items()):
        outcome.looked_at += 1
        if key not in places:
            told = f"{key[1]!r} is in no catalogue"
            outcome.add(uses[0].path, uses[0].line, told, root=root)
        elif len(places[key]) > 1:
            names = ", ".join(path.name for path in places[key])
            outcome.add(uses[0].path, uses[0].line, f"{key[1]!r} is in {names}", root=root)
    return outcome


def certain(root: Path = ROOT) -> Outcome:
    """No message is empty or fuzzy, none is kept as obsolete, and placeholders are the same."""
    outcome = Outcome()
    look_for_doubts(outcome, root, locale="sv", forms=2)
    return outcome


def look_for_doubts(outcome: Outcome, root: Path, *, locale: str, forms: int) -> None:
    """Note what is fuzzy, empty or obsolete, or names other things than the source does."""
    for path, message in catalogues(root, locale=locale):
        outcome.looked_at += 1
        line = message.lineno or 1
        if message.fuzzy:
            outcome.add(path, line, f"fuzzy: {key_of(message)[1]!r}", root=root)
        for told in _differences(message, forms):
            outcome.add(path, line, told, root=root)
    for path in files(root, locale=locale):
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if text.startswith("#~ msgid "):
                outcome.add(path, number, "an obsolete message is kept", root=root)


def plain_words(root: Path = ROOT) -> Outcome:
    """No sentence uses the words that the field has turned down."""
    outcome = Outcome()
    for path, message in catalogues(root):
        outcome.looked_at += 1
        for text in forms_of(message.string):
            if BANNED.search(text):
                outcome.add(path, message.lineno or 1, f"turned-down words: {text!r}", root=root)
    return outcome


def _differences(message: Message, forms: int) -> Iterator[str]:
    sources, answers = forms_of(message.id), forms_of(message.string)
    if not answers or not all(answers):
        yield f"not translated: {sources[0]!r}"
        return
    if isinstance(message.id, tuple | list) and len(answers) != forms:
        yield f"the language has {forms} forms, here {len(answers)}: {sources[0]!r}"
    wanted = set().union(*(_placeholders(text) for text in sources))
    for place, text in enumerate(answers):
        given = _placeholders(text)
        says_it_in_words = place < _IN_WORDS.get(len(answers), 0) and given <= wanted
        if given != wanted and not says_it_in_words:
            yield f"placeholders {sorted(given)} in {text!r}, wanted {sorted(wanted)}"


def _placeholders(text: str) -> set[str]:
    return {first or second for first, second in PLACEHOLDER.findall(text)}


def forms_of(texts: object) -> list[str]:
    """One text, or every form of one that counts."""
    if isinstance(texts, str):
        return [texts]
    return [str(text) for text in texts] if isinstance(texts, tuple | list) else []


def key_of(message: Message) -> Key:
    """The context and the text of a message."""
    return message.context or "", forms_of(message.id)[0]
