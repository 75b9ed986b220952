"""Run every check, or those whose names are given: `python -m checks templates`."""

from __future__ import annotations

import sys

from checks.all import CHECKS


def main(wanted: list[str]) -> int:
    """Print each check's faults; 1 when there is any."""
    count = 0
    for name, check in CHECKS.items():
        if wanted and not any(name.startswith(word) for word in wanted):
            continue
        outcome = check()
        count += len(outcome.faults)
        print(f"{name}: {outcome.looked_at} looked at, {len(outcome.faults)} faults")
        for fault in sorted(outcome.faults):
            print(f"  {fault}")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
