"""The ways to run the house say the same: Procfile, systemd units, compose file, and the settings they hand over."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from app.adapters.bell import JOB_SECONDS, QUEUES
from app.foundation.settings import Settings
from tests.building.tree import ROOT
from tests.support.house import procfile

DEPLOY = ROOT / "deploy"


def unit_commands() -> set[str]:
    """The command lines of the units, as the Procfile would write them."""
    found = set()
    for unit in (DEPLOY / "systemd").glob("*.service"):
        for line in re.findall(r"^ExecStart=/opt/binglian/\.venv/bin/(.*)$", unit.read_text(encoding="utf-8"), re.M):
            found |= {line.replace("%i", queue) for queue in QUEUES} if "%i" in line else {line}
    return found


def test_every_queue_has_a_worker_of_its_own() -> None:
    served = {name for name, words in procfile().items() if words == ["python", "-m", "workers", name]}
    assert set(QUEUES) | {"timetable"} == served


def test_the_units_run_what_the_procfile_runs() -> None:
    assert {" ".join(words) for words in procfile().values()} | {"flask --app wsgi prepare"} == unit_commands()


def test_the_compose_file_runs_what_the_procfile_runs() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    ours = {name: service["command"] for name, service in services.items() if service.get("image") == "binglian"}
    assert ours == procfile() | {"prepare": ["flask", "--app", "wsgi", "prepare"]}


def test_what_is_run_by_hand_under_compose_is_not_preceded_by_a_migration() -> None:
    """Of every other service compose runs `prepare` first: a restore would then find a database that is not empty."""
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    pages = [
        compose,
        *(path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))),
    ]
    named = [name for page in pages for name in re.findall(r" run --rm (?:-v \S+ )?(\w+)", page)]
    assert len(named) >= 4 and set(named) == {"prepare"}
    assert set(yaml.safe_load(compose)["services"]["prepare"]["depends_on"]) == {"postgres"}


def test_a_worker_that_is_told_to_stop_has_the_time_to_finish() -> None:
    """Ten seconds are the rule of compose, and ninety that of systemd: both are said, and longer than a bell's answer."""
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    given = {int(services[queue]["stop_grace_period"].removesuffix("s")) for queue in QUEUES}
    unit = (DEPLOY / "systemd" / "binglian-worker@.service").read_text(encoding="utf-8")
    given |= {int(found) for found in re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.M)}
    assert min(given) > JOB_SECONDS
    assert "KillMode=mixed" in unit, "the child that has the row is not told: its parent waits for it"


def test_the_example_settings_would_start_a_city(tmp_path: Path) -> None:
    lines = (DEPLOY / "binglian.env.example").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    settings = Settings.from_environment(given | {"BINGLIAN_HOME": str(tmp_path)})
    assert settings.mode == "city"
