"""What a format is: one module that knows its own bytes and hands out raw records."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar, NamedTuple, Protocol

from vitruvian.records.clock import NO_COUNTER
from vitruvian.records.hints import Hints


class RawRecord(NamedTuple):
    """One measurement or event, as the file states it.

    signal    key of `core.signals`
    wall      microseconds since 1970 of the stamp, read as if its clock were UTC
    off       minutes that clock was ahead of UTC; None: not stated, the clock is resolved later;
              OFFSET_UNKNOWN: the stamp is UTC and the local clock is not stated
    value     the number as written; empty when the record is a code or a text
    unit      as written, or as the format fixes it
    at        line, or place in the list, where it stands
    field     column or key where it stands
    duration  microseconds; -1: no end yet
    held      minutes for which the number, a rate per minute, was held; 0: the number is no rate
    cmp       -1 below the value, 1 above it: the instrument's limit
    source    "class:device"
    known     microseconds of UTC of the stamp that says when it was entered, or None
    counter   seconds of a counter that no one sets
    clock     which counter, by name
    """

    signal: str
    wall: int
    off: int | None
    value: str
    unit: str
    at: int
    field: str
    source: str
    duration: int = 0
    cmp: int = 0
    text: str = ""
    known: int | None = None
    counter: int = NO_COUNTER
    clock: str = ""
    flags: int = 0
    held: float = 0.0
    status: str = "final"


class Problem(NamedTuple):
    """One record that cannot become a row.

    reason   a key of `quarantine.REASONS`
    message  what is wrong and what to do next
    raw      the record as written, cut at 1,000 characters
    signal   the signal it was meant for, when that is clear
    """

    reason: str
    message: str
    raw: str
    at: int
    field: str = ""
    signal: str = ""


@dataclass(slots=True)
class Notes:
    """What a format says about a file beside its records: each remark with how often it holds."""

    said: dict[str, int] = field(default_factory=dict)

    def say(self, remark: str, times: int = 1) -> None:
        """Count a remark; a remark is for a reader, and none stands for a record."""
        self.said[remark] = self.said.get(remark, 0) + times


class Format(Protocol):
    """A kind of file.

    A record is one measurement or event that the file states: one filled cell of a table, one entry of a
    list. Each gives exactly one RawRecord or one Problem; a record without a signal of ours is a Problem with
    the reason `no-signal`. Preambles, empty cells and columns without a signal are no records: `notes`
    says them.
    """

    name: ClassVar[str]

    def sniff(self, head: bytes, name: str) -> float:
        """How sure this format is that the file is its own, 0 to 1, from its first 64 KiB and its name."""

    def read(self, stream: BinaryIO, hints: Hints, notes: Notes) -> Iterator[RawRecord | Problem]:
        """The records of the file, in its order. Never raises on the content of a single record.

        Raises FormatError when the file as a whole is not of this format.
        """
