"""Says in words why two initiatives touch, in the reader's language."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date

from babel.dates import format_date
from flask_babel import gettext, lazy_gettext

from tracker import identity
from tracker.domain.roles import ListCode
from tracker.domain.touchpoints.reasons import Reason, ReasonKind
from tracker.domain.touchpoints.subjects import name_of
from tracker.languages import list_language

_WEEKDAYS = (
    lazy_gettext("Mondays"),
    lazy_gettext("Tuesdays"),
    lazy_gettext("Wednesdays"),
    lazy_gettext("Thursdays"),
    lazy_gettext("Fridays"),
    lazy_gettext("Saturdays"),
    lazy_gettext("Sundays"),
)
_OLDEST = 100
_AND_LAST = 2


def in_words(reasons: Iterable[Reason]) -> Iterator[tuple[Reason, str]]:
    """Each reason with its sentence, in the language of the request.

    One that speaks of what this version does not know is left out.
    """
    entries = identity.reference().of_list(ListCode.TARGET_GROUP)
    names, shown_in = {row.code: row.name for row in entries}, list_language()
    for reason in reasons:
        with suppress(KeyError):
            yield reason, sentence(reason, language=shown_in, names=names)


def sentences(reasons: Iterable[Reason]) -> list[str]:
    """Reasons in words, in the language of the request."""
    return [words for _reason, words in in_words(reasons)]


def sentence(reason: Reason, *, language: str, names: Mapping[str, str]) -> str:
    """One reason, as a coordinator would say it.

    Args:
        names: what target groups are called, by code.
    """
    return _SENTENCES[reason.kind](reason, language, names)


def _subjects(reason: Reason, language: str, _names: Mapping[str, str]) -> str:
    named = _listed([name_of(code, language) for code in reason.codes])
    return gettext("Both are about %(subjects)s", subjects=named)


def _target_groups(reason: Reason, _language: str, names: Mapping[str, str]) -> str:
    named = _listed([names.get(code, code).lower() for code in reason.codes])
    return gettext("Both are for %(groups)s", groups=named)


def _ages(reason: Reason, _language: str, _names: Mapping[str, str]) -> str:
    assert isinstance(reason.last, int)
    if reason.last >= _OLDEST:
        return gettext("Ages from %(first)s in both", first=reason.first)
    return gettext("Ages %(first)s–%(last)s in both", first=reason.first, last=reason.last)


def _places(reason: Reason, _language: str, _names: Mapping[str, str]) -> str:
    return gettext("%(places)s in both", places=_listed(list(reason.codes)))


def _everywhere(_reason: Reason, _language: str, _names: Mapping[str, str]) -> str:
    return gettext("One of them is for the whole municipality")


def _period(reason: Reason, language: str, _names: Mapping[str, str]) -> str:
    first = _month(reason.first, language)
    if reason.last is None:
        return gettext("Both go on from %(first)s until further notice", first=first)
    return gettext(
        "Both go on %(first)s – %(last)s", first=first, last=_month(reason.last, language)
    )


def _month(day: date | int | None, language: str) -> str:
    assert isinstance(day, date)
    return format_date(day, "MMMM y", locale=language)


def _weekdays(reason: Reason, _language: str, _names: Mapping[str, str]) -> str:
    days = [str(_WEEKDAYS[int(code)]) for code in reason.codes]
    return gettext("Both on %(days)s", days=_listed(days))


def _venues(reason: Reason, _language: str, _names: Mapping[str, str]) -> str:
    return gettext("Both mention %(words)s", words=_listed(list(reason.codes)))


def _named(_reason: Reason, _language: str, _names: Mapping[str, str]) -> str:
    return gettext("One names the organisation of the other")


def _listed(words: list[str]) -> str:
    if len(words) < _AND_LAST:
        return "".join(words)
    first = ", ".join(words[:-1])
    return gettext("%(first)s and %(last)s", first=first, last=words[-1])


_SENTENCES: Mapping[ReasonKind, Callable[[Reason, str, Mapping[str, str]], str]] = {
    ReasonKind.SUBJECTS: _subjects,
    ReasonKind.TARGET_GROUPS: _target_groups,
    ReasonKind.AGES: _ages,
    ReasonKind.PLACES: _places,
    ReasonKind.ONE_EVERYWHERE: _everywhere,
    ReasonKind.PERIOD: _period,
    ReasonKind.WEEKDAYS: _weekdays,
    ReasonKind.VENUES: _venues,
    ReasonKind.ORGANISATION_NAMED: _named,
}
