"""The D1NAMO table: sensor glucose every five minutes, with insulin, meals in kcal and a chest belt.

Dubosson et al. 2018, doi:10.1016/j.imu.2018.09.003. A 0.0 in an insulin or meal column means that nothing was
logged on this line, not that nothing was given: such a cell is no record.
"""

from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from vitruvian.core.errors import FormatError
from vitruvian.records.flags import Flag
from vitruvian.records.formats.format import Notes, Problem, RawRecord
from vitruvian.records.formats.stamp import wall_micros
from vitruvian.records.formats.text import head_lines, table_rows
from vitruvian.records.hints import Hints

COLUMNS = {
    "glucose_mgdl": ("glucose_interstitial", "mg/dL", "d1namo:sensor", 0),
    "rapid_insulin_u": ("insulin_bolus", "[iU]", "d1namo:diary", int(Flag.MANUAL_ENTRY)),
    "long_insulin_u": ("insulin_long_acting", "[iU]", "d1namo:diary", int(Flag.MANUAL_ENTRY)),
    "meal_kcal": ("meal_energy", "kcal", "d1namo:diary", int(Flag.MANUAL_ENTRY)),
    "heart_rate_bpm": ("heart_rate", "/min", "d1namo:belt", 0),
    "breath_rate_bpm": ("resp_rate", "/min", "d1namo:belt", 0),
}
DIARY = frozenset({"rapid_insulin_u", "long_insulin_u", "meal_kcal"})
LOWEST, HIGHEST = 39.6, 399.6
"""mg/dL: the sensor states these for all that lies beyond them (2.2 and 22.2 mmol/L at 18.0)."""


class D1namo:
    """The format of the merged D1NAMO tables."""

    name: ClassVar[str] = "d1namo"

    def sniff(self, head: bytes, name: str) -> float:
        """Sure when the header has this table's own columns."""
        lines = head_lines(head)
        names = set(lines[0].strip().split(",")) if lines else set()
        return 0.98 if {"time", "glucose_mgdl", "rapid_insulin_u", "meal_kcal"} <= names else 0.0

    def read(self, stream: BinaryIO, hints: Hints, notes: Notes) -> Iterator[RawRecord | Problem]:
        """One record a filled cell of a column that has a signal."""
        rows = table_rows(stream, ",")
        header = [cell.strip() for cell in next(rows, (0, [""]))[1]]
        if "time" not in header:
            raise FormatError(f"not a D1NAMO table: no column is called 'time'; the header is {header}")
        kept = [(place, name) for place, name in enumerate(header) if name in COLUMNS]
        for name in sorted(set(header) - set(COLUMNS) - {"time"}):
            notes.say(f"column {name} left out: no signal is kept for it")
        for line, cells in rows:
            yield from _line(
                line, cells + [""] * (len(header) - len(cells)), header.index("time"), kept, notes
            )


def _line(
    line: int, cells: list[str], time: int, kept: list[tuple[int, str]], notes: Notes
) -> Iterator[RawRecord | Problem]:
    wall, trouble = _time(cells[time].strip())
    for place, name in kept:
        value = cells[place].strip()
        if not value:
            continue
        if name in DIARY and _is_zero(value):
            notes.say(f"cells of {name} that are 0: nothing logged, not a dose of zero")
            continue
        signal, unit, source, flags = COLUMNS[name]
        if trouble:
            yield Problem(trouble, f"time {cells[time]!r} cannot be read: correct it and import again",
                          ",".join(cells), line, name, signal)  # fmt: skip
            continue
        cmp = _beyond(value) if name == "glucose_mgdl" else 0
        yield RawRecord(signal, wall, None, value, unit, line, name, source, cmp=cmp, flags=flags)


def _time(text: str) -> tuple[int, str]:
    try:
        return wall_micros(text), ""
    except ValueError:
        return 0, "time-invalid" if text else "time-missing"


def _is_zero(value: str) -> bool:
    try:
        return float(value) == 0
    except ValueError:
        return False


def _beyond(value: str) -> int:
    """-1 or 1 when the sensor states its own limit. A value that is no number is judged later."""
    try:
        number = float(value)
    except ValueError:
        return 0
    return -1 if abs(number - LOWEST) < 0.05 else 1 if abs(number - HIGHEST) < 0.05 else 0
