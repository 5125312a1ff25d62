"""Rows of a record: what was measured or done, when, by what, and how that is known.

Kept as columns (a struct of arrays), because a year of glucose is 105,000 rows. A row is never changed: a
correction is another row that names the one it supersedes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitruvian.records.labels import Index, Labels

OFFSET_UNKNOWN = -32768
"""`off` of a row whose local clock is not known, minutes."""

OPEN = 1 << 62
"""`t1` of a row that has no end yet, microseconds."""

COMPARATORS: Mapping[int, str] = MappingProxyType({0: "", -1: "<", 1: ">", -2: "<=", 2: ">="})
"""How `cmp` is read. A censored row holds the limit as its value; use a censored likelihood."""

NUMBERS: Mapping[str, str] = MappingProxyType(
    {
        "t0": "<i8", "t1": "<i8", "off": "<i2", "value": "<f8", "cmp": "|i1", "flags": "<u4", "known": "<i8",
        "at": "<i8",
    }
)  # fmt: skip
"""The columns of numbers and how each is stored."""

WORDS = (
    "signal", "text", "raw_value", "raw_unit", "source", "status", "file", "field", "ingest", "supersedes",
)  # fmt: skip
"""The columns of words."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row, for showing. Times are microseconds of UTC."""

    signal: str
    t0: int
    t1: int
    off: int
    value: float
    cmp: str
    text: str
    raw_value: str
    raw_unit: str
    source: str
    status: str
    flags: int
    known: int
    ingest: str
    file: str
    at: int
    field: str
    hash: str


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """n rows as columns.

    t0, t1      microseconds of UTC, half open; an instant has t1 = t0; OPEN: not ended
    off         minutes the local clock was ahead of UTC at t0; OFFSET_UNKNOWN: not known. Under the flag
                ZONE_ASSUMED it only says how the wall clock read: wall clock = t0 + off
    value       in the signal's canonical unit; NaN where the row is a code or a text
    cmp         a key of COMPARATORS: 0 measured, -1 below the limit, 1 above it
    flags       bits of `records.flags.Flag`
    known       microseconds of UTC when the value could first be known
    at, field   where it stands in the file: line or list place, and column or JSON key
    signal      key of `core.signals`
    text        a label (what meal, which drug)
    raw_*       exactly as written
    source      "class:device": who measured it
    status      final, preliminary, amended, entered-in-error, withdrawn
    file        SHA-256 of the original
    ingest      the batch it came with; sorts by time
    supersedes  content hash of the row that this one corrects, or empty
    """

    t0: NDArray[np.int64]
    t1: NDArray[np.int64]
    off: NDArray[np.int16]
    value: NDArray[np.float64]
    cmp: NDArray[np.int8]
    flags: NDArray[np.uint32]
    known: NDArray[np.int64]
    at: NDArray[np.int64]
    signal: Labels
    text: Labels
    raw_value: Labels
    raw_unit: Labels
    source: Labels
    status: Labels
    file: Labels
    field: Labels
    ingest: Labels
    supersedes: Labels

    @staticmethod
    def of(columns: Mapping[str, Any]) -> "Rows":
        """The rows with these columns; word columns may be lists of words."""
        ready: dict[str, Any] = {name: np.asarray(columns[name], dtype) for name, dtype in NUMBERS.items()}
        for name in WORDS:
            words = columns[name]
            ready[name] = words if isinstance(words, Labels) else Labels.of(words)
        return Rows(**ready)

    @staticmethod
    def none() -> "Rows":
        """No row at all."""
        return Rows.of({name: () for name in (*NUMBERS, *WORDS)})

    @staticmethod
    def join(parts: Iterable["Rows"]) -> "Rows":
        """The rows of all parts, one part after the other."""
        found = [part for part in parts if len(part)] or [Rows.none()]
        if len(found) == 1:
            return found[0]
        columns: dict[str, Any] = {
            name: np.concatenate([getattr(part, name) for part in found]) for name in NUMBERS
        }
        columns |= {name: Labels.join([getattr(part, name) for part in found]) for name in WORDS}
        return Rows(**columns)

    def __len__(self) -> int:
        return len(self.t0)

    def take(self, index: Index) -> "Rows":
        """The rows at `index`: places, a mask, or a slice."""
        columns: dict[str, Any] = {name: getattr(self, name)[index] for name in NUMBERS}
        columns |= {name: getattr(self, name).take(index) for name in WORDS}
        return Rows(**columns)

    def replace(self, **columns: Any) -> "Rows":
        """The same rows with some columns exchanged."""
        return Rows(
            **{field.name: columns.get(field.name, getattr(self, field.name)) for field in fields(self)}
        )

    def row(self, i: int) -> Row:
        """One row, for showing."""
        words = {name: getattr(self, name).at(i) for name in WORDS if name != "supersedes"}
        numbers = {name: getattr(self, name)[i].item() for name in NUMBERS if name != "cmp"}
        return Row(cmp=COMPARATORS[int(self.cmp[i])], hash=self.hash(i), **words, **numbers)

    def hash(self, i: int) -> str:
        """Content hash of one row: BLAKE2b-128 of signal, times, comparator and value to 9 digits.

        The label counts where there is no value, and in a row without an end, whose label is its rule.
        """
        value = float(self.value[i])
        what = f"{value:.9g}" if self.t1[i] != OPEN else f"{value:.9g} {self.text.at(i)}"
        what = what if value == value else self.text.at(i)
        cmp = COMPARATORS[int(self.cmp[i])]
        text = f"{self.signal.at(i)}|{self.t0[i]}|{self.t1[i]}|{cmp}{what}"
        return blake2b(text.encode(), digest_size=16).hexdigest()

    def hashes(self) -> list[str]:
        """Content hash of every row."""
        return [self.hash(i) for i in range(len(self))]


def rounded(value: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values to 9 significant digits, the precision in which two rows are the same."""
    size = np.where(np.isfinite(value) & (value != 0), np.abs(value), 1.0)
    scale = 10.0 ** (8 - np.floor(np.log10(size)))
    return np.asarray(np.round(value * scale) / scale)
