"""Both engines for the tests: `--engine sqlite|postgresql`, and a fresh database for each test.

A test that asks for no database, itself or through a fixture, cannot tell the engines apart: it
runs once, with SQLite, and `--engine-tests` leaves it out of the second run. So does one marked
`once`, which looks at what pages show of rows that other tests read with both.

The database is migrated and seeded once into a template; each test gets a copy of it (a file, or
CREATE DATABASE ... TEMPLATE). The run's first process starts PostgreSQL before any worker exists
and ends it after the last one, so nobody counts who still needs it.
What is put into the template is said by the fixture `prepare_database` in tests/conftest.py.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests.figures import GATHERED, Figures
from tests.postgres import (
    FOLDER_PREFIX,
    OWNER_FILE,
    PostgresServer,
    PostgresUnavailableError,
    remove_leftovers,
    roomiest_place,
    start_server,
)

ENGINES = ("sqlite", "postgresql")
SERVER = pytest.StashKey[PostgresServer]()
ADDRESS = pytest.StashKey[str]()
TEMPLATE = "vaven_template"
ENGINE_FIXTURES = frozenset({"engine_name", "worker_database", "empty_database"})


@dataclass
class DatabaseUnderTest:
    """One worker's database: migrated and seeded, and put back to that state by `reset()`."""

    engine: str
    url: str
    template: str
    reset_durations_s: list[float] = field(default_factory=list)
    _releases: list[Callable[[], None]] = field(default_factory=list)

    def release_with(self, release: Callable[[], None]) -> None:
        """Call `release` (an engine's dispose, say) before each reset, so that no file is held."""
        self._releases.append(release)

    def reset(self, *, template: str | None = None) -> None:
        """Put the database back to the state of a template, this one's own unless another is named.

        Open connections are closed first.
        """
        for release in self._releases:
            release()
        started = time.perf_counter()
        if self.engine == "sqlite":
            copy_sqlite(Path(template or self.template), Path(make_url(self.url).database or ""))
        else:
            copy_postgresql(self.url, template=template or self.template)
        self.reset_durations_s.append(time.perf_counter() - started)

    def keep_as_template(self, name: str) -> str:
        """Keep the database as it stands now; what is returned can be handed to `reset`."""
        for release in self._releases:
            release()
        own = make_url(self.url).database or ""
        if self.engine == "sqlite":
            kept = Path(own).with_name(f"{name}.sqlite3")
            fold_log(Path(own))
            copy_sqlite(Path(own), kept)
            return str(kept)
        copy_postgresql(with_database(self.url, f"{own}_{name}"), template=own)
        return f"{own}_{name}"


def copy_sqlite(template: Path, target: Path) -> None:
    """Replace `target` by a copy of `template`, with no write-ahead log left from before."""
    for suffix in ("-wal", "-shm", "-journal"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(template, target)


def copy_postgresql(url: str, *, template: str) -> None:
    """Replace the database of `url` by a copy of `template` on the same server."""
    name = make_url(url).database
    with _maintenance(url) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        # FILE_COPY costs half of the default for a database of a few megabytes.
        copy = f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY'
        connection.execute(copy.encode())


@contextlib.contextmanager
def _maintenance(url: str) -> Iterator[psycopg.Connection[Any]]:
    place = make_url(url)
    connection = psycopg.connect(
        host=str(place.query["host"]), user=place.username, dbname="postgres", autocommit=True
    )
    try:
        yield connection
    finally:
        connection.close()


@contextlib.contextmanager
def held(lock: Path) -> Iterator[None]:
    """Hold the file `lock` against the other workers of this run."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def shared_folder(factory: pytest.TempPathFactory, config: pytest.Config) -> Path:
    """The folder that all workers of this run see."""
    own = factory.getbasetemp()
    return own.parent if hasattr(config, "workerinput") else own


def make_sqlite_template(folder: Path, prepare: Callable[[str], None]) -> Path:
    """Prepare the template file once for all workers, with its log folded into one file."""
    path = folder / f"{TEMPLATE}.sqlite3"
    with held(folder / f"{TEMPLATE}.lock"):
        if not path.exists():
            draft = folder / f"{TEMPLATE}.draft.sqlite3"
            prepare(f"sqlite:///{draft}")
            fold_log(draft)
            draft.rename(path)
    return path


def fold_log(path: Path) -> None:
    """Bring all that stands in the write-ahead log into the file itself."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def make_postgresql_template(folder: Path, address: str, prepare: Callable[[str], None]) -> None:
    """Prepare the template database once for all workers."""
    stamp = folder / f"{TEMPLATE}.postgresql"
    with held(folder / f"{TEMPLATE}.lock"):
        if stamp.exists():
            return
        with _maintenance(address) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{TEMPLATE}" WITH (FORCE)'.encode())
            connection.execute(f'CREATE DATABASE "{TEMPLATE}"'.encode())
        prepare(with_database(address, TEMPLATE))
        stamp.touch()


def with_database(address: str, name: str) -> str:
    """The same server's URL with another database name."""
    return make_url(address).set(database=name).render_as_string(hide_password=False)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine", choices=ENGINES, default="sqlite", help="database engine to test on"
    )
    parser.addoption(
        "--engine-tests", action="store_true", help="leave out what no engine can change"
    )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("engine") != "postgresql":
        return
    if hasattr(config, "workerinput"):
        config.stash[ADDRESS] = config.workerinput["postgresql"]
        return
    if config.option.collectonly or getattr(config.option, "help", False):
        return
    try:
        server = start_server()
    except PostgresUnavailableError as reason:
        pytest.exit(str(reason), returncode=3)
    config.stash[SERVER] = server
    config.stash[ADDRESS] = server.address


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a new worker where the server is."""
    if ADDRESS in node.config.stash:
        node.workerinput["postgresql"] = node.config.stash[ADDRESS]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--engine-tests`, leave out tests that ask for no engine: the run on SQLite has them."""
    if not config.getoption("engine_tests"):
        return
    left_out = [item for item in items if not asks_for_engine(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if asks_for_engine(item)]
    config.stash[GATHERED].record("tests that no engine can change: left out", value=len(left_out))


def asks_for_engine(item: pytest.Item) -> bool:
    """Whether a test asks, itself or through what it asks for, for a database or its name."""
    return item.get_closest_marker("once") is None and not ENGINE_FIXTURES.isdisjoint(
        getattr(item, "fixturenames", ())
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    if SERVER in config.stash:
        config.stash[SERVER].stop()


def pytest_report_header(config: pytest.Config) -> str:
    if SERVER in config.stash:
        server = config.stash[SERVER]
        return f"engine: PostgreSQL {server.version} ({server.binaries})"
    return f"engine: SQLite {sqlite3.sqlite_version}"


@pytest.fixture(scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine under test: `sqlite` or `postgresql`."""
    return str(request.config.getoption("engine"))


@pytest.fixture(scope="session")
def sqlite_folder() -> Iterator[Path]:
    """Where SQLite writes: in memory where there is plenty, so that no commit waits for a disk."""
    remove_leftovers()
    with tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX, dir=roomiest_place()) as folder:
        Path(folder, OWNER_FILE).write_text(str(os.getpid()))
        yield Path(folder)


@pytest.fixture(scope="session")
def worker_database(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_folder: Path,
    prepare_database: Callable[[str], None],
    worker_name: str,
    figures: Figures,
) -> Iterator[DatabaseUnderTest]:
    """This worker's database, made once; a test that asks for `database` has it reset."""
    folder = shared_folder(tmp_path_factory, request.config)
    if request.config.getoption("engine") == "sqlite":
        template = str(make_sqlite_template(folder, prepare_database))
        url = f"sqlite:///{sqlite_folder / 'register.sqlite3'}"
        database = DatabaseUnderTest("sqlite", url, template)
    else:
        address = request.config.stash[ADDRESS]
        make_postgresql_template(folder, address, prepare_database)
        url = with_database(address, f"vaven_{worker_name}")
        database = DatabaseUnderTest("postgresql", url, TEMPLATE)
    database.reset()
    yield database
    median_ms = statistics.median(database.reset_durations_s) * 1000
    figures.worst("a fresh database (median)", value=round(median_ms, 1), unit="ms")


@pytest.fixture
def database(worker_database: DatabaseUnderTest, first_state: str | None) -> DatabaseUnderTest:
    """A database in its first state, for this test alone."""
    worker_database.reset(template=first_state)
    return worker_database


@pytest.fixture
def empty_database(
    request: pytest.FixtureRequest, sqlite_folder: Path, engine_name: str, worker_name: str
) -> Iterator[str]:
    """The URL of a database with nothing in it, for tests of the migrations."""
    if engine_name == "sqlite":
        with tempfile.TemporaryDirectory(dir=sqlite_folder) as folder:
            yield f"sqlite:///{Path(folder, 'empty.sqlite3')}"
        return
    name = f"vaven_{worker_name}_empty"
    address = request.config.stash[ADDRESS]
    copy_postgresql(with_database(address, name), template="template0")
    yield with_database(address, name)
    with _maintenance(address) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


@pytest.fixture(scope="session")
def worker_name(request: pytest.FixtureRequest) -> str:
    """A short name for this process among the run's workers."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    return re.sub(r"\W", "_", str(worker))
