"""What every test can ask for. The places where the product is plugged in stand here, together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytest_plugins = ["tests.blocks", "tests.figures", "tests.engines", "tests.clock"]


# Where the product is plugged in ------------------------------------------------------------


@pytest.fixture(scope="session")
def prepare_database() -> Callable[[str], None]:
    """Fill an empty database, given its URL, with the state that each test starts from."""

    def prepare(url: str) -> None:
        from sqlalchemy import create_engine, text

        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE prepared (id INTEGER PRIMARY KEY)"))
        engine.dispose()

    return prepare
