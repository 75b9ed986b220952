"""`python -m bench`: loads registers of two sizes, measures, and prints a table.

It writes nothing but what it prints; `--save` also puts the tables into docs/speed.md.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

from bench.matching import measure_matching
from bench.measuring import Target, measure_all
from bench.pages import FLOOR_PAGE
from bench.registers import Register, open_register
from bench.report import Row, Run, as_markdown, as_text
from bench.server import FLOOR, served
from bench.visit import begin_visit

SIZES = (2_000, 20_000)
DOCUMENT = Path(__file__).parent.parent / "docs" / "speed.md"
_MARK = "<!-- figures -->\n"


def main() -> None:
    """Measure as asked on the command line."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="vaven-bench-") as temporary:
        folder = asked.registers or Path(temporary)
        registers = [
            open_register(folder / str(size), size, asked.database) for size in asked.sizes
        ]
        run = _measure(registers, rounds=asked.rounds, seconds=asked.seconds)
    print(as_text(run))
    if asked.save:
        before, _mark, _figures = DOCUMENT.read_text().partition(_MARK)
        DOCUMENT.write_text(before + _MARK + as_markdown(run))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds, the small register only")
    parser.add_argument("--sizes", type=int, nargs="+", help="how many initiatives")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--seconds", type=float, help="how long each page is measured in a round")
    parser.add_argument(
        "--registers", type=Path, help="keep the loaded registers here, and use them again"
    )
    parser.add_argument("--database", default="", help="an empty database to use, for one size")
    parser.add_argument("--save", action="store_true", help="write docs/speed.md too")
    asked = parser.parse_args()
    asked.sizes = asked.sizes or (SIZES[:1] if asked.quick else SIZES)
    if asked.database and len(asked.sizes) > 1:
        parser.error("--database takes one size: --sizes 20000")
    asked.rounds = asked.rounds or (3 if asked.quick else 7)
    asked.seconds = asked.seconds or (0.6 if asked.quick else 1.2)
    return asked


def _measure(registers: Sequence[Register], *, rounds: int, seconds: float) -> Run:
    with ExitStack() as stack:
        floor_server = stack.enter_context(served(FLOOR, registers[-1].environment))
        floor = Target(FLOOR_PAGE, floor_server, 0)
        visits = [begin_visit(register, stack) for register in registers]
        largest = visits[-1]
        read = _interleaved([visit.reading for visit in visits])
        print(f"measuring {len(read)} pages in {rounds} rounds", file=sys.stderr)
        figures, of_floor = measure_all(read, floor, rounds=rounds, seconds=seconds)
        weights_kb = largest.weights_kb()
        first_views = largest.first_views()
        written = _interleaved([visit.writing for visit in visits])
        deeds, _ = measure_all(written, floor, rounds=max(2, rounds // 2), seconds=seconds)
        memory_mb = largest.server.memory_mb()
    rows = [
        Row(target.page, target.initiatives, each)
        for target, each in zip([*read, *written], [*figures, *deeds], strict=True)
    ]
    matching = [measure_matching(register) for register in registers]
    return Run(of_floor, rows, largest.statements(), weights_kb, first_views, memory_mb, matching)


def _interleaved(of_visits: Sequence[Sequence[Target]]) -> list[Target]:
    return list(chain.from_iterable(zip(*of_visits, strict=True)))


if __name__ == "__main__":
    main()
