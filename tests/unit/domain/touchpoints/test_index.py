"""One initiative against all others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.compared import CHOIR, FOOTBALL, HOMEWORK, LAST_YEAR, STUDY, entries_of, many_entries
from tracker.domain.touchpoints import index as index_module
from tracker.domain.touchpoints.fingerprint_taking import fingerprint_of
from tracker.domain.touchpoints.fingerprints import Fingerprint, fingerprint_from
from tracker.domain.touchpoints.index import Hit, Index
from tracker.domain.touchpoints.ranking import rank
from tracker.domain.touchpoints.shelves import Entry

ENTRIES = many_entries(1_200)
BASE = Index.of(ENTRIES)
ASKED = [fingerprint_from(ENTRIES[number].packed) for number in (0, 3, 11, 250)]


def found(index: Index, fingerprint: Fingerprint, own: frozenset[int] = frozenset()) -> list[Hit]:
    return index.find(fingerprint, organisation_ids=own, sees_limited=False, shown_from=0.0)


def test_the_same_is_found_as_ranking_all_pairs_tells() -> None:
    initiatives = [HOMEWORK, STUDY, FOOTBALL, CHOIR, LAST_YEAR]
    index = Index.of(entries_of(initiatives))

    hits = index.find(
        fingerprint_of(HOMEWORK), organisation_ids=frozenset(), sees_limited=False,
        leave_out=frozenset({1}), shown_from=0.0,
    )  # fmt: skip

    ranked = [each for each in rank(initiatives) if HOMEWORK in (each.one, each.other)]
    assert [initiatives[hit.id - 1] for hit in hits] == [STUDY, FOOTBALL]
    for hit, pair in zip(hits, ranked, strict=True):
        assert hit.score == pytest.approx(pair.score, abs=1e-5)
        assert (hit.kind, hit.reasons) == (pair.kind, pair.reasons)


def test_hidden_entries_change_nothing_of_what_is_found() -> None:
    shown = [entry for entry in ENTRIES if not entry.is_limited]
    own = [entry for entry in ENTRIES if entry.is_limited and entry.organisation_id == 3]
    without, with_own = Index.of(shown), Index.of([*shown, *own])

    for asked in ASKED:
        assert found(BASE, asked) == found(without, asked)
        assert found(BASE, asked, frozenset({3})) == found(with_own, asked, frozenset({3}))
        assert len(found(BASE, asked)) == index_module.MOST_HITS


def test_newer_entries_are_found_and_hide_what_they_replace() -> None:
    newer = [replace(ENTRIES[0], id=5_000), replace(ENTRIES[3], is_limited=True)]

    index = BASE.changed(newer, gone_ids=[12])
    laid_out_anew = Index.of(index.entries())

    assert len(index) == len(laid_out_anew) == len(ENTRIES)
    for asked in ASKED:
        hits, anew = found(index, asked), found(laid_out_anew, asked)
        assert not {hit.id for hit in hits} & {4, 12}
        assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in anew], abs=0.05)
    assert found(index, ASKED[0], frozenset({0}))[0].id in {1, 5_000}


def test_an_entry_that_comes_back_is_found_again_and_a_gone_one_is_not() -> None:
    once = BASE.changed([replace(ENTRIES[7], id=9_000)])

    assert len(once) == len(ENTRIES) + 1
    assert len(once.changed([], gone_ids=[9_000])) == len(ENTRIES)
    assert len(BASE.changed([], gone_ids=[1]).changed([ENTRIES[0]])) == len(ENTRIES)


def test_all_is_laid_out_anew_when_many_are_newer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "_MOST_NEWER", 2)

    index = BASE.changed([replace(ENTRIES[n], id=7_000 + n) for n in range(3)])

    assert found(index, ASKED[1]) == found(Index.of(index.entries()), ASKED[1])


def test_a_small_register_is_always_laid_out_whole() -> None:
    index = Index.of([]).changed(entries_of([HOMEWORK, STUDY]))

    assert found(index, ASKED[0]) == found(Index.of(entries_of([HOMEWORK, STUDY])), ASKED[0])
    assert found(Index.of([]), ASKED[0]) == []


def test_a_saved_index_finds_the_same(tmp_path: Path) -> None:
    assert Index.load(tmp_path) is None
    BASE.save(tmp_path)
    BASE.changed([], gone_ids=[1]).save(tmp_path)

    again = Index.load(tmp_path)

    assert again is not None
    assert len(again) == len(ENTRIES) - 1
    expected = Index.of([entry for entry in ENTRIES if entry.id != 1])
    assert found(again, ASKED[2]) == found(expected, ASKED[2])
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1


def test_an_index_of_another_version_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Index.of(entries_of([HOMEWORK])).save(tmp_path)

    monkeypatch.setattr(index_module, "current_mark", lambda: 1)

    assert Index.load(tmp_path) is None


def test_each_entry_is_told_what_touches_it() -> None:
    index = BASE.changed([replace(ENTRIES[0], id=5_000)])

    every = dict(index.find_each(sees_limited=True))

    assert every.keys() == {*range(1, len(ENTRIES) + 1), 5_000}
    assert all(number not in {hit.id for hit in hits} for number, hits in every.items())
    asked = index.find(
        ASKED[1], organisation_ids=frozenset(), sees_limited=True, leave_out=frozenset({4})
    )
    assert [(hit.id, hit.score) for hit in every[4]] == [(hit.id, hit.score) for hit in asked]
    assert asked[0].reasons


def test_limits_are_kept() -> None:
    entry = Entry(1, 1, is_limited=False, packed=ENTRIES[0].packed)
    index = Index.of([replace(entry, id=number) for number in range(1, 60)])

    hits = index.find(
        fingerprint_from(entry.packed), organisation_ids=frozenset(), sees_limited=False,
        leave_out=frozenset(range(1, 10)), limit=5,
    )  # fmt: skip

    assert [hit.id for hit in hits] == [10, 11, 12, 13, 14]
