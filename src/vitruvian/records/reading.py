"""From the raw records of one file to rows and quarantine: times, units, plausibility, in columns."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from vitruvian.core.errors import RecordError, TimeError
from vitruvian.core.time import show
from vitruvian.records.channel import channel, impossible
from vitruvian.records.clock import MINUTE, local_offset, resolve
from vitruvian.records.contradictions import crossed, pair_words
from vitruvian.records.flags import Flag
from vitruvian.records.formats.format import Notes, Problem, RawRecord
from vitruvian.records.hints import Hints
from vitruvian.records.labels import Labels
from vitruvian.records.quarantine import LONGEST, Quarantined
from vitruvian.records.row import OFFSET_UNKNOWN, OPEN, Rows
from vitruvian.records.schedule import settings

FUTURE = 5 * MINUTE
"""A device's clock may be this far ahead of ours."""
EARLIEST = -25_567 * 24 * 60 * MINUTE
"""1900, microseconds of UTC. A stamp before it is a clock that was never set, or a slip."""
_LAST = 2_932_000 * 24 * 60 * MINUTE
"""In the year 9997: no zone carries a stamp up to here out of the calendar."""

_EXCHANGED = "were the two exchanged? Correct the file and import it again"
_COLUMNS = RawRecord._fields


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave.

    read   records by signal, counted as the format handed them out ("" for those without a signal)
    notes  what the format says beside its records: remark and how often
    """

    path: str
    format: str
    sha256: str
    size: int
    read: dict[str, int]
    rows: Rows
    waiting: tuple[Quarantined, ...]
    notes: dict[str, int]


@dataclass(frozen=True, slots=True)
class Origin:
    """The file under way: name, format, hash, size and batch."""

    path: str
    format: str
    sha256: str
    size: int
    ingest: str


def reading_of(found: Iterable[RawRecord | Problem], origin: Origin, hints: Hints, notes: Notes) -> Reading:
    """The rows and the quarantine of a file. Raises UnitMismatch on a channel whose unit cannot be right."""
    records: list[RawRecord] = []
    waiting: list[Quarantined] = []
    read: Counter[str] = Counter()
    for item in found:
        read[item.signal] += 1
        if isinstance(item, RawRecord):
            records.append(item)
        else:
            waiting.append(_waiting(item, origin))
    rows, late = _rows(records, origin, hints, notes)
    result = (*waiting, *late)
    if sum(read.values()) != len(rows) + len(result):
        raise RecordError(
            f"{origin.path}: {sum(read.values())} records read but {len(rows)} rows and {len(result)} "
            "waiting: this is a fault of the program; nothing was imported"
        )
    return Reading(
        origin.path, origin.format, origin.sha256, origin.size, dict(read), rows, result, notes.said
    )


def _waiting(problem: Problem, origin: Origin) -> Quarantined:
    return Quarantined(
        problem.reason, problem.message, problem.signal, problem.raw[:LONGEST], origin.sha256, problem.at,
        problem.field, origin.format, origin.ingest,
    )  # fmt: skip


def _rows(
    records: list[RawRecord], origin: Origin, hints: Hints, notes: Notes
) -> tuple[Rows, list[Quarantined]]:
    if not records:
        return Rows.none(), []
    raw: dict[str, Any] = dict(zip(_COLUMNS, zip(*records, strict=True), strict=True))
    signal, unit = Labels.of(raw["signal"]), Labels.of(raw["unit"])
    time = _times(raw, hints, notes)
    written, is_odd = _numbers(raw["value"])
    cmp = np.array(raw["cmp"], np.int8)
    values = _values(signal, unit, written, np.array(raw["held"]), cmp, origin)
    flags = np.array(raw["flags"], np.uint32) | time.flags | values.flags
    flags[is_odd] |= np.uint32(Flag.TEXT_NUMBER)
    flags[cmp != 0] |= np.uint32(Flag.CENSORED)
    rows = Rows.of(
        {
            "t0": time.t0, "t1": time.t1, "off": time.off, "value": values.value, "cmp": cmp, "flags": flags,
            "known": _known(raw["known"], signal, time, hints), "at": raw["at"], "signal": signal,
            "text": raw["text"], "raw_value": raw["value"], "raw_unit": unit, "source": raw["source"],
            "status": raw["status"], "file": Labels.same(origin.sha256, len(signal)), "field": raw["field"],
            "ingest": Labels.same(origin.ingest, len(signal)), "supersedes": Labels.same("", len(signal)),
        }
    )  # fmt: skip
    is_late = time.t0 > hints.now + FUTURE
    is_early = time.t0 < EARLIEST
    bad = ~values.possible | is_late | is_early
    late = [
        _refused(records[i], values.value[i], bool(is_late[i]), bool(is_early[i]), _when(time, i), origin)
        for i in np.flatnonzero(bad).tolist()
    ]
    rows, pairs = _without_pairs(rows.take(~bad) if bad.any() else rows, origin)
    return rows, pairs + late


def _without_pairs(rows: Rows, origin: Origin) -> tuple[Rows, list[Quarantined]]:
    """The rows without impossible pairs, both of each in quarantine: nobody here knows which one is wrong."""
    said: dict[int, str] = {}
    for pair in crossed(rows):
        for mine, other in ((pair.low, pair.high), (pair.high, pair.low)):
            where = "" if rows.at[mine] == rows.at[other] else f" (the other is on line {rows.at[other]})"
            said.setdefault(mine, f"{pair_words(rows, pair)}{where}; {_EXCHANGED}")
    waiting = [
        _waiting(
            Problem(
                "pair-impossible", said[i], f"{rows.field.at(i)}={rows.raw_value.at(i)}", int(rows.at[i]),
                rows.field.at(i), rows.signal.at(i),
            ),
            origin,
        )
        for i in sorted(said)
    ]  # fmt: skip
    kept = np.ones(len(rows), bool)
    kept[list(said)] = False
    return rows.take(kept) if said else rows, waiting


@dataclass(frozen=True, slots=True, eq=False)
class _Times:
    t0: NDArray[np.int64]
    t1: NDArray[np.int64]
    off: NDArray[np.int16]
    flags: NDArray[np.uint32]


def _times(raw: dict[str, Any], hints: Hints, notes: Notes) -> _Times:
    zone = zone_of(hints.zone) if hints.zone else None
    stated = np.array([OFFSET_UNKNOWN - 1 if off is None else off for off in raw["off"]], np.int32)
    wall = np.clip(np.array(raw["wall"], np.int64), 2 * EARLIEST, _LAST)
    bare = np.flatnonzero(stated < OFFSET_UNKNOWN)
    off = np.where(stated <= OFFSET_UNKNOWN, OFFSET_UNKNOWN, stated).astype(np.int16)
    t0 = wall - np.where(stated <= OFFSET_UNKNOWN, 0, stated.astype(np.int64)) * MINUTE
    t1, flags = t0.copy(), np.zeros(len(wall), np.uint32)
    if len(bare):
        clocks = Labels.of(raw["clock"]).codes[bare]
        found = resolve(wall[bare], zone, np.array(raw["counter"], np.int64)[bare], clocks)
        t0[bare], t1[bare], off[bare], flags[bare] = found.t0, found.t1, found.off, found.flags
        _tell(found.moves, zone is None, len(bare), notes)
    if zone is not None:
        for i in np.flatnonzero(stated == OFFSET_UNKNOWN).tolist():
            off[i] = local_offset(zone, int(t0[i]))
    duration = np.array(raw["duration"], np.int64)
    return _Times(t0, np.where(duration < 0, OPEN, t1 + duration), off, flags)


def _tell(moves: tuple[tuple[int, int], ...], is_assumed: bool, rows: int, notes: Notes) -> None:
    if is_assumed:
        notes.say("times without a zone, read as UTC: pass the zone", rows)
    for minutes, _ in moves:
        notes.say(f"the recorder's clock was moved by {minutes:+d} min against its counter")


def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises TimeError when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as trouble:
        raise TimeError(f"no zone is called {name!r}: use an IANA name such as Europe/Berlin") from trouble


def _numbers(written: tuple[str, ...]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The numbers, NaN where there is none, and which had a decimal comma."""
    odd = np.zeros(len(written), bool)
    try:
        return np.array([float(text) for text in written]), odd
    except ValueError:
        odd[:] = ["," in text for text in written]
        return np.array([_number(text) for text in written]), odd


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return float("nan")


@dataclass(frozen=True, slots=True, eq=False)
class _Values:
    value: NDArray[np.float64]
    flags: NDArray[np.uint32]
    possible: NDArray[np.bool_]


def _values(
    signal: Labels, unit: Labels, written: NDArray[np.float64], held: NDArray[np.float64],
    cmp: NDArray[np.int8], origin: Origin,
) -> _Values:  # fmt: skip
    """The values in canonical units, channel by channel."""
    result = _Values(np.zeros(len(written)), np.zeros(len(written), np.uint32), np.zeros(len(written), bool))
    with np.errstate(invalid="ignore"):
        amount = np.where(held > 0, written * held, written)
    pair = signal.codes.astype(np.int64) * len(unit.words) + unit.codes
    for code in np.unique(pair).tolist():
        rows = np.flatnonzero(pair == code)
        key, stated = signal.words[code // len(unit.words)], unit.words[code % len(unit.words)]
        try:
            found = channel(
                key,
                stated.removesuffix("/min") if held[rows[0]] > 0 else stated,
                amount[rows],
                cmp[rows] != 0,
            )
        except RecordError as trouble:
            raise type(trouble)(f"{origin.path}: {trouble}") from trouble
        result.value[rows], result.flags[rows], result.possible[rows] = (
            found.value,
            found.flags,
            found.possible,
        )
    return result


def _known(stamps: tuple[int | None, ...], signal: Labels, time: _Times, hints: Hints) -> NDArray[np.int64]:
    """When each row could first be known: its stamp, else its end (a setting: its start) and the latency."""
    is_setting = np.array([word in settings() for word in signal.words], bool)[signal.codes]
    end = np.where(is_setting | (time.t1 == OPEN), time.t0, time.t1)
    known = end + signal.mapped({key: float(late) for key, late in hints.latency.items()}).astype(np.int64)
    for i, stamp in enumerate(stamps):
        if stamp is not None:
            known[i] = stamp
    return np.asarray(known, np.int64)


def _when(time: _Times, i: int) -> str:
    """The moment of a record by its own clock, as far as it is a time of ours."""
    if not EARLIEST <= time.t0[i] <= _LAST:
        return "without a usable time"
    offset = 0 if time.off[i] == OFFSET_UNKNOWN else int(time.off[i])
    return show(int(time.t0[i]), offset)[:16].replace("T", " ")


def _refused(
    record: RawRecord, value: float, is_late: bool, is_early: bool, when: str, origin: Origin
) -> Quarantined:
    what = f"{record.signal} {record.value} {record.unit}".strip()
    if is_late:
        reason, message = (
            "time-future",
            f"{what}: the time lies after this import: set the clock or the zone right",
        )
    elif is_early:
        reason, message = "time-invalid", f"{what}: the time lies before 1900: correct it and import again"
    elif not np.isfinite(value):
        reason = "value-nonnumeric"
        message = f"{record.signal} {record.value!r} is no number: correct it and import again"
    else:
        reason, message = "value-impossible", impossible(record.signal, value, record.value, record.unit)
    raw = f"{record.field}={record.value}"
    return _waiting(
        Problem(reason, f"{when}: {message}", raw, record.at, record.field, record.signal), origin
    )
