"""Guess which column of a list is which field of ours, by its header and by its values.

Headers decide first; values then confirm, correct ("område" may be a goal area or a place) or
refuse. Every guess says how sure it is and why; a person sees and may change all of them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from tracker.domain.importing.fields import (
    SEVERAL_COLUMNS,
    TAG_FIELDS,
    ImportField,
    MoneyUnit,
    field_within,
    is_export_header,
    is_header_word,
    is_personal,
    known_field,
    unit_of,
)
from tracker.domain.importing.folding import fold
from tracker.domain.importing.header_words import (
    APPLIED_FOR,
    COUNTERS,
    FORM_COLUMNS,
    FORM_ENDS,
    PERSON_OR_BODY,
)
from tracker.domain.importing.mappings import ColumnMapping, GuessReason, Mapping, UnknownValues
from tracker.domain.importing.samples import Sample, sample_of
from tracker.domain.importing.tables import Column, TableRow
from tracker.domain.importing.vocabulary import Vocabulary

_OTHER_TAGS = (
    ImportField.GOAL_AREAS,
    ImportField.GOALS,
    ImportField.PLACES,
    ImportField.TARGET_GROUPS,
    ImportField.WORKING_GROUPS,
    ImportField.EFFORT_TYPES,
    ImportField.ORGANISATION_KIND,
)
_HALF = 0.5
_SURE_HEADER = 0.9
_LEAST_IN_KNOWN = 0.3  # a header that says "Slut" is believed where a third can be read
_SHARES: dict[ImportField, Callable[[Sample], float]] = {
    ImportField.START_ON: lambda sample: sample.date_share,
    ImportField.END_ON: lambda sample: sample.date_share,
    ImportField.PERIOD: lambda sample: sample.period_share,
    ImportField.PHASE: lambda sample: sample.phase_share,
    ImportField.VISIBILITY: lambda sample: sample.visibility_share,
    ImportField.AGES: lambda sample: sample.ages_share,
    ImportField.BUDGET_SEK: lambda sample: sample.money_share,
    ImportField.LINKS: lambda sample: sample.link_share,
}


def guess_mapping(
    columns: Sequence[Column], rows: Sequence[TableRow], vocabulary: Vocabulary
) -> Mapping:
    """Give each column its likeliest field, or none, with the confidence and the reason."""
    samples = [sample_of(at, rows, vocabulary) for at in range(len(columns))]
    by_form = FORM_COLUMNS if any(fold(c.header) in FORM_ENDS for c in columns) else frozenset()
    guesses = [
        replace(
            _none(GuessReason.UNKNOWN)
            if fold(column.header) in by_form
            else _guess(column, sample),
            key=column.key,
            examples=sample.examples,
        )
        for column, sample in zip(columns, samples, strict=True)
    ]
    guesses = _with_lead(guesses, samples)
    return Mapping(tuple(_with_title(_without_rivals(guesses), samples)))


def _guess(column: Column, sample: Sample) -> ColumnMapping:
    if is_personal(column.header):
        return _none(GuessReason.PERSONAL_DATA)
    field, confidence, reason = _by_header(column.header)
    if field is None:
        return _by_values(column, sample)
    if not sample.values:
        return ColumnMapping("", field, confidence * 0.7, reason)
    if field in TAG_FIELDS:
        return _tags(field, confidence, reason, sample)
    return _plain(column, field, confidence, reason, sample)


def _by_header(header: str) -> tuple[ImportField | None, float, GuessReason]:
    exported = is_export_header(header)
    if exported:
        return exported, 1.0, GuessReason.EXPORT_HEADER
    known = known_field(header)
    if known:
        return known, 0.9 if fold(header) else 0.0, GuessReason.HEADER
    return field_within(header), 0.6, GuessReason.HEADER


def _tags(
    field: ImportField, confidence: float, reason: GuessReason, sample: Sample
) -> ColumnMapping:
    """Confirm a column of tags by its values, or find which other tags they are."""
    share = sample.tag_share(field)
    other, most = sample.best_tags(_OTHER_TAGS)
    if other and most >= 0.6 and most > share + 0.2 and field is not ImportField.FUNDING:
        return ColumnMapping(
            "", other, 0.7, GuessReason.VALUES, unknown_values=_policy(most, other)
        )
    if share:
        sure = confidence if share >= _HALF else confidence * 0.7
        kept = GuessReason.HEADER_AND_VALUES if reason is GuessReason.HEADER else reason
        policy = UnknownValues.FAULT if confidence == 1.0 else _policy(share, field)
        return ColumnMapping("", field, sure, kept, unknown_values=policy)
    return _tags_that_do_not_fit(field, sample)


def _tags_that_do_not_fit(field: ImportField, sample: Sample) -> ColumnMapping:
    is_prose = sample.mean_length > 25
    match field:
        case ImportField.GOALS if is_prose:
            return ColumnMapping("", ImportField.PURPOSE, 0.6, GuessReason.HEADER_AND_VALUES)
        case ImportField.EFFORT_TYPES if is_prose and sample.distinct_share > 0.8:
            return ColumnMapping("", ImportField.DESCRIPTION, 0.4, GuessReason.VALUES)
        case ImportField.TARGET_GROUPS if sample.ages_share >= _HALF and sample.mean_length > 2:
            return ColumnMapping("", ImportField.AGES, 0.7, GuessReason.VALUES)
        case _:
            return _none(GuessReason.VALUES_DO_NOT_FIT)


def _plain(
    column: Column, field: ImportField, confidence: float, reason: GuessReason, sample: Sample
) -> ColumnMapping:
    least = _LEAST_IN_KNOWN if confidence >= _SURE_HEADER else _HALF
    if field in _SHARES and _SHARES[field](sample) < least:
        return _misleading(column, field, sample)
    match field:
        case ImportField.BUDGET_SEK:
            return _money(column, confidence, reason)
        case ImportField.LEAD_ORGANISATION if _holds_persons(column, sample):
            return ColumnMapping("", ImportField.CONTACT_NAME, 0.7, GuessReason.VALUES)
        case ImportField.LEAD_ORGANISATION if fold(column.header) in PERSON_OR_BODY:
            return ColumnMapping("", field, confidence * 0.85, reason)
        case ImportField.CONTACT_NAME if sample.contact_share > 0.8:
            return _none(GuessReason.PERSONAL_DATA)
        case ImportField.EXTERNAL_ID:
            return _key(column, confidence, reason, sample)
        case ImportField.TITLE:
            return _title(confidence, reason, sample)
        case _:
            return ColumnMapping("", field, confidence, reason)


def _misleading(column: Column, field: ImportField, sample: Sample) -> ColumnMapping:
    """Find what a column is whose values are not what its header promises."""
    if unit_of(column.header) is MoneyUnit.FOREIGN:
        return _none(GuessReason.FOREIGN_CURRENCY)
    match field:
        case ImportField.START_ON | ImportField.END_ON | ImportField.PERIOD | ImportField.PHASE:
            return _timely(column, sample)
        case ImportField.AGES if sample.tag_share(ImportField.TARGET_GROUPS) >= _HALF:
            return ColumnMapping("", ImportField.TARGET_GROUPS, 0.7, GuessReason.VALUES)
        case _:
            return _none(GuessReason.VALUES_DO_NOT_FIT)


def _money(column: Column, confidence: float, reason: GuessReason) -> ColumnMapping:
    unit = unit_of(column.header) or MoneyUnit.SEK
    if unit is MoneyUnit.FOREIGN:
        return _none(GuessReason.FOREIGN_CURRENCY)
    is_granted = not fold(column.header).startswith(APPLIED_FOR)
    sure = confidence if is_granted else confidence * 0.8
    return ColumnMapping("", ImportField.BUDGET_SEK, sure, reason, unit)


def _timely(column: Column, sample: Sample) -> ColumnMapping:
    """Find what a column is whose header promises a time or phase its values are not."""
    if sample.phase_share >= 0.7:
        return ColumnMapping("", ImportField.PHASE, 0.6, GuessReason.VALUES)
    if sample.date_share >= 0.7:
        start = known_field(column.header) is not ImportField.END_ON
        field = ImportField.START_ON if start else ImportField.END_ON
        return ColumnMapping("", field, 0.6, GuessReason.VALUES)
    if sample.period_share >= 0.7:
        return ColumnMapping("", ImportField.PERIOD, 0.6, GuessReason.VALUES)
    return _none(GuessReason.VALUES_DO_NOT_FIT)


def _holds_persons(column: Column, sample: Sample) -> bool:
    return fold(column.header) in PERSON_OR_BODY and sample.person_share > sample.body_share


def _key(column: Column, confidence: float, reason: GuessReason, sample: Sample) -> ColumnMapping:
    if sample.uuid_share > 0.9:
        return ColumnMapping("", ImportField.REGISTER_ID, 0.7, GuessReason.VALUES)
    if sample.record_number_share > 0.6:
        return ColumnMapping("", ImportField.DIARIENUMMER, 0.7, GuessReason.VALUES)
    if fold(column.header) in COUNTERS and sample.is_counting:
        return _none(GuessReason.VALUES_DO_NOT_FIT)  # a row's number is no lasting key
    if sample.distinct_share < 0.9:
        return _none(GuessReason.VALUES_DO_NOT_FIT)
    return ColumnMapping("", ImportField.EXTERNAL_ID, confidence, reason)


def _title(confidence: float, reason: GuessReason, sample: Sample) -> ColumnMapping:
    if sample.link_share > 0.8:
        return ColumnMapping("", ImportField.LINKS, 0.5, GuessReason.VALUES)
    if sample.mean_length > 160:
        return ColumnMapping("", ImportField.DESCRIPTION, 0.6, GuessReason.VALUES)
    sure = confidence * (0.6 + 0.4 * sample.distinct_share)
    return ColumnMapping("", ImportField.TITLE, round(sure, 3), reason)


def _by_values(column: Column, sample: Sample) -> ColumnMapping:
    """Guess a column without a known header by what stands in it, when that is very clear."""
    if not sample.values:
        return _none(GuessReason.EMPTY)
    if sample.link_share > 0.8:
        return ColumnMapping("", ImportField.LINKS, 0.5, GuessReason.VALUES)
    if sample.is_ticked and (ticked := sample.tags_named(column.header, _OTHER_TAGS)):
        return ColumnMapping("", ticked, 0.7, GuessReason.HEADER_AND_VALUES)
    field, share = sample.best_tags(_OTHER_TAGS)
    if field and share >= 0.8 and sample.distinct > 1 and not is_header_word(column.header):
        return ColumnMapping(
            "", field, 0.5, GuessReason.VALUES, unknown_values=_policy(share, field)
        )
    return _none(GuessReason.UNKNOWN)


def _without_rivals(guesses: Iterable[ColumnMapping]) -> list[ColumnMapping]:
    """Leave a field that takes one column to the surest; the period goes where dates stand."""
    found = list(guesses)
    best: dict[ImportField, int] = {}
    for at in sorted(range(len(found)), key=lambda i: (-found[i].confidence, i)):
        field = found[at].field
        if field and field not in SEVERAL_COLUMNS:
            best.setdefault(field, at)
    if ImportField.START_ON in best and ImportField.END_ON in best:
        best[ImportField.PERIOD] = -1
    for at, guess in enumerate(found):
        if guess.field and best.get(guess.field, at) != at:
            found[at] = replace(guess, field=None, confidence=0.0, reason=GuessReason.TAKEN)
    return found


def _with_lead(guesses: list[ColumnMapping], samples: list[Sample]) -> list[ColumnMapping]:
    """Take a column "namn" of bodies for the organisation when another column is the title."""
    titles = [at for at, guess in enumerate(guesses) if guess.field is ImportField.TITLE]
    has_lead = any(guess.field is ImportField.LEAD_ORGANISATION for guess in guesses)
    if len(titles) < 2 or has_lead:
        return guesses
    at = max(titles, key=lambda i: samples[i].body_share)
    if samples[at].body_share > _HALF:
        guesses[at] = replace(
            guesses[at],
            field=ImportField.LEAD_ORGANISATION,
            confidence=0.6,
            reason=GuessReason.VALUES,
        )
    return guesses


def _with_title(guesses: list[ColumnMapping], samples: list[Sample]) -> list[ColumnMapping]:
    """Find a title among the columns left over when no header promised one."""
    if any(guess.field is ImportField.TITLE for guess in guesses):
        return guesses
    called = [at for at, guess in enumerate(guesses) if known_field(guess.key) is ImportField.TITLE]
    likely = called or [at for at, guess in enumerate(guesses) if _may_be_title(guess, samples[at])]
    if likely:
        at = likely[0]
        guesses[at] = replace(
            guesses[at], field=ImportField.TITLE, confidence=0.4, reason=GuessReason.VALUES
        )
    return guesses


def _may_be_title(guess: ColumnMapping, sample: Sample) -> bool:
    """Whether a column is short varied text that nothing surer claims ("Verksamhet")."""
    is_free = guess.field is None and guess.reason in (
        GuessReason.UNKNOWN,
        GuessReason.VALUES_DO_NOT_FIT,
    )
    is_loose = guess.field is ImportField.EFFORT_TYPES and (
        guess.reason is GuessReason.VALUES or fold(guess.key) == "verksamhet"
    )
    is_titled = sample.distinct_share > 0.7 and sample.text_share > 0.8
    return (is_free or is_loose) and is_titled and 4 <= sample.mean_length <= 120


def _policy(share: float, field: ImportField) -> UnknownValues:
    """What to do with values that are none of ours; funders are named freely, so they are few."""
    is_wrong = share >= _HALF and field is not ImportField.FUNDING
    return UnknownValues.FAULT if is_wrong else UnknownValues.LEAVE_OUT


def _none(reason: GuessReason) -> ColumnMapping:
    return ColumnMapping("", None, 0.0, reason)
