"""Every page in the browser: axe, reflow, text twice as large, and targets that can be hit.

`make test` reads each page once in each language: in Swedish on SQLite, in English on PostgreSQL;
the partner's path also in Arabic, and in Finnish.
`make test-pages` reads them in every pair of language, colours, screen, scripts and forced colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser import reading
from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.browser.pages import Pages, SeenPage, find_pages
from tests.browser.watch import Watch
from tests.figures import Figures
from tracker.domain.languages import LANGUAGES
from tracker.domain.partner_path import is_on_path

SHARES = 2
WIDTHS_PX = (320, 640, 1024, 1200, 1440)


@dataclass(frozen=True)
class Variant:
    """One way to meet the pages."""

    language: str
    colours: str = "light"
    screen: str = "desk"
    scripts: str = "scripts"
    forced: str = "own colours"

    @property
    def settings(self) -> tuple[tuple[str, str], ...]:
        """What can be paired."""
        return tuple(vars(self).items())

    @property
    def name(self) -> str:
        """For the test's name."""
        return ", ".join(vars(self).values())

    def open(self, open_page: OpenPage) -> Page:
        """A browser's page of this kind."""
        kind = {"has_touch": True, "is_mobile": True} if self.screen == "phone" else {}
        return open_page(
            viewport=PHONE if self.screen == "phone" else DESK,
            color_scheme=self.colours,
            java_script_enabled=self.scripts == "scripts",
            forced_colors="active" if self.forced == "forced colours" else "none",
            **kind,
        )


USUAL = Variant("sv")
VARIANTS = (
    Variant("en"),
    Variant("sv", "dark", "phone", "no scripts", "forced colours"),
    Variant("en", "dark", "phone", "scripts"),
    Variant("sv", "dark", "desk", "scripts"),
    Variant("en", "light", "desk", "no scripts"),
    Variant("en", "light", "desk", "scripts", "forced colours"),
    Variant("sv", "light", "phone", "scripts"),
)
CHOICES = {
    "language": ("sv", "en"),
    "colours": ("light", "dark"),
    "screen": ("desk", "phone"),
    "scripts": ("scripts", "no scripts"),
    "forced": ("own colours", "forced colours"),
}


@pytest.fixture
def pages(app: Flask) -> Pages:
    """Every page of the product."""
    return find_pages(app)


@pytest.mark.once
@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_can_be_read_by_everybody(
    open_page: OpenPage,
    pages: Pages,
    watch: Watch,
    figures: Figures,
    share: int,
) -> None:
    page = USUAL.open(open_page)
    pages.speak(USUAL.language)
    watch.expect_status(403, 404)
    faults: dict[str, list[str]] = {}

    for seen in pages.seen[share::SHARES]:
        pages.open(page, seen, language=USUAL.language)
        found = {
            "axe": reading.axe(page),
            "wider than the window": [
                f"{line} at {width} px"
                for width in WIDTHS_PX
                for line in reading.reflow_faults(page, width=width)
            ],
            "cut off with text twice as large": reading.large_text_faults(page),
            "targets under 24 px in lists": reading.small_targets(page),
        }
        for kind, lines in found.items():
            faults.setdefault(kind, []).extend(f"{seen.name}: {line}" for line in lines)
        figures.add("pages read in the browser", value=1)

    for kind, lines in faults.items():
        figures.add(f"pages in the browser, {kind}", value=len(lines), unit="faults")
    told = [line for lines in faults.values() for line in lines]
    assert not told, "\n" + "\n".join(told)


@pytest.mark.once
@pytest.mark.parametrize("code", ["ar", pytest.param("fi", marks=pytest.mark.variants)])
def test_the_partners_path_is_sound_in_languages_of_partners(
    open_page: OpenPage, pages: Pages, watch: Watch, figures: Figures, code: str
) -> None:
    """From right to left, and in the language with the longest words."""
    language = LANGUAGES[code]
    page = Variant(language.code, screen="phone").open(open_page)
    pages.speak(language.code)
    watch.expect_status(403, 404)
    faults = []

    for seen in pages.seen:
        if not is_on_path(seen.name.partition(" ")[0] if "." in seen.name else None):
            continue
        pages.open(page, seen, language=language.code)
        if page.locator("html").get_attribute("lang") != language.tag:
            continue
        lines = [*reading.axe(page), *reading.reflow_faults(page), *reading.large_text_faults(page)]
        faults += [f"{seen.name}: {line}" for line in lines]
        assert page.evaluate("getComputedStyle(document.body).direction") == language.direction
        figures.add("pages read in languages of partners", value=1)

    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.variants
@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_every_page_is_sound_in_every_pair_of_circumstances(
    open_page: OpenPage, pages: Pages, watch: Watch, figures: Figures, variant: Variant
) -> None:
    page = variant.open(open_page)
    pages.speak(variant.language)
    watch.expect_status(403, 404)
    faults = []

    for seen in pages.seen:
        pages.open(page, seen, language=variant.language)
        lines = [*reading.axe(page), *reading.reflow_faults(page), *_unseen_stops(page, seen)]
        faults += [f"{seen.name}: {line}" for line in lines]
        figures.add("pages read in their variants", value=1)
        reading.picture(page, f"{seen.name.replace(' ', '-')}--{variant.name}")

    assert not faults, "\n" + "\n".join(faults)


def test_every_pair_of_circumstances_is_met() -> None:
    met = {pair for variant in (USUAL, *VARIANTS) for pair in combinations(variant.settings, 2)}

    wanted = {
        ((one, first), (other, second))
        for one, other in combinations(CHOICES, 2)
        for first, second in product(CHOICES[one], CHOICES[other])
    }
    assert wanted - met == set()


def _unseen_stops(page: Page, seen: SeenPage) -> list[str]:
    """Where the keyboard stops without anybody seeing it."""
    if seen.name.startswith(("board.index", "board.table")):
        return []
    return [
        f"the focus is not seen at {stop.tag} {stop.name!r}"
        for stop in reading.tab_order(page)
        if not (stop.is_seen and stop.is_ringed)
    ]
