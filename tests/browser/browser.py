"""Find Chromium or Chrome on this machine, or install one: `python tests/browser/browser.py`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
# Chromium as root needs no sandbox; the rest keeps it from looking for its makers.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """The browser of this machine, else Playwright's own, else None."""
    for name in (os.environ.get("RANKLAB_BROWSER", ""), *NAMES, MAC):
        path = shutil.which(name) if name else None
        if path:
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@contextmanager
def chromium() -> Iterator[Any]:
    """A running headless browser."""
    path = find()
    if path is None:
        raise RuntimeError("no Chromium or Chrome found: python tests/browser/browser.py")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def install() -> str | None:
    """Install a browser where there is none: Playwright's own, or the Debian package."""
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if find() is None and shutil.which("apt-get"):
        become_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-qy", "chromium"]):
            if become_root and not shutil.which("sudo"):
                break
            subprocess.run([*become_root, *command], check=False)
    return find()


if __name__ == "__main__":
    print(install() or "no browser could be installed: tests that need one will be skipped")
