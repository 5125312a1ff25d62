"""Files in, rows and quarantine out. Nothing is stored here."""

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from vitruvian.core.errors import FormatError, RecordError
from vitruvian.core.progress import track
from vitruvian.records.detect import detect
from vitruvian.records.formats import known_formats
from vitruvian.records.formats.format import Format, Notes
from vitruvian.records.formats.text import is_charset_guessed, opened
from vitruvian.records.hints import Hints
from vitruvian.records.quarantine import Quarantined
from vitruvian.records.reading import Origin, Reading, reading_of
from vitruvian.records.row import Rows

SIDECARS = (".mapping.toml", ".mapping.json")


@dataclass(frozen=True, slots=True)
class Import:
    """One batch: what each file gave, and the bytes of the originals by SHA-256."""

    ingest: str
    readings: tuple[Reading, ...]
    originals: dict[str, bytes]

    @property
    def rows(self) -> Rows:
        """All rows of the batch."""
        return Rows.join([reading.rows for reading in self.readings])

    @property
    def waiting(self) -> tuple[Quarantined, ...]:
        """All that waits in quarantine."""
        return tuple(record for reading in self.readings for record in reading.waiting)


def read_files(paths: Sequence[Path], hints: Hints, formats: Sequence[Format] | None = None) -> Import:
    """The records of files and folders as one batch: all of it, or an error and nothing.

    Raises RecordError: a file is missing, empty, of no known format, or its unit cannot be right.
    """
    files = [file for path in paths for file in _files(Path(path))]
    if not files:
        raise RecordError(
            f"no file to read in {', '.join(map(str, paths))}: name a file or a folder with files"
        )
    with track("reading files", len(files)) as task:
        loaded = []
        for file in files:
            loaded.append((str(file), file.read_bytes(), _with_mapping(file, hints)))
            task.advance()
    return read_loaded(loaded, hints.now, formats)


def read_loaded(
    files: Sequence[tuple[str, bytes, Hints]], now: int, formats: Sequence[Format] | None = None
) -> Import:
    """The records of files given as (name, bytes, hints)."""
    known = formats or known_formats()
    originals = {sha256(data).hexdigest(): data for _, data, _ in files}
    ingest = f"{now:017d}-{sha256(''.join(sorted(originals)).encode()).hexdigest()[:8]}"
    return Import(
        ingest, tuple(_read(name, data, hints, ingest, known) for name, data, hints in files), originals
    )


def _read(name: str, data: bytes, hints: Hints, ingest: str, formats: Sequence[Format]) -> Reading:
    try:
        plain = opened(data)
    except FormatError as trouble:
        raise FormatError(f"{name}: {trouble}") from trouble
    if not plain.strip():
        raise RecordError(f"{name} is empty: export it again")
    form = detect(data, Path(name).name, hints, formats)
    notes = Notes()
    if is_charset_guessed(plain):
        notes.say("the text is not UTF-8: read as Latin-1, labels may be misspelt")
    origin = Origin(name, form.name, sha256(data).hexdigest(), len(data), ingest)
    try:
        reading = reading_of(form.read(BytesIO(plain), hints, notes), origin, hints, notes)
    except FormatError as trouble:
        raise FormatError(f"{name}: {trouble}") from trouble
    if not reading.read:
        raise RecordError(f"{name} is {form.name} but holds no record: check that the export is complete")
    return reading


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        inside = (file for file in sorted(path.rglob("*")) if file.is_file())
        yield from (file for file in inside if not file.name.startswith(".") and not _is_sidecar(file))
    elif path.is_file():
        yield path
    else:
        raise RecordError(f"{path} is not there, or neither file nor folder: check the path")


def _is_sidecar(file: Path) -> bool:
    return file.name.endswith(SIDECARS)


def _with_mapping(file: Path, hints: Hints) -> Hints:
    """The hints, with the mapping that lies beside the file."""
    for ending in SIDECARS:
        beside = file.with_name(file.name + ending)
        if hints.mapping is None and beside.is_file():
            return replace(hints, mapping=_mapping(beside))
    return hints


def _mapping(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text("utf-8")
        found = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError) as trouble:
        raise FormatError(f"{path} cannot be read: {trouble}. Correct the mapping") from trouble
    if not isinstance(found, dict):
        raise FormatError(f"{path} holds no object: write it as formats.mapping says")
    return found
