"""A page asks the database as many questions of a large register as of a small one."""

from __future__ import annotations

from collections.abc import Iterator

from tests.contract.bulk import multiply
from tests.contract.register import SampleRegister
from tests.contract.samples import Address, addresses
from tests.contract.walker import Walker
from tests.figures import Figures
from tracker import pages as kept_pages
from tracker.queries import selection

MANY = 2000
MOST = 12
ROLES = ("association_manager", "coordinator", "administrator", "anonymous")
# A file is read in portions, so a larger one takes more of them.
IN_PORTIONS = frozenset({"exports.csv", "exports.excel", "audit.csv", "audit.organisation_csv"})
# One's own data is read from every table that can hold some, which is most of them.
OF_EVERY_TABLE = frozenset({"own_data.show", "own_data.as_json"})
PREFERRED = ("waiting", "association_shared", "association_open", "previewed", "association", "")
FILTERED = {
    "board.table, by tags": "/table?column=target_groups&column=effort_types&sort=title",
    "board.table, searched": "/table?q=ord",
    "board.index, filtered": "/board?place=norrby&goal_area=children_youth&q=ord",
}


def pages(walker: Walker, register: SampleRegister) -> Iterator[tuple[str, str]]:
    """One address of each page, and pages that are filtered, by name."""
    found: dict[str, Address] = {}
    for address in addresses(walker.app, register):
        if address.is_safe and address.endpoint not in IN_PORTIONS | OF_EVERY_TABLE | {"static"}:
            known = found.get(address.endpoint)
            if known is None or _rank(address) < _rank(known):
                found[address.endpoint] = address
    yield from ((endpoint, address.url) for endpoint, address in found.items())
    yield from FILTERED.items()


def _rank(address: Address) -> int:
    label = address.sample.label
    return PREFERRED.index(label) if label in PREFERRED else len(PREFERRED)


def counts(walker: Walker, register: SampleRegister) -> dict[tuple[str, str], int]:
    """How many statements each page takes, once lists that seldom change are at hand."""
    found = {}
    with walker.listening():
        for name, url in pages(walker, register):
            for role in ROLES:
                walker.get(role, url)
                selection._kept_counts.cache_clear()
                kept_pages._kept.cache_clear()
                visit = walker.get(role, url)
                if visit.status == 200:
                    found[name, role] = len(visit.statements)
    return found


def test_a_larger_register_takes_no_more_statements(
    walker: Walker, register: SampleRegister, figures: Figures
) -> None:
    before = counts(walker, register)
    with walker.app.app_context():
        multiply(MANY)

    after = counts(walker, register)

    grown = {key: (count, after.get(key)) for key, count in before.items() if after[key] > count}
    for page in sorted({page for page, _role in after}):
        most = max(count for (name, _role), count in after.items() if name == page)
        figures.record(f"statements: {page}", value=most)
    figures.record("statements: most on a page", value=max(after.values()))
    figures.record("statements: pages counted", value=len({page for page, _role in after}))
    figures.record("statements: pages that take more of a large register", value=len(grown))
    assert not grown
    assert {key: count for key, count in after.items() if count > MOST} == {}
