"""Where the browser is: the one in CHROMIUM, the system's, Debian's package, or Playwright's own.

`python -m tests.browser.chromium` fetches it where it is missing and prints its path.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SYSTEM_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
INSTALL_TIMEOUT_S = 900
ARGUMENTS = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
)


class BrowserUnavailableError(Exception):
    """There is no browser and none could be fetched; the message says what to do."""


def find_chromium() -> Path | None:
    """A browser that is already here.

    Raises:
        BrowserUnavailableError: CHROMIUM names a file that does not exist.
    """
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        if not Path(chosen).exists():
            message = f"CHROMIUM names {chosen}, which does not exist."
            raise BrowserUnavailableError(message)
        return Path(chosen)
    on_path = [found for name in SYSTEM_NAMES if (found := shutil.which(name))]
    for place in (*on_path, *SYSTEM_PLACES):
        if Path(place).exists():
            return Path(place)
    return _playwrights_own()


def get_chromium() -> Path:
    """A browser: found, or else fetched from Debian (as root) or by Playwright.

    Raises:
        BrowserUnavailableError: none is here and none could be fetched.
    """
    found = find_chromium()
    if found is not None:
        return found
    tried = []
    for command in _ways_to_fetch():
        print(f"fetching a browser: {' '.join(command)}", file=sys.stderr)
        tried.append(" ".join(command))
        subprocess.run(command, check=False, stdout=sys.stderr, timeout=INSTALL_TIMEOUT_S)
        found = find_chromium()
        if found is not None:
            return found
    message = (
        "No browser for the tests. Install Chromium (on Debian: apt-get install chromium), or let "
        f"CHROMIUM name one. Tried: {'; '.join(tried)}."
    )
    raise BrowserUnavailableError(message)


def launch_arguments() -> list[str]:
    """What Chromium is started with: no calls home, and no sandbox where root cannot have one."""
    return [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def _ways_to_fetch() -> list[list[str]]:
    by_playwright = [sys.executable, "-m", "playwright", "install", "chromium-headless-shell"]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return [by_playwright]
    quietly = ["apt-get", "-qq", "-y", "-o", "Dpkg::Use-Pty=0"]
    return [
        [*quietly, "update"],
        [*quietly, "install", "--no-install-recommends", "chromium"],
        by_playwright,
    ]


def _playwrights_own() -> Path | None:
    root = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    shells = sorted(Path(root).glob("chromium_headless_shell-*/*/*headless*shell*"))
    programs = [path for path in shells if path.is_file() and os.access(path, os.X_OK)]
    return programs[-1] if programs else None


if __name__ == "__main__":
    try:
        print(get_chromium())
    except BrowserUnavailableError as reason:
        sys.exit(str(reason))
