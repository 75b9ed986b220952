"""20,000 rows are read and saved in seconds, while eight others write; a kill leaves nothing half."""

from __future__ import annotations

import os
import resource
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import processes
from tests.clock import START
from tests.engines import DatabaseUnderTest
from tests.figures import Figures
from tests.lists import semicolons
from tests.product import settings_for
from tests.register import add_initiative, add_report
from tests.sizes import sized, told
from tests.town import Town
from tracker import create_app
from tracker.database import _before_commit, transaction
from tracker.domain.import_steps import ImportStanding
from tracker.domain.importing.mappings import Mapping
from tracker.extensions import db
from tracker.models import (
    AuditEntry,
    ImportFile,
    Initiative,
    RegisterState,
    StatusReport,
)
from tracker.queries import imports
from tracker.queries.accounts import find_actor_by_email
from tracker.queries.imports import ImportPage
from tracker.services import audit, import_files, import_preview, import_saving

ROWS = sized(2_000, 20_000)
WRITERS, DEEDS = 8, 6
WORDS = (
    "barn", "ungdomar", "familjer", "läxor", "mötesplats", "idrott", "kultur", "språk", "praktik",
    "jobb", "cykel", "odling", "kök", "bibliotek", "skola", "förening", "kväll", "lov", "sommar",
    "trygghet", "grannar", "samtal", "stöd", "vägledning", "teater",
)  # fmt: skip


def long_list(rows: int) -> bytes:
    head = (
        "Projektnummer;Insats;Beskrivning;Syfte;Ansvarig;Målområde;Plats;Målgrupp;Start;Slut;"
        "Budget;Diarienummer;Webbplats"
    )
    lines = [head]
    for n in range(rows):
        text = " ".join(WORDS[(n * step + step) % len(WORDS)] for step in range(1, 40))
        lines.append(
            f"P{n:05};{WORDS[n % len(WORDS)].capitalize()} {n};{text};Fler {text[:60]};"
            f"Klubb {n % 300};Barn och unga;Norrby, Hulta;Barn, Föräldrar;2025-01-{n % 28 + 1:02};"
            f"2026-06-30;{n % 900} 000;KS 2025-{n:05};https://example.org/{n}"
        )
    return semicolons(*lines)


def taken_in(town: Town, rows: int) -> ImportPage:
    public_id = import_files.upload(
        town.cim, name="lista.csv", content=long_list(rows), organisation_id=None, now=START
    )
    uploaded = imports.get_own(town.cim, public_id)
    import_files.choose_columns(
        town.cim,
        public_id,
        mapping=Mapping.from_json(uploaded.mapping),
        choices=dict(uploaded.choices),
        rows=uploaded.rows_total,
        save_as="",
        now=START,
    )
    return imports.get_own(town.cim, public_id)


def read_through(town: Town, rows: int) -> ImportPage:
    waiting = taken_in(town, rows)
    import_preview.stage(waiting.id, version=waiting.version, now=START)
    return imports.get_own(town.cim, waiting.public_id)


class Others:
    """Eight people who register and report while a list is saved."""

    def __init__(self, app: Flask, town: Town) -> None:
        self.app, self.town = app, town
        self.faults: list[BaseException] = []
        self.waits_s: list[float] = []
        self._threads = [threading.Thread(target=self._write, args=(n,)) for n in range(WRITERS)]

    def __enter__(self) -> Others:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for thread in self._threads:
            thread.join()

    def _write(self, writer: int) -> None:
        with self.app.app_context():
            try:
                for deed in range(DEEDS):
                    began = time.perf_counter()
                    now = START + timedelta(minutes=deed)
                    public_id = add_initiative(self.town.lea, f"Skriven {writer} {deed}", now=now)
                    add_report(self.town.lea, public_id, now=now)
                    self.waits_s.append(time.perf_counter() - began)
            except BaseException as fault:  # noqa: BLE001 -- told by the test's own thread
                self.faults.append(fault)


def chain_is_whole() -> bool:
    query = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    head = ""
    for entry in db.session.scalars(query):
        if entry.previous_hash != head or audit.entry_hash(entry) != entry.entry_hash:
            return False
        head = entry.entry_hash
    return bool(head == db.session.scalar(select(RegisterState.head_hash)))


def peak_mb() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_a_long_list_is_saved_while_eight_others_write(
    app: Flask, town: Town, figures: Figures
) -> None:
    before_mb = peak_mb()
    with app.app_context():
        began, wall = time.thread_time(), time.perf_counter()
        looked = read_through(town, ROWS)
        preview_cpu_s, preview_s = time.thread_time() - began, time.perf_counter() - wall
        assert looked.to_save == ROWS

        with Others(app, town) as others:
            began, wall = time.thread_time(), time.perf_counter()
            saved = import_saving.save(town.cim, looked.public_id, now=START)
            save_cpu_s, save_s = time.thread_time() - began, time.perf_counter() - wall
        db.session.rollback()

        assert saved == ROWS
        assert not others.faults
        written = select(func.count()).where(Initiative.title.startswith("Skriven"))
        assert db.session.scalar(written) == WRITERS * DEEDS
        assert db.session.scalar(select(func.count()).select_from(StatusReport)) == WRITERS * DEEDS
        entries = select(func.count()).where(AuditEntry.verb == "imported")
        assert db.session.scalar(entries) == ROWS
        assert chain_is_whole()

    figures.record(f"{told(ROWS)} rows read: preview", value=round(preview_s, 1), unit="s")
    figures.record(
        f"{told(ROWS)} rows read: preview, processor", value=round(preview_cpu_s, 1), unit="s"
    )
    figures.record(f"{told(ROWS)} rows saved beside 8 writers", value=round(save_s, 1), unit="s")
    figures.record(f"{told(ROWS)} rows saved: processor", value=round(save_cpu_s, 1), unit="s")
    figures.record("writers beside an import: failed", value=len(others.faults))
    figures.record("writers beside an import: kept", value=len(others.waits_s), of=WRITERS * DEEDS)
    figures.record("longest wait beside an import", value=round(max(others.waits_s), 1), unit="s")
    figures.record(
        f"memory that {told(ROWS)} rows take", value=round(peak_mb() - before_mb), unit="MB"
    )


def test_a_double_click_by_two_threads_saves_once(app: Flask, town: Town, figures: Figures) -> None:
    with app.app_context():
        looked = read_through(town, 300)
    answers: list[int] = []

    def press() -> None:
        with app.app_context():
            answers.append(import_saving.save(town.cim, looked.public_id, now=START))

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with app.app_context():
        kept = db.session.scalar(select(func.count()).select_from(Initiative))
    assert answers == [300] * 4
    assert kept == 300
    figures.record("rows of 300 saved by a fourfold click", value=kept or 0)


STEPS = ("insert_initiatives", "add_tags", "add_terms", "write_entries", "insert_many")


def save_and_die(url: str, folder: str, step: str) -> None:
    """Save the list in a process of its own, which ends without a word at one step."""

    def die(*_: object, **__: object) -> NoReturn:
        os._exit(9)

    app = create_app(settings_for(url, Path(folder)))
    setattr(audit if step in ("write_entries", "insert_many") else import_saving, step, die)
    if step == "write_entries":
        _before_commit[:] = [die]
    with app.app_context():
        actor = find_actor_by_email("cim@example.org")
        assert actor is not None
        import_saving.save(actor, imports.list_own(actor)[0].public_id, now=START)


@pytest.mark.parametrize("step", STEPS)
def test_a_process_killed_while_saving_leaves_nothing_half(
    app: Flask, town: Town, database: DatabaseUnderTest, tmp_path: Path, figures: Figures, step: str
) -> None:
    with app.app_context():
        looked = read_through(town, 30)
        db.session.remove()
        db.engine.dispose()

    process = processes.start(save_and_die, database.url, str(tmp_path), step)

    assert processes.ended(process) == 9
    with app.app_context():
        assert not db.session.scalar(select(func.count()).select_from(Initiative))
        file = db.session.scalars(select(ImportFile)).one()
        assert file.standing is ImportStanding.PREVIEWED
        db.session.rollback()
        assert import_saving.save(town.cim, looked.public_id, now=START) == 30
        with transaction():
            pass
    figures.add("kill points of an import that leave nothing half", value=1, of=1)
