"""Finds what the tests need of the system, or installs Debian's packages when we are root, or says how.

Chromium is needed; GDAL's ``ogrinfo`` is one more reader of what we export, and its tests are skipped
without it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> int:
    named = os.environ.get("GEOMAP_CHROMIUM")
    chromium = bool(named and shutil.which(named)) or any(shutil.which(name) for name in CHROMIUM)
    missing = [] if chromium else ["chromium"]
    if not shutil.which("ogrinfo"):
        missing.append("gdal-bin")
    if missing and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing Debian's {' and '.join(missing)}", flush=True)
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", *missing],
        ):
            if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode != 0:
                print(f"'{' '.join(command)}' failed", file=sys.stderr)
                return 0 if chromium else 1
        return 0
    if chromium:
        return 0
    print(
        "The browser tests need Chromium. Install it ('apt-get install chromium' on Debian and\n"
        "Ubuntu, 'brew install chromium' on macOS), or name one: GEOMAP_CHROMIUM=/path make test",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
