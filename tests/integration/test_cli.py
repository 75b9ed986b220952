"""The `tracker` command on a fresh folder: it prepares, serves, and hands out no known password."""

from __future__ import annotations

import os
import re
import resource
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from tests.figures import Figures
from tracker.cli import main

STARTED_WITHIN_S = 120
SECOND_START_WITHIN_S = 3
CORES = 2
Run = Callable[..., Result]


@pytest.fixture
def environment(tmp_path: Path, empty_database: str) -> dict[str, str]:
    return {
        "TRACKER_INSTANCE": str(tmp_path / "instance"),
        "DATABASE_URL": empty_database,
        "TRACKER_ADDRESS": "http://localhost:8000",
    }


@pytest.fixture
def run(environment: dict[str, str]) -> Iterator[Run]:
    before = os.umask(0o022)

    def invoke(*words: str, text: str | None = None) -> Result:
        return CliRunner().invoke(main, list(words), input=text, env=environment)

    yield invoke
    os.umask(before)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def ask(environment: dict[str, str], question: str) -> object:
    engine = create_engine(environment["DATABASE_URL"])
    try:
        with engine.connect() as connection:
            return connection.execute(text(question)).scalar()
    finally:
        engine.dispose()


def test_preparing_makes_folder_key_and_database_and_can_be_repeated(
    run: Run, environment: dict[str, str]
) -> None:
    first = run("prepare")
    key = Path(environment["TRACKER_INSTANCE"], "secret.key")
    kept = key.read_text()
    second = run("prepare")

    assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
    assert mode_of(key) == 0o600
    assert len(kept.strip()) >= 32
    assert key.read_text() == kept
    assert "newest shape." in second.output
    assert ask(environment, "SELECT count(*) FROM goals") == 13


def test_commands_say_what_is_missing_before_anything_is_prepared(run: Run) -> None:
    answer = run("seed")

    assert answer.exit_code == 1
    assert "tracker prepare" in answer.output
    assert "Traceback" not in answer.output


def test_an_administrator_is_made_with_a_link_and_no_password(
    run: Run, environment: dict[str, str]
) -> None:
    run("prepare")

    answer = run("administrator", "create", "--email", "ann@boras.se", "--name", "Ann Ek")

    assert answer.exit_code == 0, answer.output
    assert re.search(r"^http://localhost:8000/links/[\w-]{40,}$", answer.output, re.MULTILINE)
    assert ask(environment, "SELECT password_hash FROM people") is None


def test_lost_factors_of_an_account_are_taken_away_on_the_server(run: Run) -> None:
    run("prepare")
    run("administrator", "create", "--email", "ann@boras.se", "--name", "Ann Ek")

    known = run("administrator", "reset-factors", "--email", "Ann@Boras.se")
    unknown = run("administrator", "reset-factors", "--email", "bo@boras.se")

    assert (known.exit_code, unknown.exit_code) == (0, 1)
    assert "new ones are set up" in known.output
    assert "Nobody has the address bo@boras.se." in unknown.output


def test_an_administrator_needs_an_address(run: Run) -> None:
    run("prepare")

    answer = run("administrator", "create", text="inte en adress\nAnn Ek\n")

    assert answer.exit_code == 1
    assert "inte en adress" in answer.output


def test_the_demo_comes_with_private_random_passwords_and_goes_again(
    run: Run, environment: dict[str, str]
) -> None:
    run("prepare")
    loaded = run("demo", "load")
    path = Path(environment["TRACKER_INSTANCE"], "demo-sign-ins.txt")

    passwords = re.findall(r"\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b", loaded.output)
    assert len(set(passwords)) == 8
    assert mode_of(path) == 0o600
    assert ask(environment, "SELECT count(*) FROM initiatives") == 480

    again = run("demo", "load")
    assert again.exit_code == 1
    assert "already" in again.output

    locked = run("demo", "remove")
    assert "tracker administrator create" in locked.output

    run("administrator", "create", "--email", "ann@boras.se", "--name", "Ann Ek")
    assert run("demo", "remove").exit_code == 0
    assert not path.exists()
    assert ask(environment, "SELECT count(*) FROM initiatives") == 0


def test_a_taken_port_is_told_in_a_sentence(run: Run) -> None:
    run("prepare")
    with socket.create_server(("127.0.0.1", 0)) as other:
        answer = run("serve", "--port", str(other.getsockname()[1]))

    assert answer.exit_code == 1
    assert "taken" in answer.output


@pytest.mark.parametrize("demo", ["1", "0"])
def test_running_serves_an_installation_and_the_second_time_within_seconds(
    environment: dict[str, str], demo: str, figures: Figures
) -> None:
    first, _ = start_and_stop({**environment, "DEMO": demo})
    used_before_s = processor_time_of_children()
    second, took_s = start_and_stop({**environment, "DEMO": demo})
    used_s = processor_time_of_children() - used_before_s

    sign_ins = [line for line in first.splitlines() if "@demo.example" in line]
    assert len(sign_ins) == (8 if demo == "1" else 0)
    assert sign_ins == [line for line in second.splitlines() if "@demo.example" in line]
    assert ("tracker administrator create" in second) == (demo == "0")
    figures.worst("a second start until the first page", value=round(took_s, 1), unit="s")
    figures.worst("a second start (processor time)", value=round(used_s, 1), unit="s")
    assert used_s < SECOND_START_WITHIN_S * CORES


def processor_time_of_children() -> float:
    """What ended child processes have used, however busy the machine was meanwhile."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def start_and_stop(environment: dict[str, str]) -> tuple[str, float]:
    """Run until the first page is served, then Ctrl-C; what was printed, and the seconds."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", "from tracker.cli import main; main()", "run", "--port", str(port)],
        env={**os.environ, "PYTHONPATH": os.getcwd(), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        page = first_page(process, f"http://127.0.0.1:{port}/sign-in", began)
        took_s = time.monotonic() - began
    finally:
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process
        printed = process.communicate(timeout=30)[0]
    assert "<h1>" in page, printed
    assert process.returncode == 0, printed
    return printed, took_s


def first_page(process: subprocess.Popen[str], url: str, began: float) -> str:
    while process.poll() is None and time.monotonic() - began < STARTED_WITHIN_S:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                body: bytes = answer.read()
                return body.decode()
        except OSError:
            time.sleep(0.02)
    return ""


def test_touchpoints_are_found_anew_with_a_sentence(run: Run, environment: dict[str, str]) -> None:
    run("prepare")
    assert "0 initiatives meet in 0 touchpoints." in run("touchpoints", "rebuild").output

    run("demo", "load")
    found = ask(environment, "SELECT count(*) FROM touchpoints")
    again = run("touchpoints", "rebuild")
    assert again.exit_code == 0
    assert f"initiatives meet in {found} touchpoints." in again.output
