"""flask catalogue validate | import | plan."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from app.foundation.wallclock import now
from approvals.domain.plan_lines import plan_line
from departments.domain.actor import SYSTEM
from departments.domain.catalogue import Catalogue, CatalogueRejected
from departments.usecases.publish_catalogue import publish_catalogue, read_catalogue

OWN = Path(__file__).resolve().parents[2] / "departments" / "data" / "catalogue.json"
group = AppGroup("catalogue", help="The catalogue of items: validate a file, import it, plan filings with it.")


def _read(path: Path) -> tuple[Catalogue, str]:
    """The file's catalogue and text; ends the command with every problem at once."""
    try:
        text = path.read_text(encoding="utf-8")
        return read_catalogue(text), text
    except UnicodeDecodeError:
        click.echo(f"{path.name}: the file is not UTF-8 text", err=True)
    except CatalogueRejected as rejected:
        for problem in rejected.problems:
            click.echo(f"{path.name}: {problem}", err=True)
        click.echo(f"{len(rejected.problems)} problems, nothing imported", err=True)
    sys.exit(1)


@group.command("validate")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=OWN)
def validate(path: Path) -> None:
    """Check a catalogue file and say what is in it."""
    catalogue, _ = _read(path)
    click.echo(
        f"valid: {len(catalogue.items)} items, {len(catalogue.materials)} materials, "
        f"{len(catalogue.departments)} departments, {len(catalogue.fields)} form fields"
    )


@group.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=OWN)
def import_(path: Path) -> None:
    """Publish a catalogue file as the newest version; nothing is imported when anything is wrong."""
    _, text = _read(path)
    version = publish_catalogue(document=text, actor=SYSTEM, now=now())
    click.echo(f"published as version {version}")


@group.command("plan")
@click.option("--catalogue", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=OWN)
def plan(path: Path) -> None:
    """Read JSON lines {"id", "theme", "stage", "answers"}; write one JSON line each: items, papers, unanswered."""
    catalogue, _ = _read(path)
    with click.open_file("-", "rb") as lines:
        for raw in lines:
            if raw.strip():
                click.echo(_written(_answer(catalogue, raw)))


def _answer(catalogue: Catalogue, raw: bytes) -> dict[str, object]:
    """The plan of one line, or an object that says what is wrong with it; one bad line never ends the others."""
    try:
        return plan_line(catalogue, json.loads(raw, parse_constant=_no_number))
    except (ValueError, RecursionError):
        return {"id": None, "error": "not a JSON line"}


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _written(answer: dict[str, object]) -> str:
    """Readable Chinese, unless the line's own id holds half a character, which only an escape can carry."""
    text = json.dumps(answer, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(answer)
