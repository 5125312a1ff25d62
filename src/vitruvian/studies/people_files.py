"""People from files: one a file, several where a table has a column of people, one a Nightscout folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vitruvian.core.errors import FormatError, RecordError
from vitruvian.core.progress import track
from vitruvian.engine.rolling import Seen
from vitruvian.records.hints import Hints
from vitruvian.records.importing import SIDECARS, Import, read_files, read_loaded
from vitruvian.records.row import OFFSET_UNKNOWN, Rows
from vitruvian.records.series import Series
from vitruvian.records.split import split_people
from vitruvian.records.timeline import Timeline

MINUTE = 60e6
ONE_PERSON_FORMATS = frozenset({"nightscout"})
"""Formats whose export is several files: those of one folder are one person."""


@dataclass(frozen=True, slots=True)
class PersonFile:
    """One person as found in files.

    name    path, and who in it
    origin  format and folder: people of one origin were recorded alike
    """

    name: str
    origin: str
    rows: Rows

    def signals(self, wanted: Sequence[str]) -> dict[str, Seen]:
        """The visible rows of the wanted signals on the person's own clock, minutes since 1970."""
        timeline = Timeline(self.rows)
        found = {key: timeline.values(key) for key in wanted}
        held = [series for series in found.values() if len(series)]
        shift = _offset(held[0]) if held else 0
        return {key: _seen(series, shift) for key, series in found.items() if len(series)}


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was not used, and why."""

    name: str
    reason: str


def read_people(paths: Sequence[Path], now: int) -> tuple[list[PersonFile], list[Skipped]]:
    """The people in files and folders, in the order of their names; files that cannot be read are skipped.

    Raises RecordError when a path is not there.
    """
    files = [file for path in paths for file in _files(path)]
    people: list[PersonFile] = []
    skipped: list[Skipped] = []
    with track("reading files", len(files)) as task:
        for file in files:
            try:
                people += _people_of(file, now)
            except RecordError as trouble:
                skipped.append(Skipped(str(file), trouble.message))
            task.advance()
    return _united(people), skipped


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.is_file() and _is_record(file))
    if not path.is_file():
        raise RecordError(f"{path} is not there: check the path")
    return [path]


def _is_record(file: Path) -> bool:
    return not file.name.startswith(".") and not file.name.endswith((".md", *SIDECARS))


def _people_of(file: Path, now: int) -> Iterator[PersonFile]:
    several = {} if has_mapping(file) else _parts(file)
    if len(several) < 2:
        yield _person(str(file), file, read_files([file], Hints(now)))
        return
    for who, part in several.items():
        loaded = (f"{file}:{who}", part, Hints(now, format="table"))
        yield _person(f"{file}:{who}", file, read_loaded([loaded], now))


def _parts(file: Path) -> dict[str, bytes]:
    """The people of a table that has a column for them; none where it has not."""
    try:
        return split_people(file.read_bytes())
    except FormatError:
        return {}


def has_mapping(file: Path) -> bool:
    """Whether a mapping lies beside the file."""
    return any(file.with_name(file.name + ending).is_file() for ending in SIDECARS)


def _person(name: str, file: Path, found: Import) -> PersonFile:
    return PersonFile(name, f"{found.readings[0].format}:{file.parent.resolve()}", found.rows)


def _united(people: list[PersonFile]) -> list[PersonFile]:
    """People whose export is several files put together."""
    out: dict[str, PersonFile] = {}
    for person in people:
        is_part = person.origin.partition(":")[0] in ONE_PERSON_FORMATS
        key = person.origin if is_part else person.name
        held = out.get(key)
        out[key] = person if held is None else _joined(held, person)
    return list(out.values())


def _joined(a: PersonFile, b: PersonFile) -> PersonFile:
    return PersonFile(f"{a.name} + {Path(b.name).name}", a.origin, Rows.join([a.rows, b.rows]))


def _offset(series: Series) -> int:
    """Minutes that the person's clock is ahead of UTC, at the first row; one for the whole record."""
    first = int(series.off[0])
    return 0 if first == OFFSET_UNKNOWN else first


def _seen(series: Series, shift: int) -> Seen:
    start, end, known = (t / MINUTE + shift for t in (series.t0, series.t1, series.known))
    return Seen(start, end, series.value, np.array(list(series.text), object), np.sign(series.cmp), known)
