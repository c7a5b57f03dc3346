"""Finds a Chromium for the browser tests, or installs Debian's when we are root, or says how."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> int:
    named = os.environ.get("GEOMAP_CHROMIUM")
    if named and shutil.which(named):
        return 0
    if any(shutil.which(name) for name in NAMES):
        return 0
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("No Chromium found: installing Debian's package", flush=True)
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "chromium"],
        ):
            if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode != 0:
                print(f"'{' '.join(command)}' failed", file=sys.stderr)
                return 1
        return 0
    print(
        "The browser tests need Chromium. Install it ('apt-get install chromium' on Debian and\n"
        "Ubuntu, 'brew install chromium' on macOS), or name one: GEOMAP_CHROMIUM=/path make test",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
