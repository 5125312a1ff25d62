"""What the person who brings a file knows about it and the file does not say."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Hints:
    """Hints of one import.

    now      microseconds of UTC of the import; rows later than this wait in quarantine
    zone     IANA name of the wall clock, for formats that say none
    format   name of the format, when detection is not wanted
    select   column and value: read only these lines of a table that holds several people
    mapping  columns of a table (see `formats.table`), when the header does not name signals
    latency  signal key: microseconds from its end until a value could be known
    """

    now: int
    zone: str | None = None
    format: str | None = None
    select: tuple[str, str] | None = None
    mapping: dict[str, Any] | None = None
    latency: dict[str, int] = field(default_factory=dict)
