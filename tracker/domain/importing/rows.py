"""Turn the rows of a list into proposed initiatives, with every fault and remark in its place.

Nothing is decided here about new, changed or unchanged: the caller compares keys and hashes
with what the register has.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from tracker.domain.importing.cells import CellReader, TextLimits
from tracker.domain.importing.fields import ImportField
from tracker.domain.importing.findings import Fault, FaultCause, Remark, RemarkCause
from tracker.domain.importing.mappings import ColumnMapping, Mapping
from tracker.domain.importing.proposals import ImportRow
from tracker.domain.importing.row_drafts import RowDraft
from tracker.domain.importing.tables import Column, Table, TableRow
from tracker.domain.importing.vocabulary import Vocabulary

Progress = Callable[[int, int], None]
_PROGRESS_EVERY = 250


def interpret(
    table: Table,
    mapping: Mapping,
    vocabulary: Vocabulary,
    *,
    limits: TextLimits | None = None,
    progress: Progress | None = None,
) -> list[ImportRow]:
    """Give every row of the list as the initiative it proposes, in the file's order.

    `progress` is called now and then with the rows done and the rows in all, and at the end.
    """
    reader = CellReader(vocabulary, limits or TextLimits())
    mapped = _mapped(table.columns, mapping)
    rows: list[ImportRow] = []
    for row in table.rows:
        rows.append(_interpreted(row, table, mapped, reader, vocabulary))
        if progress and len(rows) % _PROGRESS_EVERY == 0:
            progress(len(rows), len(table.rows))
    if progress:
        progress(len(rows), len(table.rows))
    return _with_duplicates(rows)


_Mapped = list[tuple[int, Column, ColumnMapping, ImportField]]


def _mapped(columns: Iterable[Column], mapping: Mapping) -> _Mapped:
    """Give the columns that fill a field, each with its place in a row."""
    found: _Mapped = []
    for at, column in enumerate(columns):
        entry = mapping.of(column.key)
        if entry and entry.field and entry.field is not ImportField.NOTES:
            found.append((at, column, entry, entry.field))
    return found


def _interpreted(
    row: TableRow, table: Table, mapped: _Mapped, reader: CellReader, vocabulary: Vocabulary
) -> ImportRow:
    draft = RowDraft(row.number, vocabulary)
    for at, column, entry, field in mapped:
        cell = row.cells[at]
        flaw = table.flaws.get((row.number, column.index)) if table.flaws else None
        if flaw:
            draft.take_flaw(flaw, column.shown, field)
        elif cell is not None:
            draft.take(reader.read(cell, entry, field), column.shown, field)
    return draft.finished()


def _with_duplicates(rows: list[ImportRow]) -> list[ImportRow]:
    """Mark rows that say the same as an earlier one, and keys that stand for two contents."""
    contents: dict[str, int] = {}
    keys: dict[str, list[int]] = {}
    found: list[ImportRow] = []
    for row in rows:
        first = contents.setdefault(row.content_hash, row.number)
        before = keys.setdefault(row.key, [])
        if first != row.number and row.proposal.title:
            remark = Remark(row=row.number, cause=RemarkCause.DUPLICATE_ROW, other_row=first)
            row = replace(row, remarks=(*row.remarks, remark), duplicate_of=first)
        elif before and row.proposal.title:
            row = _same_key(row, before)
        if row.duplicate_of is None:
            before.append(row.number)
        found.append(row)
    return found


def _same_key(row: ImportRow, before: list[int]) -> ImportRow:
    """Refuse a key that was given twice; tell equal titles apart by their order."""
    proposal = row.proposal
    if proposal.register_id or proposal.external_id:
        is_ours = bool(proposal.register_id)
        fault = Fault(
            row=row.number,
            field=ImportField.REGISTER_ID if is_ours else ImportField.EXTERNAL_ID,
            cause=FaultCause.SAME_KEY_TWICE,
            value=proposal.register_id or proposal.external_id,
            other_row=before[0],
        )
        return replace(row, faults=(*row.faults, fault))
    remark = Remark(row=row.number, cause=RemarkCause.POSSIBLE_DUPLICATE, other_row=before[0])
    key = f"{row.key[:112]}#{len(before) + 1}"
    return replace(row, key=key, remarks=(*row.remarks, remark))
