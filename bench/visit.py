"""A visit to one served register: people signed in, and everything they are going to ask for."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.browser import Browser
from bench.measuring import Target, first_view_ms
from bench.pages import Page, deeds, paths, read_known, read_pages
from bench.registers import Register, product
from bench.server import PRODUCT, Server, served
from bench.statements import Statements, count_statements
from bench.weight import browser_files_kb

_FIRST_VIEWS = 20


@dataclass(frozen=True, slots=True)
class FirstView:
    """How long one waits for a page alone: while nothing changes, and right after a change."""

    page: Page
    calm_ms: float
    calm_p95_ms: float
    after_change_ms: float


@dataclass(frozen=True, slots=True)
class Visit:
    """What is measured on one register: pages that are read, and deeds that write."""

    register: Register
    server: Server
    reader: Browser
    paths: dict[str, str]
    reading: list[Target]
    writing: list[Target]

    def weights_kb(self) -> dict[str, float]:
        """Kilobytes of browser files by page."""
        return {
            name: browser_files_kb(self.reader.fetch(path).body.decode())
            for name, path in self.paths.items()
        }

    def statements(self) -> dict[str, Statements]:
        """Numbers of SQL statements by page."""
        app = product(self.register.environment)
        counted = count_statements(app, self.register.accounts, list(self.paths.values()))
        return {name: counted[path] for name, path in self.paths.items()}

    def first_views(self) -> list[FirstView]:
        """How long the first view after a change takes, page by page."""
        report: Page = self.writing[-1].page
        return [
            FirstView(
                target.page,
                *first_view_ms(target.page, report, self.server, times=_FIRST_VIEWS),
            )
            for target in self.reading
        ]


def begin_visit(register: Register, stack: ExitStack) -> Visit:
    """Serve a register until the stack ends, and sign in."""
    server = stack.enter_context(served(PRODUCT, register.environment))
    accounts = register.accounts
    coordinator = Browser(server.port).sign_in(accounts.coordinator, accounts.password)
    member = Browser(server.port).sign_in(accounts.member, accounts.password)
    known = read_known(register.database_url, accounts.member)

    def target(page: Page) -> Target:
        return Target(page, server, register.initiatives)

    return Visit(
        register=register,
        server=server,
        reader=coordinator,
        paths=paths(known),
        reading=[target(page) for page in read_pages(known, [coordinator, member])],
        writing=[target(page) for page in deeds(known, member, datetime.now(UTC).date())],
    )
