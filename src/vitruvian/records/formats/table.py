"""Any table whose columns are named after signals with units, or explained by a mapping (`mapping.py`)."""

from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from vitruvian.core.errors import FormatError
from vitruvian.core.signals import signal
from vitruvian.records.clock import MINUTE
from vitruvian.records.formats.format import Notes, Problem, RawRecord
from vitruvian.records.formats.mapping import DOSES, TIMES, Column, Layout, layout_of, meant, named_signal
from vitruvian.records.formats.stamp import stated_micros
from vitruvian.records.formats.text import head_lines, separator, table_rows
from vitruvian.records.hints import Hints


class Table:
    """The format of tables that say themselves what they hold."""

    name: ClassVar[str] = "table"

    def sniff(self, head: bytes, name: str) -> float:
        """Fairly sure when one column is a time and another names a signal."""
        lines = head_lines(head)
        cells = [cell.strip().strip('"') for cell in lines[0].split(separator(lines[0]))] if lines else []
        has_time = any(cell.lower() in TIMES for cell in cells)
        return 0.6 if has_time and any(named_signal(cell) for cell in cells) else 0.0

    def read(self, stream: BinaryIO, hints: Hints, notes: Notes) -> Iterator[RawRecord | Problem]:
        """One record a filled cell of a column that has a signal."""
        rows = table_rows(stream)
        header = [cell.strip() for cell in next(rows, (0, [""]))[1]]
        layout = layout_of(header, hints.mapping)
        used = {
            layout.time,
            layout.clock,
            layout.people,
            *(x for c in layout.columns for x in (c.name, c.label)),
        }
        for name in header:
            if name not in used:
                asked = f"; did you mean {meant(name)}?" if meant(name) else ""
                notes.say(f"column {name} left out: no signal is named by it{asked}")
        lines = list(_of_one_person(rows, header, layout, hints, notes))
        for column in layout.columns:
            yield from _column(lines, column, header, layout, notes)


def _of_one_person(
    rows: Iterator[tuple[int, list[str]]], header: list[str], layout: Layout, hints: Hints, notes: Notes
) -> Iterator[tuple[int, list[str]]]:
    """The lines of the person asked for. Raises FormatError when there are several and none is asked for."""
    name, wanted = hints.select or (layout.people, "")
    if not name:
        yield from rows
        return
    if name not in header:
        raise FormatError(f"there is no column {name!r} to select by; the header is {header}")
    place = header.index(name)
    seen: dict[str, int] = {}
    for line, cells in rows:
        who = cells[place].strip() if place < len(cells) else ""
        seen[who] = seen.get(who, 0) + 1
        if not hints.select and len(seen) > 1:
            raise FormatError(
                f"the table holds several people in column {name!r} ({', '.join(seen)}, ...): choose one, "
                f"for example --select {name}={next(iter(seen))}"
            )
        if not hints.select or who == wanted:
            yield line, cells
    if hints.select and wanted not in seen:
        raise FormatError(f"no line has {name} = {wanted!r}; there are {', '.join(sorted(seen)[:10])}")
    notes.say("lines of other people, not read", sum(seen.values()) - seen.get(wanted, 0) if wanted else 0)


def _column(
    lines: list[tuple[int, list[str]]], column: Column, header: list[str], layout: Layout, notes: Notes
) -> Iterator[RawRecord | Problem]:
    place = header.index(column.name)
    stamps = [header.index(name) for name in (layout.time, layout.clock) if name]
    label = header.index(column.label) if column.label else -1
    is_setting = signal(column.signal).merge == "latest schedule wins"
    duration = round(layout.step * MINUTE) if is_setting else 0
    is_dose = column.signal in DOSES
    for line, cells in lines:
        value = cells[place].strip() if place < len(cells) else ""
        if not value:
            continue
        if is_dose and _is_zero(value):
            notes.say(f"cells of {column.name} that are 0: nothing logged, not a dose of zero")
            continue
        stamp = " ".join(cells[k].strip() for k in stamps if k < len(cells)).strip()
        try:
            wall, off = stated_micros(stamp, layout.pattern)
        except ValueError:
            yield _bad_time(line, cells, column, stamp)
            continue
        yield RawRecord(
            column.signal, wall, off, value, column.unit, line, column.name, "table:file",
            duration=duration, text=cells[label].strip() if 0 <= label < len(cells) else "", held=column.held,
        )  # fmt: skip


def _is_zero(value: str) -> bool:
    try:
        return float(value.replace(",", ".")) == 0
    except ValueError:
        return False


def _bad_time(line: int, cells: list[str], column: Column, stamp: str) -> Problem:
    reason = "time-invalid" if stamp else "time-missing"
    message = f"time {stamp!r} is not ISO 8601: correct it, or give its format under [time] in a mapping file"
    if not stamp:
        message = "the line has no time: add it, and import the file again"
    return Problem(reason, message, ",".join(cells), line, column.name, column.signal)
