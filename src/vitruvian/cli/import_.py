"""`vitruvian import`: read files into a person's record and say what was understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import numpy as np

from vitruvian.cli.output import emit, shared_options
from vitruvian.cli.session import OWNER, opened
from vitruvian.core.time import show
from vitruvian.records.conservation import Account
from vitruvian.records.contradictions import crossed, pair_words, time_words, value_words
from vitruvian.records.flags import Flag
from vitruvian.records.formats import known_formats
from vitruvian.records.hints import Hints
from vitruvian.records.importing import SIDECARS, read_files
from vitruvian.records.row import Rows
from vitruvian.records.timeline import Timeline
from vitruvian.vault.vault import Vault, system_clock

_LEFT_OUT = re.compile(r"column (?P<column>.+) left out: (?P<why>.+)")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--person", required=True, help="Whose record.")
@click.option("--zone", default=None, help="Time zone of the file's clock, such as Europe/Zurich.")
@click.option("--format", "format_", default=None, help="Name of the format, when it should not be detected.")
@click.option("--select", default=None, help="COLUMN=VALUE: only these lines of a table of several people.")
@shared_options
def command(
    files: tuple[Path, ...], person: str, zone: str | None, format_: str | None, select: str | None,
    home: Path, as_json: bool,
) -> None:  # fmt: skip
    """Read FILES (or folders of files) into a person's record; nothing is lost, guessed or rescaled.

    A column of a table is read when it names a signal and its unit, as in "weight [kg]". For other tables put
    a mapping beside the file, FILE.mapping.toml:

    \b
        [time]
        column = "taken at"
        format = "%d.%m.%Y %H:%M"
        [columns."EDV"]
        signal = "lv_edv"
        unit = "mL"
    """
    with opened(home) as vault:
        permit = vault.gate.permit(OWNER, "care", person, system_clock())
        known = zone or vault.people.get(permit).zone
        chosen = (_form(format_), _selection(select))
        accounts, timeline = take_in(vault, permit, list_files(files), known, *chosen)
    emit(import_report(accounts, timeline), lambda: import_text(accounts, timeline), as_json)


def take_in(
    vault: Vault, permit: Any, files: list[Path], zone: str | None, format_: str | None = None,
    select: tuple[str, str] | None = None,
) -> tuple[tuple[Account, ...], Timeline]:  # fmt: skip
    """Import the files and give the account of each, with the record as it then is."""
    hints = Hints(now=system_clock(), zone=zone, format=format_, select=select)
    accounts = vault.append(permit, read_files(files, hints))
    return accounts, vault.timeline(permit)


def list_files(paths: tuple[Path, ...]) -> list[Path]:
    """The files named, and those inside folders named, in order; mapping files belong to their table.

    Hidden files of a folder are left out: systems put them there, not people.
    """
    found: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.rglob("[!.]*") if p.is_file()) if path.is_dir() else [path]
        found += [p for p in inside if not p.name.endswith(SIDECARS)]
    if not found:
        raise click.UsageError("there is no file in what was named")
    return found


def import_report(accounts: tuple[Account, ...], timeline: Timeline) -> dict[str, Any]:
    """The `import` object of the command line."""
    return {
        "files": [
            {
                "path": a.path, "format": a.format, "read": a.read, "visible": a.visible, "hidden": a.hidden,
                "quarantined": a.quarantined, "reasons": a.reasons, "notes": a.notes,
                "waiting": list(a.waiting), "untold": a.untold,
            }
            for a in accounts
        ],
        "signals": {
            name: {"rows": c.rows, "unit": c.unit, "from": show(c.start), "to": show(c.end),
                   "quality": c.quality}
            for name, c in timeline.coverage().items()
        },
        "conserved": all(a.read == a.visible + a.hidden + a.quarantined for a in accounts),
    }  # fmt: skip


_DOUBTS = {
    "nonexistent_local_time": "rows fall in an hour that the clocks skipped: is the zone right?",
    "time_ambiguous": "rows fall in an hour that the clocks showed twice",
    "unit_suspect": "rows look like another unit; models do not use them",
    "conflict": "rows stand beside another value of the same instant and source: both are kept",
}
_EXAMPLES = 3
"""Rows of each kind of doubt that people are shown."""


def import_text(accounts: tuple[Account, ...], timeline: Timeline) -> str:
    """What was understood, for people."""
    lines = []
    for a in accounts:
        lines.append(f"{Path(a.path).name}: {a.format}, {a.read} records read")
        for signal, (read, visible, hidden, waiting) in a.by_signal.items():
            extra = [f"{hidden} duplicates hidden"] * bool(hidden) + [f"{waiting} in quarantine"] * bool(
                waiting
            )
            lines.append(f"  {signal}: {visible} new of {read}" + "".join(f", {x}" for x in extra))
        lines += [f"  quarantine: {count} {reason}" for reason, count in a.reasons.items()]
        lines += [f"    {said}" for said in a.waiting]
        if a.untold:
            lines.append(f"    and {a.untold} more")
        lines += _notes(a.notes)
    return "\n".join(lines + _doubts(timeline))


def _doubts(timeline: Timeline) -> list[str]:
    """What the whole record now holds that deserves a second look, with the first rows of each kind."""
    lines = []
    for name, c in timeline.coverage().items():
        if c.censored:
            lines.append(f"  look: {c.censored} rows of {name} say only that a limit was passed (Low, High)")
        for mark, n in c.quality.items():
            if mark in _DOUBTS:
                lines.append(f"  look: {n} {_DOUBTS[mark]} ({name}): {_first_of(timeline.shown, name, mark)}")
    pairs = (pair_words(timeline.shown, pair) for pair in crossed(timeline.shown)[:_EXAMPLES])
    return lines + [f"  look: {said}; models refuse the two together" for said in pairs]


def _first_of(rows: Rows, signal: str, mark: str) -> str:
    """The first rows of a signal with this mark: value, time on its own clock, line."""
    bit = np.uint32(Flag[mark.upper()])
    places = np.flatnonzero(rows.signal.are(signal) & ((rows.flags & bit) > 0))
    places = places[np.lexsort((rows.value[places], rows.t0[places]))]
    shown = [
        f"{value_words(rows, k)} at {time_words(rows, k)} (line {rows.at[k]})" for k in places[:_EXAMPLES]
    ]
    return ", ".join(shown) + (", ..." if len(places) > _EXAMPLES else "")


def _notes(notes: Mapping[str, int]) -> list[str]:
    """Remarks of a reader; columns left out for the same reason share a line."""
    alike: dict[str, list[str]] = {}
    rest = []
    for note, count in notes.items():
        found = _LEFT_OUT.fullmatch(note)
        if found:
            alike.setdefault(found["why"], []).append(found["column"])
        else:
            rest.append(f"  note: {note}" + (f" ({count} times)" if count > 1 else ""))
    return [f"  note: left out {', '.join(columns)}: {why}" for why, columns in alike.items()] + rest


def _form(name: str | None) -> str | None:
    names = [form.name for form in known_formats()]
    if name is not None and name not in names:
        raise click.UsageError(f"--format {name!r} is not one of {', '.join(names)}")
    return name


def _selection(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    column, sign, value = text.partition("=")
    if not sign or not column or not value:
        raise click.UsageError(f"--select {text!r} is not COLUMN=VALUE, such as id=1636-69-001")
    return column, value
