"""`vitruvian person`: add, list and show people."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from vitruvian.cli.output import emit, shared_options
from vitruvian.cli.session import OWNER, list_permit, opened
from vitruvian.core.errors import RecordError
from vitruvian.core.time import HOUR, offset_at, show
from vitruvian.records.coverage import Coverage
from vitruvian.twin.wording import unit_words
from vitruvian.vault.people import SEXES, Person
from vitruvian.vault.vault import system_clock

FIRST_BIRTH = "1900-01-01"
"""Nobody alive was born before; an earlier date is a slip."""
_FURTHEST_EAST = 14 * HOUR
"""How far ahead of UTC a local date can be."""


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
            _refuse_birth(facts["birth"])
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


def _refuse_birth(birth: str | None) -> None:
    """Raises RecordError on a date of birth that nobody whom this is for can have; others it leaves alone."""
    latest = show(system_clock() + _FURTHEST_EAST)[:10]
    try:
        is_possible = birth is None or FIRST_BIRTH <= date.fromisoformat(birth).isoformat() <= latest
    except ValueError:
        return
    if not is_possible:
        when = "before 1900" if str(birth) < FIRST_BIRTH else "in the future"
        raise RecordError(f"birth {birth} is {when}: check the year")


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
    if coverage:
        lines.append(f"  times in {person.zone or 'UTC, for want of a zone'}")
    for name, c in coverage.items():
        lines += _signal_lines(name, c, person.zone)
    if not coverage:
        lines.append(f"  The record is empty. Next: vitruvian import FILE --person {person.id}")
    if waiting:
        lines.append(f"  {waiting} records wait in quarantine")
    return "\n".join(lines)


def _signal_lines(name: str, c: Coverage, zone: str | None) -> list[str]:
    """One signal: how much, from when to when, how it lies; below, from whom it is and what is odd in it."""
    start, end = (show(at, offset_at(at, zone))[:16].replace("T", " ") for at in (c.start, c.end))
    span = f"at {start}" if start == end else f"{start} to {end}"
    mean = (
        ""
        if c.mean is None
        else f", {'mean ' if c.rows > 1 else ''}{c.mean:.4g} {unit_words(c.unit)}".rstrip()
    )
    mean += "" if c.sd is None else f" (SD {c.sd:.3g})"
    holes = f", {len(c.gaps)} gaps" if c.gaps else ""
    marks = [f"{count} {mark.replace('_', ' ')}" for mark, count in c.quality.items()]
    sources = ", ".join(f"{source} ({count})" for source, count in c.sources.items())
    rows = "1 row" if c.rows == 1 else f"{c.rows} rows"
    return [
        f"  {name}: {rows}, {span}{holes}{mean}",
        f"    from {sources}; {', '.join(marks) or 'no row is marked as doubtful'}",
    ]
