"""Resolve requirements.in and tests/requirements.in into the two pinned files (`make lock`).

A version that is pinned already stays as it is unless it no longer fits; delete its line to let it move.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def pins(path: Path) -> dict[str, str]:
    """The `name==version` lines of a pinned file, by normalised name."""
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return {normalised(name): version for name, _, version in (line.partition("==") for line in lines) if version}


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def resolved(sources: list[Path], keep: dict[str, str]) -> dict[str, str]:
    """What pip would install for the sources on an empty machine, preferring the versions in `keep`."""
    with tempfile.TemporaryDirectory() as folder:
        constraints, report = Path(folder, "constraints.txt"), Path(folder, "report.json")
        constraints.write_text("".join(f"{name}=={version}\n" for name, version in keep.items()), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        command += ["--report", str(report), "--constraint", str(constraints)]
        for source in sources:
            command += ["--requirement", str(source)]
        subprocess.run(command, check=True)
        installs = json.loads(report.read_text(encoding="utf-8"))["install"]
    return {normalised(item["metadata"]["name"]): item["metadata"]["version"] for item in installs}


def write(path: Path, heading: str, found: dict[str, str]) -> None:
    lines = [heading, *(f"{name}=={version}" for name, version in sorted(found.items()))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    runtime, testing = ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt"
    base = resolved([ROOT / "requirements.in"], pins(runtime))
    write(runtime, "# Made from requirements.in by `make lock`.", base)
    both = resolved([ROOT / "requirements.in", ROOT / "tests" / "requirements.in"], base | pins(testing))
    extra = {name: version for name, version in both.items() if name not in base}
    write(testing, "# Made from tests/requirements.in by `make lock`; installed on top of requirements.txt.", extra)


if __name__ == "__main__":
    main()
