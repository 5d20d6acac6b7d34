"""Copy the third-party browser files that pages use from node_modules into app/static/vendor.

One line per file, so that what a page may load can be read here; app/static/vendor is never committed.
"""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FROM, TO = ROOT / "node_modules", ROOT / "app" / "static" / "vendor"

FILES = {
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "tus-js-client/dist/tus.min.js": "tus/tus.min.js",
}


def main() -> None:
    shutil.rmtree(TO, ignore_errors=True)
    TO.mkdir(parents=True)
    for source, name in FILES.items():
        (TO / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(FROM / source, TO / name)
    print(f"== Browser files: {', '.join(sorted(FILES.values()))}")


if __name__ == "__main__":
    main()
