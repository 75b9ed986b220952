"""What is measured: the pages and deeds of the product, each with many different requests."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine, text

from bench.browser import Browser
from bench.client import Request
from tracker.domain.sample_register import generate
from tracker.domain.sample_rows import SampleInitiative

WORDS = Path(__file__).with_name("words.txt").read_text().split("\n")[:-1]
_FILTERED = "/table?place=norrby&goal_area=children_youth"
OVER_ALL = {
    "start": "/work-list",
    "coverage": "/coverage",
    "coverage by goal": "/coverage?columns=goal",
    "timeline": "/timeline",
    "map": "/map",
    "search everywhere": "/search?q=l%C3%A4xhj%C3%A4lp",
    "place": "/places/norrby",
}
"""Pages that count or draw the whole register."""
_MOST_MS = {"start": 100, "coverage": 120, "coverage by goal": 120, "timeline": 150, "map": 100,
            "search everywhere": 100, "place": 100}  # fmt: skip
_OTHER_SEED = 7
_MOST_IDS = 400


@dataclass(frozen=True, slots=True)
class Known:
    """What of the loaded register the requests name."""

    shown: tuple[str, ...]
    own: tuple[str, ...]
    organisation: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page or deed: its requests one after another, and the status that each is answered with.

    `wanted` is the least share of the floor's requests a second, `most_ms` how long one may wait for
    it alone on the server, but for one time in twenty.
    """

    name: str
    requests: Iterator[Request]
    status: int = 200
    wanted: float | None = None
    most_ms: float | None = None

    def next_request(self) -> Request:
        """The next request."""
        return next(self.requests)


FLOOR_PAGE = Page("floor", cycle([b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"]))
"""The bare page that all others are compared with."""


def read_known(database_url: str, member_email: str) -> Known:
    """Read which initiatives everyone may see, and which the member's organisation leads."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        shown = connection.scalars(
            text("SELECT public_id FROM initiatives WHERE visibility = 'shared' ORDER BY id % 997")
        ).fetchmany(_MOST_IDS)
        organisation = connection.execute(
            text(
                "SELECT organisations.id, organisations.public_id FROM organisations"
                " JOIN memberships ON memberships.organisation_id = organisations.id"
                " JOIN people ON people.id = memberships.person_id WHERE people.email = :email"
            ),
            {"email": member_email},
        ).one()
        own = connection.scalars(
            text(
                "SELECT public_id FROM initiatives WHERE visibility = 'shared'"
                " AND lead_organisation_id = :id AND phase = 'ongoing'"
            ),
            {"id": organisation.id},
        ).all()
    engine.dispose()
    return Known(tuple(map(_dashed, shown)), tuple(map(_dashed, own)), _dashed(organisation[1]))


def _dashed(public_id: object) -> str:
    """An id as addresses have it; one database gives it as text without dashes."""
    digits = str(public_id).replace("-", "")
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def read_pages(known: Known, people: list[Browser]) -> list[Page]:
    """The pages that are read, asked for by every person in turn.

    What counts the whole register is asked for by the first, a coordinator, who sees most of it.
    """

    def asked(paths: list[str]) -> Iterator[Request]:
        return cycle([person.get(path) for path in paths for person in people])

    return [
        Page("board, first load", asked(["/board"]), wanted=0.2),
        Page("table", asked(["/table"]), wanted=0.35),
        Page("table, drawn anew", asked([f"/table?never-asked={n}" for n in range(_MOST_IDS)])),
        Page("table, filtered", asked([_FILTERED]), wanted=0.35),
        Page("search", asked([f"/table?q={quote(word)}" for word in WORDS]), wanted=0.25),
        Page("initiative", asked([f"/initiatives/{row}" for row in known.shown]), wanted=0.35),
        Page("start", cycle([people[0].get(OVER_ALL["start"])]), most_ms=_MOST_MS["start"]),
        *(
            Page(
                f"{name}, drawn anew",
                cycle(map(people[0].get, _never_asked(path))),
                most_ms=_MOST_MS[name],
            )
            for name, path in OVER_ALL.items()
        ),
    ]


def _never_asked(path: str) -> list[str]:
    """Addresses of one page that nobody has asked for, so that nothing kept can answer."""
    sign = "&" if "?" in path else "?"
    return [f"{path}{sign}never-asked={number}" for number in range(_MOST_IDS)]


def paths(known: Known) -> dict[str, str]:
    """One address of each page, for what need not be measured under load."""
    return {
        "board": "/board",
        "table": "/table",
        "table, filtered": _FILTERED,
        "search": f"/table?q={quote(WORDS[0])}",
        "initiative": f"/initiatives/{known.shown[0]}",
        **OVER_ALL,
        "register form": "/initiatives/new",
        "report form": f"/initiatives/{known.own[0]}/reports/new",
    }


def deeds(known: Known, member: Browser, today: date) -> list[Page]:
    """The deeds of a member: registering an initiative, and reporting on one."""
    return [
        Page("register one", _registering(known, member, today), status=303),
        Page("report on one", _reporting(known, member, today), status=303),
    ]


def _registering(known: Known, member: Browser, today: date) -> Iterator[Request]:
    for sample in generate(100_000, _OTHER_SEED, today):
        yield member.post("/initiatives", form_of(sample, known.organisation))


def form_of(sample: SampleInitiative, organisation: str) -> dict[str, str]:
    """The register form, filled in; similar initiatives have been looked at already."""
    return {
        "title": sample.title,
        "description": sample.description,
        "purpose": sample.purpose,
        "organisation": organisation,
        "goal_areas": sample.goal_areas[0],
        "goals": sample.goals[0],
        "places": sample.places[0],
        "target_groups": sample.target_groups[0],
        "effort_types": sample.effort_types[0],
        "start_on": sample.start_on.isoformat(),
        "end_on": sample.end_on.isoformat() if sample.end_on else "",
        "phase": sample.phase.value,
        "reach": sample.reach,
        "similar_asked": "1",
    }


def _reporting(known: Known, member: Browser, today: date) -> Iterator[Request]:
    for row in cycle(known.own):
        form = {
            "condition": "on_plan",
            "phase": "ongoing",
            "happened": "Tolv nya har kommit, och två av dem stannade kvar och dukade fram.",
            "obstacles": "",
            "needs": "Två vuxna på tisdagar.",
            "people_reached": "12",
            "reported_on": today.isoformat(),
            "submission_key": secrets.token_urlsafe(24),
        }
        yield member.post(f"/initiatives/{row}/reports", form)
