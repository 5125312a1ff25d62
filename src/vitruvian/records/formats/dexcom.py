"""Dexcom Clarity's CSV export: sensor glucose, finger-sticks, insulin and carbohydrate typed in the app.

Stamps are the phone's wall clock without zone; `Transmitter Time` counts seconds and is never set, so it
places the repeated and the missing hour. `Low` and `High` mean below 40 and above 400 mg/dL (2.2 and 22.2
mmol/L).
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from vitruvian.core.errors import FormatError
from vitruvian.records.clock import NO_COUNTER
from vitruvian.records.flags import Flag
from vitruvian.records.formats.format import Notes, Problem, RawRecord
from vitruvian.records.formats.stamp import wall_micros
from vitruvian.records.formats.text import head_lines, table_rows
from vitruvian.records.hints import Hints

LIMITS = {"mg/dL": {"Low": "40", "High": "400"}, "mmol/L": {"Low": "2.2", "High": "22.2"}}
_COUNTER = re.compile(r"[0-9]{1,12}")
PREAMBLE = frozenset(
    {"FirstName", "LastName", "DateOfBirth", "PatientIdentifier", "Device", "Alert", "Physician", "Clinic"}
)


class Dexcom:
    """The format of Clarity exports, in mg/dL or mmol/L."""

    name: ClassVar[str] = "dexcom-clarity"

    def sniff(self, head: bytes, name: str) -> float:
        """Sure when the header has Clarity's own column names."""
        lines = head_lines(head)
        wanted = ("Event Type", "Event Subtype", "Glucose Value (", "Transmitter Time")
        return 0.98 if lines and all(word in lines[0] for word in wanted) else 0.0

    def read(self, stream: BinaryIO, hints: Hints, notes: Notes) -> Iterator[RawRecord | Problem]:
        """One record a line with a time stamp; the preamble is told in the notes."""
        rows = table_rows(stream)
        layout = _Layout([cell.strip() for cell in next(rows, (0, [""]))[1]])
        for line, cells in rows:
            cells += [""] * (layout.width - len(cells))
            if not cells[layout.time] and cells[layout.event] in PREAMBLE:
                notes.say("lines of preamble: settings and names, no records")
                continue
            yield _record(layout, line, cells)


class _Layout:
    """Where the columns of one export stand."""

    def __init__(self, header: list[str]):
        self.width = len(header)
        self.time = self.find(header, "Timestamp")
        self.event, self.kind = self.find(header, "Event Type"), self.find(header, "Event Subtype")
        self.device = self.find(header, "Source Device ID")
        self.glucose, self.insulin = self.find(header, "Glucose Value"), self.find(header, "Insulin Value")
        self.carbs, self.counter = self.find(header, "Carb Value"), self.find(header, "Transmitter Time")
        self.clock = self.find(header, "Transmitter ID")
        self.names = header
        unit = re.search(r"\((.*?)\)", header[self.glucose])
        self.unit = unit.group(1) if unit else ""

    def find(self, header: list[str], start: str) -> int:
        for place, name in enumerate(header):
            if name.startswith(start):
                return place
        raise FormatError(f"not a Clarity export: no column starts with {start!r}; the header is {header}")


def _record(layout: _Layout, line: int, cells: list[str]) -> RawRecord | Problem:
    raw = ",".join(cells)
    try:
        wall = wall_micros(cells[layout.time].strip())
    except ValueError:
        reason = "time-invalid" if cells[layout.time].strip() else "time-missing"
        message = f"time {cells[layout.time]!r} is no date with a time: correct the line and import again"
        return Problem(reason, message, raw, line, layout.names[layout.time])
    found = _meaning(layout, cells)
    if found is None:
        what = " ".join(filter(None, (cells[layout.event], cells[layout.kind])))
        return Problem("no-signal", f"{what!r} carries no signal that is kept", raw, line)
    signal, column, unit, flags = found
    value = cells[column].strip()
    limit = LIMITS.get(layout.unit, {}).get(value) if column == layout.glucose else None
    clock = cells[layout.clock].strip()
    counter = cells[layout.counter].strip()
    return RawRecord(
        signal, wall, None, limit or value, unit, line, layout.names[column],
        f"dexcom:{clock or cells[layout.device].strip()}",
        cmp=0 if limit is None else -1 if value == "Low" else 1,
        text=value if limit else "",
        counter=int(counter) if _COUNTER.fullmatch(counter) else NO_COUNTER, clock=clock,
        flags=flags,
    )  # fmt: skip


def _meaning(layout: _Layout, cells: list[str]) -> tuple[str, int, str, int] | None:
    """Signal, column of the value, unit and flags of a line; None when it carries no signal."""
    event, kind = cells[layout.event].strip(), cells[layout.kind].strip()
    match event, kind:
        case "EGV", _:
            return "glucose_interstitial", layout.glucose, layout.unit, 0
        case "Calibration", _:
            return "glucose_capillary", layout.glucose, layout.unit, int(Flag.MANUAL_ENTRY)
        case "Insulin", "Long-Acting":
            return "insulin_long_acting", layout.insulin, "[iU]", int(Flag.MANUAL_ENTRY)
        case "Insulin", "Fast-Acting":
            return "insulin_bolus", layout.insulin, "[iU]", int(Flag.MANUAL_ENTRY)
        case "Carbs", _:
            return "carbs", layout.carbs, "g", int(Flag.MANUAL_ENTRY)
    return None
