"""The registers that are measured: where each lies, who can sign in, and the product upon it."""

import json
import secrets
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from bench.filling import Accounts, fill
from tracker import create_app
from tracker.config import Settings


@dataclass(frozen=True, slots=True)
class Register:
    """A register of so many initiatives, and the environment that the product is run with."""

    initiatives: int
    environment: dict[str, str]
    accounts: Accounts

    @property
    def database_url(self) -> str:
        """Where its database is."""
        return self.environment["DATABASE_URL"]


def open_register(folder: Path, initiatives: int, database_url: str = "") -> Register:
    """The register in this folder; it is filled first where there is none.

    Args:
        database_url: an empty database to use instead of a file in the folder.
    """
    environment = {
        "TRACKER_INSTANCE": str(folder),
        "TRACKER_SECOND_FACTOR": "0",
        "DATABASE_URL": database_url or f"sqlite:///{folder / 'vaven.sqlite3'}",
        "SECRET_KEY": secrets.token_hex(32),
    }
    accounts_file = folder / "accounts.json"
    if accounts_file.exists():
        accounts = Accounts(**json.loads(accounts_file.read_text()))
        return Register(initiatives, environment, accounts)
    folder.mkdir(parents=True, exist_ok=True)
    print(f"loading {initiatives} initiatives", file=sys.stderr)
    accounts = fill(product(environment), initiatives, now=datetime.now(UTC))
    accounts_file.write_text(json.dumps(asdict(accounts)))
    return Register(initiatives, environment, accounts)


def product(environment: dict[str, str]) -> Flask:
    """The product in this process."""
    return create_app(Settings.from_environment(environment))
