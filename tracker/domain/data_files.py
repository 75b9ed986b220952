"""How the data files that ship with the product are opened.

What stands in them is known by the modules that read them (`reference_data`, `demo_city`,
`sample_register`).
"""

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any


def read_json(*path: str) -> Any:
    """Return the parsed content of one JSON file under `tracker/data`."""
    return json.loads(_text(*path))


def read_json_lines(*path: str) -> Iterator[Any]:
    """Yield the parsed lines of one JSON Lines file under `tracker/data`."""
    return (json.loads(line) for line in _text(*path).splitlines() if line.strip())


def _text(*path: str) -> str:
    return resources.files("tracker").joinpath("data", *path).read_text(encoding="utf-8")
