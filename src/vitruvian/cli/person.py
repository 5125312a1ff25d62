"""`vitruvian person`: add, list and show people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from vitruvian.cli.output import emit, shared_options
from vitruvian.cli.session import OWNER, list_permit, opened
from vitruvian.core.errors import RecordError
from vitruvian.core.time import show
from vitruvian.records.coverage import Coverage
from vitruvian.vault.people import SEXES, Person
from vitruvian.vault.vault import system_clock


@click.group()
def command() -> None:
    """Add, list and show people."""


@command.command()
@click.argument("person")
@click.option("--name", default="", help="Shown on reports; stays in the vault.")
@click.option("--birth", default=None, help="Date of birth, YYYY-MM-DD.")
@click.option("--sex", type=click.Choice(SEXES), default=None)
@click.option("--weight", "weight_kg", type=float, default=None, help="kg")
@click.option("--height", "height_cm", type=float, default=None, help="cm")
@click.option("--zone", default=None, help="Time zone they live in, such as Europe/Zurich.")
@shared_options
def add(person: str, home: Path, as_json: bool, **facts: Any) -> None:
    """Add a person; PERSON is the id that commands use."""
    with opened(home) as vault:
        try:
            added = vault.people.add(list_permit(vault), Person(person, **facts))
        except RecordError as wrong:
            raise click.UsageError(wrong.message) from wrong
    emit(_person(added), f"Added {added.id}. Next: vitruvian import FILE --person {added.id}", as_json)


@command.command("list")
@shared_options
def list_(home: Path, as_json: bool) -> None:
    """List all people."""
    with opened(home) as vault:
        people = vault.people.list(list_permit(vault))
    lines = [f"{p.id:20s} {p.name}" for p in people] or ["No people yet. Add one: vitruvian person add ID"]
    emit({"people": [_person(p) for p in people]}, "\n".join(lines), as_json)


@command.command("show")
@click.argument("person")
@shared_options
def show_(person: str, home: Path, as_json: bool) -> None:
    """Show what a person's record holds: rows, span, gaps, sources, quality, simple statistics."""
    with opened(home) as vault:
        permit = vault.gate.permit(OWNER, "care", person, system_clock())
        found = vault.people.get(permit)
        coverage = vault.timeline(permit).coverage()
        waiting = len(vault.quarantine(permit))
        objects = vault.objects(permit)
    result = {
        "person": _person(found),
        "signals": {name: _coverage(c) for name, c in coverage.items()},
        "quarantined": waiting,
        "objects": [{"kind": o.kind, "name": o.name, "version": o.version} for o in objects],
    }
    emit(result, lambda: _text(found, coverage, waiting), as_json)


def _person(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in Person.__slots__}


def _coverage(c: Coverage) -> dict[str, Any]:
    return {
        "unit": c.unit, "rows": c.rows, "from": show(c.start), "to": show(c.end),
        "gaps": [{"from": show(a), "to": show(b)} for a, b in c.gaps],
        "sources": c.sources, "quality": c.quality, "censored": c.censored,
        "mean": c.mean, "sd": c.sd, "min": c.lowest, "max": c.highest,
    }  # fmt: skip


def _text(person: Person, coverage: dict[str, Coverage], waiting: int) -> str:
    lines = [f"{person.id} {person.name}".rstrip()]
    for name, c in coverage.items():
        mean = "" if c.mean is None else f", mean {c.mean:.4g} {c.unit}"
        holes = f", {len(c.gaps)} gaps" if c.gaps else ""
        lines.append(f"  {name}: {c.rows} rows, {show(c.start)[:16]} to {show(c.end)[:16]}{holes}{mean}")
    if not coverage:
        lines.append(f"  The record is empty. Next: vitruvian import FILE --person {person.id}")
    if waiting:
        lines.append(f"  {waiting} records wait in quarantine")
    return "\n".join(lines)
